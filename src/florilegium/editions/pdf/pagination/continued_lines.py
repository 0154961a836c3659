"""`(continued)` lines: where an entry of the index goes on in another column, its heading is said again.

Where a column ends is known only when the index is laid out, and a line put in moves all that follows. What
the columns after it will begin with is foretold from how many lines each has room for, and the index is laid
out again until all is as foretold: a few times, not once for each column. Only entries with subentries can
break; every other is kept in one piece by the style (CMOS 16.143).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.documents import Document
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import Page
from florilegium.languages.labels import Labels
from florilegium.system.values import dataclass

#: An index is laid out so often and no more; columns that are wrong then are left as they fall. Each time
#: makes at least one column more right, but on a last page whose columns are levelled.
_MOST: Final = 60


#: How the id of a heading said again ends; the EPUB, which has no columns, does not have it.
AGAIN: Final = "-again"


@dataclass(frozen=True)
class Columns:
    """How an index is set: the page, the book's labels, and who lays a document out."""

    page: Page
    labels: Labels
    lay_out: Callable[[Document], Layout]


def with_continued_lines(document: Document, layout: Layout, columns: Columns) -> Layout:
    """Return the layout of an index in which every broken entry is taken up again.

    `layout` is the one without them.
    """
    subentries = frozenset(_subentries(document.tree))
    said: tuple[str, ...] = ()
    tried = {said}
    for _ in range(_MOST):
        said = tuple(_to_be_said(_blocks_of_columns(layout, columns.page), subentries))
        if said in tried:
            break
        tried.add(said)
        taken_up = Document.of(document.section, _taken_up(document, said, columns.labels))
        layout = columns.lay_out(taken_up)
    return layout


def _subentries(tree: Element) -> Iterator[str]:
    """Yield the ids of the lines of an index that are subentries."""
    for line in tree.iter("p"):
        item = line.getparent()
        if item is not None and next(item.iterancestors("li"), None) is not None:
            yield line.get("id", "")


def _blocks_of_columns(layout: Layout, page: Page) -> list[list[str]]:
    """Return the block of each line of each column, in the order in which they are read."""

    def column(line: LineStart) -> tuple[int, int]:
        return line.page, int(line.left > page.left(recto=True) + page.measure / 2)

    return [[line.block for line in lines] for _, lines in groupby(layout.lines, column)]


def _to_be_said(columns: Sequence[Sequence[str]], subentries: frozenset[str]) -> Iterator[str]:
    """Yield the subentries before which a heading must be said again.

    Columns are as they should be up to one that begins otherwise; what comes after it is foretold.
    """
    for number, blocks in enumerate(columns):
        if number and not _is_right(blocks, subentries):
            yield from _foretold(columns[number:], subentries)
            return
        if blocks[0].endswith(AGAIN):
            yield blocks[0].removesuffix(AGAIN)


def _is_right(blocks: Sequence[str], subentries: frozenset[str]) -> bool:
    """Return whether a column begins as it must, and no heading is said again within it."""
    return blocks[0] not in subentries and not any(block.endswith(AGAIN) for block in blocks[1:])


def _foretold(columns: Sequence[Sequence[str]], subentries: frozenset[str]) -> Iterator[str]:
    """Yield the subentries with which columns will begin, filling each with as many lines as it has now."""
    lines = [block for blocks in columns for block in blocks if not block.endswith(AGAIN)]
    runs = [(block, len(list(run))) for block, run in groupby(lines)]
    rooms = [len(blocks) for blocks in columns]
    column, room = 0, 0
    for block, length in runs:
        if length > room:
            room = rooms[min(column, len(rooms) - 1)]
            column += 1
            if block in subentries:
                yield block
                room -= 1
        room -= length


def _taken_up(document: Document, said: Sequence[str], labels: Labels) -> Element:
    """Return the tree of an index with the heading said again before some subentries."""
    tree = document.tree
    lines = {line.get("id", ""): line for line in tree.iter("p")}
    for block in said:
        _take_up(lines[block], block, document.section.language, labels)
    return tree


def _take_up(subentry: Element, block: str, language: str, labels: Labels) -> None:
    """Say the heading of a subentry again before it."""
    item = subentry.getparent()
    entry = None if item is None else next(item.iterancestors("li"), None)
    if item is None or entry is None:
        return
    term = entry.find("p/span[@class='term']")
    heading = "" if term is None else "".join(term.itertext())
    again = etree.Element("li", {"class": "continued"})
    line = etree.SubElement(again, "p", id=f"{block}{AGAIN}")
    if labels.language == language:
        line.text = f"{heading} ({labels.continued})"
    else:
        line.text = f"{heading} ("
        word = etree.SubElement(line, "span", lang=labels.language)
        word.text, word.tail = labels.continued, ")"
    item.addprevious(again)
