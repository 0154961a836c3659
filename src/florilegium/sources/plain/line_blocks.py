"""The lines of a plain text between its blank lines, its rules and the first lines of its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from florilegium.system.values import dataclass

#: Signs of which a line is made that stands for a break between sections, or for a rule under a heading.
_RULES: Final = frozenset("*#~•⁂❦_=-—–·")
_ALONE: Final = frozenset("*#~⁂❦")

#: What may stand behind the last stop of a line.
CLOSING: Final = "”’\"'»)]"

#: The narrowest column of a block that shows by itself that it was broken there.
FILLED: Final = 50

#: How far first lines of paragraphs are set in, in columns; how many show that it is the habit of a text, and
#: which share of all its lines then stands so far in or not at all.
_SHALLOWEST: Final = 2
_DEEPEST: Final = 8
_FIRSTS: Final = 2
_REGULAR: Final = 0.8


@dataclass(frozen=True)
class Block:
    """Lines with no blank line between them."""

    lines: tuple[str, ...]
    line: int
    gap: int


def blocks_of(text: str, furniture: frozenset[int]) -> Iterator[Block]:
    lines: list[str] = []
    first, gap, gap_before = 1, 0, 0
    turned = 0  # how many lines stand between the pages, where a page has ended since the last line of text
    for number, line in enumerate(text.split("\n"), 1):
        if number in furniture:
            turned = turned or gap
        elif line.strip():
            if lines and gap and not (turned and _runs_on(lines[-1], line)):
                yield Block(tuple(lines), first, gap_before)
                lines = []
            if not lines:
                first, gap_before = number, 1 if turned else gap
            lines += [""] * (gap if lines else 0)
            lines.append(line.replace("\f", " "))
            gap, turned = 0, 0
            continue
        gap += 1
        turned = turned or ("\f" in line)
    if lines:
        yield Block(tuple(lines), first, gap_before)


def _runs_on(before: str, after: str) -> bool:
    """Return whether a paragraph goes on after the end of a page."""
    return not ends(before) and after.lstrip()[:1].islower()


def at_rules(block: Block) -> Iterator[Block]:
    """Yield the block divided where a line is a rule."""
    start = 0
    gap = block.gap
    for index, line in enumerate(block.lines):
        if is_rule(line):
            if index > start:
                yield Block(block.lines[start:index], block.line + start, gap)
                gap = 0
            yield Block((line,), block.line + index, gap)
            start, gap = index + 1, 0
    if start < len(block.lines):
        yield Block(block.lines[start:], block.line + start, gap)


def is_rule(line: str) -> bool:
    """Return whether a line is nothing but signs that stand for a break between sections, or a rule."""
    signs = "".join(line.split())
    return (len(signs) >= 3 and set(signs) <= _RULES and len(set(signs)) == 1) or signs in _ALONE


def first_indent(blocks: Sequence[Block]) -> int:
    """Return how far the first lines of paragraphs are set in, if that and no blank line parts them; else 0.

    Long lines that stand further in than the next one are such lines, and no other line of a block is.
    """
    firsts = Counter(
        indent_of(line)
        for block in blocks
        for line, after in pairs_of(block.lines)
        if len(line.rstrip()) >= FILLED
        and _SHALLOWEST <= indent_of(line) <= _DEEPEST
        and not indent_of(after)
    )
    if not firsts:
        return 0
    indent, count = firsts.most_common(1)[0]
    lines = [indent_of(line) for block in blocks if len(block.lines) > 1 for line in block.lines if line]
    regular = sum(one in {0, indent} for one in lines) >= len(lines) * _REGULAR
    inside = sum(indent_of(line) == indent for block in blocks for line in block.lines[1:] if line)
    return indent if count >= _FIRSTS and inside and regular else 0


def at_first_lines(block: Block, indent: int) -> Iterator[Block]:
    """Yield a block divided at each line that is set in as the first lines of paragraphs are."""
    starts = [0, *(at for at, line in enumerate(block.lines) if at and line and indent_of(line) == indent)]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        yield Block(block.lines[start:end], block.line + start, 0 if start else block.gap)


def pairs_of(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each line with the next, the blank ones at a page's end apart."""
    return pairwise(line for line in lines if line)


def indent_of(line: str) -> int:
    """Return how many columns a line is set in; a tab goes to the next fourth column, an em space is two."""
    expanded = line.expandtabs(4).replace("\N{EM SPACE}", "  ")
    return len(expanded) - len(expanded.lstrip())


def ends(line: str) -> bool:
    return line.rstrip().rstrip(CLOSING).endswith((".", "!", "?", "…", ":"))
