"""Word's tables: cells in their columns, merged ones joined, rows that head each page (ECMA-376, §17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.word.ooxml.wordml import MC, W, chosen_branch, is_on, value, whole
from florilegium.sources.word.story_state import WordState

#: No table has more columns.
_COLUMNS: Final = 200

ReadCell = Callable[[Element, Element], None]


def read_table(table: Element, state: WordState, read_cell: ReadCell) -> Element:
    """Return a table as HTML; `read_cell` puts the content of one of Word's cells into one of HTML's."""
    made = state.make(None, "table")
    head: Element | None = None
    body: Element | None = None
    above: dict[int, Element] = {}
    for row in rows_of(table):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            state.strike(row)
            continue
        heads = body is None and is_on(properties, "tblHeader")
        if heads:
            head = state.make(made, "thead") if head is None else head
        elif body is None:
            body, above = state.make(made, "tbody"), {}
        holder = head if heads else body
        _read_row(row, state.make(holder, "tr"), above, (state, read_cell, "th" if heads else "td"))
    return made


def rows_of(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, whatever is wrapped round them; those of tables in it are none."""
    yield from _within(table, f"{W}tr")


def _within(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from _within(chosen_branch(child), tag)
        elif child.tag not in _OTHERS and isinstance(child.tag, str):
            yield from _within(child, tag)


#: What holds no rows or cells of this table: other blocks, properties.
_OTHERS: Final = frozenset(f"{W}{name}" for name in ("tbl", "tc", "p", "tblPr", "trPr", "tcPr", "sdtPr"))


def _read_row(
    row: Element, made: Element, above: dict[int, Element], how: tuple[WordState, ReadCell, str]
) -> None:
    """Read one row; `above` has the cells that go on from the row before, by their columns."""
    state, read_cell, tag = how
    properties = row.find(f"{W}trPr")
    column = min(whole(value(properties, "gridBefore")), _COLUMNS)
    if column:
        _span(state.make(made, tag), column)
    merged: Element | None = None
    for cell in _within(row, f"{W}tc"):
        own = cell.find(f"{W}tcPr")
        wide = min(max(whole(value(own, "gridSpan"), 1), 1), _COLUMNS)
        vertical, sideways = _merge(own, "vMerge"), _merge(own, "hMerge")
        if sideways == "continue" and merged is not None and not _text(cell):
            _span(merged, int(merged.get("colspan", "1")) + wide)
        elif vertical == "continue" and column in above and not _text(cell):
            above[column].set("rowspan", str(int(above[column].get("rowspan", "1")) + 1))
            merged = None
        else:
            made_cell = state.make(made, tag)
            _span(made_cell, wide)
            read_cell(cell, made_cell)
            merged = made_cell
            above.pop(column, None)
            if vertical:
                above[column] = made_cell
        column += wide
    after = min(whole(value(properties, "gridAfter")), _COLUMNS)
    if after:
        _span(state.make(made, tag), after)


def _merge(properties: Element | None, name: str) -> str:
    """Return whether a cell begins (`restart`) a merged one or goes on with it (`continue`), or neither."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    return "" if found is None else found.get(f"{W}val") or "continue"


def _text(cell: Element) -> str:
    return "".join(content_of(one) for one in cell.iter(f"{W}t", f"{W}sym")).strip()


def _span(cell: Element, columns: int) -> None:
    if columns > 1:
        cell.set("colspan", str(columns))
