"""`(continued)` lines: where an entry of the index goes on in another column, its heading is said again.

Where a column ends is known only when the index is laid out, and a line put in moves all that follows. So
columns are mended one after another, first to last, and the index is laid out again for each. Only entries
with subentries can break; every other is kept in one piece by the style (CMOS 16.143).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.documents import Document
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import Page
from florilegium.languages.labels import Labels

#: More columns than these are left as they fall: an index is laid out once for each.
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
    for _ in range(_MOST):
        broken = _first_broken(document.tree, layout, columns.page)
        if not broken:
            return layout
        document = Document.of(document.section, _taken_up(document, broken, columns.labels))
        layout = columns.lay_out(document)
    return layout


def _first_broken(tree: Element, layout: Layout, page: Page) -> str:
    """Return the id of the first subentry that begins a column without its heading; empty when none does."""
    blocks = {block.get("id", ""): block for block in tree.iter("p")}
    before: tuple[int, int] | None = None
    for line in layout.lines:
        column = _column(line, page)
        block = blocks.get(line.block)
        if column != before and before is not None and block is not None and _is_subentry(block):
            return line.block
        before = column
    return ""


def _column(line: LineStart, page: Page) -> tuple[int, int]:
    return line.page, int(line.left > page.inner + page.measure / 2)


def _is_subentry(block: Element) -> bool:
    item = block.getparent()
    if item is None or item.get("class") == "continued":
        return False
    return next(item.iterancestors("li"), None) is not None


def _taken_up(document: Document, block: str, labels: Labels) -> Element:
    """Return the tree of an index with the heading said again before a subentry."""
    tree = document.tree
    subentry = next(line for line in tree.iter("p") if line.get("id") == block).getparent()
    entry = next(subentry.iterancestors("li")) if subentry is not None else None
    if subentry is None or entry is None:
        return tree
    term = entry.find("p/span[@class='term']")
    heading = "" if term is None else "".join(term.itertext())
    again = etree.Element("li", {"class": "continued"})
    line = etree.SubElement(again, "p", id=f"{block}{AGAIN}")
    if labels.language == document.section.language:
        line.text = f"{heading} ({labels.continued})"
    else:
        line.text = f"{heading} ("
        word = etree.SubElement(line, "span", lang=labels.language)
        word.text, word.tail = labels.continued, ")"
    subentry.addprevious(again)
    return tree
