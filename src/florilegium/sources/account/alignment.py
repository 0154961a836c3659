"""Letters of a source laid along the letters that a reader gave: which of the source has nobody?

What was given comes in units (a paragraph, a note, a row of the ledger), most of them in the order of the
source. Each unit is laid on at the cursor; where the two differ, the nearest place at which they agree again
is looked for, and for a unit that was moved, such as a note, a table of the source's stretches tells where it
stands. Work is linear in the length of both.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

#: Fewer letters than this agree by accident.
_SURE: Final = 12

#: Agreement is looked for so many letters ahead before the table of stretches is asked.
_AHEAD: Final = 400

#: A rest of a unit that is shorter is looked for so many times its letters ahead.
_SOON: Final = 8

#: A stretch that stands in more places than this, such as a refrain, is looked for in the first of them.
_MANY: Final = 64


def uncovered(source: str, given: Sequence[str]) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """Return the stretches of `source` that no unit covers, and those of the units that cover nothing.

    The first are `(start, end)` in letters of the source, in order; the second `(unit, start, end)`.
    """
    walk = _Walk(source)
    for number, unit in enumerate(given):
        walk.lay(number, unit)
    return walk.gaps(), walk.unused


class _Walk:
    """Lays units along a source and remembers what is covered."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._cursor = 0
        self._synced = True  # whether the last letters that were laid on ended at the cursor
        self._covered: list[tuple[int, int]] = []  # sorted, apart from each other
        self._table: dict[str, list[int]] | None = None
        self.unused: list[tuple[int, int, int]] = []

    def gaps(self) -> list[tuple[int, int]]:
        """Return what is covered by nothing."""
        found: list[tuple[int, int]] = []
        end = 0
        for start, stop in self._covered:
            if start > end:
                found.append((end, start))
            end = max(end, stop)
        if end < len(self._source):
            found.append((end, len(self._source)))
        return found

    def lay(self, number: int, unit: str) -> None:
        """Lay one unit along the source, in as many stretches as it takes."""
        if len(unit) < _SURE and not self._synced:
            self._leave(number, 0, len(unit))
            return
        length = self._room(self._cursor, len(unit))
        if length == len(unit) and self._source.startswith(unit, self._cursor):
            self._cover(length)
            return
        place = 0
        while place < len(unit):
            length = self._agreement(unit, place)
            if length >= min(_SURE, len(unit) - place) or self._goes_on(unit, place, length):
                self._cover(length)
                place += length
                continue
            place = self._resume(number, unit, place)

    def _agreement(self, unit: str, place: int) -> int:
        """Return how many letters of a unit from a place on are those at the cursor."""
        most = min(len(unit) - place, self._room(self._cursor, len(unit) - place))
        low, step, grows = 0, 16, True
        while low < most:
            step = min(step, most - low)
            at, here = self._cursor + low, place + low
            if self._source[at : at + step] == unit[here : here + step]:
                low += step
                step = step * 2 if grows else step
            elif step == 1:
                break
            else:
                step, grows = step // 2, False
        return low

    def _leave(self, number: int, start: int, end: int) -> None:
        """Leave the rest of a unit; few letters of the next can then agree with those at the cursor by
        accident.
        """
        if end > start:
            self.unused.append((number, start, end))
            self._synced = False

    def _goes_on(self, unit: str, place: int, length: int) -> bool:
        """Return whether a few letters that agree are no accident: the unit goes on right after them."""
        return length > 0 and self._ahead(unit, place + length, self._cursor + length) >= 0

    def _ahead(self, unit: str, place: int, start: int) -> int:
        """Return where the source goes on as a unit does, or -1; a short rest of a unit must come soon."""
        probe = unit[place : place + _SURE]
        reach = _AHEAD if len(probe) == _SURE else _SOON * len(probe)
        return self._free_find(probe, start, start + reach) if len(probe) > 1 else -1

    def _resume(self, number: int, unit: str, place: int) -> int:
        """Find where source and unit agree again; returns the place in the unit from which on they do."""
        ahead = self._ahead(unit, place, self._cursor)
        if ahead >= 0:
            self._cursor = ahead
            return place
        if len(unit) - place < _SURE:
            self._leave(number, place, len(unit))
            return len(unit)
        mine = self._source[self._cursor : self._cursor + _SURE]
        later = unit.find(mine, place + 1, place + _AHEAD) if len(mine) == _SURE else -1
        if later >= 0 and self._room(self._cursor, _SURE) == _SURE:
            self.unused.append((number, place, later))
            return later
        return self._elsewhere(number, unit, place)

    def _elsewhere(self, number: int, unit: str, place: int) -> int:
        """Find a stretch of a unit anywhere in the source; what comes before it covers nothing."""
        table = self._stretches()
        for start in range(place, len(unit) - _SURE + 1):
            for at in table.get(unit[start : start + _SURE], ()):
                if self._room(at, _SURE) == _SURE:
                    return self._jump(number, unit, (place, start), at)
        self._leave(number, place, len(unit))
        return len(unit)

    def _jump(self, number: int, unit: str, between: tuple[int, int], at: int) -> int:
        """Move the cursor to where a place of the unit stands, and both back as far as they agree."""
        first, place = between
        while place > first and at > 0 and unit[place - 1] == self._source[at - 1] and self._room(at - 1, 1):
            place -= 1
            at -= 1
        if place > first:
            self.unused.append((number, first, place))
        self._cursor = at
        return place

    def _stretches(self) -> dict[str, list[int]]:
        """Return every stretch of the source that begins at a multiple of its length, with its places."""
        if self._table is None:
            table: dict[str, list[int]] = defaultdict(list)
            for at in range(0, len(self._source) - _SURE + 1, _SURE):
                places = table[self._source[at : at + _SURE]]
                if len(places) < _MANY:
                    places.append(at)
            self._table = table
        return self._table

    def _free_find(self, probe: str, start: int, end: int) -> int:
        """Return the first place of a probe at which nothing is covered yet, or -1."""
        at = self._source.find(probe, start, end + len(probe))
        return at if at >= 0 and self._room(at, len(probe)) == len(probe) else -1

    def _room(self, at: int, most: int) -> int:
        """Return how many letters from a place on, up to `most`, are covered by nothing."""
        if not self._covered or at >= self._covered[-1][1]:
            return min(most, len(self._source) - at)
        index = bisect_right(self._covered, (at, len(self._source)))
        if index and self._covered[index - 1][1] > at:
            return 0
        limit = self._covered[index][0] if index < len(self._covered) else len(self._source)
        return min(most, limit - at)

    def _cover(self, length: int) -> None:
        """Cover so many letters from the cursor on, and move it behind them."""
        start, end = self._cursor, self._cursor + length
        self._cursor, self._synced = end, True
        if not length:
            return
        if self._covered and self._covered[-1][1] == start:
            self._covered[-1] = (self._covered[-1][0], end)
        elif not self._covered or self._covered[-1][1] < start:
            self._covered.append((start, end))
        else:
            insort(self._covered, (start, end))
