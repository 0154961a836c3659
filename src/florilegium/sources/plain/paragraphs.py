"""Where the paragraphs of a plain text begin and end.

Three habits are known, and told apart by counting: paragraphs between blank lines, each on one line;
paragraphs of lines broken at a column, which are joined; and one paragraph on each line with no blank lines
at all. Short lines that nothing broke are verse, or lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from florilegium.sources.formulas.tex_spans import display_of
from florilegium.sources.plain.line_blocks import (
    CLOSING,
    FILLED,
    Block,
    at_first_lines,
    at_rules,
    blocks_of,
    ends,
    first_indent,
    indent_of,
    is_rule,
    pairs_of,
)
from florilegium.sources.plain.typed_marks import is_table
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: How a list item or a note begins: a bullet or a mark. A dash is none: it opens speech.
BULLET: Final = regex(r"\s*([-*•·▪◦‣●○])\s+(?=\S)")
ENUMERATED: Final = regex(
    r"\s*(?:\[(\d{1,3})\]\s*|(\d{1,3})[.)](?:\s+|(?=[^\W\d]))|\((\d{1,3})\)\s+|([⁰¹²³⁴-⁹]{1,3})\s*)(?=\S)"
)

#: How a note begins at the foot of a page that has only its number before it; lines of which none is longer
#: are rows of figures.
_COUNT: Final = regex(r"\s*(\d{1,3})\s+(?=[^\W\d]|[\"“‘'(«„_*])")
_SHORT_LINE: Final = 12

#: How an item begins that is counted in letters or small roman numerals; a capital may be a name's initial.
LETTERED: Final = regex(r"\s*\(?(?:[a-z]|[ivx]{2,5})[.)]\s+(?=\S)")

#: The signs of a line that a mail quotes.
_QUOTED: Final = regex(r"[ \t]*(?:>[ \t]?)+")

#: How a note begins that is called by a sign.
_SIGNED: Final = regex(r"\s*(?:\*{2,4}|†{1,3}|‡{1,3})\s*(?=[^\s*†‡])")

#: Nobody breaks lines of prose at a column beyond this, in letters.
_WIDEST: Final = 130

#: Lines that no line of prose comes so far short of, all of them, are verse in whatever letters they begin;
#: so are lines of which less than this share has no room for the next word, as a narrow quotation's have.
_FAR: Final = 0.5
_RAGGED: Final = 0.8

#: No line of a couplet is longer, in letters, and none before one in lower case longer than the second; what
#: may stand behind its last stop; and its stops.
_COUPLET: Final = 64
_SPOKEN: Final = 52
_STOPS: Final = (".", "!", "?", "…", ":", ";", ",", "—", "–")

#: Words that a line has at least which breaks off within a sentence.
_CLAUSE: Final = 3

#: The narrowest column at which prose is broken; shorter lines of like length are verse.
_NARROWEST: Final = 38

#: Among much verse, blocks that come so near to the widest lines show whether prose is broken at a column: so
#: many pairs of their lines, nearly all without room for the next word, or two and all.
_WIDE: Final = 0.8
_WIDE_PAIRS: Final = 4

#: The narrowest column of a block that shows by itself that it was broken there, and its lines at least.
_FILLED_LINES: Final = 3

#: Lines that stand on the right begin beyond this share of the widest line, and so many columns in at least;
#: they are no longer than some share of it, few, and more white space is before them than behind, by so much.
_RIGHT: Final = 0.4
_FURTHER: Final = 24
_HALF: Final = 0.6
_ADDRESS: Final = 5
_CENTRED: Final = 6

#: A paragraph on one line is so long at least, in letters; beside such, short lines in a block are verse.
_LONG: Final = 100
_VERSE_LINE: Final = 60


#: A line of a list of contents: words, and far behind them a page.
_ENTRY: Final = regex(r"\s*[^\W\d_].{0,70}?[^\s.](?: {3,}|\t+)(?:\d{1,4}|[ivxlc]{1,7})\s*")


@dataclass(frozen=True)
class Paragraph:
    """Lines of the source that are one paragraph.

    `line` is the number of the first, `gap` counts the blank lines before it. `kind` is `text`, `verse`,
    `table`, `formula`, `right` or `rule`. `quoted`: its lines had the sign of a mail’s quotation, which is a
    space in them. A blank line inside is where a page ends in the middle of the
    paragraph.
    """

    lines: tuple[str, ...]
    line: int
    gap: int
    kind: str = "text"
    quoted: bool = False

    @property
    def last_line(self) -> int:
        return self.line + len(self.lines) - 1

    @property
    def indent(self) -> int:
        """Return the least indentation of its lines, in columns."""
        return min(indent_of(line) for line in self.lines if line)

    @cached_property
    def source(self) -> str:
        """Return the paragraph as it stands in the file."""
        return "\n".join(self.lines)


def split(text: str, furniture: frozenset[int] = frozenset()) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a text, in order; blank lines and `furniture`, by line, belong to none."""
    blocks = [part for block in blocks_of(text, furniture) for part in at_rules(block)]
    set_in = first_indent(blocks)
    if set_in:
        blocks = [part for block in blocks for part in _at_first_lines(block, set_in)]
    wrapped = _is_wrapped(blocks)
    column = _width([pair for block in blocks for pair in pairs_of(block.lines)]) if wrapped else 0
    dense = len(blocks) <= 2
    apart = not wrapped and _parts_by_blank_lines(blocks)
    found: list[Paragraph] = []
    for number, block in enumerate(blocks):
        if is_rule(block.lines[0]):
            found.append(Paragraph(block.lines, block.line, block.gap, "rule"))
        elif all(map(_QUOTED.match, block.lines)):
            found += _quoted(block)
        elif display_of("\n".join(block.lines)) is not None:
            found.append(Paragraph(block.lines, block.line, block.gap, "formula"))
        elif len(block.lines) == 1:
            found.append(Paragraph(block.lines, block.line, block.gap))
        elif is_table(block.lines):
            found.append(Paragraph(block.lines, block.line, block.gap, "table"))
        else:
            own = column or _own_column(block)
            verse = number > 0 and (
                _is_verse(block, own)
                or (apart and _are_lines(block))
                or (not dense and _is_couplet(block, column))
            )
            found += _stanza(block) if verse else _divide(block, own, dense, not number)
    return tuple(_with_ranged(_with_contents(found)))


