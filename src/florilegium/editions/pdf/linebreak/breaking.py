"""Where the lines of a paragraph end: the best breaks of the whole, not of each line.

The method is that of Knuth and Plass (*Breaking Paragraphs into Lines*, 1981): of all ways to break a
paragraph, the one with the fewest demerits is found by keeping, at each feasible breakpoint, only the best
way to get there for each fitness class. Nothing here knows of fonts, words or boxes. Widths are in one unit
of any size.

The demerits of a line are the square of how far its adjustment ratio is from the ideal, more for tight lines
than for loose ones. So the sum over a paragraph is what the eye sees as evenness: the variance of its spaces.
Breaks that should be rare have penalties in the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from florilegium.editions.pdf.linebreak.lines import (
    Break,
    BreakParameters,
    Demand,
    LineSpan,
    LineWidths,
    adjustment_ratio,
)

#: A line that ends at a forced break must leave so much of the indent free, or fill the line quite.
_NEARLY_FULL: Final = 0.75

#: (fitness class, consecutive hyphens so far, lines so far if they are counted): on these the demerits of the
#: next line depend.
_State: TypeAlias = tuple[int, int, int]

#: A node: (total demerits so far, the break before, the state there).
_Node: TypeAlias = tuple[float, int, _State]

_BEGIN: Final[_State] = (1, 0, 0)


def best_breaks(
    breaks: Sequence[Break], shape: LineWidths, parameters: BreakParameters, demand: Demand | None = None
) -> tuple[int, ...] | None:
    """Return the breaks to take, as places in `breaks`; the last one is always among them.

    A second try allows the emergency stretch, unless a page demands something. None when no way exists even
    so.
    """
    tolerances = [parameters.tolerance] + [parameters.emergency_stretch] * (demand is None)
    for tolerance in tolerances:
        found = _Search(breaks, shape, parameters, tolerance, demand).run()
        if found is not None:
            return found
    return None


def spans(
    breaks: Sequence[Break], chosen: Sequence[int], shape: LineWidths, parameters: BreakParameters
) -> Iterator[LineSpan]:
    """Yield the lines of a choice of breaks."""
    search = _Search(breaks, shape, parameters, parameters.emergency_stretch)
    for before, place in pairwise((-1, *chosen)):
        yield search.span(before, place)


def demerits(
    breaks: Sequence[Break], chosen: Sequence[int], shape: LineWidths, parameters: BreakParameters
) -> float | None:
    """Return the total demerits of a choice of breaks; None when one of its lines cannot be set."""
    search = _Search(breaks, shape, parameters, parameters.emergency_stretch)
    total, state, before = 0.0, _BEGIN, -1
    for place in chosen:
        ratio = search.adjustment_ratio(before, place)
        if ratio is None or not -parameters.shrink <= ratio <= parameters.emergency_stretch:
            return None
        step = search.step(before, place, ratio, state)
        if step is None:
            return None
        total, state, before = total + step[0], step[1], place
    return total


class _Search:
    """One try to break a paragraph, with spaces up to `tolerance`."""

    def __init__(
        self,
        breaks: Sequence[Break],
        shape: LineWidths,
        parameters: BreakParameters,
        tolerance: float,
        demand: Demand | None = None,
    ) -> None:
        self.breaks = breaks
        self.shape = shape
        self.parameters = parameters
        self.tolerance = tolerance
        self.demand = demand
        self.nodes: dict[int, dict[_State, _Node]] = {-1: {_BEGIN: (0.0, -1, _BEGIN)}}
        self.active = [-1]

    def run(self) -> tuple[int, ...] | None:
        for place, candidate in enumerate(self.breaks):
            found: dict[_State, _Node] = {}
            for before, ratio in self._lines_to(place):
                self._extend(before, place, ratio, found)
            if candidate.forced:
                self.active = []
            if found:
                self.nodes[place] = found
                self.active.append(place)
            if not self.active:
                return None
        return self._trace()

    def _lines_to(self, place: int) -> Iterator[tuple[int, float]]:
        """Yield the lines that can end at a break, by their beginnings; drop beginnings too far back."""
        narrowest, forced = -self.parameters.shrink, self.breaks[place].forced
        gone: list[int] = []
        for before in self.active:
            ratio = self.adjustment_ratio(before, place)
            if ratio is None or ratio < narrowest:
                if self._is_out_of_reach(before, place):
                    gone.append(before)
            elif ratio > self.tolerance and not forced:
                # Later beginnings leave the line emptier still.
                break
            else:
                yield before, ratio
        if gone:
            self.active = [before for before in self.active if before not in gone]

    def span(self, before: int, place: int) -> LineSpan:
        """Return the line from one break to another."""
        end = self.breaks[place]
        if before < 0:
            return LineSpan(
                end.end - self.shape.begin, end.expandable, end.spaces, first=True, forced=end.forced
            )
        start = self.breaks[before]
        natural, expandable = end.end - start.start, end.expandable - start.expandable_after
        return LineSpan(natural, expandable, end.spaces - start.spaces_after, first=False, forced=end.forced)

    def adjustment_ratio(self, before: int, place: int) -> float | None:
        """Return the adjustment ratio of the line from one break to another."""
        return adjustment_ratio(self.span(before, place), self.shape, self.parameters)

    def _beginning(self, before: int) -> tuple[float, int]:
        if before < 0:
            return self.shape.begin, 0
        return self.breaks[before].start, self.breaks[before].spaces_after

    def _is_out_of_reach(self, before: int, place: int) -> bool:
        """Return whether no line from `before` can end at `place` or later, hyphen or none."""
        end = self.breaks[place]
        start, counted = self._beginning(before)
        least = min(end.end, end.start) - start
        give = (end.spaces - counted) * self.shape.space * self.parameters.shrink
        give += least * self.shape.expansion
        return least - give > (self.shape.first if before < 0 else self.shape.other)

    def _extend(self, before: int, place: int, ratio: float, found: dict[_State, _Node]) -> None:
        for state, (total, _, _) in self.nodes[before].items():
            step = self.step(before, place, ratio, state)
            if step is None:
                continue
            way = total + step[0]
            if step[1] not in found or way < found[step[1]][0]:
                found[step[1]] = (way, before, state)

    def step(self, before: int, place: int, ratio: float, state: _State) -> tuple[float, _State] | None:
        """Return the demerits of a line after a state, and the state after it; None if it may not follow."""
        parameters, end = self.parameters, self.breaks[place]
        fitness, hyphens, number = state
        if self.demand:
            number += 1
            if number > self.demand.lines or (end.divides and number == self.demand.unbroken):
                return None
        demerits = end.penalty
        if end.forced:
            demerits += self._ending(before, place) + (parameters.final_hyphen_demerits if hyphens else 0.0)
            own, hyphens = 1, 0
        else:
            own = _fitness_class(ratio, parameters)
            hyphens = hyphens + 1 if end.divides else 0
            if hyphens > parameters.consecutive_hyphens:
                return None
            if hyphens:
                double = parameters.double_hyphen_demerits if hyphens > 1 else 0.0
                demerits += parameters.hyphen_penalty + double
        if ratio or not end.forced:
            stray = (ratio - parameters.ideal) / parameters.unit
            demerits += stray**2 if stray > 0 else parameters.tight * stray**2
        if abs(own - fitness) > 1:
            demerits += parameters.adjacent_demerits * (abs(own - fitness) - 1)
        return demerits, (own, hyphens, number)

    def _ending(self, before: int, place: int) -> float:
        """Return the demerits of a last line for its length."""
        span = self.span(before, place)
        room = (self.shape.first if span.first else self.shape.other) - span.natural
        if not span.first and (span.natural < self.shape.indent or not span.spaces):
            return self.parameters.short_line_demerits
        return self.parameters.full_line_demerits if 0 < room < self.shape.indent * _NEARLY_FULL else 0.0

    def _trace(self) -> tuple[int, ...] | None:
        """Return the breaks on the way with the fewest demerits, from the first to the last."""
        place = len(self.breaks) - 1
        wanted = self.demand.lines if self.demand else 0
        ends = {state: way for state, way in self.nodes.get(place, {}).items() if state[2] == wanted}
        if not ends:
            return None
        state = min(ends, key=lambda key: (ends[key][0], key))
        chosen: list[int] = []
        while place >= 0:
            chosen.append(place)
            _, place, state = self.nodes[place][state]
        return tuple(reversed(chosen))


def _fitness_class(ratio: float, parameters: BreakParameters) -> int:
    """Return the fitness class of a line: 0 tight, 1 decent, 2 loose, 3 very loose."""
    steps = (ratio - parameters.ideal) / parameters.unit
    return 0 if steps < -0.8 else 1 if steps <= 0.8 else 2 if steps <= 1.8 else 3
