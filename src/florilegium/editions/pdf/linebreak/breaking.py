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
from math import inf
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


class ParagraphLines:
    """The lines that a paragraph can have, from one break to another, and what each is worth by itself."""

    def __init__(self, breaks: Sequence[Break], shape: LineWidths, parameters: BreakParameters) -> None:
        self.breaks = breaks
        self.shape = shape
        self.parameters = parameters

    def search(self, demand: Demand | None = None) -> BreakSearch | None:
        """Return the search that found the best breaks; None when no way exists.

        A second try allows the emergency stretch, unless a page demands something.
        """
        usual, most = self.parameters.tolerance, self.parameters.emergency_stretch
        tries = (BreakSearch(self, tolerance, demand) for tolerance in ([usual] if demand else [usual, most]))
        return next((one for one in tries if one.run()), None)

    def spans(self, chosen: Sequence[int]) -> Iterator[LineSpan]:
        """Yield the lines of a choice of breaks."""
        for before, place in pairwise((-1, *chosen)):
            yield self.span(before, place)

    def demerits(self, chosen: Sequence[int]) -> float | None:
        """Return the total demerits of a choice of breaks; None when one of its lines cannot be set."""
        search = BreakSearch(self, self.parameters.emergency_stretch)
        total, state, before = 0.0, _BEGIN, -1
        for place in chosen:
            ratio = self.adjustment_ratio(before, place)
            if ratio is None or not -self.parameters.shrink <= ratio <= self.parameters.emergency_stretch:
                return None
            step = search.step(place, ratio, state)
            if step is None:
                return None
            total += self.own_demerits(before, place, ratio) + step[0]
            state, before = step[1], place
        return total

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

    def own_demerits(self, before: int, place: int, ratio: float) -> float:
        """Return the demerits of a line with its ratio, whatever lines led there."""
        parameters, end = self.parameters, self.breaks[place]
        demerits = end.penalty + (self._ending(before, place) if end.forced else 0.0)
        if ratio or not end.forced:
            stray = (ratio - parameters.ideal) / parameters.unit
            demerits += stray**2 if stray > 0 else parameters.tight * stray**2
        if end.divides:
            demerits += parameters.hyphen_penalty
        return demerits + self._alike(before, place) * parameters.similar_demerits

    def _alike(self, before: int, place: int) -> int:
        """Return at how many of its ends a line is like one beside it.

        These are its own end and the next line's beginning, which both are known here.
        """
        end = self.breaks[place]
        if before < 0:
            return _are_alike(self.shape.opening, end.start_words)
        start = self.breaks[before]
        return _are_alike(start.end_words, end.end_words) + _are_alike(start.start_words, end.start_words)

    def _ending(self, before: int, place: int) -> float:
        """Return the demerits of a last line for its length."""
        span = self.span(before, place)
        room = (self.shape.first if span.first else self.shape.other) - span.natural
        if not span.first and (span.natural < self.shape.indent or not span.spaces):
            return self.parameters.short_line_demerits
        return self.parameters.full_line_demerits if 0 < room < self.shape.indent * _NEARLY_FULL else 0.0

    def is_out_of_reach(self, before: int, place: int) -> bool:
        """Return whether no line from `before` can end at `place` or later, hyphen or none."""
        shape, end = self.shape, self.breaks[place]
        begun = self.breaks[before] if before >= 0 else None
        start, counted = (begun.start, begun.spaces_after) if begun else (shape.begin, 0)
        least = min(end.end, end.start) - start
        give = (end.spaces - counted) * shape.space * self.parameters.shrink + least * shape.expansion
        return least - give > (shape.first if before < 0 else shape.other)


