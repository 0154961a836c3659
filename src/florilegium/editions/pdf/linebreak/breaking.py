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
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import Final, NamedTuple, TypeAlias

from florilegium.editions.pdf.linebreak.lines import (
    Break,
    BreakParameters,
    Demand,
    LineSpan,
    LineWidths,
    adjustment_ratio,
)
from florilegium.editions.pdf.linebreak.tokens import LineEnds

#: A line that ends at a forced break must leave so much of the indent free, or fill the line quite.
_NEARLY_FULL: Final = 0.75

#: (fitness class, consecutive hyphens so far, lines so far if they are counted): on these the demerits of the
#: next line depend.
_State: TypeAlias = tuple[int, int, int]

#: A node: (total demerits so far, the break before, the state there).
_Node: TypeAlias = tuple[float, int, _State]

_BEGIN: Final[_State] = (0, 0, 0)

#: How wide a fitness class is, in steps from the ideal: spaces two classes apart are seen to differ
#: (`proof/line_faults.py`). In the last class are all lines that only an emergency allows.
_CLASS: Final = 0.95
_LOOSEST: Final = 4


class _WeighedLine(NamedTuple):
    """A line with its adjustment ratio, its demerits whatever lines led there, and its fitness class."""

    ratio: float
    demerits: float
    fitness: int


class ParagraphLines:
    """The lines that a paragraph can have, from one break to another, and what each is worth by itself.

    By `ends`, the words with which lines begin and end, neighbours are alike; without, none are.
    """

    def __init__(
        self,
        breaks: Sequence[Break],
        shape: LineWidths,
        parameters: BreakParameters,
        ends: LineEnds | None = None,
    ) -> None:
        self.breaks = breaks
        self.shape = shape
        self.parameters = parameters
        self.ends = ends
        self._weighed: dict[tuple[int, int], _WeighedLine | None] = {}
        self._reaches: dict[float, _Reach] = {}
        #: Where a line begins after each break, and its measure; the paragraph's own beginning is the last.
        self.begins = [
            *((one.start, one.expandable_after, one.spaces_after, shape.other) for one in breaks[:-1]),
            (shape.begin, 0.0, 0, shape.first),
        ]

    def search(self, demand: Demand | None = None) -> BreakSearch | None:
        """Return the search that found the best breaks; None when no way exists.

        Unless a page demands something, a second try lets letters give more, and a third one allows the
        emergency stretch too.
        """
        return next((one for one in self._tries(demand) if one.run()), None)

    def _tries(self, demand: Demand | None) -> Iterator[BreakSearch]:
        parameters = self.parameters
        yield BreakSearch(self, parameters.tolerance, demand)
        if demand is None:
            supple = replace(self.shape, expansion=self.shape.expansion * parameters.emergency_expansion)
            lines = ParagraphLines(self.breaks, supple, parameters, self.ends)
            yield BreakSearch(lines, parameters.tolerance)
            yield BreakSearch(lines, parameters.emergency_stretch)

    def spans(self, chosen: Sequence[int]) -> Iterator[LineSpan]:
        """Yield the lines of a choice of breaks."""
        for before, place in pairwise((-1, *chosen)):
            yield self.span(before, place)

    def demerits(self, chosen: Sequence[int]) -> float | None:
        """Return the total demerits of a choice of breaks; None when one of its lines cannot be set."""
        return BreakSearch(self, self.parameters.emergency_stretch).cost(chosen)

    def span(self, before: int, place: int) -> LineSpan:
        """Return the line from one break to another; the paragraph's beginning is -1."""
        end, (start, expandable, spaces, width) = self.breaks[place], self.begins[before]
        natural, held = end.end - start, end.spaces - spaces
        return LineSpan(natural, width - natural, end.expandable - expandable, held, end.forced)

    def weighed(self, before: int, place: int) -> _WeighedLine | None:
        """Return a line with what it is worth by itself; None when nothing in it can fill its measure.

        Searches of one paragraph ask for the same lines, so every answer is kept.
        """
        key = (before, place)
        if key not in self._weighed:
            self._weighed[key] = self._weigh(before, place)
        return self._weighed[key]

    def _weigh(self, before: int, place: int) -> _WeighedLine | None:
        parameters, end = self.parameters, self.breaks[place]
        start, expandable, spaces, width = self.begins[before]
        natural, held = end.end - start, end.spaces - spaces
        missing = width - natural
        supple, is_natural = end.expandable - expandable, end.forced and missing >= 0
        ratio = 0.0 if is_natural else adjustment_ratio(missing, supple, held, self.shape, parameters)
        if ratio is None:
            return None
        stray = (ratio - parameters.ideal) / parameters.unit
        demerits = end.penalty
        if end.forced:
            demerits += self._ending(before, natural, missing, held)
        if ratio or not end.forced:
            demerits += stray**2 if stray > 0 else parameters.tight * stray**2
        if end.divides:
            demerits += parameters.hyphen_penalty
        demerits += self._alike(before, place) * parameters.similar_demerits
        return _WeighedLine(ratio, demerits, 0 if end.forced else min(round(stray / _CLASS), _LOOSEST))

    def _alike(self, before: int, place: int) -> int:
        """Return at how many of its ends a line is like one beside it.

        These are its own end and the next line's beginning, which both are known here.
        """
        if self.ends is None:
            return 0
        (one_end, one_beginning), (two_end, two_beginning) = self.ends.at(before), self.ends.at(place)
        return _are_alike(one_end, two_end) + _are_alike(one_beginning, two_beginning)

    def _ending(self, before: int, natural: float, missing: float, spaces: int) -> float:
        """Return the demerits of a last line for its length."""
        indent = self.shape.indent
        if before >= 0 and (natural < indent or not spaces):
            return self.parameters.short_line_demerits
        return self.parameters.full_line_demerits if 0 < missing < indent * _NEARLY_FULL else 0.0

    def reach(self, tolerance: float) -> _Reach:
        """Return what tells at once of most lines that they cannot be set with spaces up to a tolerance."""
        if tolerance not in self._reaches:
            self._reaches[tolerance] = _reach(self, tolerance)
        return self._reaches[tolerance]


