"""Note calls that stand in a text as bare numbers, glued to words or set apart.

The list of notes tells which numbers there are; calls come in rising order. So every number of the text that
may be a call is weighed by what stands round it, and the best rising chain of them is taken as a whole.
`54.3`, `USD 2.5bn`, `2+2`, `G7`, `(1985-91)` and `J. 20 B.C.` are no calls.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.runs import Run
from florilegium.sources.notes.call_likelihood import in_parentheses, is_power, strength, word_before
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_NUMBERS: Final = regex(r"(?<!\d)\d{1,3}(?!\d)(?:,\s?\d{1,3}(?![\d.])){0,5}")
_BRACKETS: Final = regex(r"\[(\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,5})\]|\{(\d{1,3})\}")
#: What stands before an argument of TeX, and how much of it is looked at.
_OF_TEX: Final = regex(r"\\[A-Za-z]+(?:\{[^{}]*\})*\Z")
_LONGEST: Final = 80
_PARENTHESES: Final = regex(r"[(（](\d{1,3})[)）]")
_RAISED: Final = regex("[⁰¹²³⁴-⁹]{1,3}")
_CARETS: Final = regex(r"(?<=[^\s\d^])\^(\d{1,3})(?!\d)")
_WORDED: Final = regex(r"[(\[](?:foot|end)?note\s?(\d{1,3})[)\]]", re.IGNORECASE)

#: What raised figures are.
SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

#: The ways of marking a call. A text keeps to one.
_STYLES: Final = ("bracket", "raised", "bare", "parenthesis", "worded")

#: At least this sure, a number is a call even if no note answers it.
SURE: Final = 8


#: Where a number stands: its block, and where it begins there.
Place = tuple[int, int]


@dataclass(frozen=True)
class Candidate:
    """A number that may be a call: in which block, from where to where, and how likely (1 to 10).

    `group` joins the numbers of one call such as `3, 4`, which stand or fall together. `label` is that of the
    note that answers it, once it is chosen.
    """

    block: int
    start: int
    end: int
    number: int
    strength: int
    style: str
    group: int = 0
    label: str = ""

    @property
    def place(self) -> Place:
        """Return where it stands in the text."""
        return self.block, self.start

    @property
    def worth(self) -> int:
        """Return what it adds to a chain: two doubtful calls weigh less than a sure one."""
        return 10 if self.strength >= SURE - 1 else 6 if self.strength >= 3 else 3


def candidates(blocks: Sequence[Element]) -> tuple[Candidate, ...]:
    """Return every number in the blocks' running text that may be a call, in the order of the text."""
    found: list[Candidate] = []
    for index, block in enumerate(blocks):
        text = runs.text_of(block)
        if not any(map(str.isdigit, text)):
            continue
        raised = raised_spans(block)
        for match in _BRACKETS.finditer(text):
            if _OF_TEX.search(text, max(match.start() - _LONGEST, 0), match.start()):
                continue
            found += _group(index, (_after_text(text, match.start()), match.end()), match[0], 9, "bracket")
        for match in _PARENTHESES.finditer(text):
            sure = in_parentheses(text, *match.span())
            found += _group(
                index, (_after_text(text, match.start()), match.end()), match[0], sure, "parenthesis"
            )
        for match in _WORDED.finditer(text):
            found += _group(index, (_after_text(text, match.start()), match.end()), match[0], 9, "worded")
        for match in _CARETS.finditer(text):
            sure = 9 if len(word_before(text, match.start())) != 1 else 2
            found.append(Candidate(index, *match.span(), int(match[1]), sure, "raised"))
        for match in _RAISED.finditer(text):
            sure = 2 if is_power(text, match.start()) else 10
            number = int(match[0].translate(SUPERSCRIPTS))
            found.append(Candidate(index, *match.span(), number, sure, "raised"))
        for match in _NUMBERS.finditer(text):
            found += _bare(index, text, match, raised)
    return tuple(sorted(found, key=lambda one: (one.block, one.start, one.end)))