class BreakSearch:
    """One try to break a paragraph, with spaces up to `tolerance`.

    `chosen` are the breaks that it found, as places among all; the last one is always among them.
    """

    def __init__(self, lines: ParagraphLines, tolerance: float, demand: Demand | None = None) -> None:
        self.lines = lines
        self.breaks = lines.breaks
        self.parameters = lines.parameters
        self.tolerance = tolerance
        self.demand = demand
        self.chosen: tuple[int, ...] = ()
        self._avoided: frozenset[int] = frozenset()
        self._nodes: dict[int, dict[_State, _Node]] = {-1: {_BEGIN: (0.0, -1, _BEGIN)}}
        self._active = [-1]
        self._limit = inf

    def without(self, place: int, limit: float) -> BreakSearch | None:
        """Return the search for the best breaks without one of those found here.

        Return None when there is no way with fewer demerits than the limit. Up to that break the ways are
        those of this search.
        """
        other = BreakSearch(self.lines, self.tolerance, self.demand)
        other._limit = limit
        other._avoided = self._avoided | {place}
        other._nodes = {before: states for before, states in self._nodes.items() if before < place}
        kept: list[int] = []
        for before in reversed(other._nodes):
            if self.lines.is_out_of_reach(before, place):
                break
            kept.insert(0, before)
        other._active = kept
        return other if other.run(place + 1) else None

    def run(self, first: int = 0) -> bool:
        """Go on from the `first` of the breaks that are not yet looked at; return whether a way is found."""
        for place in range(first, len(self.breaks)):
            if place in self._avoided:
                continue
            found: dict[_State, _Node] = {}
            for before, ratio in self._lines_to(place):
                self._extend(before, place, ratio, found)
            if self.breaks[place].forced:
                self._active = []
            if found:
                self._nodes[place] = found
                self._active.append(place)
            if not self._active:
                return False
        self.chosen = self._trace()
        return bool(self.chosen)

    def _lines_to(self, place: int) -> Iterator[tuple[int, float]]:
        """Yield the lines that can end at a break, by their beginnings; drop beginnings too far back."""
        narrowest, forced = -self.parameters.shrink, self.breaks[place].forced
        gone: list[int] = []
        for before in self._active:
            ratio = self.lines.adjustment_ratio(before, place)
            if ratio is None or ratio < narrowest:
                if self.lines.is_out_of_reach(before, place):
                    gone.append(before)
            elif ratio > self.tolerance and not forced:
                # Later beginnings leave the line emptier still.
                break
            else:
                yield before, ratio
        if gone:
            self._active = [before for before in self._active if before not in gone]

    def _extend(self, before: int, place: int, ratio: float, found: dict[_State, _Node]) -> None:
        own = self.lines.own_demerits(before, place, ratio)
        for state, (total, _, _) in self._nodes[before].items():
            step = self.step(place, ratio, state)
            if step is None:
                continue
            way = total + own + step[0]
            if way < self._limit and (step[1] not in found or way < found[step[1]][0]):
                found[step[1]] = (way, before, state)

    def step(self, place: int, ratio: float, state: _State) -> tuple[float, _State] | None:
        """Return what a line costs after a state, and the state after it; None if it may not follow."""
        parameters, end = self.parameters, self.breaks[place]
        fitness, hyphens, number = state
        if self.demand:
            number += 1
            if number > self.demand.lines or (end.divides and number == self.demand.unbroken):
                return None
        demerits = 0.0
        if end.forced:
            demerits += parameters.final_hyphen_demerits if hyphens else 0.0
            own, hyphens = 1, 0
        else:
            own = _fitness_class(ratio, parameters)
            hyphens = hyphens + 1 if end.divides else 0
            if hyphens > parameters.consecutive_hyphens:
                return None
            if hyphens > 1:
                demerits += parameters.double_hyphen_demerits
        if abs(own - fitness) > 1:
            demerits += parameters.adjacent_demerits * (abs(own - fitness) - 1)
        return demerits, (own, hyphens, number)

    def _trace(self) -> tuple[int, ...]:
        """Return the breaks on the way with the fewest demerits, from the first to the last; or none."""
        place = len(self.breaks) - 1
        wanted = self.demand.lines if self.demand else 0
        ends = {state: way for state, way in self._nodes.get(place, {}).items() if state[2] == wanted}
        if not ends:
            return ()
        state = min(ends, key=lambda key: (ends[key][0], key))
        chosen: list[int] = []
        while place >= 0:
            chosen.append(place)
            _, place, state = self._nodes[place][state]
        return tuple(reversed(chosen))


def _are_alike(one: tuple[str, str], two: tuple[str, str]) -> bool:
    """Return whether two lines have a short word or letters in common at an end."""
    return (one[1] == two[1] and one[1] != "") or (one[0] == two[0] and one[0] != "")


def _fitness_class(ratio: float, parameters: BreakParameters) -> int:
    """Return the fitness class of a line: 0 tight, 1 decent, 2 loose, 3 very loose."""
    steps = (ratio - parameters.ideal) / parameters.unit
    return 0 if steps < -0.8 else 1 if steps <= 0.8 else 2 if steps <= 1.8 else 3
