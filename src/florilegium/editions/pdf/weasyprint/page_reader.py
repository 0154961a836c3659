"""What laid-out pages say: where anchors are, which pictures they bear, which notes are too long.

Pages are WeasyPrint's and are only read. What words stand on them is in `printed_text.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.section.footnotes import FOOTNOTE
from florilegium.editions.pdf.section.picture_sizes import PrintedPicture
from florilegium.editions.pdf.section.printed_section import Anchor
from florilegium.editions.pdf.section.table_parts import WideTable
from florilegium.editions.pdf.section.trim import POINTS_PER_PIXEL
from florilegium.editions.pdf.weasyprint.printed_text import Own, PrintedText, StyleOf, itself
from florilegium.problems import CATALOGUE, Place, Problem
from florilegium.system.values import dataclass

Found = TypeVar("Found")

_PIXELS_PER_INCH: Final = 96

#: What a table may stand out of the measure, in pixels, and so many of its letters are quoted.
_TRIFLE: Final = 0.5
_QUOTED: Final = 50


@dataclass(frozen=True)
class SetPages:
    """A section on its pages, whichever way it was set.

    `pdf` is the file, `pages` are WeasyPrint's, `messages` what it logged meanwhile. `missing` are letters
    that no font has, `text` is what the pages say, None where they cannot be read. `composed` and `greedy`
    count the justified paragraphs of several lines. Where the release is `untested`, what else cannot be read
    of its pages is left out.
    """

    pdf: bytes
    pages: Sequence[Any]
    messages: Sequence[str]
    missing: frozenset[str]
    text: PrintedText | None
    style_of: StyleOf
    own: Own = itself
    composed: int = 0
    greedy: int = 0
    untested: bool = False

    def lines(self, root: Element, anchors: Mapping[str, Anchor]) -> tuple[LineStart, ...]:
        """Return where lines begin, or where blocks do if their lines are not known."""
        return tuple(first_lines(anchors, root) if self.text is None else self.text.lines)

    def problems(self, source: str) -> Iterator[Problem]:
        """Yield what is wrong with the pages: words that are not where they should be, notes that are cut."""
        yield from known(lambda: too_long(self.pages, source), untested=self.untested) or ()
        yield from known(lambda: too_wide(self.pages, source), untested=self.untested) or ()
        if self.text:
            yield from self.text.problems(self.style_of, source)

    def pictures(self) -> tuple[PrintedPicture, ...]:
        """Return the pictures of the pages."""
        return known(lambda: pictures_on(self.pages, self.own), untested=self.untested) or ()


def known(read: Callable[[], Iterable[Found]], *, untested: bool) -> tuple[Found, ...] | None:
    """Return what is read of pages, or None where the boxes of an untested release do not say it."""
    try:
        return tuple(read())
    except (AttributeError, ImportError, TypeError):
        if not untested:
            raise
        return None


def anchors_of(pages: Sequence[Any]) -> Iterator[tuple[str, Anchor]]:
    """Yield where every element with an id begins; one that goes over pages has an anchor on each of them."""
    seen: set[str] = set()
    for number, page in enumerate(pages):
        for name, (left, top, *_) in page.anchors.items():
            if name in seen:
                continue
            seen.add(name)
            yield name, Anchor(number, left * POINTS_PER_PIXEL, top * POINTS_PER_PIXEL)


def first_lines(anchors: Mapping[str, Anchor], root: Element) -> Iterator[LineStart]:
    """Yield the beginning of each block alone, where the boxes of pages cannot be read."""
    body = root.find("body")
    for block in runs.leaves(body) if body is not None else ():
        place = anchors.get(block.get("id", ""))
        if place:
            yield LineStart(block.get("id", ""), 0, place.page, round(place.top, 2), round(place.left, 2))


def pictures_on(pages: Sequence[Any], own: Own = itself) -> Iterator[PrintedPicture]:
    """Yield the pictures of pages; drawings made of lines have no dots and are left out."""
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            image: Any = getattr(box, "replacement", None)
            if hasattr(image, "image_data"):
                dots = min(image.width / box.width, image.height / box.height)
                element = own(box.element) if box.element is not None else None
                source = element.get("src", "") if element is not None else ""
                yield PrintedPicture(
                    source, number, round(box.width / 96 * 25.4, 1), int(dots * _PIXELS_PER_INCH)
                )


def too_long(pages: Sequence[Any], source: str) -> Iterator[Problem]:
    """Yield a problem for each note that begins above its page, since no page has room for all of it.

    WeasyPrint never divides a note.
    """
    for page in pages:
        top = page._page_box.content_box_y()
        for note in filter(_is_note, page._page_box.descendants()):
            if note.position_y < top - 1:
                mark = "".join(note.element.find(".//*[@class='number']").itertext()).strip().rstrip(".")
                message = f"note {mark} is longer than a page, and cannot stand at the foot of one"
                hint = "Print the notes at the end of the book (place: end), or make two of it."
                yield Problem("E008", CATALOGUE["E008"][0], Place(source), message, hint)


def wide_tables(pages: Sequence[Any]) -> Iterator[WideTable]:
    """Yield the tables that reach past the measure, or past their column; of one that goes over pages its
    first part, and of one in the cell of another the other."""
    seen: set[Element] = set()
    for page in pages:
        for box, left, width in _tables_in(page._page_box):
            if box.element in seen:
                continue
            seen.update(box.element.iter("table"))
            start, end = box.position_x, box.position_x + box.margin_width()
            past = max(end - left - width, left - start)
            if past > _TRIFLE:
                widths = tuple(map(float, box.column_widths))
                if box.style["direction"] == "rtl":
                    widths = widths[::-1]  # they are kept as they are drawn
                yield WideTable(box.element, widths, float(end - start - past))


def _tables_in(box: Any) -> Iterator[tuple[Any, float, float]]:
    """Yield the tables in a page box, each with the left edge and the width of the page or of its column."""
    from weasyprint.formatting_structure.boxes import Box, LineBox, TableBox

    waiting = [(box, box.content_box_x(), box.width)]
    while waiting:
        one, *room = waiting.pop()
        if isinstance(one, TableBox):
            yield one, *room
        elif not isinstance(one, LineBox):
            room = [one.content_box_x(), one.width] if one.is_column else room
            waiting.extend((child, *room) for child in reversed(one.children) if isinstance(child, Box))


def broken_rows(pages: Sequence[Any]) -> Iterator[Element]:
    """Yield the rows of tables that go over a page, but for heads, which are printed on each page."""
    from weasyprint.formatting_structure.boxes import TableRowBox

    seen: dict[Element, int] = {}
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            if isinstance(box, TableRowBox) and seen.setdefault(box.element, number) < number:
                around = box.element.getparent()
                if around is not None and around.tag not in {"thead", "tfoot"}:
                    seen[box.element] = number
                    yield box.element


def lost_heads(pages: Sequence[Any]) -> Iterator[Element]:
    """Yield the heads of tables that the first part of their table lacks, since they are too high."""
    from weasyprint.formatting_structure.boxes import TableBox

    seen: set[Element] = set()
    for page in pages:
        for box in page._page_box.descendants():
            if isinstance(box, TableBox) and box.element not in seen:
                seen.add(box.element)
                printed = {group.element for group in box.children}
                yield from (head for head in box.element.iterchildren("thead") if head not in printed)


def too_wide(pages: Sequence[Any], source: str) -> Iterator[Problem]:
    """Yield a problem for each table that no means could make as narrow as the page."""
    for table in wide_tables(pages):
        words = " ".join(" ".join(table.element.itertext()).split())[:_QUOTED].strip()
        message = f"the table that begins with “{words}” is wider than the page or its column"
        hint = (
            "Make several tables of it, divide the cells that go over many columns, or take it out of the "
            "list or quotation round it."
        )
        yield Problem("E013", CATALOGUE["E013"][0], Place(source), message, hint)


def _is_note(box: Any) -> bool:
    return box.element is not None and box.element_tag == "span" and box.element.get("class") == FOOTNOTE
