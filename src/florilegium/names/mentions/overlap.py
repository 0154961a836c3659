"""Of the forms that a text holds, which count: the longest first, then the leftmost, none that is ignored.

An ignored phrase goes before every form that it holds or cuts, but not before a form that holds it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from florilegium.names.mentions.authority import NOBODY
from florilegium.names.mentions.forms import Rule
from florilegium.names.mentions.name_boundaries import Ground


class Hit(NamedTuple):
    """A form that was found. Offsets count in the folded text; `form` is as the authority has it."""

    start: int
    end: int
    form: str
    entry: int
    rule: Rule


class PassedOver(NamedTuple):
    """A form that was found but names nobody there: `start:end` is the longer name or the ignored phrase."""

    hit: Hit
    start: int
    end: int
    ignored: bool


class Span(NamedTuple):
    """A stretch of text with the entries that an ignored phrase disowns."""

    start: int
    end: int
    owners: frozenset[int]


class Taken:
    """Stretches of a text that do not overlap; says quickly whether another meets one of them."""

    def __init__(self, spans: Iterable[Hit] = ()) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def meets(self, start: int, end: int) -> bool:
        following = bisect_left(self._starts, end)
        return following > 0 and self._ends[following - 1] > start

    def add(self, start: int, end: int) -> None:
        place = bisect_left(self._starts, start)
        self._starts.insert(place, start)
        self._ends.insert(place, end)


def part(found: list[Hit], phrases: Sequence[Span]) -> tuple[list[Hit], list[PassedOver]]:
    """Part the hits that an ignored phrase holds or cuts from the others."""
    if not phrases:
        return found, []
    starts = [span.start for span in phrases]
    longest = max((span.end - span.start for span in phrases), default=0)
    kept, killed = [], []
    for hit in found:
        first = bisect_left(starts, hit.start - longest)
        for span in phrases[first : bisect_left(starts, hit.end)]:
            meant = NOBODY in span.owners or hit.entry in span.owners
            holds = hit.start <= span.start and span.end <= hit.end and hit[:2] != span[:2]
            if meant and span.end > hit.start and not holds:
                killed.append(PassedOver(hit, span.start, span.end, ignored=True))
                break
        else:
            kept.append(hit)
    return kept, killed


def choose(found: Iterable[Hit]) -> list[Hit]:
    """Return the longest form first, then the leftmost, among those that meet; in the order of the text."""
    chosen: list[Hit] = []
    cluster: list[Hit] = []
    reach = -1
    for hit in sorted(found):
        if hit.start >= reach:
            chosen += _choose_in(cluster)
            cluster = []
        cluster.append(hit)
        reach = max(reach, hit.end)
    return [*chosen, *_choose_in(cluster)]


def _choose_in(cluster: list[Hit]) -> list[Hit]:
    """Return the choice within hits that overlap in a chain, in their order; most often that is one."""
    if len(cluster) < 2:
        return cluster
    chosen, taken = [], Taken()
    for hit in sorted(cluster, key=lambda h: (h.start - h.end, h.start)):
        if not taken.meets(hit.start, hit.end):
            taken.add(hit.start, hit.end)
            chosen.append(hit)
    return sorted(chosen)


def ground_of(ground: Ground, spans: Iterable[Hit | Span]) -> Ground:
    """Return the same text with other stretches covered; those that overlap are joined."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return replace(ground, starts=starts, ends=ends)
