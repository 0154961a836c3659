"""WeasyPrint's own steps in their order, with the composing of paragraphs between boxes and layout.

What was fixed beforehand is looked at again after layout. A paragraph whose lines did not come out as they
were measured (beside a float, on a page of another width) is left to WeasyPrint, and the section is laid out
once more: at worst a paragraph is greedy, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.paragraphs.galley import Outcome, compose_all
from florilegium.editions.pdf.paragraphs.setting import MARK, SetFor
from florilegium.editions.pdf.paragraphs.typesetter import Typesetter

#: How far a line may be off what it was measured, in pixels.
_TOLERANCE: Final = 0.1

#: After so many layouts with strays, whatever strays stays where it is.
_TRIES: Final = 4


def typeset(
    html: Any, fonts: Any, sheets: Sequence[Any], typesetter: Typesetter | None
) -> tuple[Any, Outcome]:
    """A document laid out, and what became of its paragraphs; without typesetter all are greedy."""
    apart: set[Element] = set()
    for _ in range(_TRIES):
        if typesetter is None:
            break
        document, outcome = _lay_out(html, fonts, sheets, (typesetter, apart))
        strays = set(_strays(document.pages))
        if not strays:
            return document, outcome
        apart |= strays
    return html.render(font_config=fonts, stylesheets=sheets), Outcome()


def _lay_out(
    html: Any, fonts: Any, sheets: Sequence[Any], composing: tuple[Typesetter, set[Element]]
) -> tuple[Any, Outcome]:
    """What `weasyprint.HTML.render` does, with one step more."""
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.css.counters import CounterStyle
    from weasyprint.document import Document, Page
    from weasyprint.formatting_structure.build import build_formatting_structure
    from weasyprint.html import get_html_metadata
    from weasyprint.layout import layout_document
    from weasyprint.pdf.metadata import DocumentMetadata

    counters = CounterStyle()
    options = {**DEFAULT_OPTIONS, "stylesheets": sheets}
    context = Document._build_layout_context(html, fonts, counters, {}, options)
    root = build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        counters,
        context.footnotes,
    )
    measure = _page_measure(html, context)
    outcome = compose_all(root, measure, *composing) if measure else Outcome()
    pages = [Page(page) for page in layout_document(html, root, context)]
    metadata = DocumentMetadata(**get_html_metadata(html))
    document = Document(pages, metadata, html.url_fetcher, fonts, {}, None)
    document._html = html
    return document, outcome


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
        boxes = list(page._page_box.descendants())
        floats = [box for box in boxes if box.is_floated()]
        for block in boxes:
            lines = [box for box in block.children if isinstance(box, LineBox) and hasattr(box, MARK)]
            if not lines:
                continue
            aim = getattr(lines[0], MARK)
            first = seen.get(id(aim), 0)
            seen[id(aim)] = first + len(lines)
            if not _is_as_set(block, lines, aim, first) or any(_is_beside(block, one) for one in floats):
                yield block.element


def _is_as_set(block: Any, lines: Sequence[Any], aim: SetFor, first: int) -> bool:
    """Whether the lines that a block has on a page are those from number `first` of what was set."""
    widths = aim.widths[first : first + len(lines)]
    return (
        len(widths) == len(lines)
        and abs(block.width - aim.measure) < _TOLERANCE
        and all(abs(line.width - width) < _TOLERANCE for line, width in zip(lines, widths, strict=True))
    )


def _is_beside(block: Any, other: Any) -> bool:
    """Whether a float stands at the height of a block."""
    return bool(
        other.position_y < block.position_y + block.height
        and block.position_y < other.position_y + other.margin_height()
    )
