"""WeasyPrint's own steps in their order, with the composing of paragraphs between boxes and layout.

What was fixed beforehand is looked at again after layout. A paragraph whose lines did not come out as they
were measured (beside a float, on a page of another width) is left to WeasyPrint, and the section is laid out
once more: at worst a paragraph is greedy, never wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.weasyprint.boxes.box_paragraphs import Outcome, compose_all
from florilegium.editions.pdf.weasyprint.boxes.box_writer import Job, job_of
from florilegium.editions.pdf.weasyprint.boxes.note_paragraphs import calling, composed_footnotes, loosen
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter
from florilegium.editions.pdf.weasyprint.pages.levelling import levelling
from florilegium.editions.pdf.weasyprint.pages.moving import put_back

#: How far a line may be off what it was measured, in pixels.
_TOLERANCE: Final = 0.1

#: After so many layouts with strays, whatever strays stays where it is.
_TRIES: Final = 6


def typeset(
    html: Any, fonts: Any, sheets: Sequence[Any], typesetter: Typesetter | None
) -> tuple[Any, Outcome]:
    """A document laid out, and what became of its paragraphs; without typesetter all are greedy."""
    apart: set[Element] = set()
    loose: set[Element] = set()
    for _ in range(_TRIES):
        put_back(html.etree_element)
        if typesetter is None:
            break
        galley = _Galley(html, fonts, sheets)
        loosen(galley.root, loose)
        outcome = galley.compose(typesetter, apart)
        pages = galley.lay_out(typesetter)
        strays, lost = set(_strays(pages)), set(calling(galley.context.footnotes))
        if not strays and not lost:
            return galley.document(pages), outcome
        apart |= strays
        loose |= lost
    put_back(html.etree_element)
    return html.render(font_config=fonts, stylesheets=sheets), Outcome()


class _Galley:
    """A document between WeasyPrint's steps: styled, made into boxes, and laid out."""

    def __init__(self, html: Any, fonts: Any, sheets: Sequence[Any]) -> None:
        from weasyprint import DEFAULT_OPTIONS
        from weasyprint.css.counters import CounterStyle
        from weasyprint.document import Document
        from weasyprint.formatting_structure.build import build_formatting_structure

        self.html, self.fonts = html, fonts
        counters = CounterStyle()
        options = {**DEFAULT_OPTIONS, "stylesheets": sheets}
        self.context = Document._build_layout_context(html, fonts, counters, {}, options)
        self.root = build_formatting_structure(
            html.etree_element,
            self.context.style_for,
            self.context.get_image_from_uri,
            html.base_url,
            self.context.target_collector,
            counters,
            self.context.footnotes,
        )
        self._has_footnotes = bool(self.context.footnotes)
        self._composing: AbstractContextManager[None] = nullcontext()

    def compose(self, typesetter: Typesetter, apart: Collection[Element]) -> Outcome:
        """Fix the lines of all paragraphs but those of the elements `apart`."""
        measure = _page_measure(self.html, self.context)
        if not measure:
            return Outcome()
        if self._has_footnotes:
            self._composing = composed_footnotes(measure, typesetter, apart)
        return compose_all(self.root, measure, typesetter, apart)

    def lay_out(self, typesetter: Typesetter) -> list[Any]:
        """The boxes of every page, levelled where no notes stand at their feet."""
        from weasyprint.layout import layout_document

        level = nullcontext() if self._has_footnotes else levelling(typesetter)
        with self._composing, level:
            pages = list(layout_document(self.html, self.root, self.context))
        # The context holds itself by this, and the style of every element, when nothing is swept up.
        del self.context.get_image_from_uri
        return pages

    def document(self, pages: Sequence[Any]) -> Any:
        """The document, to be written."""
        from weasyprint.document import Document, Page
        from weasyprint.html import get_html_metadata
        from weasyprint.pdf.metadata import DocumentMetadata

        metadata = DocumentMetadata(**get_html_metadata(self.html))
        found = [Page(page) for page in pages]
        document = Document(found, metadata, self.html.url_fetcher, self.fonts, {}, None)
        document._html = self.html
        return document


def _page_measure(html: Any, context: Any) -> float | None:
    """The width of the text on every page, or None when pages differ."""
    from weasyprint.formatting_structure.boxes import PageBox
    from weasyprint.layout.page import PageType, page_width, set_page_type_computed_styles
    from weasyprint.layout.percent import resolve_percentages

    found = set()
    for number, side in enumerate(("right", "left", "right")):
        page_type = PageType(side, False, "", number, ())
        set_page_type_computed_styles(page_type, html, context.style_for)
        page = PageBox(page_type, context.style_for(page_type))
        resolve_percentages(page, page.style["size"])
        page_width(page, context, page.style["size"][0])
        found.add(round(page.width, 3))
    return float(found.pop()) if len(found) == 1 else None


def _strays(pages: Sequence[Any]) -> Iterator[Element]:
    """The elements of paragraphs that did not come out as they were set."""
    from weasyprint.formatting_structure.boxes import LineBox

    seen: dict[int, int] = {}
    for page in pages:
        boxes = list(page.descendants())
        floats = [box for box in boxes if box.is_floated()]
        for block in boxes:
            lines = [box for box in block.children if isinstance(box, LineBox) and job_of(box)]
            if not lines:
                continue
            job = next(job for job in map(job_of, lines) if job)
            first = seen.get(id(job.box), 0)
            seen[id(job.box)] = first + len(lines)
            if not _is_as_set(block, lines, job, first) or any(_is_beside(block, one) for one in floats):
                yield block.element


def _is_as_set(block: Any, lines: Sequence[Any], job: Job, first: int) -> bool:
    """Whether the lines that a block has on a page are those from number `first` of what was set."""
    widths = job.widths[first : first + len(lines)]
    return (
        len(widths) == len(lines)
        and abs(block.width - job.paragraph.measure) < _TOLERANCE
        and all(abs(line.width - width) < _TOLERANCE for line, width in zip(lines, widths, strict=True))
    )


def _is_beside(block: Any, other: Any) -> bool:
    """Whether a float stands at the height of a block."""
    return bool(
        other.position_y < block.position_y + block.height
        and block.position_y < other.position_y + other.margin_height()
    )
