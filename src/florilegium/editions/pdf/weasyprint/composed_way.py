"""The composed way: WeasyPrint's own steps in their order, with paragraphs composed between boxes and layout.

What was fixed beforehand is looked at again after layout. A paragraph whose lines did not come out as they
were measured (beside a float, on a page of another width) is left to WeasyPrint, and the section is laid out
once more: at worst a paragraph is greedy, never wrong.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.section.long_sections import LongSection, long_tables
from florilegium.editions.pdf.section.long_tables import TableWidths, samples
from florilegium.editions.pdf.section.printed_section import LayoutTask
from florilegium.editions.pdf.section.table_parts import WideTable, let_break, narrow, print_once
from florilegium.editions.pdf.weasyprint.boxes.box_paragraphs import ParagraphCounts, compose_all
from florilegium.editions.pdf.weasyprint.boxes.box_writer import SetParagraph, setting_of
from florilegium.editions.pdf.weasyprint.boxes.note_paragraphs import calling, loosen
from florilegium.editions.pdf.weasyprint.boxes.typesetter import (
    Composition,
    Typesetter,
    composition_of,
)
from florilegium.editions.pdf.weasyprint.boxes.wide_blocks import fit_wide_blocks
from florilegium.editions.pdf.weasyprint.drawing_order import draw_in_order
from florilegium.editions.pdf.weasyprint.hooks.hook_list import installed
from florilegium.editions.pdf.weasyprint.layout_problems import Listening
from florilegium.editions.pdf.weasyprint.page_reader import SetPages, broken_rows, lost_heads, wide_tables
from florilegium.editions.pdf.weasyprint.pages.moving import put_back
from florilegium.editions.pdf.weasyprint.printed_text import PrintedText, StyleOf
from florilegium.editions.pdf.weasyprint.styling import Kit
from florilegium.system.values import dataclass

#: How far a line may be off what it was measured, in pixels.
_TOLERANCE: Final = 0.1

#: So many layouts at most are made for the sake of tables: one for each size, two for parts of parts.
_NARROWINGS: Final = 6

#: After so many layouts with strays, whatever strays stays where it is.
_TRIES: Final = 6


@dataclass(frozen=True)
class Typeset:
    """A document laid out, what became of its paragraphs, and what its pages say."""

    document: Any
    counts: Mapping[Element, ParagraphCounts]
    text: PrintedText
    style_of: StyleOf

    @property
    def is_whole(self) -> bool:
        """Return whether its pages have the text letter by letter."""
        return self.text.is_whole(self.style_of)

    @property
    def paragraphs(self) -> ParagraphCounts:
        """Return what became of all paragraphs."""
        return sum(self.counts.values(), ParagraphCounts())

    def ended(self, section: LongSection) -> Typeset:
        """Return the pages of a portion that are whole, without those that the next portion begins with."""
        places = section.places()
        count = section.end([set(_places_on(page._page_box, places)) for page in self.document.pages])
        if count == len(self.document.pages):
            return self
        root = self.document._html.etree_element
        return replace(
            self,
            document=self.document.copy(self.document.pages[:count]),
            counts={element: counts for element, counts in self.counts.items() if _is_in(element, root)},
            text=PrintedText([page._page_box for page in self.document.pages[:count]], root),
        )


def set_composed(kit: Kit, task: LayoutTask, root: Element, section: LongSection | None = None) -> SetPages:
    """Set a section, or a portion of a long one, with composed paragraphs, level pages and our own tags."""
    with installed():
        for number in range(_NARROWINGS):
            with Listening() as heard:
                ways = _ways_to_set(_html(kit, root), kit.fonts, kit.sheets, _typesetter(kit.fonts))
                made, mended = _set_or_mended(ways, mend=number + 1 < _NARROWINGS)
            if not mended:
                break
        if section:
            made = made.ended(section)
        with Listening() as later:
            pdf = _written(made.document)
    return SetPages(
        pdf=pdf,
        pages=made.document.pages,
        messages=(*heard.lines, *later.lines),
        missing=frozenset(chr(code) for font in made.document.fonts.values() for code in font.missing),
        text=made.text,
        style_of=made.style_of,
        composed=made.paragraphs.composed,
        greedy=made.paragraphs.greedy,
    )


def _places_on(page: Any, places: Mapping[Element, int]) -> Iterator[int]:
    """Yield the places of the blocks that stand on a page."""
    for box in page.descendants():
        element = box.element
        while element is not None and element not in places:
            element = element.getparent()
        if element is not None:
            yield places[element]


def _is_in(element: Element, root: Element) -> bool:
    return any(around is root for around in element.iterancestors())


def _set_or_mended(ways: Iterator[Typeset], *, mend: bool) -> tuple[Typeset, bool]:
    """Return the first document that has the whole text, or in which tables were mended; say whether any was.

    What a table has lost is not to be found by setting its section more plainly.
    """
    for made in ways:
        mended = mend and _mend_tables(made.document.pages)
        if mended or made.is_whole:
            break
    return made, mended


def _mend_tables(pages: Sequence[Any]) -> bool:
    """Have tables that do not fit set in another way at the next layout; return whether there are any."""
    mended = [narrow(table) for table in wide_tables(pages)]
    mended += [let_break(row) for row in broken_rows(pages)]
    if not any(mended):
        mended = [print_once(head) for head in lost_heads(pages)]
    return any(mended)


def _typesetter(fonts: Any) -> Typesetter:
    """Return the typesetter of a font configuration, which keeps all that it has measured in it."""
    composition = composition_of(fonts)
    return composition.typesetter if composition else Typesetter()


def _html(kit: Kit, root: Element) -> Any:
    """Return a document of WeasyPrint on our own tree, without serialising and parsing it again."""
    import cssselect2
    import weasyprint

    html = weasyprint.HTML.__new__(weasyprint.HTML)
    html.base_url = kit.base
    html.url_fetcher = kit.gate
    html.media_type = "print"
    html.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    html.etree_element = html.wrapper_element.etree_element
    return html


def _ways_to_set(html: Any, fonts: Any, sheets: Sequence[Any], typesetter: Typesetter) -> Iterator[Typeset]:
    """Yield a document laid out, each time more plainly: without levelling, at last with greedy lines."""
    draft = partial(_Document, html, fonts, sheets)
    for level in (True, False):
        made = _composed(draft, typesetter, level=level)
        if made:
            yield made
    put_back(html.etree_element)
    Composition(typesetter).begin(fonts)
    plain = draft()
    yield plain.typeset(plain.lay_out(), {})


def _composed(new_draft: Callable[[], _Document], typesetter: Typesetter, *, level: bool) -> Typeset | None:
    """Return a document with composed paragraphs, or None when some of them stray again and again."""
    apart: set[Element] = set()
    loose: set[Element] = set()
    for _ in range(_TRIES):
        draft = _fitted(new_draft, typesetter)
        put_back(draft.html.etree_element)
        loosen(draft.root, loose)
        counts = draft.compose(typesetter, apart, level=level)
        pages = draft.lay_out()
        strays, lost = set(_strays(pages)), set(calling(draft.context.footnotes))
        if not strays and not lost:
            return draft.typeset(pages, counts)
        apart |= strays
        loose |= lost
    return None


def _fitted(new_draft: Callable[[], _Document], typesetter: Typesetter) -> _Document:
    """Return a draft in which what is wide has its room, and tables that were too wide are set otherwise."""
    for _ in range(_NARROWINGS):
        draft = new_draft()
        narrowed = [_narrow(table) for table in draft.fit_wide_blocks(typesetter) if table.is_wide]
        if not any(narrowed):
            break
    return draft


def _narrow(table: TableWidths, element: Element | None = None) -> bool:
    return narrow(WideTable(table.element if element is None else element, table.least, table.room))


def measure_long_tables(kit: Kit, root: Element, most: int) -> None:
    """Measure the columns of tables that go over portions of `most` letters, and note their widths.

    One that is too wide is set smaller first, or divided between columns; then its parts are measured.
    """
    with installed(), Listening():
        for _ in range(_NARROWINGS):
            for table in long_tables(root, most):
                widths = _measured(kit, table, most)
                if widths and not (widths.is_wide and _narrow(widths, table)):
                    widths.note(table)


def _measured(kit: Kit, table: Element, most: int) -> TableWidths | None:
    """Return what all rows of a long table ask for, or None where pages are not equally wide."""
    found: list[TableWidths] = []
    for root, part in samples(table, most):
        draft = _Document(_html(kit, root), kit.fonts, kit.sheets)
        tables = draft.fit_wide_blocks(_typesetter(kit.fonts))
        found += [widths for widths in tables if widths.element is part]
        del draft
        gc.collect()
    return reduce(TableWidths.joined, found) if found else None


def _written(document: Any) -> bytes:
    """Return a laid-out document as a PDF.

    It has no identifier: only the joined file needs one, and to find one, all would be written twice.
    """
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


class _Document:
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

    def compose(
        self, typesetter: Typesetter, apart: Collection[Element], *, level: bool
    ) -> dict[Element, ParagraphCounts]:
        """Fix the lines of all paragraphs but those of the elements `apart`."""
        measure, _ = _page_area(self.html, self.context) or (None, 0.0)
        notes = measure if self._has_footnotes else None
        level = level and not self._has_footnotes
        Composition(typesetter, notes, apart, level).begin(self.fonts)
        if not measure:
            return {}
        return compose_all(self.root, measure, typesetter, apart)

    def fit_wide_blocks(self, typesetter: Typesetter) -> list[TableWidths]:
        """Give what is wide its room; return how wide the tables are, and the room for them."""
        page = _page_area(self.html, self.context)
        return fit_wide_blocks(self.root, page, typesetter, self.context) if page else []

    def lay_out(self) -> list[Any]:
        """Return the boxes of every page, levelled where no notes stand at their feet."""
        from weasyprint.layout import layout_document

        pages = list(layout_document(self.html, self.root, self.context))
        # The context holds itself by this, and the style of every element, when nothing is swept up.
        del self.context.get_image_from_uri
        return pages

    def typeset(self, pages: Sequence[Any], counts: Mapping[Element, ParagraphCounts]) -> Typeset:
        """Return the document with its pages, to be written."""
        _let_go(pages)
        text = PrintedText(pages, self.html.etree_element)
        return Typeset(self._document(pages), counts, text, self.context.style_for)

    def _document(self, pages: Sequence[Any]) -> Any:
        from weasyprint.document import Document, Page
        from weasyprint.html import get_html_metadata
        from weasyprint.pdf.metadata import DocumentMetadata

        metadata = DocumentMetadata(**get_html_metadata(self.html))
        found = [Page(page) for page in pages]
        document = Document(found, metadata, self.html.url_fetcher, self.fonts, {}, None)
        document._html = self.html
        return document


def _let_go(pages: Sequence[Any]) -> None:
    """Let go of what the lines of some pages were made from, since nothing is laid out again."""
    settings: dict[int, SetParagraph] = {}
    for page in pages:
        for box in page.descendants():
            if setting := setting_of(box):
                settings[id(setting)] = setting
                setting.let_go(box)
    for setting in settings.values():
        setting.let_go(setting.box, *setting.lines, *setting.made)


def _page_area(html: Any, context: Any) -> tuple[float, float] | None:
    """Return the width of the text on every page, or None when pages differ, and its height on the lowest."""
    from weasyprint.formatting_structure.boxes import PageBox
    from weasyprint.layout.page import PageType, page_width, set_page_type_computed_styles
    from weasyprint.layout.percent import resolve_percentages

    found, heights = set(), []
    for number, side in enumerate(("right", "left", "right")):
        page_type = PageType(side, False, "", number, ())
        set_page_type_computed_styles(page_type, html, context.style_for)
        page = PageBox(page_type, context.style_for(page_type))
        resolve_percentages(page, page.style["size"])
        page_width(page, context, page.style["size"][0])
        found.add(round(page.width, 3))
        heights.append(float(page.style["size"][1] - page.margin_top - page.margin_bottom))
    return (float(found.pop()), min(heights)) if len(found) == 1 else None


def _strays(pages: Sequence[Any]) -> Iterator[Element]:
    """Yield the elements of paragraphs that did not come out as they were set."""
    from weasyprint.formatting_structure.boxes import LineBox

    seen: dict[int, int] = {}
    for page in pages:
        boxes = list(page.descendants())
        floats = [box for box in boxes if box.is_floated()]
        for block in boxes:
            lines = [box for box in block.children if isinstance(box, LineBox) and setting_of(box)]
            if not lines:
                continue
            setting = next(setting for setting in map(setting_of, lines) if setting)
            first = seen.get(id(setting.box), 0)
            seen[id(setting.box)] = first + len(lines)
            if not _is_as_set(block, lines, setting, first) or any(_is_beside(block, one) for one in floats):
                yield block.element


def _is_as_set(block: Any, lines: Sequence[Any], setting: SetParagraph, first: int) -> bool:
    """Return whether the lines that a block has on a page are those from number `first` of what was set."""
    widths = setting.widths[first : first + len(lines)]
    return (
        len(widths) == len(lines)
        and abs(block.width - setting.paragraph.measure) < _TOLERANCE
        and all(abs(line.width - width) < _TOLERANCE for line, width in zip(lines, widths, strict=True))
    )


def _is_beside(block: Any, other: Any) -> bool:
    """Return whether a float stands at the height of a block."""
    return bool(
        other.position_y < block.position_y + block.height
        and block.position_y < other.position_y + other.margin_height()
    )
