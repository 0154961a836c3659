"""A table that is wider than the measure: set smaller, then divided into parts that stand one below another.

Each part has the first column of the whole again, so that its rows can be read. These cells are marked as
`repeated`: they are no words of the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Final, TypeAlias

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.system.values import dataclass

#: The attribute of what is printed once more, beside its place in the text.
REPEATED: Final = "repeated"

#: The sizes to try one after another, in points, each with the room between columns. Nothing smaller is set.
_SIZES: Final = ((8.5, 6.0), (7.5, 4.5), (6.5, 3.0))
_USUAL: Final = 9.5

#: The attribute that notes which size a table has.
_STEP: Final = "narrowed"

#: The attribute that notes how wide the columns of a long table are (`long_tables.py`).
MEASURED: Final = "measured"

#: Inline elements of a cell that are not repeated with it: a call has one note, and a note one place.
_ONCE: Final = "descendant::*[@class='call' or @class='footnote']"

#: A cell with the numbers of its first and its last column.
_Placed: TypeAlias = tuple[Element, int, int]


@dataclass(frozen=True)
class WideTable:
    """A table wider than it may be, with the widths of its columns and the room for them, in pixels."""

    element: Element
    widths: tuple[float, ...]
    room: float


def narrow(table: WideTable) -> bool:
    """Set a table smaller, or divide it, in place; returns whether either could be done."""
    table.element.attrib.pop(MEASURED, None)
    step = int(table.element.get(_STEP, "0"))
    if step == len(_SIZES):
        return _divide(table)
    excess = sum(table.widths) / table.room
    now = _SIZES[step - 1][0] if step else _USUAL
    fitting = (at for at, (size, _) in enumerate(_SIZES) if at >= step and size * excess <= now)
    chosen = next(fitting, len(_SIZES) - 1)
    size, gutter = _SIZES[chosen]
    table.element.set(_STEP, str(chosen + 1))
    table.element.set("style", f"font-size: {size:g}pt; --gutter: {gutter:g}pt")
    return True


def is_narrowed(table: Element) -> bool:
    """Return whether a table is set in another way, since it was too wide."""
    return table.get(_STEP) is not None


def let_break(row: Element) -> bool:
    """Let a row go over pages that is higher than one; returns whether it was kept together before.

    A row that must not be broken, and has to be, is set without the head of its table.
    """
    if row.get("style"):
        return False
    row.set("style", "break-inside: auto")
    return True


def print_once(head: Element) -> bool:
    """Let a head that is too high for a page be the first rows of its table; returns if it was not."""
    if head.get("style"):
        return False
    head.set("style", "display: table-row-group")
    for row in head.iterchildren("tr"):
        let_break(row)
    return True


def _divide(table: WideTable) -> bool:
    """Divide a table between columns. A part takes as many as fit beside the first; no cell is cut."""
    placed = dict(_placed(table.element))
    cells = [cell for row in placed.values() for cell in row]
    whole = {column for _, first, last in cells for column in range(first + 1, last + 1)}
    begins = _begins(table.widths, table.room, whole)
    if len(begins) < 2 or any(first == 0 < last for _, first, last in cells):
        return False
    last: Element = table.element
    for start, end in pairwise((*begins[1:], len(table.widths))):
        part = _part(table.element, placed, range(start, end))
        part.tail, last.tail = last.tail, None
        last.addnext(part)
        last = part
    return True


def _begins(widths: Sequence[float], room: float, whole: Collection[int]) -> list[int]:
    """Return the columns with which parts begin: the second of the table, and others where no cell is cut."""
    begins, filled = [1], widths[0]
    for column in range(1, len(widths)):
        if filled + widths[column] > room and column > begins[-1]:
            begin = next((at for at in range(column, begins[-1], -1) if at not in whole), None)
            if begin is not None:
                begins.append(begin)
                filled = widths[0] + sum(widths[begin:column])
        filled += widths[column]
    return begins


def _placed(table: Element) -> Iterator[tuple[Element, list[_Placed]]]:
    """Yield the rows of a table with their cells, each with its columns (HTML 4.9.12)."""
    hanging: dict[int, int] = {}
    for row in table.xpath("tr | thead/tr | tbody/tr | tfoot/tr"):
        column, found = 0, []
        taken = {at for at, rows in hanging.items() if rows}
        hanging = {at: rows - 1 for at, rows in hanging.items() if rows > 1}
        for cell in row.iterchildren("td", "th"):
            while column in taken:
                column += 1
            last = column + span_of(cell, "colspan") - 1
            found.append((cell, column, last))
            if span_of(cell, "rowspan") > 1:
                hanging |= dict.fromkeys(range(column, last + 1), span_of(cell, "rowspan") - 1)
            column = last + 1
        yield row, found


def span_of(cell: Element, name: str) -> int:
    """Return how many rows or columns a cell goes over."""
    value = cell.get(name, "1")
    return max(int(value), 1) if value.isdecimal() else 1


def _part(table: Element, rows: dict[Element, list[_Placed]], columns: range) -> Element:
    """Return some columns of a table as a table of their own, behind its first column.

    They are taken out of it.
    """
    part = etree.Element("table", {name: value for name, value in table.attrib.items() if name != "id"})
    groups = {table: part}
    for row, cells in rows.items():
        around = row.getparent()
        if around is None:
            continue
        if around not in groups:
            groups[around] = etree.SubElement(part, around.tag, _without_id(around))
        copy = etree.SubElement(groups[around], "tr", _without_id(row))
        for cell, first, _ in cells:
            if first == 0:
                copy.append(again(cell))
            elif first in columns:
                copy.append(cell)
    return part


def _without_id(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items() if name != "id"}


def again(part: Element) -> Element:
    """Return a cell, or another part of a table, as it is printed once more."""
    copy = deepcopy(part)
    copy.set(REPEATED, "")
    for once in copy.xpath(_ONCE):
        if (around := once.getparent()) is not None:
            before, tail = once.getprevious(), once.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                around.text = (around.text or "") + tail
            around.remove(once)
    for element in copy.iter():
        element.attrib.pop("id", None)
    return copy
