"""Tables as pandoc draws them, and captions: with `+`, `-` and `|` all round, or dashes over their columns.

Where the cells of a line stand is told by columns as an eye sees them, so letters of double width count two.
What does not fit (a word across the edge of its column, a cell that is no rectangle) is no table.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final, overload

from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_BORDER: Final = regex(r" {0,3}\+(?:[-=:]+\+)+ *$")
_DRAWN: Final = regex(r" {0,3}[+|].*[+|] *$")
_RULES: Final = regex(r" {0,3}-{2,}(?: +-{2,})+ *$")
_RULE: Final = regex(r" {0,3}-{3,} *$")
_EDGE: Final = "-=:"

#: No table has more cells, lines or columns of letters; each is looked at several times.
_MOST: Final = 20_000

#: No head of a table has more lines.
_HEADS: Final = 50

#: Tables stand in tables no deeper.
_DEEPEST: Final = 4

#: Where the parser keeps how deep the text that it reads stands in tables.
_DEPTH: Final = "florilegium-table-depth"

#: How the caption of a table begins that stands as a paragraph beside it.
_CAPTION: Final = regex(r"\s*(Table)?:[ \t]+(?=\S)", re.IGNORECASE)

#: How one of MultiMarkdown ends, which stands in brackets right above its table or below: with its label.
_BRACKET: Final = regex(r"\](?:[ \t]?\[([^\[\]]*)\])?\s*\Z")

#: Attributes at the end of a caption.
_ATTRIBUTES: Final = regex(r"\s*\{(?:[#.][^{}]*|[^{}]*=[^{}]*)\}\s*\Z")


@dataclass(frozen=True)
class _Cell:
    """A cell: the column that it begins in, how far it goes, and its text, from a line of the table on."""

    column: int
    text: str
    line: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class DrawnTable:
    """A table: its rows, how many of them head it, where each column stands, how many lines it takes."""

    rows: tuple[tuple[_Cell, ...], ...]
    heads: int
    sides: tuple[str, ...]
    lines: int
    has_blocks: bool = field(default=False)


def drawn_table(lines: Sequence[str], start: int = 0) -> DrawnTable | None:
    """Return the table that begins on a line, if one does."""
    first = lines[start] if start < len(lines) else ""
    if _BORDER.match(first):
        return _grid(lines, start)
    after = lines[start + 1] if start + 1 < len(lines) else ""
    if _RULES.match(first) or _RULE.match(first) or (first.strip() and _RULES.match(after)):
        return _ruled(lines, start)
    return None


def lines_of_tables(lines: Sequence[str], code: Collection[int]) -> set[int]:
    """Return the lines, from 0, that stand in drawn tables, and rows of dashes alone, which part sections.

    Lines of `code` are none of them.
    """
    found: set[int] = set()
    number = 0
    while number < len(lines):
        begins = lines[number].strip() and not (number and lines[number - 1].strip())
        table = drawn_table(lines, number) if begins and number not in code else None
        end = number + (table.lines if table else 0)
        found.update(range(number, end))
        if begins and _RULES.match(lines[number]) and not "".join(lines[number + 1 : number + 2]).strip():
            found.add(number)
        number = max(end, number + 1)
    return found


# ---- drawn all round


def _grid(lines: Sequence[str], start: int) -> DrawnTable | None:
    """Return a table drawn all round, in which a cell may go over several rows and columns."""
    end = start
    while end < len(lines) and end - start < _MOST and _DRAWN.match(lines[end]):
        end += 1
    while end > start and not _BORDER.match(lines[end - 1]):
        end -= 1
    drawn = [_seen(line) for line in dedent("\n".join(lines[start:end])).split("\n")]
    edges = [number for number, line in enumerate(drawn) if _has_edge(line)]
    walls = sorted({place for number in edges for place in _corners(drawn[number])})
    width = walls[-1] + 1 if walls else 0
    if len(edges) < 2 or len(walls) < 2 or (len(edges) - 1) * (len(walls) - 1) > _MOST or width > _MOST:
        return None
    drawn = [line + [" "] * (width - len(line)) for line in drawn]
    cells = _cells(drawn, edges, walls)
    held = sum(_weight(cell.text) for row in cells.values() for cell in row)
    if held != sum(_weight("".join(line)) for line in drawn):  # a letter stands in a wall
        return None
    head = next((row for row, number in enumerate(edges) if set(drawn[number]) <= set("+=: ")), 0)
    heads = head if head < len(edges) - 1 else 0
    rows = tuple(tuple(cells[row]) for row in range(len(edges) - 1))
    sides = tuple(_side_of("".join(drawn[edges[heads]][left + 1 : right])) for left, right in pairwise(walls))
    return DrawnTable(rows, heads, sides, end - start, has_blocks=True)


def _weight(text: str) -> int:
    """Return how many letters and figures a text has."""
    return sum(map(str.isalnum, text))


def _seen(line: str) -> list[str]:
    """Return what stands in each column of a line; a letter of double width leaves the next one empty."""
    columns: list[str] = []
    for letter in line.rstrip().expandtabs(4):
        if columns and unicodedata.combining(letter):
            columns[-1] += letter
        else:
            columns.append(letter)
            columns += [""] if unicodedata.east_asian_width(letter) in "WF" else []
    return columns


def _has_edge(line: Sequence[str]) -> bool:
    """Return whether a line has the edge of a cell: the whole line, or a part of it."""
    return re.search(r"\+[-=:]+\+", "".join(line)) is not None


def _corners(line: Sequence[str]) -> Iterator[int]:
    """Yield the columns of a line with an edge where one begins or ends."""
    for place, sign in enumerate(line):
        beside = [*line[max(place - 1, 0) : place], *line[place + 1 : place + 2]]
        if sign == "+" and any(one and one in _EDGE for one in beside):
            yield place


def _cells(
    drawn: Sequence[Sequence[str]], edges: Sequence[int], walls: Sequence[int]
) -> dict[int, list[_Cell]]:
    """Return the cells by the row in which each begins; none where one is no rectangle."""
    found: dict[int, list[_Cell]] = defaultdict(list)
    taken: set[tuple[int, int]] = set()
    height, width = len(edges) - 1, len(walls) - 1
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            bottom, right = row, column
            while right + 1 < width and not _has_wall(drawn, edges, walls, row, right):
                right += 1
            while bottom + 1 < height and not _has_floor(drawn, edges, walls, bottom, column):
                bottom += 1
            own = {(one, two) for one in range(row, bottom + 1) for two in range(column, right + 1)}
            if taken & own:
                return {}
            taken |= own
            inside = drawn[edges[row] + 1 : edges[bottom + 1]]
            held = ("".join(line[walls[column] + 1 : walls[right + 1]]).rstrip() for line in inside)
            text = dedent("\n".join(held))
            cell = _Cell(column, text, edges[row] + 1, bottom - row + 1, right - column + 1)
            found[row].append(cell)
    return found


def _has_wall(
    drawn: Sequence[Sequence[str]], edges: Sequence[int], walls: Sequence[int], row: int, column: int
) -> bool:
    """Return whether a wall stands on the right of a column, all along a row."""
    inside = range(edges[row] + 1, edges[row + 1])
    return all(drawn[number][walls[column + 1]] in {"|", "+"} for number in inside)


def _has_floor(
    drawn: Sequence[Sequence[str]], edges: Sequence[int], walls: Sequence[int], row: int, column: int
) -> bool:
    """Return whether an edge is drawn under a cell."""
    under = drawn[edges[row + 1]][walls[column] + 1 : walls[column + 1]]
    return all(sign and sign in _EDGE for sign in under)


def _side_of(edge: str) -> str:
    """Return where a column stands whose edge has colons."""
    left, right = edge.startswith(":"), edge.endswith(":")
    return "center" if left and right else "right" if right else "left" if left else ""


# ---- with rows of dashes


def _ruled(lines: Sequence[str], start: int) -> DrawnTable | None:
    """Return a table with dashes over its columns: with a line to a row, or with empty lines between rows."""
    rule = start
    while rule < min(len(lines), start + _HEADS) and lines[rule].strip() and not _RULES.match(lines[rule]):
        rule += 1
    framed = _RULE.match(lines[start]) is not None
    if rule >= len(lines) or not _RULES.match(lines[rule]) or (framed and rule == start + 1):
        return None
    end = rule + 1
    closed = framed or rule == start
    while end < len(lines) and end - start < _MOST and not _ends(lines[end], open_=not closed):
        end += 1
    last = lines[end] if end < len(lines) else ""
    if end == rule + 1 or (closed and not last.strip()):
        return None
    bounds = [found.span() for found in re.finditer("-+", lines[rule])]
    head, body = lines[start + framed : rule], lines[rule + 1 : end]
    widest = max(map(len, body)) if rule == start else 0
    if widest > bounds[-1][1] or not all(_fits(_seen(line), bounds) for line in [*head, *body]):
        return None
    several = closed and any(not line.strip() for line in body)
    groups = list(_groups(body, rule + 1 - start, several))
    if not groups:
        return None
    rows = [_row(head, int(framed), bounds)] if head else []
    rows += [_row(group, line, bounds) for line, group in groups]
    sides = tuple(_side_under(head or groups[0][1], bound) for bound in bounds)
    taken = end - start + (1 if last.strip() else 0)
    return DrawnTable(tuple(rows), 1 if head else 0, sides, taken)


def _ends(line: str, *, open_: bool) -> bool:
    """Return whether a table ends with a line: an empty one ends a table that no dashes close."""
    return bool(_RULE.match(line) or _RULES.match(line)) or (open_ and not line.strip())


def _fits(line: Sequence[str], bounds: Sequence[tuple[int, int]]) -> bool:
    """Return whether no word of a line goes over the edge of a column."""
    edges = [place for place, _ in bounds[1:]]
    return not any(line[place - 1 : place + 1] and _is_cut(line, place) for place in edges)


def _is_cut(line: Sequence[str], place: int) -> bool:
    return place < len(line) and not line[place - 1].isspace() and not line[place].isspace()


def _groups(body: Sequence[str], first: int, several: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each row, with the line of the table on which they begin."""
    group: list[str] = []
    for number, line in enumerate([*body, ""], start=first):
        if line.strip():
            group.append(line)
        if group and not (several and line.strip()):
            yield number - len(group) + (1 if line.strip() else 0), group
            group = []


