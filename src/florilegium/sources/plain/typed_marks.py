"""What a plain text writes with the signs of a typewriter: emphasis, tables with tabs, gaps or strokes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.formulas.canonical import DISPLAY, TEX
from florilegium.sources.formulas.tex_spans import TexSpan
from florilegium.sources.tree.white_space import add_lines, collapse
from florilegium.system.patterns import regex

#: A passage between two signs that stand tight to it, and to no letter outside: `_so_`, `*so*`, `**so**`.
_EMPHASIS: Final = regex(
    r"(?<![\w_])_(?=[^\s_])([^_]{0,300}?[^\s_])_(?![\w_])"
    r"|(?<![\w*])\*\*(?=[^\s*])([^*]{0,300}?[^\s*])\*\*(?![\w*])"
    r"|(?<![\w*])\*(?=[^\s*])([^*]{0,300}?[^\s*])\*(?![\w*])"
)

#: No cell of a table that is typed is longer; what is longer is a paragraph.
_CELL: Final = 60

#: What parts the cells of a table that is typed, wide gaps or those of columns of figures; its cells then.
_TAB: Final = regex(r"\t")
_GAP: Final = regex(r" {3,}")
_NARROW: Final = regex(r" {2,}")
_GAPS: Final = ((_GAP, regex(r"\S+(?: {1,2}\S+)*")), (_NARROW, regex(r"\S+(?: \S+)*")))

#: A line between the rows of a table whose cells strokes part.
_RULE: Final = regex(r"(?=.*[-=])[ |+:=-]+")
_FIGURES: Final = regex(r"[\divxlcIVXLC,.–-]+")


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
    """Return whether lines are rows of a table: as many short cells in each, parted by tabs, gaps or strokes.

    Gaps are of verse too, so cells between them stand below each other: at least three, or two of which the
    second is a number in every row, as in a list of contents.
    """
    lines = [line for line in lines if line]
    return _is_stroked(lines) if "|" in "".join(lines[:2]) else _parting(lines) is not None


def _parting(lines: Sequence[str]) -> re.Pattern[str] | None:
    """Return what parts the cells of rows, if anything does: tabs, wide gaps, narrow ones between figures."""
    if len(lines) < 2:
        return None
    if "\t" in lines[0].strip():
        rows = [line.strip().split("\t") for line in lines]
        fit = all(1 < len(row) == len(rows[0]) and max(map(len, row)) <= _CELL for row in rows)
        return _TAB if fit else None
    return next((gap for gap, cells in _GAPS if _are_rows(lines, gap, cells)), None)


def _are_rows(lines: Sequence[str], gap: re.Pattern[str], cells: re.Pattern[str]) -> bool:
    """Return whether gaps part as many short cells in each line, which stand below each other."""
    count = len(gap.split(lines[0].strip()))
    if count < 2:
        return False
    rows = [gap.split(line.strip()) for line in lines]
    if any(len(row) != count or max(map(len, row)) > _CELL for row in rows):
        return False
    numbered = len(rows) > 2 and all(_FIGURES.fullmatch(row[-1]) for row in rows)
    if not numbered and (count == 2 or gap is _NARROW):
        return False
    extents = [[found.span() for found in cells.finditer(line.rstrip())] for line in lines]
    return all(map(_is_column, zip(*extents, strict=True)))


def _is_stroked(lines: Sequence[str]) -> bool:
    """Return whether lines are rows of a table whose cells strokes part, with lines between them perhaps."""
    rows = [line for line in lines if not _RULE.fullmatch(line)]
    counts = {len(_stroked(line)) for line in rows}
    closed = all(line.strip()[:1] == line.strip()[-1:] == "|" for line in rows)
    return len(rows) > 1 and len(counts) == 1 and max(counts) > 1 and (closed or len(rows) < len(lines))


def _stroked(line: str) -> list[str]:
    """Return the cells of a line between strokes."""
    line = line.strip()
    return [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]


def _rows_between_strokes(lines: Sequence[str]) -> tuple[list[tuple[int, list[str]]], int]:
    """Return the rows of such a table, each with its place among the lines, and how many of them head it.

    Where a line stands between all rows, what stands between two of them is one row.
    """
    ruled = [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]
    doubled = next((at for at in ruled if "=" in lines[at]), None)
    inner = [at for at in ruled if 0 < at < len(lines) - 1]
    rows: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines):
        if at in ruled:
            continue
        cells = _stroked(line)
        goes_on = len(inner) > 1 and bool(rows) and at - 1 not in ruled
        if goes_on:
            above = rows[-1][1]
            above[:] = [" ".join(filter(None, pair)) for pair in zip(above, cells, strict=True)]
        else:
            rows.append((at, cells))
    end = doubled if doubled is not None else inner[0] if len(inner) == 1 else 0
    return rows, sum(at < end for at, _ in rows)


def _is_column(extents: Sequence[tuple[int, int]]) -> bool:
    """Return whether cells begin, end, or are centred at one place."""
    starts, ends = {start for start, _ in extents}, {end for _, end in extents}
    middles = [start + end for start, end in extents]
    return len(starts) == 1 or len(ends) == 1 or max(middles) - min(middles) <= 2


def table_of(lines: Sequence[str], first_line: int, language: str) -> Element:
    """Return the table of such lines; a first row without a figure above rows with figures heads it."""
    if "|" in "".join(lines[:2]):
        rows, heads = _rows_between_strokes(lines)
    else:
        places = [at for at, line in enumerate(lines) if line]
        parting = _parting([lines[at] for at in places]) or _GAP
        rows = [(at, parting.split(lines[at].strip())) for at in places]
        figures = [any(any(map(str.isdigit, cell)) for cell in row) for _, row in rows]
        heads = int(not figures[0] and all(figures[1:]))
    table = etree.Element("table", {"at": f"{first_line}:1"})
    head = etree.SubElement(table, "thead") if heads else None
    body = etree.SubElement(table, "tbody")
    for number, (place, row) in enumerate(rows):
        parent = head if head is not None and number < heads else body
        line = etree.SubElement(parent, "tr")
        for cell in row:
            at = f"{first_line + place}:1"
            write(
                etree.SubElement(line, "th" if parent is head else "td", {"at": at}), collapse(cell, language)
            )
    return table
