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


def typeset(html: Any, fonts: Any, sheets: Sequence[Any], typesetter: Typesetter) -> tuple[Any, Outcome]:
    """A document of WeasyPrint laid out, its paragraphs composed, and what became of them."""
    apart: set[Element] = set()
    for _ in range(_TRIES):
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

    counted: dict[int, int] = {}
    for page in pages:
        floats = [box for box in page._page_box.descendants() if box.is_floated()]
        for box in page._page_box.descendants():
            for line in box.children:
                if isinstance(line, LineBox) and (aim := getattr(line, MARK, None)):
                    number = counted[id(aim)] = counted.get(id(aim), -1) + 1
                    if not _is_as_set(box, line, aim, number) or any(_beside(line, one) for one in floats):
                        yield line.element


def _is_as_set(block: Any, line: Any, aim: SetFor, number: int) -> bool:
    return (
        number < len(aim.widths)
        and abs(block.width - aim.measure) < _TOLERANCE
        and abs(line.width - aim.widths[number]) < _TOLERANCE
    )


def _beside(line: Any, other: Any) -> bool:
    """Whether a float stands at the height of a line."""
    return (
        other.position_y < line.position_y + line.height
        and line.position_y < other.position_y + other.margin_height()
    )