def _at_first_lines(block: Block, set_in: int) -> Iterator[Block]:
    """Yield a block divided at each line that is set in as first lines are; a table is none of paragraphs."""
    if len(block.lines) > 1 and is_table(block.lines):
        yield block
    else:
        yield from at_first_lines(block, set_in)


def _with_contents(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; lines of a list of contents with blank lines between them are one table."""
    made: list[Paragraph] = []
    for one in found:
        before = made[-1] if made else None
        if before is not None and _is_entry(before) and _is_entry(one):
            lines = (*before.lines, *[""] * one.gap, *one.lines)
            made[-1] = replace(before, lines=lines, kind="table")
        else:
            made.append(one)
    return made


def _is_entry(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is one line of a list of contents, or a table of such lines."""
    if paragraph.kind == "table":
        return all(map(_ENTRY.fullmatch, filter(None, paragraph.lines)))
    return (
        paragraph.kind == "text" and len(paragraph.lines) == 1 and bool(_ENTRY.fullmatch(paragraph.lines[0]))
    )


def _quoted(block: Block) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that a mail quotes, each with spaces for its sign.

    Lines with nothing but the sign part them, and so does a deeper or a shallower quotation.
    """
    start, depth = 0, -1
    lines = [_QUOTED.sub(lambda sign: " " * len(sign[0]), line) for line in block.lines]
    depths = [sign[0].count(">") if (sign := _QUOTED.match(line)) else 0 for line in block.lines]
    for index in range(len(lines) + 1):
        ends = index == len(lines) or not lines[index].strip()
        deeper = not ends and index > start and depths[index] != depth
        if (ends or deeper) and index > start:
            part = Block(tuple(lines[start:index]), block.line + start, 0 if start else block.gap)
            kind = "verse" if _is_verse(part, 0) else "text"
            yield Paragraph(part.lines, part.line, part.gap, kind, quoted=True)
        if ends or deeper:
            start = index + 1 if ends else index
        if not ends and index == start:
            depth = depths[index]


def _with_ranged(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with those that stand on the right told."""
    width = max((len(line) for one in found for line in one.lines if len(line) <= _WIDEST), default=0)
    told: list[Paragraph] = []
    for one in reversed(found):
        led = bool(told) and told[-1].kind == "right" and not told[-1].gap
        right = _is_on_the_right(one, width, led=led)
        told.append(replace(one, kind="right") if right else one)
    return told[::-1]


def _is_on_the_right(paragraph: Paragraph, width: int, *, led: bool) -> bool:
    """Return whether a paragraph is short lines that begin far to the right, and are not centred.

    So stand the place and date of a letter, its close and its signature. A line that is `led` has one of them
    right below it, and is then of the same.
    """
    lines = [line.rstrip() for line in paragraph.lines if line]
    short = len(lines) <= _ADDRESS and max(len(line.strip()) for line in lines) <= width * _HALF
    stepped = all(indent_of(line) < indent_of(after) for line, after in pairwise(lines))
    if (
        not (paragraph.kind == "text" or (paragraph.kind == "verse" and stepped))
        or not short
        or paragraph.indent < max(width * _RIGHT, _FURTHER)
    ):
        return False
    before, behind = indent_of(lines[0]), width - len(lines[0].expandtabs(4))
    return led or before - behind > _CENTRED


def _is_wrapped(blocks: list[Block]) -> bool:
    """Return whether the lines of a text were broken at a column.

    They were when most lines that another follows come near the widest of them.
    """
    pairs = [pair for block in blocks for pair in pairs_of(block.lines) if _says(*pair)]
    if len(pairs) < 2:
        return False
    width = _width(pairs)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(_is_full(line, after, width) for line, after in pairs)
    if full >= len(pairs) * 0.6:
        return True
    wide = [[line.rstrip() for line in block.lines if line] for block in blocks]
    wide = [lines for lines in wide if len(lines) > 1 and max(map(len, lines)) >= max(width, FILLED) * _WIDE]
    filled, count = sum(map(_filled, wide)), sum(len(lines) - 1 for lines in wide)
    return filled >= count * 0.9 if count >= _WIDE_PAIRS else filled == count >= 2


def _own_column(block: Block) -> int:
    """Return the column at which the lines of a block were broken, if it shows that by itself; else 0.

    Each line but the last has no room for the first word of the next, and few end a sentence.
    """
    lines = [line.rstrip() for line in block.lines if line]
    width = max(map(len, lines))
    if len(lines) < _FILLED_LINES or not FILLED <= width <= _WIDEST or _is_list(block):
        return 0
    closed = sum(map(ends, lines[:-1]))
    return width if _filled(lines) == len(lines) - 1 and closed <= (len(lines) - 1) / 2 else 0


def _filled(lines: Sequence[str]) -> int:
    """Return how many of the lines have no room for the first word of the next within the widest of them."""
    width = max(map(len, lines))
    return sum(len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in pairwise(lines))


def _parts_by_blank_lines(blocks: list[Block]) -> bool:
    """Return whether the paragraphs of a text stand each on one line, between blank lines."""
    single = sum(len(block.lines) == 1 and len(block.lines[0]) >= _LONG for block in blocks)
    return single >= 2 and single >= sum(len(block.lines) > 1 for block in blocks)


def _are_lines(block: Block) -> bool:
    """Return whether the lines of a block are short and of like length, as if somebody wanted them as lines.

    That holds of sentences too, but not of speech, of a list, of an address, and of names or dates.
    """
    lines = [line.strip() for line in block.lines if line]
    shortest, longest = sorted(map(len, lines))[:: len(lines) - 1] if len(lines) > 1 else (0, 0)
    alike = len(lines) >= 3 and shortest >= 8 and longest <= min(_VERSE_LINE, shortest * 3)
    spoken = all(line[:1] in "“‘\"'«„—–-" for line in lines)
    worded = min(len(line.split()) for line in lines) >= 2
    return alike and worded and not (spoken or _is_list(block) or any(map(_is_label, lines)))


def _says(line: str, after: str) -> bool:
    """Return whether two lines tell of a column; the second may begin a paragraph or an item."""
    return not (_is_indented(line, after) or _is_item(after))


def _width(pairs: list[tuple[str, str]]) -> int:
    """Return the column at which the lines seem to be broken: what nine of ten do not pass."""
    lengths = sorted(len(line.rstrip()) for line, _ in pairs)
    return lengths[(len(lengths) - 1) * 9 // 10]


def _is_full(line: str, after: str, width: int) -> bool:
    """Return whether the first word of the next line had no more room on this one, or hardly."""
    first = after.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(first) > width * 0.85


def _stanza(block: Block) -> list[Paragraph]:
    """Return a stanza, and before it the line in capitals over it: who speaks, or what it is called."""
    first, after = (line.strip() for line in block.lines[:2])
    headed = (
        first.isupper() and not after.isupper() and len(first.split()) <= _CLAUSE and len(block.lines) > 2
    )
    if not headed:
        return [Paragraph(block.lines, block.line, block.gap, "verse")]
    rest = Paragraph(block.lines[1:], block.line + 1, 0, "verse")
    return [Paragraph(block.lines[:1], block.line, block.gap), rest]


def _divide(block: Block, column: int, dense: bool, head: bool) -> Iterator[Paragraph]:
    """Yield a block's paragraphs; in the `head` of a text a line short of the column is one of its own."""
    starts = [0]
    listed = _is_list(block)
    counted = _is_counted(block)
    pairs = list(pairs_of(block.lines))
    width = max(len(line.rstrip()) for line in block.lines)
    numbers = [number for number, line in enumerate(block.lines) if line]
    for index, (line, after) in zip(numbers[1:], pairs, strict=True):
        own = (listed and _is_item(after)) or _is_indented(line, after)
        if counted:
            number, next_ = _COUNT.match(block.lines[starts[-1]]), _COUNT.match(after)
            own = number is not None and next_ is not None and int(next_[1]) == int(number[1]) + 1
            if own:
                starts.append(index)
            continue
        own = own or (not column and (dense or not _goes_on(line, after)))
        own = own or (head and not _is_full(line, after, column))
        if own and listed and not _is_item(after) and _is_inner(block.lines[starts[-1]], after):
            continue
        short = not _is_full(line, after, width) and (dense or len(pairs) == 1)
        if own or (short and ends(line)):
            starts.append(index)
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        yield Paragraph(block.lines[start:end], block.line + start, 0 if start else block.gap)


def _goes_on(line: str, after: str) -> bool:
    """Return whether a sentence goes over from one line to the next, as it does where somebody broke it."""
    stopped = line.rstrip().rstrip(CLOSING).endswith(_STOPS)
    return not stopped and after.lstrip()[:1].islower() and len(line.split()) >= _CLAUSE and ends(after)


def _is_inner(item: str, line: str) -> bool:
    """Return whether a line goes on with an item of a list: it is set in deeper than the item's sign."""
    return _is_item(item) and indent_of(line) > indent_of(item)


def _is_verse(block: Block, column: int) -> bool:
    """Return whether these are three or more short lines that nothing broke, and not each a sentence.

    Where prose is broken at a `column` (else 0), lines well short of it that all begin with capitals are too.
    """
    lines = [line.strip() for line in block.lines if line]
    short = len(lines) >= 3 and max(map(len, lines)) <= 60 and not _is_list(block)
    if not short or sum(map(len, lines)) < 12 * len(lines):
        return False
    width = max(map(len, lines))
    full = sum(_is_full(line, after, width) for line, after in pairs_of(lines))
    closed = sum(ends(line) for line in lines)
    capitals = all(line.lstrip("“‘\"'«(—")[:1].isupper() for line in lines)
    narrow = max(map(len, lines)) < column * 0.8
    ragged = _filled(lines) < (len(lines) - 1) * _RAGGED
    apart = capitals or ragged or max(map(len, lines)) < column * _FAR
    poem = not column or (narrow and apart) or full <= len(lines) * 0.4
    return poem and (closed < len(lines) * 0.7 or (apart and narrow and capitals))


def _is_couplet(block: Block, column: int) -> bool:
    """Return whether of two lines of like length that nothing broke the first goes over into the second.

    Two sentences are a couplet only where prose is broken at a column and both are set in. Lines of an
    address, a signature or a title have figures in them, or capitals all through.
    """
    lines = [line.strip() for line in block.lines if line]
    if len(lines) != 2 or _is_list(block) or any(map(_is_label, lines)) or _is_speech(lines[0]):
        return False
    shortest, longest = sorted(map(len, lines))
    alike = longest <= min(_COUPLET, shortest * 2) and min(len(line.split()) for line in lines) >= 4
    if not alike or (column and longest > column * 0.8) or not lines[1].rstrip(CLOSING).endswith(_STOPS):
        return False
    if lines[1][:1].islower() and len(lines[0]) > _SPOKEN:
        return False
    goes_over = not ends(lines[0]) and not lines[0].rstrip(CLOSING).endswith(("-", "‐"))
    set_in = bool(column) and min(map(indent_of, block.lines)) >= 2
    return goes_over or set_in


def _is_speech(line: str) -> bool:
    """Return whether a line begins with who speaks, as in a play: `KEEPER. The ship is in.`"""
    speaker = re.match(r"([^.:()]{2,30})(?: *\([^()]{1,80}\))?[.:] ", line)
    return speaker is not None and speaker[1].isupper()


def _is_label(line: str) -> bool:
    """Return whether a line has figures, or most of its longer words have capitals."""
    longer = [word for word in re.findall(r"[^\W\d_]+", line)[1:] if len(word) > 3]
    capitals = sum(word[0].isupper() for word in longer)
    return any(map(str.isdigit, line)) or capitals * 2 > len(longer)


def _is_list(block: Block) -> bool:
    if _is_counted(block):
        return True
    items = sum(map(_is_item, block.lines))
    second = _is_item(block.lines[1]) and items >= len(block.lines) * 0.5
    return _is_item(block.lines[0]) or items >= 3 or second


def _is_counted(block: Block) -> bool:
    """Return whether lines of a block begin with numbers without a sign that go on from its first line."""
    first = _COUNT.match(block.lines[0])
    if first is None or not any(len(line) > _SHORT_LINE for line in block.lines):
        return False
    return any(
        (found := _COUNT.match(line)) and int(found[1]) == int(first[1]) + 1 for line in block.lines[1:]
    )


def _is_item(line: str) -> bool:
    return any(begins.match(line) for begins in (BULLET, ENUMERATED, LETTERED, _SIGNED))


def _is_indented(line: str, after: str) -> bool:
    """Return whether the next line is set in, as the first line of a paragraph is."""
    return indent_of(after) >= indent_of(line) + 2 and not _is_item(line)


def join(lines: tuple[str, ...], known: frozenset[str]) -> str:
    """Return the lines of a paragraph as one text.

    A hyphen at a line's end stays, unless the word without it is among the `known` words of the text.
    """
    parts: list[str] = []
    for line, after in pairwise((*filter(None, lines), "")):
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
