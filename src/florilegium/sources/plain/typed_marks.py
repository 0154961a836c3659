"""What a plain text writes with the signs of a typewriter: emphasis between signs, tables with tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.formulas.canonical import DISPLAY, TEX
from florilegium.sources.formulas.tex_spans import TexSpan
from florilegium.sources.tree.white_space import add_lines, collapse

#: A passage between two signs that stand tight to it, and to no letter outside: `_so_`, `*so*`, `**so**`.
_EMPHASIS: Final = re.compile(
    r"(?<![\w_])_(?=[^\s_])([^_]{0,300}?[^\s_])_(?![\w_])"
    r"|(?<![\w*])\*\*(?=[^\s*])([^*]{0,300}?[^\s*])\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=[^\s*])([^*]{0,300}?[^\s*])\*(?![\w*])"
)

#: No cell of a table that is typed with tabs is longer; what is longer is a paragraph.
_CELL: Final = 60


def write(block: Element, text: str, formulas: Sequence[TexSpan] = ()) -> None:
    """Write running text into an empty block, what is emphasised as such, and its formulas."""
    end = 0
    last: Element | None = None
    for span in formulas:
        last = _emphasised(block, last, text[end : span.start])
        last = etree.SubElement(block, "math", _marks_of(span))
        last.text, end = text[span.start : span.end], span.end
    _emphasised(block, last, text[end:])


def write_lines(block: Element, lines: Sequence[str]) -> None:
    """Write lines that stay lines into an empty block; what is emphasised may go on over several of them."""
    write(block, "\n".join(lines))
    for element in list(block.iter()):
        element.text, *rest = (element.text or "").split("\n")
        add_lines(element, None, [f"\n{line}" for line in rest])
        if element is not block:
            element.tail, *rest = (element.tail or "").split("\n")
            add_lines(element, element, [f"\n{line}" for line in rest])


def _marks_of(span: TexSpan) -> dict[str, str]:
    return {TEX: span.tex, **({DISPLAY: "block"} if span.display else {})}


def _emphasised(block: Element, last: Element | None, text: str) -> Element | None:
    """Write text behind the last element of a block; returns the last one then."""
    end = 0
    for found in _EMPHASIS.finditer(text):
        _append(block, last, text[end : found.start()])
        last = etree.SubElement(block, "strong" if found[2] else "em")
        last.text = found[1] or found[2] or found[3]
        end = found.end()
    _append(block, last, text[end:])
    return last


def _append(block: Element, last: Element | None, text: str) -> None:
    if last is None:
        block.text = text or None
    else:
        last.tail = text or None


def is_table(lines: Sequence[str]) -> bool:
    """Return whether lines are rows of a table: the same number of tabs in each, between short cells."""
    rows = [line.strip().split("\t") for line in lines]
    count = len(rows[0])
    return (
        len(rows) >= 2
        and count >= 2
        and all(len(row) == count for row in rows)
        and all(len(cell.strip()) <= _CELL for row in rows for cell in row)
    )


def table_of(lines: Sequence[str], first_line: int, language: str) -> Element:
    """Return the table of such lines; a first row without a figure above rows with figures heads it."""
    rows = [[collapse(cell, language) for cell in line.strip().split("\t")] for line in lines]
    figures = [any(any(map(str.isdigit, cell)) for cell in row) for row in rows]
    headed = not figures[0] and all(figures[1:])
    table = etree.Element("table", {"at": f"{first_line}:1"})
    head = etree.SubElement(table, "thead") if headed else None
    body = etree.SubElement(table, "tbody")
    for number, row in enumerate(rows):
        parent = head if head is not None and not number else body
        line = etree.SubElement(parent, "tr")
        for cell in row:
            write(
                etree.SubElement(line, "th" if parent is head else "td", {"at": f"{first_line + number}:1"}),
                cell,
            )
    return table
