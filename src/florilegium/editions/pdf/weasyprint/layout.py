"""The layout of one section, and the only door to WeasyPrint.

`lay_out` is a pure function: XHTML, styles and fonts in; tagged PDF pages without furniture, the place of
every line and anchor, and the problems out. Nothing outside the project is ever read, and nothing is fetched.

Every section is set as if it began on a recto; `editions/pdf/pagination/pagination.py` moves what falls on
a verso.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pagemap import Line
from florilegium.editions.pdf.section.footnotes import too_long
from florilegium.editions.pdf.section.picture_sizes import pictures_on
from florilegium.editions.pdf.section.printed_section import Anchor, Layout, LayoutTask, Style
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter
from florilegium.editions.pdf.weasyprint.drawing_order import draw_in_order
from florilegium.editions.pdf.weasyprint.hooks.baselines import let_first_face_count
from florilegium.editions.pdf.weasyprint.hooks.leftward import let_leftward_lines_be_justified
from florilegium.editions.pdf.weasyprint.hooks.pseudo_elements import let_notes_alone_have_calls
from florilegium.editions.pdf.weasyprint.hooks.set_lines import take_slugs
from florilegium.editions.pdf.weasyprint.hooks.set_text import TYPESETTER, take_type
from florilegium.editions.pdf.weasyprint.layout_problems import Listening, faults, missing_letters
from florilegium.editions.pdf.weasyprint.pages.moving import MOVABLE, is_moved
from florilegium.editions.pdf.weasyprint.styling import gate, parsed
from florilegium.editions.pdf.weasyprint.tagging import add_tags
from florilegium.editions.pdf.weasyprint.typesetting import typeset
from florilegium.problems import Problem

_POINTS_PER_PIXEL: Final = 0.75


@contextmanager
def _unswept() -> Iterator[None]:
    """Nothing is swept up meanwhile, and all at the end: boxes live until their pages are written, and they
    are very many."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(0)


@_unswept()
def lay_out(task: LayoutTask) -> Layout:
    """Lay one section out.

    Reports:
        E001: the style or the text asks for a file outside the project.
        E002: a letter is in no font at hand.
        E003: the style has a fault.
        E008: a note is too long for the foot of a page.
    """
    kit = _kit(task.style)
    root = etree.fromstring(task.xhtml)
    with Listening() as heard:
        document, outcome = typeset(kit.html(root), kit.fonts, kit.sheets, kit.typesetter)
        pdf = _written(document)
    told = (
        *faults(heard.lines, task.source, task.style.sheets),
        *missing_letters(document.fonts, root, task.source),
        *too_long(document.pages, task.source),
    )
    return Layout(
        task.section,
        pdf,
        len(document.pages),
        tuple(_lines(document.pages, root)),
        dict(_anchors(document.pages)),
        (*kit.problems, *told),
        outcome.composed,
        outcome.greedy,
        tuple(pictures_on(document.pages)),
    )


def _written(document: Any) -> bytes:
    """A laid-out document as a PDF, tagged by us.

    It has no identifier: only the joined file needs one, and to find one, all would be written twice.
    """
    import weasyprint.pdf

    weasyprint.pdf.add_tags = add_tags
    _name_images(document)
    draw_in_order(document.pages)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _name_images(document: Any) -> None:
    """Name each image after its content; WeasyPrint names it after the path, which differs by machine."""
    for page in document.pages:
        for box in page._page_box.descendants():
            image: Any = getattr(box, "replacement", None)
            if hasattr(image, "image_data"):
                image.id = hashlib.md5(image.image_data.data, usedforsecurity=False).hexdigest()


class _Kit:
    """What one style needs, parsed once in each process: sheets, fonts, and the gate to the disk."""

    def __init__(self, style: Style) -> None:
        from weasyprint.text.fonts import FontConfiguration

        let_first_face_count()
        let_leftward_lines_be_justified()
        let_notes_alone_have_calls()
        take_slugs()
        take_type()
        self.fonts = FontConfiguration()
        self.typesetter = Typesetter() if style.composed else None
        setattr(self.fonts, TYPESETTER, self.typesetter)
        self.root = Path(style.root)
        self.gate = gate(self.root, Path(style.fonts))
        problems: list[Problem] = []
        self.sheets = []
        for name, text in (("", style.rules), *style.sheets):
            sheet, told = parsed(name, text, self.root, self.gate, self.fonts)
            self.sheets.append(sheet)
            problems += faults(told, name, style.sheets)
        self.problems = tuple(problems)

    def html(self, root: Element) -> Any:
        """A document of WeasyPrint on our own tree, without serialising and parsing it again."""
        import cssselect2
        import weasyprint

        html = weasyprint.HTML.__new__(weasyprint.HTML)
        html.base_url = f"{self.root.as_uri()}/"
        html.url_fetcher = self.gate
        html.media_type = "print"
        html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        html.etree_element = html.wrapper_element.etree_element
        return html


@lru_cache(maxsize=2)
def _kit(style: Style) -> _Kit:
    # WeasyPrint's own import takes longer.
    from florilegium.editions.pdf.weasyprint import engine  # noqa: F401

    return _Kit(style)


def _anchors(pages: list[Any]) -> Iterator[tuple[str, Anchor]]:
    """Where every element with an id begins; one that goes over pages has an anchor on each of them."""
    seen: set[str] = set()
    for number, page in enumerate(pages):
        for name, (left, top, *_) in page.anchors.items():
            if name in seen:
                continue
            seen.add(name)
            yield name, Anchor(number, left * _POINTS_PER_PIXEL, top * _POINTS_PER_PIXEL)


def _lines(pages: list[Any], root: Element) -> Iterator[Line]:
    """Where each piece of a line begins, in letters of its block.

    A text box knows its element but not its place in the text. Boxes of one element come in order, so the
    letters that an element has given to earlier boxes tell where the next one begins.
    """
    from weasyprint.formatting_structure.boxes import TextBox

    starts = _letters(root)
    moved = {one.get("id") for part in root.iter(*MOVABLE) if is_moved(part) for one in part.iter()}
    given: dict[Element, int] = {}
    for number, page in enumerate(pages):
        for box in page._page_box.descendants(placeholders=True):
            if not isinstance(box, TextBox) or box.element not in starts or "::" in box.element_tag:
                continue
            block, pieces = starts[box.element]
            before = given.get(box.element, 0)
            letters = runs.letters(box.text)
            given[box.element] = before + letters
            offset = _offset(pieces, before)
            if letters and offset is not None:
                top, left = (round(at * _POINTS_PER_PIXEL, 2) for at in (box.position_y, box.position_x))
                yield Line(block, offset, number, top, left, block in moved)


def _letters(root: Element) -> dict[Element, tuple[str, list[tuple[int, int]]]]:
    """For each element with text: its block's id, and its pieces as (first letter in the block, how many)."""
    found: dict[Element, tuple[str, list[tuple[int, int]]]] = {}
    body = root.find("body")
    for block in runs.leaves(body) if body is not None else ():
        name, count = block.get("id", ""), 0
        for run in runs.runs(block):
            parent = run.owner.getparent() if run.tail else run.owner
            size = runs.letters(run.text)
            if parent is not None:
                found.setdefault(parent, (name, []))[1].append((count, size))
            count += size
    return found


def _offset(pieces: list[tuple[int, int]], given: int) -> int | None:
    """The place in its block of the letter after `given` letters of an element."""
    for first, size in pieces:
        if given < size:
            return first + given
        given -= size
    return None
