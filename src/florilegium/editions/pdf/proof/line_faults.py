"""What a proof-reader marks in lines that are set: faults of one line beside the next, of a page's first and
last line, of a paragraph's last one.

They are looked for in the finished file alone, so that those of any maker are counted alike. The kinds are
those of lua-typo 0.88 (D. Flipo), with rivers, contrasts and names beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import Final

from florilegium.editions.pdf.linebreak.rivers import rivers
from florilegium.editions.pdf.proof.figures import Figures, PrintedLine
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass


class FaultKind(Enum):
    """A kind of fault; the value is how a report says it."""

    OVER_THE_LEAF = "a word divided over the leaf"
    ACROSS_THE_SPREAD = "a word divided across the spread"
    LAST_WORD = "the last word of a paragraph divided"
    NAME = "a name divided"
    SAME_BEGINNING = "begins like the line above"
    SAME_END = "ends like the line above"
    RIVER = "a river"
    CONTRAST = "spaces unlike those of the line above"
    TIGHT = "a tight line"
    SHORT = "a line short of the measure"
    NEARLY_FULL = "a last line that is nearly full"
    HEAD = "the short last word of a sentence at its head"
    LETTER = "a single letter at a line's end"


#: A line is tight when its word spaces are narrower than this, in ems.
TIGHT: Final = 0.16

#: Mean spaces of neighbours that differ by more than this are seen, in ems.
CONTRAST: Final = 0.10

#: Letters by which lines begin or end alike, and of a word that looks lost at a page's head.
_ALIKE: Final = 3
_LOST: Final = 3

#: Lines of a paragraph are no further apart than this, in sizes of type; a paragraph begins further in.
_LEADING: Final = 1.6
_INDENT: Final = 0.5

_NEAR: Final = 0.75
_HYPHENS: Final = "-\N{HYPHEN}\N{SOFT HYPHEN}"
_NO_LETTER: Final = regex(r"[\W\d_]+")
_MARKS: Final = ".?!…,;:“”‘’«»\"')(][ "
_SENTENCE_ENDS: Final = regex(r"[.?!…]\W*\Z")
_SENTENCE_BEGINS: Final = regex(r"[.?!…:—]\W*\Z")
_APOSTROPHES: Final = regex("['’]")


@dataclass(frozen=True)
class LineFault:
    """A fault and the line in which it is seen, the `number`-th of its page, from 1."""

    kind: FaultKind
    line: PrintedLine
    number: int = 0

    @property
    def words(self) -> str:
        """Return the words of the line at which one looks: its end, or its beginning."""
        at_end = self.kind in _AT_THE_END
        return self.line.text[-48:] if at_end else self.line.text[:48]


_AT_THE_END: Final = frozenset(
    {
        *(FaultKind.OVER_THE_LEAF, FaultKind.ACROSS_THE_SPREAD, FaultKind.NAME),
        *(FaultKind.SAME_END, FaultKind.SHORT, FaultKind.NEARLY_FULL, FaultKind.LETTER),
    }
)


@dataclass(frozen=True)
class ProofWords:
    """What must be known of the words: those that are `names`, and by page whether every noun has a capital
    (`nouns`) and which letters may not stand alone at a line's end (`clinging`)."""

    names: frozenset[str] = frozenset()
    nouns: Callable[[int], bool] = lambda _: False
    clinging: Callable[[int], str] = lambda _: ""


def counts(faults: Sequence[LineFault]) -> Mapping[FaultKind, int]:
    """Return how many faults there are of each kind."""
    found = Counter(fault.kind for fault in faults)
    return {kind: found[kind] for kind in FaultKind}


def line_faults(figures: Figures, reading: ProofWords | None = None) -> tuple[LineFault, ...]:
    """Return the faults of all lines, in the order of the pages."""
    reading = reading or ProofWords()
    numbers: Counter[int] = Counter()
    place: dict[int, int] = {}
    for line, _ in figures.lines:
        numbers[line.page] += 1
        place[id(line)] = numbers[line.page]
    found = [
        *_of_neighbours(figures.lines, reading),
        *_of_page_ends(figures.lines),
        *_of_single_lines(figures.lines, reading),
        *_rivers(figures.lines),
    ]
    numbered = [LineFault(fault.kind, fault.line, place[id(fault.line)]) for fault in found]
    return tuple(sorted(numbered, key=lambda fault: (fault.line.page, fault.number)))


def _follows(one: PrintedLine, two: PrintedLine) -> bool:
    """Return whether a line is the next of the same paragraph."""
    return (
        one.page == two.page
        and 0 < one.base - two.base < _LEADING * one.size
        and abs(one.size - two.size) < _NEAR
        and two.left - one.left < _INDENT * one.size
    )