def _row(lines: Sequence[str], first: int, bounds: Sequence[tuple[int, int]]) -> tuple[_Cell, ...]:
    seen = [_seen(line) for line in lines]
    starts = [0, *(place for place, _ in bounds[1:])]
    ends: list[int | None] = [*starts[1:], None]
    return tuple(
        _Cell(column, "\n".join(filter(None, ("".join(line[start:end]).strip() for line in seen))), first)
        for column, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _side_under(lines: Sequence[str], bound: tuple[int, int]) -> str:
    """Return where a column stands: against the end of its dashes that its head, or first row, keeps to."""
    start, end = bound
    texts = ["".join(_seen(line)[start:end]) for line in lines]
    text = max(texts, key=lambda one: len(one.strip()))
    left, right = text.startswith(" "), len(text.rstrip()) < end - start
    return "center" if left and right else "right" if left else "left" if right else ""


# ---- for the parser


def read_tables(parser: MarkdownIt) -> None:
    """Have a parser read drawn tables."""
    parser.block.ruler.before("table", "drawn_table", _block)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    after = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]] if start + 1 < end else ""
    if not (first.startswith(("+-", "+=", "+:", "--")) or _RULES.match(after.lstrip())):
        return False
    table = drawn_table(_Lines(state, start, end))
    if table is None or state.env.get(_DEPTH, 0) >= _DEEPEST:
        return False
    if not silent:
        _Writer(state, start, table).write()
        state.line = start + table.lines
    return True