class _Reach(NamedTuple):
    """How far lines reach at least and at most, as sums of which each of their ends has one.

    A line is too wide, with its spaces and letters as narrow as they may be, when `narrow_to` its end is
    above `narrow_from` its beginning; then none from there can end here or later if `least_to` is above
    `least_from`. It is too short, with all as wide as may be, when `wide_to` is below `wide_from`. Lines that
    are near one of these bounds are left to be weighed. The last beginning is that of the paragraph, -1.
    """

    narrow_to: list[float]
    narrow_from: list[float]
    wide_to: list[float]
    wide_from: list[float]
    least_to: list[float]
    least_from: list[float]


#: What is nearer to a bound is left to be weighed; it is far more than sums of floating point are off.
_TRIFLE: Final = 1e-5


def _reach(lines: ParagraphLines, tolerance: float) -> _Reach:
    """Return the reach of a paragraph's lines, whose spaces may be wider by a tolerance."""
    breaks, shape = lines.breaks, lines.shape
    supple, wider, narrower = shape.expansion, tolerance * shape.space, lines.parameters.shrink * shape.space
    ends = [(one.end, one.expandable, one.spaces) for one in breaks]
    begins = lines.begins
    return _Reach(
        narrow_to=[x - supple * e - narrower * n for x, e, n in ends],
        narrow_from=[x - supple * e - narrower * n + width + _TRIFLE for x, e, n, width in begins],
        wide_to=[x + supple * e + wider * n for x, e, n in ends],
        wide_from=[x + supple * e + wider * n + width - _TRIFLE for x, e, n, width in begins],
        # A later line has no hyphen, perhaps; and all of its width gives way, at most.
        least_to=[min(one.end, one.start) * (1 - supple) - narrower * one.spaces for one in breaks],
        least_from=[x * (1 - supple) - narrower * n + width + _TRIFLE for x, _, n, width in begins],
    )


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
        reach, kept = self.lines.reach(self.tolerance), list[int]()
        for before in reversed(other._nodes):
            if reach.least_to[place] > reach.least_from[before]:
                break
            kept.append(before)
        other._active = kept[::-1]
        return other if other.run(place + 1) else None

    def run(self, first: int = 0) -> bool:
        """Go on from the `first` of the breaks that are not yet looked at; return whether a way is found."""
        reach = self.lines.reach(self.tolerance)
        wide_to, wide_from = reach.wide_to, reach.wide_from
        for place in range(first, len(self.breaks)):
            forced = self.breaks[place].forced
            if place in self._avoided:
                continue
            # At most places even the line that begins first is too short; later ones are shorter still.
            if not forced and wide_to[place] < wide_from[self._active[0]]:
                continue
            found = self._ways_to(place, reach)
            if forced:
                self._active = []
            if found:
                self._nodes[place] = found
                self._active.append(place)
            if not self._active:
                return False
        self.chosen = self._trace()
        return bool(self.chosen)

    def _ways_to(self, place: int, reach: _Reach) -> dict[_State, _Node]:
        """Return the best ways to a break, by the state there; drop beginnings too far back."""
        narrow, wide, least = reach.narrow_to[place], reach.wide_to[place], reach.least_to[place]
        narrow_from, wide_from, least_from = reach.narrow_from, reach.wide_from, reach.least_from
        narrowest, forced = -self.parameters.shrink, self.breaks[place].forced
        found: dict[_State, _Node] = {}
        gone = False
        for before in self._active:
            if narrow > narrow_from[before]:
                gone = gone or least > least_from[before]
                continue
            if not forced and wide < wide_from[before]:
                break
            line = self.lines.weighed(before, place)
            if line is None or line.ratio < narrowest:
                continue
            if not forced and line.ratio > self.tolerance:
                break
            self.extend(before, place, line, found)
        if gone:
            self._active = [before for before in self._active if least <= least_from[before]]
        return found

    def extend(self, before: int, place: int, line: _WeighedLine, found: dict[_State, _Node]) -> None:
        """Add a line to each way to its beginning, and keep those that are the best to a state at its end."""
        parameters, end, demand = self.parameters, self.breaks[place], self.demand
        fitness, own = line.fitness, line.demerits
        for state, (total, _, _) in self._nodes[before].items():
            class_before, hyphens, number = state
            demerits = 0.0
            if demand:
                number += 1
                if number > demand.lines or (end.divides and number == demand.unbroken):
                    continue
            if end.forced:
                demerits = parameters.final_hyphen_demerits if hyphens else 0.0
                hyphens = 0
            elif end.divides:
                hyphens += 1
                if hyphens > parameters.consecutive_hyphens:
                    continue
                demerits = parameters.double_hyphen_demerits if hyphens > 1 else 0.0
            else:
                hyphens = 0
            apart = abs(fitness - class_before)
            if apart > 1:
                demerits += parameters.adjacent_demerits * (apart - 1)
            way, after = total + own + demerits, (fitness, hyphens, number)
            if way < self._limit and (after not in found or way < found[after][0]):
                found[after] = (way, before, state)

    def cost(self, chosen: Sequence[int]) -> float | None:
        """Return the demerits of one way; None when one of its lines cannot be set, or may not follow."""
        way = 0.0
        for before, place in pairwise((-1, *chosen)):
            line = self.lines.weighed(before, place)
            if line is None or not -self.parameters.shrink <= line.ratio <= self.tolerance:
                return None
            self._nodes[place] = {}
            self.extend(before, place, line, self._nodes[place])
            if not self._nodes[place]:
                return None
            way = min(total for total, _, _ in self._nodes[place].values())
        return way

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
