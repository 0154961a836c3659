"""The plain way: a section set by WeasyPrint's public interface alone.

Lines are filled one by one, pages end where they are full, and nothing stands on a grid. The section is given
as HTML text, its pictures as data in it, so that the file is the same wherever the project lies. Structure
tags are WeasyPrint's own; what they lack for PDF/UA-1 is added to the objects of the file before it is
written.

Places are read from the boxes of laid-out pages, which no documentation promises: they are only read, and
what an untested release does not say is left out.
"""

from __future__ import annotations

import mimetypes
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pdf.section.footnotes import FOOTNOTE
from florilegium.editions.pdf.section.picture_sizes import alternative_of
from florilegium.editions.pdf.section.printed_section import LayoutTask
from florilegium.editions.pdf.section.structure_types import DRAWN
from florilegium.editions.pdf.weasyprint import contract
from florilegium.editions.pdf.weasyprint.layout_problems import Listening, unknown_letters
from florilegium.editions.pdf.weasyprint.page_reader import SetPages, known
from florilegium.editions.pdf.weasyprint.plain_tags import finish
from florilegium.editions.pdf.weasyprint.printed_text import Own, PrintedText, StyleOf
from florilegium.editions.pdf.weasyprint.styling import Kit
from florilegium.problems import EditionError
from florilegium.system.files import FileRefusedError, read

#: Bytes; no larger picture is set.
_LIMIT: Final = 200_000_000

#: The style of an element that has no boxes, as far as it matters.
_HIDDEN: Final = {
    "display": ("none",),
    "position": ("static",),
    "float": "none",
    "hyphenate_character": "\N{HYPHEN}",
}

#: WeasyPrint's complaint of a picture without words, which the sources' own checks report.
_NO_WORDS: Final = "has no required alt description"


@contextmanager
def of_whatever_release() -> Iterator[None]:
    """Stop with a message where an untested release does not even have the public interface we know.

    Raises:
        EditionError: that is so.
    """
    try:
        yield
    except (AttributeError, ImportError, TypeError) as error:
        if not contract.misfit():
            raise
        message = f"WeasyPrint {contract.release()} cannot set the book: {error}"
        raise EditionError(f"{message}; install weasyprint=={contract.TESTED[-1]}") from error


def set_plainly(kit: Kit, task: LayoutTask, root: Element) -> SetPages:
    """Set a section plainly."""
    import weasyprint

    tree, names = _for_html(root, kit.root)
    text = etree.tostring(tree, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    with Listening() as heard:
        html = weasyprint.HTML(string=text, base_url=kit.base, url_fetcher=kit.gate)
        document = html.render(font_config=kit.fonts, stylesheets=kit.sheets)
        said = {
            image.get("alt", "") for image in root.iter("img") if DRAWN in (image.get("class") or "").split()
        }
        finisher = partial(finish, section=task.section, formulas=said)
        pdf = bytes(document.write_pdf(pdf_variant="pdf/ua-1", finisher=finisher))
    messages = [line for line in heard.lines if _NO_WORDS not in line]
    for data, name in names.items():
        messages = [line.replace(data, name) for line in messages]
    own, untested = _Twins(root, tree, getattr(html, "etree_element", None)).own, bool(contract.misfit())
    read = known(lambda: _read(document.pages, root, own), untested=untested) or ((None, _hidden),)
    ((printed, style_of),) = read
    return SetPages(
        pdf=pdf,
        pages=document.pages,
        messages=messages,
        missing=unknown_letters(messages),
        text=printed,
        style_of=style_of,
        own=own,
        untested=untested,
    )


def _read(pages: Sequence[Any], root: Element, own: Own) -> Iterator[tuple[PrintedText | None, StyleOf]]:
    """Yield what words stand on pages, and in which styles."""
    boxes = [page._page_box for page in pages]
    yield PrintedText(boxes, root, own), _style_of(boxes, own)


def _hidden(_element: Element) -> Any:
    """Return the style of an element of which nothing is known."""
    return _HIDDEN


def _for_html(root: Element, project: Path) -> tuple[Element, dict[str, str]]:
    """Return a section as it can be written as HTML, its pictures in it, and the picture that each datum is.

    HTML ends a paragraph where another block begins in it; so what a note at the foot of a page holds is made
    of spans that are displayed as blocks.
    """
    tree, names = deepcopy(root), {}
    for picture in tree.iter("img"):
        source = picture.get("src", "")
        if data := _data_of(project, source):
            names[data] = source
            picture.set("src", data)
        if (alternative := alternative_of(picture)) is not None:
            picture.set("alt", alternative)
    for note in tree.iter("span"):
        if note.get("class") == FOOTNOTE:
            for block in note.iter(*(runs.BLOCKS - {"hr"})):
                _display_as_block(block)
    return tree, names


def _data_of(project: Path, source: str) -> str:
    """Return a picture of the project as an address that is its data; empty where it cannot be read."""
    if not source or source.startswith("data:"):
        return ""
    try:
        data = read(project, unquote(source), _LIMIT)
    except FileRefusedError:
        return ""
    kind = mimetypes.guess_type(source)[0] or "application/octet-stream"
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _display_as_block(block: Element) -> None:
    """Make a block a span that looks the same to a reader, if not to every rule of the style."""
    indent = "margin-left: 14pt; " if block.tag in {"ul", "ol", "blockquote"} else ""
    block.set("style", f"{block.get('style', '')}; display: block; {indent}".lstrip("; "))
    block.tag = "span"


class _Twins:
    """The pairs of the elements of a section's tree with those of the HTML that WeasyPrint has parsed.

    HTML adds elements of its own (a table gets a body), which are passed over. Where a name shows that the
    two have parted none the less, nothing more is paired: those words are then found to be missing.
    """

    def __init__(self, ours: Element, written: Element, theirs: Any) -> None:
        self._ours: dict[Any, Element] = {}
        parsed: Iterator[Any] = iter(()) if theirs is None else _elements(theirs)
        for element, tag in zip(_elements(ours), (one.tag for one in _elements(written)), strict=True):
            twin = next((one for one in parsed if one.tag == tag), None)
            if twin is None or twin.get("id") != element.get("id"):
                return
            self._ours[twin] = element

    def own(self, element: Any) -> Element | None:
        """Return our element for one of WeasyPrint's."""
        return self._ours.get(element)


def _elements(root: Any) -> Iterator[Any]:
    """Yield a root and all elements under it, without comments."""
    return (one for one in root.iter() if isinstance(one.tag, str))


def _style_of(pages: Sequence[Any], own: Own) -> StyleOf:
    """Return what gives the style of an element, as its first box has it.

    An element without boxes counts as one that the style hides: no more is known of it.
    """
    styles: dict[Element, Any] = {}
    for page in pages:
        for box in page.descendants(placeholders=True):
            element = own(box.element)
            if element is not None:
                styles.setdefault(element, box.style)
    return lambda element: styles.get(element, _HIDDEN)