class _Lines(Sequence[str]):
    """The lines of a container from one on, without what stands before them; each is read when asked for."""

    def __init__(self, state: StateBlock, start: int, end: int) -> None:
        self._state, self._start = state, start
        self._read: list[str] = []
        self._length = min(end - start, _MOST)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            self._reach(at.stop)
            return self._read[at]
        self._reach(at + 1)
        return self._read[at] if at < len(self._read) else ""

    def _reach(self, end: int) -> None:
        """Read on, no further than the container goes."""
        state = self._state
        while len(self._read) < min(end, self._length):
            line = self._start + len(self._read)
            if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
                self._length = len(self._read)
                return
            self._read.append(state.getLines(line, line + 1, state.blkIndent, False))


@dataclass(frozen=True)
class _Writer:
    """Writes the tokens of a table that begins on a line of a text."""

    state: StateBlock
    start: int
    table: DrawnTable

    def write(self) -> None:
        """Write them."""
        heads, rows = self.table.heads, self.table.rows
        opened = self.state.push("table_open", "table", 1)
        opened.map = [self.start, self.start + self.table.lines]
        for part, own in (("thead", rows[:heads]), ("tbody", rows[heads:])):
            if own:
                self.state.push(f"{part}_open", part, 1).map = opened.map
                for row in own:
                    self._row(row, "th" if part == "thead" else "td")
                self.state.push(f"{part}_close", part, -1)
        self.state.push("table_close", "table", -1)

    def _row(self, row: Sequence[_Cell], tag: str) -> None:
        first = self.start + min((cell.line for cell in row), default=0)
        self.state.push("tr_open", "tr", 1).map = [first, first + 1]
        for cell in row:
            token = self.state.push(f"{tag}_open", tag, 1)
            side = self.table.sides[cell.column]
            said: dict[str, Any] = {"style": f"text-align:{side}"} if side else {}
            said |= {"rowspan": str(cell.rows)} if cell.rows > 1 else {}
            token.attrs = said | ({"colspan": str(cell.columns)} if cell.columns > 1 else {})
            first = self.start + cell.line
            token.map = [first, first + 1]
            if self.table.has_blocks:
                self.state.tokens += self._blocks(cell.text, first)
            else:
                inline = self.state.push("inline", "", 0)
                inline.content, inline.children = cell.text, []
                inline.map = [first, first + max(cell.text.count("\n") + 1, 1)]
            self.state.push(f"{tag}_close", tag, -1)
        self.state.push("tr_close", "tr", -1)

    def _blocks(self, text: str, first: int) -> list[Token]:
        """Return the tokens of a cell's text; a paragraph alone stands without an element of its own."""
        found: list[Token] = []
        parser, env = self.state.md, self.state.env
        env[_DEPTH] = env.get(_DEPTH, 0) + 1
        # A line before it, so that dashes that begin a cell are no front matter.
        parser.block.parse("\n" + text.rstrip(), parser, env, found)
        env[_DEPTH] -= 1
        paragraphs = [token for token in found if token.type in {"paragraph_open", "paragraph_close"}]
        for token in found:
            token.level += self.state.level
            if token.map:
                token.map = [first + line - 1 for line in token.map]
            token.hidden = token.hidden or (len(found) == 3 and token in paragraphs)
        return found


