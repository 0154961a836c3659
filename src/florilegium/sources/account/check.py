"""Report the letters of a source that neither the text, nor a note, nor the ledger has."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from florilegium.sources.account.alignment import uncovered
from florilegium.sources.account.source_letters import SourceRun, SourceText, composed, letters, words
from florilegium.sources.manuscript import Reading
from florilegium.system.values import dataclass

#: So many runs of lost letters are reported one by one.
_REPORTED: Final = 20

#: Words of a run that a message shows.
_SHOWN: Final = 12

#: Fewer letters of a word than this are no run of their own, nor are two words glued to each other.
_PART: Final = 4

#: Words glued to each other are looked for in no more spare letters than this: each look reads all of them.
_GLUED: Final = 200_000


@dataclass(frozen=True)
class _Fragment:
    """A word of a text, or a part of one; `small` and the `whole` word are in small letters."""

    offset: int
    text: str
    small: str
    whole: str


def check(runs: Iterable[SourceRun], given: Sequence[str], reading: Reading) -> None:
    """Hold what was `given` (paragraphs, notes, rows of the ledger) against the runs of a file.

    Reports:
        S025: letters of the file that are in none of them, at their place.
    """
    kept, units = _without_pairs(tuple(runs), given)
    source = SourceText.of(kept)
    whole, parts = letters(source.text), [letters(unit) for unit in units]
    gaps, unused = uncovered(whole, parts)
    if not gaps or not uncovered(_small(whole), [_small(part) for part in parts])[0]:
        return
    spare = _Spare(units, unused)
    lost = [run for gap in _fragments(source.text, gaps) for run in spare.lacking(gap)]
    for run in lost[:_REPORTED]:
        message = f"“{_shown(run)}” stands neither in the text, nor in a note, nor in the ledger"
        hint = "Look whether something before it in the file is broken and hides it, and mend that."
        reading.problem("S025", source.place(run[0].offset), message, hint)
    if len(lost) > _REPORTED:
        rest = lost[_REPORTED:]
        count = sum(len(one.text) for run in rest for one in run)
        message = f"{count} letters from here on, in {len(rest)} places, stand nowhere either"
        reading.problem("S025", source.place(rest[0][0].offset), message, "Mend the first places first.")


def _small(text: str) -> str:
    """Return a text in small letters, sign for sign: a style may print capitals for the file's small ones."""
    small = text.lower()
    return small if len(small) == len(text) else text


def _without_pairs(
    runs: Sequence[SourceRun], given: Sequence[str]
) -> tuple[Sequence[SourceRun], Sequence[str]]:
    """Return the runs and units but those that stand apart and have a unit that says the same."""
    wanted = Counter(_one_line(run.text) for run in runs if run.apart)
    if not wanted:
        return runs, given
    taken: Counter[str] = Counter()
    units = []
    for unit in given:
        text = _one_line(unit)
        if taken[text] < wanted[text]:
            taken[text] += 1
        else:
            units.append(unit)
    kept = []
    for run in runs:
        text = _one_line(run.text) if run.apart else ""
        if run.apart and taken[text]:
            taken[text] -= 1
        else:
            kept.append(run)
    return kept, units


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shown(run: Sequence[_Fragment]) -> str:
    """Return the first words of a run of lost letters."""
    shown = " ".join(one.text for one in run[:_SHOWN])
    return f"{shown} …" if len(run) > _SHOWN else shown


def _fragments(text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[list[_Fragment]]:
    """Yield the words that stretches of a composed text's letters have, one list for each stretch."""
    known = list(words(text))
    starts = [0, *accumulate(len(word) for _, word in known)]
    whole = "".join(word for _, word in known)
    end = 0
    for stretch in stretches:
        start, end = _slid(whole, stretch, starts, end)
        found = []
        number = bisect_right(starts, start) - 1
        while number < len(known) and starts[number] < end:
            offset, word = known[number]
            low, high = max(start - starts[number], 0), min(end - starts[number], len(word))
            found.append(_Fragment(offset + low, word[low:high], _small(word[low:high]), _small(word)))
            number += 1
        yield found


def _slid(whole: str, stretch: tuple[int, int], starts: Sequence[int], before: int) -> tuple[int, int]:
    """Return a stretch of letters, moved back to the beginning of a word where the same letters stand there.

    What is missing from *Art and Archive* may be `ArtandArchive` less `Arta` or less `ndAr`: words are meant.
    """
    start, end = stretch
    word = starts[bisect_right(starts, start) - 1]
    shift = start - word
    if shift and word >= before and whole[word:start] == whole[end - shift : end]:
        return word, end - shift
    return stretch


def _is_blur(run: Sequence[_Fragment]) -> bool:
    """Return whether a run is a few letters of a word: where texts part, either may begin with the same."""
    return len(run) == 1 and run[0].small != run[0].whole and len(run[0].text) < _PART


class _Spare:
    """What was given and covers nothing where it stands: it may cover what was moved, in any order."""

    def __init__(self, given: Sequence[str], unused: Sequence[tuple[int, int, int]]) -> None:
        self._words: Counter[str] = Counter()
        parts: list[str] = []
        stretches: dict[int, list[tuple[int, int]]] = {}
        for unit, start, end in unused:
            stretches.setdefault(unit, []).append((start, end))
        for unit, found in stretches.items():
            for part in _fragments(composed(given[unit]), found):
                self._words.update(one.small for one in part)
                self._words.update(one.whole for one in part if one.whole != one.small)
                parts.append("".join(one.small for one in part))
        self._text = "\n".join(parts)

    def lacking(self, gap: Sequence[_Fragment]) -> list[list[_Fragment]]:
        """Return the runs of words of a gap that nothing spare covers; what covers is used up."""
        if self._has("".join(one.small for one in gap)):
            return []
        runs: list[list[_Fragment]] = []
        open_ = False
        for number, one in enumerate(gap):
            if self._covers(one) or self._glued(gap, number):
                open_ = False
            elif open_:
                runs[-1].append(one)
            else:
                runs.append([one])
                open_ = True
        lost = [run for run in runs if not _is_blur(run)]
        return [run for run in lost if not self._has("".join(one.small for one in run))]

    def _covers(self, one: _Fragment) -> bool:
        """Return whether a word, or the whole word that a fragment is part of, is spare."""
        word = next((word for word in (one.small, one.whole) if self._words[word] > 0), "")
        if word:
            self._words[word] -= 1
        return bool(word)

    def _glued(self, gap: Sequence[_Fragment], number: int) -> bool:
        """Return whether a word stands in what is spare glued to its neighbour, as links in a row do."""
        if len(self._text) > _GLUED:
            return False
        this = gap[number].small
        pairs = [gap[number - 1].small + this] if number else []
        pairs += [this + gap[number + 1].small] if number + 1 < len(gap) else []
        return any(len(pair) >= _PART and pair in self._text for pair in pairs)

    def _has(self, run: str) -> bool:
        """Return whether a run stands in what is spare, its words parted otherwise; it is then used up."""
        if self._words[run] > 0:
            self._words[run] -= 1
            return True
        if run not in self._text:
            return False
        self._text = self._text.replace(run, "\n", 1)
        return True
