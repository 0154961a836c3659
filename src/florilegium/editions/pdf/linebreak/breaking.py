"""Where the lines of a paragraph end: the best breaks of the whole, not of each line.

The method is that of Knuth and Plass (*Breaking Paragraphs into Lines*, 1981): of all ways to break a
paragraph, the one with the least cost is found by keeping, at each place where a line may end, only the
best way to get there. Nothing here knows of fonts, words or boxes. Widths are in one unit of any size.

The cost of a line is the square of how far its word spaces stray from the ideal, tight lines dearer than
loose ones. So the sum over a paragraph is what the eye sees as evenness: the variance of its spaces. Breaks
that should be rare have prices in the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from florilegium.editions.pdf.linebreak.lines import Break, Demand, Shape, Span, Taste, strain

#: A line that ends at a forced break must leave so much of the indent free, or fill the line quite.
_BRIM: Final = 0.75

#: (class of tightness, hyphens in a row so far, lines so far if they are counted): on these the cost of the
#: next line depends.
_State: TypeAlias = tuple[int, int, int]

#: (cost so far, the break before, the state there)
_Way: TypeAlias = tuple[float, int, _State]

_BEGIN: Final[_State] = (1, 0, 0)


def best_breaks(
    breaks: Sequence[Break], shape: Shape, taste: Taste, demand: Demand | None = None
) -> tuple[int, ...] | None:
    """The breaks to take, as places in `breaks`; the last one is always among them.

    A second try allows wider spaces, unless a page demands something. None when no way exists even so.
    """
    for stretch in (taste.stretch,) if demand else (taste.stretch, taste.patience):
        found = _Search(breaks, shape, taste, stretch, demand).run()
        if found is not None:
            return found
    return None


def spans(breaks: Sequence[Break], chosen: Sequence[int], shape: Shape, taste: Taste) -> Iterator[Span]:
    """The lines of a choice of breaks."""
    search = _Search(breaks, shape, taste, taste.patience)
    for before, place in pairwise((-1, *chosen)):
        yield search.span(before, place)


def cost(breaks: Sequence[Break], chosen: Sequence[int], shape: Shape, taste: Taste) -> float | None:
    """What a given choice of breaks costs; None when one of its lines cannot be set."""
    search = _Search(breaks, shape, taste, taste.patience)
    total, state, before = 0.0, _BEGIN, -1
    for place in chosen:
        strain = search.strain(before, place)
        if strain is None or not -taste.shrink <= strain <= taste.patience:
            return None
        step = search.step(before, place, strain, state)
        if step is None:
            return None
        total, state, before = total + step[0], step[1], place
    return total


class _Search:
    """One try to break a paragraph, with spaces up to `stretch`."""

    def __init__(
        self,
        breaks: Sequence[Break],
        shape: Shape,
        taste: Taste,
        stretch: float,
        demand: Demand | None = None,
    ) -> None:
        self.breaks = breaks
        self.shape = shape
        self.taste = taste
        self.stretch = stretch
        self.demand = demand
        self.ways: dict[int, dict[_State, _Way]] = {-1: {_BEGIN: (0.0, -1, _BEGIN)}}
        self.active = [-1]

    def run(self) -> tuple[int, ...] | None:
        for place, candidate in enumerate(self.breaks):
            found: dict[_State, _Way] = {}
            for before, pull in self._lines_to(place):
                self._extend(before, place, pull, found)
            if candidate.forced:
                self.active = []
            if found:
                self.ways[place] = found
                self.active.append(place)
            if not self.active:
                return None
        return self._trace()

    def _lines_to(self, place: int) -> Iterator[tuple[int, float]]:
        """The lines that can end at a break, by their beginnings; beginnings now too far back are dropped."""
        narrowest, forced = -self.taste.shrink, self.breaks[place].forced
        gone: list[int] = []
        for before in self.active:
            strain = self.strain(before, place)
            if strain is None or strain < narrowest:
                if self._is_out_of_reach(before, place):
                    gone.append(before)
            elif strain > self.stretch and not forced:
                # Later beginnings leave the line emptier still.
                break
            else:
                yield before, strain
        if gone:
            self.active = [before for before in self.active if before not in gone]

    def span(self, before: int, place: int) -> Span:
        """The line from one break to another."""
        end = self.breaks[place]
        if before < 0:
            return Span(end.end - self.shape.begin, end.supple, end.spaces, first=True, forced=end.forced)
        start = self.breaks[before]
        natural, supple = end.end - start.start, end.supple - start.supple_after
        return Span(natural, supple, end.spaces - start.spaces_after, first=False, forced=end.forced)

    def strain(self, before: int, place: int) -> float | None:
        """The strain of the line from one break to another."""
        return strain(self.span(before, place), self.shape, self.taste)

    def _beginning(self, before: int) -> tuple[float, int]:
        if before < 0:
            return self.shape.begin, 0
        return self.breaks[before].start, self.breaks[before].spaces_after

    def _is_out_of_reach(self, before: int, place: int) -> bool:
        """Whether no line from `before` can end at `place` or later, hyphen or none."""
        end = self.breaks[place]
        start, counted = self._beginning(before)
        least = min(end.end, end.start) - start
        give = (end.spaces - counted) * self.shape.space * self.taste.shrink + least * self.shape.expansion
        return least - give > (self.shape.first if before < 0 else self.shape.other)

    def _extend(self, before: int, place: int, strain: float, found: dict[_State, _Way]) -> None:
        for state, (total, _, _) in self.ways[before].items():
            step = self.step(before, place, strain, state)
            if step is None:
                continue
            way = total + step[0]
            if step[1] not in found or way < found[step[1]][0]:
                found[step[1]] = (way, before, state)

    def step(self, before: int, place: int, strain: float, state: _State) -> tuple[float, _State] | None:
        """The cost of a line after a state, and the state after it; None when it may not follow."""
        taste, end = self.taste, self.breaks[place]
        tightness, rungs, number = state
        if self.demand:
            number += 1
            if number > self.demand.lines or (end.divides and number == self.demand.unbroken):
                return None
        price = end.price
        if end.forced:
            price += self._ending(before, place) + (taste.before_last if rungs else 0.0)
            own, rungs = 1, 0
        else:
            own = _tightness(strain, taste)
            rungs = rungs + 1 if end.divides else 0
            if rungs > taste.rungs:
                return None
            if rungs:
                price += taste.hyphen + (taste.ladder if rungs > 1 else 0.0)
        if strain or not end.forced:
            stray = (strain - taste.ideal) / taste.unit
            price += stray**2 if stray > 0 else taste.tight * stray**2
        if abs(own - tightness) > 1:
            price += taste.contrast * (abs(own - tightness) - 1)
        return price, (own, rungs, number)

    def _ending(self, before: int, place: int) -> float:
        """The price of a last line for its length."""
        span = self.span(before, place)
        room = (self.shape.first if span.first else self.shape.other) - span.natural
        if not span.first and (span.natural < self.shape.indent or not span.spaces):
            return self.taste.stub
        return self.taste.brim if 0 < room < self.shape.indent * _BRIM else 0.0

    def _trace(self) -> tuple[int, ...] | None:
        """The cheapest way to the last break, back to front."""
        place = len(self.breaks) - 1
        wanted = self.demand.lines if self.demand else 0
        ends = {state: way for state, way in self.ways.get(place, {}).items() if state[2] == wanted}
        if not ends:
            return None
        state = min(ends, key=lambda key: (ends[key][0], key))
        chosen: list[int] = []
        while place >= 0:
            chosen.append(place)
            _, place, state = self.ways[place][state]
        return tuple(reversed(chosen))


def _tightness(strain: float, taste: Taste) -> int:
    """The class of a line: 0 tight, 1 decent, 2 loose, 3 very loose."""
    steps = (strain - taste.ideal) / taste.unit
    return 0 if steps < -0.8 else 1 if steps <= 0.8 else 2 if steps <= 1.8 else 3
