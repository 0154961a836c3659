"""Marks in the running text: mentions that the index leads to, and the places where printed pages begin.

Both are given by block and offset. A document is searched for its ids once, and no mark changes the text, so
no mark moves the place of another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Mention
from florilegium.book.namespaces import EPUB, EPUB_TYPE
from florilegium.editions.pagemap import PageStart
from florilegium.system.values import dataclass

#: What is called by the words in it. A mark stands before it: who hears the name shall not hear a number.
_NAMED: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "a", "th", "caption", "figcaption", "summary"})


@dataclass(frozen=True)
class Marks:
    """Mentions by the block that holds them, and page starts by their section, in the order of the book."""

    mentions: Mapping[str, Sequence[Mention]] = field(default_factory=dict)
    pages: Mapping[str, Sequence[PageStart]] = field(default_factory=dict)

    def within(self, blocks: Iterable[str]) -> tuple[Mention, ...]:
        """Return the mentions that some blocks hold."""
        return tuple(mention for block in blocks for mention in self.mentions.get(block, ()))


def marks_of(mentions: Iterable[Mention], pages: Iterable[PageStart]) -> Marks:
    """Sort marks by the block or section that they belong to."""
    by_block: dict[str, list[Mention]] = defaultdict(list)
    by_section: dict[str, list[PageStart]] = defaultdict(list)
    for mention in mentions:
        by_block[mention.block].append(mention)
    for page in pages:
        by_section[page.section].append(page)
    return Marks(by_block, by_section)


def page_id(label: str) -> str:
    """Return the anchor of the page with a label."""
    return f"page-{label}"


def mark(tree: Element, mentions: Sequence[Mention], pages: Sequence[PageStart]) -> tuple[PageStart, ...]:
    """Mark a document in place; returns the pages that have found their place, in order.

    A page that begins with what only the printed book shows has no place here, unless it opens the section.
    """
    blocks = {str(element.get("id")): element for element in tree.iter(etree.Element) if element.get("id")}
    for mention in mentions:
        shell = etree.Element("span", {"class": "mention", "id": mention.id})
        runs.wrap(blocks[mention.block], mention.start, mention.end, shell)
    return tuple(page for at, page in enumerate(pages) if _stand(page, blocks, tree, opens=at == 0))


def _stand(page: PageStart, blocks: Mapping[str, Element], tree: Element, *, opens: bool) -> bool:
    """Put the mark of a page before its first letter. Return whether the page has a place in the document."""
    mark = page_mark(page.label)
    block = blocks.get(page.block)
    leaf = None if block is None else next(runs.leaves(block), None)
    if leaf is None:
        return opens and _open(tree, mark)
    runs.insert(leaf, _offset(runs.text_of(leaf), page.offset), mark)
    around = [outer for outer in mark.iterancestors() if outer.tag in _NAMED or outer.get("class") == "term"]
    if around:
        _lift(mark, around[-1])
    return True


def _lift(mark: Element, named: Element) -> None:
    """Take a mark out of what it would give a name to, and put it before that.

    A heading of a table has cells beside it and no text: the mark goes into the first cell of the same row,
    or before the table. A caption that opens its figure stays the first in it (HTML 4.4.12).
    """
    runs.unwrap(mark)
    mark.tail = None
    cell = next((cell for cell in named.itersiblings("td")), None) if named.tag == "th" else None
    if cell is not None:
        mark.tail, cell.text = cell.text, None
        cell.insert(0, mark)
        return
    table = next(named.iterancestors("table"), None) if named.tag in {"th", "caption"} else None
    figure = named.getparent() if named.tag == "figcaption" and named.getprevious() is None else None
    first = next((one for one in (table, figure) if one is not None), named)
    first.addprevious(mark)


def _open(tree: Element, mark: Element) -> bool:
    """Put a mark at the head of a document."""
    body = tree.find("body")
    if body is None or not len(body):
        return False
    mark.tail, body[0].text = body[0].text, None
    body[0].insert(0, mark)
    return True


def page_mark(label: str) -> Element:
    """Return an empty element that marks where a printed page begins (DPUB-ARIA 1.1, doc-pagebreak)."""
    return etree.Element(
        "span",
        {EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": page_id(label), "aria-label": label},
        nsmap={"epub": EPUB},
    )


def _offset(text: str, letters: int) -> int:
    """Return the offset of the letter before which so many others stand, counted as `runs.letters` counts."""
    return bisect_right(range(len(text)), letters, key=lambda at: runs.letters(text[: at + 1]))