def raised_spans(block: Element) -> frozenset[int]:
    """Return where text begins that the markup raises."""
    if block.find(".//sup") is None:
        return frozenset()
    return frozenset(run.start for run in runs.runs(block) if not run.tail and _is_raised(run.owner, block))


def _is_raised(element: Element, block: Element) -> bool:
    while element is not block:
        if element.tag == "sup":
            return True
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return False


def _bare(block: int, text: str, match: re.Match[str], raised: frozenset[int]) -> list[Candidate]:
    """Return the candidates of one number, or of a run such as `3, 4`."""
    start, end = match.span()
    if start in raised:
        sure = 2 if is_power(text, start) else 10
        return _group(block, (start, end), match[0], sure, "raised")
    numbers = [int(number) for number in re.findall(r"\d+", match[0])]
    if len(numbers) > 1 and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    sure = strength(text, start, end)
    if not sure:
        return []
    return _group(block, (_after_text(text, start), end), text[start:end], sure, "bare")


def _after_text(text: str, start: int) -> int:
    """Return where the text before a number ends: the white space between them goes with the call."""
    before = start
    while before > 0 and text[before - 1].isspace():
        before -= 1
    return before if before else start


def _group(block: int, span: tuple[int, int], text: str, sure: int, style: str) -> list[Candidate]:
    """Return one candidate for each number in a span, which they share out without a rest."""
    numbers = list(re.finditer(r"\d+", text))
    if len(numbers) == 1:
        return [Candidate(block, *span, int(numbers[0][0]), sure, style)]
    found = []
    start, offset = span[0], span[1] - len(text)
    for count, number in enumerate(numbers, 1):
        end = span[1] if count == len(numbers) else offset + number.end()
        found.append(
            Candidate(
                block=block,
                start=start,
                end=end,
                number=int(number[0]),
                strength=sure,
                style=style,
                group=span[0] + 1,
            )
        )
        start = end
    return found


@dataclass(frozen=True)
class Answers:
    """The notes of one list by their numbers, with their labels; called from blocks `begin` to `end`."""

    labels: Mapping[int, str]
    end: int
    begin: int = 0


#: A candidate that a list of notes may answer, behind the number of the list, from 0.
_Fit = tuple[int, Candidate]


def choose(
    found: Iterable[Candidate], lists: Sequence[Answers], latest: bool = False
) -> tuple[Candidate, ...]:
    """Return the calls among the candidates: the best rising chain in the one style that answers most notes.

    The numbers of each list come after those of the lists before it; so `1 2 1 2 3` is a chain of two lists.
    `begin` and `end` never fall from one list to the next. Of chains that are as good, the one that is met
    first is chosen, from the beginning of the text or, for the `latest`, from its end.
    """
    begins, ends = [one.begin for one in lists], [one.end for one in lists]
    fitting = [
        (number, one)
        for one in found
        # at one place no number may follow another, so the last list comes first
        for number in reversed(range(bisect_right(ends, one.block), bisect_right(begins, one.block)))
        if one.number in lists[number].labels
    ]
    chains = [_chain([fit for fit in fitting if fit[1].style == style], latest) for style in _STYLES]
    best = max(chains, key=lambda chain: sum(one.worth for _, one in chain))
    chosen = _whole_groups(best, fitting)
    return tuple(replace(one, label=lists[number].labels[one.number]) for number, one in chosen)


def _whole_groups(chain: Sequence[_Fit], fitting: Sequence[_Fit]) -> list[_Fit]:
    """Return the chain without a group that it has only in part."""
    wanted = Counter((number, one.block, one.group) for number, one in fitting if one.group)
    wanted.subtract((number, one.block, one.group) for number, one in chain if one.group)
    return [fit for fit in chain if not fit[1].group or not wanted[fit[0], fit[1].block, fit[1].group]]


