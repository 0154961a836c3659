"""The tree of a section that is too long for one layout, in portions that are set one after the other.

The boxes of a page take a megabyte, so that an essay of a thousand pages would fill a machine. It is set some
hundred pages at a time. A portion is given more blocks than it keeps: it ends with a page after which another
begins with a block of its own, as the next portion does. So no page is shorter than it would be in one piece,
and of a section of ordinary length nothing is divided.

A long table is divided between rows, once its columns have been measured (`long_tables.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.pdf.section.long_tables import (
    HEADS,
    is_long,
    rows_together,
    shell_of,
    weight,
)
from florilegium.editions.pdf.section.table_parts import MEASURED, again
from florilegium.system.values import dataclass

#: Letters of a portion, with what its elements take beside them (`weight`): about a hundred pages of text,
#: which take a process some 220 MB.
LETTERS: Final = 250_000

#: The last pages of a portion make up for its end, which the section has not there.
_SHAPED: Final = 4

#: A place behind all others, for a page on which no block stands.
_NONE: Final = sys.maxsize

#: What may go on in the next portion: elements that hold blocks and no words of their own.
_CONTAINERS: Final = frozenset({"body", "article", "section", "figure"})
_LISTS: Final = frozenset({("div", "text"), ("ol", "notes")})

#: Parts of a table, which have no white round them. A row that must be broken is known by its style.
_CLOSE: Final = frozenset({"tbody", "tr"})

#: How a container that goes on begins, and a block that a page begins with; what is before them is not shown.
_ON_TOP: Final = "margin-top: 0; padding-top: 0"
_UNSEEN: Final = "display: none"


@dataclass(frozen=True)
class _Piece:
    """A block, or rows that cannot be parted, with the containers round it from the outermost on."""

    blocks: tuple[Element, ...]
    around: tuple[Element, ...]


class LongSection:
    """A section's tree while it is set. Blocks go from one portion to the next, and none is copied."""

    def __init__(self, root: Element, most: int) -> None:
        body = root.find("body")
        self._root, self._head, self._most = root, root.find("head"), most
        self._pieces = tuple(_pieces(body, ())) if body is not None else ()
        self._sizes = (0, *accumulate(sum(map(weight, piece.blocks)) for piece in self._pieces))
        self._siblings = dict(_siblings(self._pieces))
        self._begins: dict[Element, int] = {}
        for number, piece in enumerate(self._pieces):
            for container in piece.around:
                self._begins.setdefault(container, number)
        tables = (container for container in self._begins if container.tag == "table")
        self._heads = {table: tuple(table.iterchildren(*HEADS)) for table in tables}
        self._first = self._last = 0

    @property
    def is_over(self) -> bool:
        """Return whether no block is left."""
        return self._first == len(self._pieces)

    def portion(self) -> Element:
        """Return a tree with the next blocks, about as many as one layout should have."""
        enough = self._sizes[self._first] + self._most
        sizes = self._sizes[self._first + 1 :]
        self._last = self._first + 1 + sum(size < enough for size in sizes[:-1])
        return self._tree()

    def places(self) -> dict[Element, int]:
        """Return the places of the blocks of the portion among all."""
        numbers = range(self._first, self._last)
        return {block: number for number in numbers for block in self._pieces[number].blocks}

    def end(self, pages: Sequence[Collection[int]]) -> int:
        """Return how many pages of the portion stay; each is given as the places of the blocks on it.

        What stands on the others comes once more, in the next portion.
        """
        count = len(pages) if self._last == len(self._pieces) else _whole_pages(pages)
        begins = min((min(page) for page in pages[count:] if page), default=self._last)
        for piece in self._pieces[begins : self._last]:
            _take_out(piece.blocks)
        for table, heads in self._heads.items():
            if begins <= self._begins[table] < self._last:
                _take_out(heads)
        self._first = begins
        return count

    def _tree(self) -> Element:
        """Return the tree of the portion; containers that have begun before go on."""
        root = etree.Element(self._root.tag, dict(self._root.attrib))
        if self._head is not None:
            root.append(self._head)
        open_: list[tuple[Element, Element]] = []
        for piece in self._pieces[self._first : self._last]:
            same = _shared([container for container, _ in open_], piece.around)
            del open_[same:]
            for container in piece.around[same:]:
                self._put(open_[-1][1] if open_ else root, shell := shell_of(container), container)
                shell.extend(self._heads_of(container))
                open_.append((container, shell))
            for block in piece.blocks:
                self._put(open_[-1][1], block, block)
        return root

    def _put(self, parent: Element, element: Element, original: Element) -> None:
        """Add a block, or a container of this portion, to its parent there.

        The first that follows something stands at the head of a page, and what it follows is there unseen:
        styles ask for it.
        """
        goes_on = self._begins.get(original, self._first) < self._first
        is_first = not len(parent) and self._is_at_head(original)
        if is_first and original in self._siblings:
            parent.append(_unseen(self._siblings[original]))
        if (is_first or goes_on) and element.tag not in _CLOSE:
            element.set("style", "; ".join(filter(None, (element.get("style"), _ON_TOP))))
        if goes_on:  # its name and its heading are in the portion in which it begins
            for name in ("id", "aria-labelledby"):
                element.attrib.pop(name, None)
        parent.append(element)

    def _heads_of(self, container: Element) -> Iterator[Element]:
        """Yield what stands at the head of a table in this portion; but for its caption, it is said again.

        A head that is higher than a page has a style, and is printed once.
        """
        heads = self._heads.get(container, ())
        if self._begins[container] >= self._first:
            yield from heads
        else:
            yield from (again(head) for head in heads if head.tag == "thead" and not head.get("style"))

    def _is_at_head(self, original: Element) -> bool:
        """Return whether this portion, and not the section, begins with a block or in a container."""
        head = self._pieces[self._first]
        return self._first > 0 and (original is head.blocks[0] or original in head.around)


