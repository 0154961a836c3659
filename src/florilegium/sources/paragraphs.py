"""Where the paragraphs of a plain text begin and end.

Three habits are known, and told apart by counting: paragraphs between blank lines, each on one line;
paragraphs of lines broken at a column, which are joined; and one paragraph on each line with no blank lines
at all. Short lines that nothing broke are verse, or lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

#: Signs of which a line is made that stands for a break between sections, or for a rule under a heading.
_RULES: Final = frozenset("*#~•⁂❦_=-—–·")
_ALONE: Final = frozenset("*#~⁂❦")

#: How a list item or a note begins: a bullet or a mark. A dash is none: it opens speech.
BULLET: Final = re.compile(r"\s*([-*•·▪◦‣●○])\s+(?=\S)")
ENUMERATED: Final = re.compile(
    r"\s*(?:\[(\d{1,3})\]\s*|(\d{1,3})[.)](?:\s+|(?=[^\W\d]))|\((\d{1,3})\)\s+|([⁰¹²³⁴-⁹]{1,3})\s*)(?=\S)"
)

#: Nobody breaks lines of prose at a column beyond this, in letters.
_WIDEST: Final = 130

#: The narrowest column at which prose is broken; shorter lines of like length are verse.
_NARROWEST: Final = 38


@dataclass(frozen=True)
class Paragraph:
    """Lines of the source that are one paragraph.

    `line` is the number of the first, `gap` counts the blank lines before it. `kind` is `text`, `verse` or
    `rule`.
    """

    lines: tuple[str, ...]
    line: int
    gap: int
    kind: str = "text"

    @property
    def last_line(self) -> int:
        return self.line + len(self.lines) - 1

    @property
    def indent(self) -> int:
        """The least indentation of its lines, in columns."""
        return min(_indent(line) for line in self.lines)

    @cached_property
    def source(self) -> str:
        """The paragraph as it stands in the file."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class _Block:
    """Lines with no blank line between them."""

    lines: tuple[str, ...]
    line: int
    gap: int


def split(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order; blank lines belong to none."""
    blocks = [part for block in _blocks(text) for part in _at_rules(block)]
    wrapped = _is_wrapped(blocks)
    dense = len(blocks) <= 2
    found: list[Paragraph] = []
    for number, block in enumerate(blocks):
        if _is_rule(block.lines[0]):
            found.append(Paragraph(block.lines, block.line, block.gap, "rule"))
        elif len(block.lines) == 1:
            found.append(Paragraph(block.lines, block.line, block.gap))
        else:
            verse = number > 0 and _is_verse(block, wrapped)
            found += [_stanza(block)] if verse else _divide(block, wrapped, dense)
    return tuple(found)


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    first, gap, gap_before = 1, 0, 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            if not lines:
                first, gap_before = number, gap
            lines.append(line)
            gap = 0
            continue
        if lines:
            yield _Block(tuple(lines), first, gap_before)
            lines = []
        gap += 1
    if lines:
        yield _Block(tuple(lines), first, gap_before)


def _at_rules(block: _Block) -> Iterator[_Block]:
    """The block divided where a line is a rule."""
    start = 0
    gap = block.gap
    for index, line in enumerate(block.lines):
        if _is_rule(line):
            if index > start:
                yield _Block(block.lines[start:index], block.line + start, gap)
                gap = 0
            yield _Block((line,), block.line + index, gap)
            start, gap = index + 1, 0
    if start < len(block.lines):
        yield _Block(block.lines[start:], block.line + start, gap)


def _is_rule(line: str) -> bool:
    signs = "".join(line.split())
    return (len(signs) >= 3 and set(signs) <= _RULES and len(set(signs)) == 1) or signs in _ALONE


def _is_wrapped(blocks: list[_Block]) -> bool:
    """Whether the lines of a text were broken at a column.

    They were when most lines that another follows come near the widest of them.
    """
    pairs = [(line, after) for block in blocks for line, after in _pairs(block.lines)]
    if len(pairs) < 2:
        return False
    width = _width(pairs)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(_is_full(line, after, width) for line, after in pairs)
    return full >= len(pairs) * 0.6


def _pairs(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    return pairwise(lines)


def _width(pairs: list[tuple[str, str]]) -> int:
    """The column at which the lines seem to be broken: what nine of ten do not pass."""
    lengths = sorted(len(line.rstrip()) for line, _ in pairs)
    return lengths[(len(lengths) - 1) * 9 // 10]


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of the next line had no more room on this one, or hardly."""
    first = after.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(first) > width * 0.85


def _stanza(block: _Block) -> Paragraph:
    return Paragraph(block.lines, block.line, block.gap, "verse")


def _divide(block: _Block, wrapped: bool, dense: bool) -> Iterator[Paragraph]:
    """The paragraphs of a block of several lines."""
    starts = [0]
    listed = _is_list(block)
    pairs = list(_pairs(block.lines))
    width = max(len(line.rstrip()) for line in block.lines)
    for index, (line, after) in enumerate(pairs, 1):
        own = not wrapped or (listed and _is_item(after)) or _is_indented(line, after)
        short = not _is_full(line, after, width) and (dense or len(pairs) == 1)
        if own or (short and _ends(line)):
            starts.append(index)
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        yield Paragraph(block.lines[start:end], block.line + start, 0 if start else block.gap)


def _is_verse(block: _Block, wrapped: bool) -> bool:
    """Three or more short lines that nothing broke, and that do not each end a sentence."""
    lines = [line.strip() for line in block.lines]
    short = len(lines) >= 3 and max(map(len, lines)) <= 60 and not _is_list(block)
    if not short or sum(map(len, lines)) < 12 * len(lines):
        return False
    width = max(map(len, lines))
    full = sum(_is_full(line, after, width) for line, after in _pairs(lines))
    closed = sum(_ends(line) for line in lines)
    return closed < len(lines) * 0.7 and (not wrapped or full <= len(lines) * 0.4)


def _is_list(block: _Block) -> bool:
    return _is_item(block.lines[0]) or sum(_is_item(line) for line in block.lines) >= 3


def _is_item(line: str) -> bool:
    return bool(BULLET.match(line) or ENUMERATED.match(line))


def _is_indented(line: str, after: str) -> bool:
    """Whether the next line is set in, as the first line of a paragraph is."""
    return _indent(after) >= _indent(line) + 2 and not _is_item(line)


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _ends(line: str) -> bool:
    return line.rstrip().rstrip("”’\"'»)]").endswith((".", "!", "?", "…", ":"))


def join(lines: tuple[str, ...], known: frozenset[str]) -> str:
    """The lines of a paragraph as one text.

    A hyphen at a line's end stays, unless the word without it is among the `known` words of the text.
    """
    parts: list[str] = []
    for line, after in _pairs((*lines, "")):
        text = line.strip()
        if not after:
            parts.append(text)
            break
        divided = re.search(r"([^\W\d_]+)[-‐]$", text)
        if divided is None or not after.lstrip()[:1].islower():
            parts.append(f"{text}\n")
            continue
        word = re.match(r"[^\W\d_]*", after.lstrip())
        whole = (divided[1] + (word[0] if word else "")).casefold()
        parts.append(text[:-1] if whole in known else text)
    return "".join(parts)