def _chain(found: Sequence[_Fit], latest: bool) -> list[_Fit]:
    """Return the rising chain of most worth. A tree of prefix maxima keeps it linear but for a logarithm."""
    ranks = [number * 1000 + one.number for number, one in found]
    if latest:  # the mirror image: what is met first wins where two are as good
        top = max(ranks, default=0) + 1
        return _first_chain(found[::-1], [top - rank for rank in reversed(ranks)])[::-1]
    return _first_chain(found, ranks)


def _first_chain(found: Sequence[_Fit], ranks: Sequence[int]) -> list[_Fit]:
    """Return the chain of rising ranks of most worth that is met first."""
    highest = max(ranks, default=0)
    best: list[tuple[int, int]] = [(0, -1)] * (
        highest + 1
    )  # (worth, index of the chain's end) up to a number
    before: list[int] = []
    for index, ((_, one), rank) in enumerate(zip(found, ranks, strict=True)):
        worth, previous = _up_to(best, rank - 1)
        before.append(previous)
        _raise(best, rank, (worth + one.worth, index))
    chain = []
    index = _up_to(best, highest)[1]
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]


def _up_to(best: list[tuple[int, int]], number: int) -> tuple[int, int]:
    """Return the best chain that ends with a number not above this one."""
    found = (0, -1)
    while number > 0:
        if best[number][0] > found[0]:
            found = best[number]
        number &= number - 1
    return found


def _raise(best: list[tuple[int, int]], number: int, chain: tuple[int, int]) -> None:
    while 0 < number < len(best):
        if chain[0] > best[number][0]:
            best[number] = chain
        number += number & -number


def place(blocks: Sequence[Element], chosen: Iterable[Candidate], at: Callable[[int, int], str]) -> None:
    """Put calls in the place of the chosen numbers; `at(block, offset)` tells where."""
    places = {one: at(one.block, _digits_at(blocks, one)) for one in chosen}
    for one in sorted(places, key=lambda one: (one.block, one.start), reverse=True):
        block = blocks[one.block]
        call = etree.Element("call", {"note": one.label or str(one.number), "at": places[one]})
        written = "".join(filter(str.isalnum, runs.text_of(block)[one.start : one.end]))
        if any(map(str.isalpha, written)):
            call.set("was", written)
        elif one.label not in {"", str(one.number)}:
            call.set("was", str(one.number))
        runs.replace(block, one.start, one.end, "")
        insert_after(block, one.start, call)
    for block in {one.block: blocks[one.block] for one in places}.values():
        unwrap_empty(block)


def unwrap_empty(block: Element) -> None:
    """Unwrap the raised letters and links of a block in which nothing but calls is left, the inmost first."""
    for one in reversed(list(block.iter("sup", "a"))):
        words = one.text or any(child.tag != "call" or child.tail for child in one)
        if not words and not one.get("id"):
            runs.unwrap(one)


def _digits_at(blocks: Sequence[Element], one: Candidate) -> int:
    """Return where the number itself begins in its span."""
    text = runs.text_of(blocks[one.block])[one.start : one.end]
    return one.start + next(index for index, letter in enumerate(text) if letter.isdigit())


def _is_behind(run: Run, offset: int) -> bool:
    """Return whether a run is the text behind the inline element that ends at an offset.

    A line break ends nothing: a call at the end of a verse's line stays on that line.
    """
    return run.start == offset and run.tail and run.owner.tag not in {"call", "br"}


def insert_after(block: Element, offset: int, call: Element) -> None:
    """Put a call behind the letter before `offset`; where inline markup ends there, behind the markup too."""
    pieces = runs.runs(block)
    inside = next((run for run in pieces if run.start < offset < run.end), None)
    behind = next((run for run in pieces if _is_behind(run, offset)), None)
    before = next((run for run in pieces if run.end == offset), None)
    run = inside or behind or before
    parent = (run.owner.getparent() if run.tail else run.owner) if run else None
    if run is None or parent is None:
        runs.insert(block, offset, call)
        return
    run.put(run.text[: offset - run.start])
    parent.insert(parent.index(run.owner) + 1 if run.tail else 0, call)
    call.tail = run.text[offset - run.start :] or None