def join_captions(root: Element, gone: dict[int, list[str]], reading: Reading) -> None:
    """Join captions to the tables beside them, as pandoc has them: `: Weights`, `Table: Weights`.

    MultiMarkdown has them in brackets, `[Weights][label]`, where the parser sees a row, or a line above.
    """
    for table in root.iter("table"):
        if _join_bracketed(table, gone, reading):
            continue
        for beside in (table.getnext(), table.getprevious()):
            found = _CAPTION.match(beside.text or "") if beside is not None and beside.tag == "p" else None
            if beside is None or found is None or not (found[1] or beside is table.getnext()):
                continue
            if found[1]:
                gone[_line_of(beside) - reading.first_line].append(found[1])
            beside.text = (beside.text or "")[found.end() :]
            _drop_attributes(beside, gone, reading)
            beside.tag = "caption"
            table.insert(0, beside)
            break


def _join_bracketed(table: Element, gone: dict[int, list[str]], reading: Reading) -> bool:
    """Make a caption of words in brackets that are the last row of a table, or the line right above it."""
    *_, row = (None, *table.iter("tr"))
    cells = list(row) if row is not None else []
    before = table.getprevious()
    if len(cells) > 1 and not any("".join(cell.itertext()).strip() for cell in cells[1:]):
        found = cells[0]
    elif before is not None and before.tag == "p" and _line_of(before) == _line_of(table) - 1:
        found = before
    else:
        return False
    last = found[-1] if len(found) else None
    label = _BRACKET.search((found.text if last is None else last.tail) or "")
    if not (found.text or "").startswith("[") or label is None:
        return False
    if last is None:
        found.text = (found.text or "")[: label.start()]
    else:
        last.tail = (last.tail or "")[: label.start()]
    found.text = (found.text or "")[1:]
    line = _line_of(before if found is before and before is not None else row if row is not None else table)
    gone[line - reading.first_line].append(label[1] or "")
    if found is not before and row is not None and (around := row.getparent()) is not None:
        around.remove(row)
    found.tag = "caption"
    table.insert(0, found)
    return True


def _line_of(element: Element) -> int:
    return int(element.get("data-at", "0").partition(":")[0])


def _drop_attributes(caption: Element, gone: dict[int, list[str]], reading: Reading) -> None:
    """Take the attributes off the end of a caption, as Quarto has them: `{#tbl-weights}`."""
    last = caption[-1] if len(caption) else None
    words = (caption.text if last is None else last.tail) or ""
    found = _ATTRIBUTES.search(words)
    if not found:
        return
    gone[_line_of(caption) - reading.first_line].append(found[0])
    if last is None:
        caption.text = words[: found.start()]
    else:
        last.tail = words[: found.start()]
