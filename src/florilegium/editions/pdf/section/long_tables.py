"""A table that goes over portions of its section: its columns are as wide as if it were set in one piece.

How wide columns are depends on every cell, and no portion has all of them. So the rows are measured
beforehand, some at a time, and what all of them together ask for is noted at the table, where layout finds
it. Each portion has the head of the table, as each of its pages has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import zip_longest
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.pdf.section.table_parts import MEASURED, span_of
from florilegium.system.values import dataclass

#: What each element takes beside its letters, in letters: the boxes of a cell take more than its words.
_EACH: Final = 30

#: A table that is longer than this part of a portion is divided between rows; so many are measured at once.
_PART: Final = 8

#: What stands at the head of a table before its rows.
HEADS: Final = frozenset({"caption", "thead"})

#: What the columns may be wider than their room, in pixels.
_TRIFLE: Final = 0.5


@dataclass(frozen=True)
class TableWidths:
    """How narrow each column of a table may be and how wide it would be by nature, and the room for all of
    them, in pixels."""

    element: Element
    least: tuple[float, ...]
    natural: tuple[float, ...]
    room: float

    @property
    def is_wide(self) -> bool:
        """Return whether the columns are wider than the room for them."""
        return sum(self.least) > self.room + _TRIFLE

    def joined(self, other: TableWidths) -> TableWidths:
        """Return what the same table asks for if it has these rows and others."""
        return TableWidths(
            self.element,
            tuple(map(max, zip_longest(self.least, other.least, fillvalue=0.0))),
            tuple(map(max, zip_longest(self.natural, other.natural, fillvalue=0.0))),
            max(self.room, other.room),
        )

    def note(self, table: Element) -> None:
        """Note at a table what its columns ask for."""
        table.set(MEASURED, ";".join(" ".join(map(repr, widths)) for widths in (self.least, self.natural)))


def noted_widths(table: Element) -> tuple[list[float], ...]:
    """Return how narrow and how wide the columns of a table are, if that was noted at it."""
    noted = table.get(MEASURED)
    return tuple([float(width) for width in widths.split()] for widths in noted.split(";")) if noted else ()


def weight(element: Element) -> int:
    """Return how much an element takes of a portion: its letters, and what its parts take beside them."""
    return runs.letters("".join(element.itertext())) + _EACH * sum(1 for _ in element.iter(etree.Element))


def is_long(table: Element, most: int) -> bool:
    """Return whether a table is long where portions are of so many letters, and can be divided."""
    groups = [child for child in table.iterchildren(etree.Element) if child.tag not in HEADS]
    rows = (row for group in groups for row in group.iterchildren(etree.Element))
    return (
        weight(table) > most / _PART
        and all(group.tag == "tbody" for group in groups)
        and all(row.tag == "tr" for row in rows)
    )


def rows_together(group: Element) -> Iterator[tuple[Element, ...]]:
    """Yield the rows of a group, those together that a cell binds which goes over them."""
    rows, more = [], 0
    for row in group.iterchildren("tr"):
        rows.append(row)
        more = max(more - 1, *(span_of(cell, "rowspan") - 1 for cell in row.iterchildren("td", "th")), 0)
        if not more:
            yield tuple(rows)
            rows = []
    if rows:
        yield tuple(rows)


def shell_of(container: Element) -> Element:
    """Return a container without what it holds."""
    return etree.Element(container.tag, dict(container.attrib))


def samples(table: Element, most: int) -> Iterator[tuple[Element, Element]]:
    """Yield trees that have some rows of a long table each, with the table in them, to be measured.

    All is copied, so that the table stays as it is.
    """
    rows: list[Element] = []
    size = 0
    for group in table.iterchildren("tbody"):
        for together in rows_together(group):
            rows += together
            size += sum(map(weight, together))
            if size > most / _PART:
                yield _sample(table, rows)
                rows, size = [], 0
    if rows:
        yield _sample(table, rows)


def _sample(table: Element, rows: Sequence[Element]) -> tuple[Element, Element]:
    part = shell_of(table)
    part.extend(deepcopy(head) for head in table.iterchildren("thead"))
    etree.SubElement(part, "tbody").extend(map(deepcopy, rows))
    root = part
    for around in table.iterancestors():
        outer = shell_of(around)
        outer.append(root)
        root = outer
    return root, part