_Lines = Sequence[tuple[PrintedLine, bool]]


def _of_neighbours(lines: _Lines, reading: ProofWords) -> Iterator[LineFault]:
    before: PrintedLine | None = None
    for (one, full), (two, next_full) in pairwise(lines):
        within = _follows(one, two)
        if full and within:
            yield from _alike(one, two)
            if one.is_hyphenated and _is_name(one, two, reading):
                yield LineFault(FaultKind.NAME, one)
            if next_full and abs(one.space - two.space) > CONTRAST:
                yield LineFault(FaultKind.CONTRAST, two)
            if not next_full:
                yield from _last(one, two)
        elif before is not None and within and not full and _goes_on(one, two, before):
            yield LineFault(FaultKind.SHORT, one)
        before = one if full and within else None


def _goes_on(one: PrintedLine, two: PrintedLine, full: PrintedLine) -> bool:
    """Return whether a line that ends short of a full one is not the last of its paragraph."""
    shown = two.text[:1].islower() and not _SENTENCE_ENDS.search(one.text)
    return shown and full.edge - one.edge > _NEAR


def _alike(one: PrintedLine, two: PrintedLine) -> Iterator[LineFault]:
    """Yield what two lines under one another have in common (homeoarchy, homeoteleuton)."""
    first, second = _words(one), _words(two)
    if not first or not second:
        return
    letters = "".join(first), "".join(second)
    if first[0] == second[0] or letters[0][:_ALIKE] == letters[1][:_ALIKE]:
        yield LineFault(FaultKind.SAME_BEGINNING, two)
    if len(second) > 1 and (first[-1] == second[-1] or letters[0][-_ALIKE:] == letters[1][-_ALIKE:]):
        yield LineFault(FaultKind.SAME_END, two)


def _words(line: PrintedLine) -> list[str]:
    words = (_NO_LETTER.sub("", word) for word in line.text.casefold().split())
    return [word for word in words if word]


def _is_name(one: PrintedLine, two: PrintedLine, reading: ProofWords) -> bool:
    """Return whether the word that goes over from one line to the next is a name."""
    *before, last = one.text.split()
    head, tail = last.rstrip(_HYPHENS), two.text.split()[0]
    # Behind an elision stands a word of its own: *L’administration* is no name, *d’Amiens* is one.
    head = _APOSTROPHES.split(head.lstrip("“‘„«»\"'(["))[-1]
    if not head[:1].isupper() or not tail[:1].islower():
        return False
    if _NO_LETTER.sub("", head + tail) in reading.names:
        return True
    begins = not before or bool(_SENTENCE_BEGINS.search(" ".join(before)))
    return not begins and not reading.nouns(one.page)


def _last(one: PrintedLine, two: PrintedLine) -> Iterator[LineFault]:
    """Yield the faults of a paragraph's last line."""
    if one.is_hyphenated and not two.spaces and two.text[:1].islower():
        yield LineFault(FaultKind.LAST_WORD, two)
    if _NEAR < one.edge - two.edge < two.size:
        yield LineFault(FaultKind.NEARLY_FULL, two)


def _of_page_ends(lines: _Lines) -> Iterator[LineFault]:
    """Yield the faults where a paragraph goes over to the next page. The first page is a right-hand one."""
    for (one, full), (two, _) in pairwise(lines):
        if one.page == two.page or not full:
            continue
        if one.is_hyphenated:
            over = one.page % 2 == 0
            yield LineFault(FaultKind.OVER_THE_LEAF if over else FaultKind.ACROSS_THE_SPREAD, one)
        first = two.text.split()[:1]
        if first and _SENTENCE_ENDS.search(first[0]) and len(first[0].strip(_MARKS)) <= _LOST:
            yield LineFault(FaultKind.HEAD, two)


def _of_single_lines(lines: _Lines, reading: ProofWords) -> Iterator[LineFault]:
    for line, full in lines:
        if full and line.spaces and line.space < TIGHT:
            yield LineFault(FaultKind.TIGHT, line)
        words = line.text.split()
        if full and len(words) > 1 and len(words[-1]) == 1 and words[-1] in reading.clinging(line.page):
            yield LineFault(FaultKind.LETTER, line)


def _rivers(lines: _Lines) -> Iterator[LineFault]:
    """Yield rivers, each once, at the line where it has its third space."""
    block: list[PrintedLine] = []
    for line, full in (*lines, (None, False)):
        if line is not None and full and block and _follows(block[-1], line):
            block.append(line)
            continue
        yield from (LineFault(FaultKind.RIVER, block[at]) for at in rivers([one.gaps for one in block]))
        block = [line] if line is not None and full else []