def long_tables(root: Element, most: int) -> list[Element]:
    """Return the tables of a section that have to be measured, to be divided between portions of `most`."""
    return [
        table
        for table in root.iter("table")
        if table.get(MEASURED) is None
        and is_long(table, most)
        and all(_may_go_on(around) for around in table.iterancestors() if around is not root)
    ]


def _pieces(element: Element, around: tuple[Element, ...]) -> Iterator[_Piece]:
    """Yield the blocks of an element in their order."""
    if element.tag == "table" and element.get(MEASURED) is not None:
        for group in element.iterchildren("tbody"):
            for rows in rows_together(group):
                yield _Piece(rows, (*around, element, group))
        return
    if not _is_container(element):
        yield _Piece((element,), around)
        return
    for child in element.iterchildren(etree.Element):
        yield from _pieces(child, (*around, element))


def _is_container(element: Element) -> bool:
    if element.tag == "figure" and all(
        table.get(MEASURED) is None for table in element.iterchildren("table")
    ):
        return False
    return _may_go_on(element)


def _may_go_on(element: Element) -> bool:
    known = element.tag in _CONTAINERS or (element.tag, element.get("class")) in _LISTS
    own = (element.text, *(child.tail for child in element))
    return known and len(element) > 0 and not any(text and text.strip() for text in own)


def _siblings(pieces: Sequence[_Piece]) -> Iterator[tuple[Element, Element]]:
    """Yield every block and container with what stands before it."""
    for element in dict.fromkeys(one for piece in pieces for one in (*piece.around, *piece.blocks)):
        before = next(element.itersiblings(etree.Element, preceding=True), None)
        if before is not None:
            yield element, before


def _shared(one: Sequence[Element], other: Sequence[Element]) -> int:
    """Return how many containers two blocks share, from the outermost on."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b),
        min(len(one), len(other)),
    )


def _take_out(elements: Sequence[Element]) -> None:
    for element in elements:
        if (around := element.getparent()) is not None:
            around.remove(element)


def _unseen(element: Element) -> Element:
    attributes = {name: value for name, value in element.attrib.items() if name == "class"}
    return etree.Element(element.tag, attributes | {"style": _UNSEEN})


def _whole_pages(pages: Sequence[Collection[int]]) -> int:
    """Return after which page a portion ends best: one with which blocks end and after which others begin,
    and an even one if any is, so that the next is a recto again.

    Where there is none, as in a paragraph of a hundred pages, the portion ends with all of its pages.
    """
    count = len(pages)
    firsts = [*accumulate((min(page, default=_NONE) for page in reversed(pages)), min)][::-1]
    lasts = [*accumulate((max(page, default=-1) for page in pages), max)]
    ends = [at for at in range(2, count) if lasts[at - 1] < firsts[at]]
    safe = [at for at in ends if at <= count - _SHAPED]
    even = [at for at in safe if at % 2 == 0]
    return (even or safe or ends or [count])[-1]
