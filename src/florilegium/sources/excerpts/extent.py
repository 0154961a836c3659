"""What of a file an article has, when the file holds several.

A file is counted in units, in their order: the text nodes of a page, the lines of Markdown. Those of an
article are one run of units and the notes that it calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Final

from florilegium.problems import Place, Report
from florilegium.system.values import dataclass

#: Letters of a stretch that a message or a ledger shows.
_SHOWN: Final = 60


class Belongs(StrEnum):
    """To whom a unit of a file belongs: the article, its notes, another's text or notes, the file itself."""

    HERE = "here"
    OWN_NOTE = "own note"
    ELSEWHERE = "elsewhere"
    OTHER_NOTE = "other note"
    FILE = "file"


@dataclass(frozen=True)
class FileUnit:
    """A unit of a file that has letters; `at` is `LINE:COLUMN`."""

    text: str
    at: str
    belongs: Belongs


@dataclass(frozen=True)
class Stretch:
    """A run of units that belong together, from `first` to `last`; `words` are its first words."""

    first: int
    last: int
    at: str
    last_line: int
    words: str
    characters: int
    belongs: Belongs


@dataclass(frozen=True)
class Extent:
    """The stretch of a file that an article has, and those that it has not."""

    inside: tuple[Stretch, ...]
    outside: tuple[Stretch, ...]

    @classmethod
    def of(cls, units: Iterable[FileUnit]) -> Extent:
        """Gather the units of a file."""
        stretches = list(_gathered(units))
        kept = (Belongs.HERE, Belongs.OWN_NOTE)
        return cls(
            tuple(one for one in stretches if one.belongs is Belongs.HERE),
            tuple(one for one in stretches if one.belongs not in kept),
        )


def _gathered(units: Iterable[FileUnit]) -> Iterator[Stretch]:
    for belongs, group in groupby(enumerate(units), key=lambda one: one[1].belongs):
        run = list(group)
        text = " ".join(" ".join(unit.text.split()) for _, unit in run[:20])
        words = text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
        yield Stretch(
            first=run[0][0],
            last=run[-1][0],
            at=run[0][1].at,
            last_line=int(run[-1][1].at.partition(":")[0] or 0),
            words=words,
            characters=sum(len("".join(unit.text.split())) for _, unit in run),
            belongs=belongs,
        )


@dataclass(frozen=True)
class TakenPart:
    """What an article takes of a file; `extent` is None for the whole. `place` is in the manifest."""

    source: str
    place: Place
    extent: Extent | None


def report_shared(taken: Sequence[TakenPart], report: Report) -> None:
    """Hold the articles of each file against each other.

    Reports:
        S022: two articles have the same words of a file.
        S023: words of a file are in none of its articles.
        N009: a note of a file is called by none of its articles.
    """
    files: dict[str, list[TakenPart]] = {}
    for one in taken:
        files.setdefault(one.source, []).append(one)
    for source, parts in files.items():
        if any(part.extent is not None for part in parts):
            _report_overlaps(parts, report)
            _report_rest(source, [part.extent for part in parts if part.extent is not None], report)


def _report_overlaps(parts: Sequence[TakenPart], report: Report) -> None:
    for number, part in enumerate(parts):
        for before in parts[:number]:
            if _overlap(before.extent, part.extent):
                message = (
                    f"this article has words of “{part.source}” that the article in line {before.place.line} "
                    "has too"
                )
                report.add("S022", part.place, message, "Name a part that does not hold the other.")
                break


def _overlap(one: Extent | None, other: Extent | None) -> bool:
    if one is None or other is None:
        return one is not other
    return any(a.first <= b.last and b.first <= a.last for a in one.inside for b in other.inside)


def _report_rest(source: str, extents: Sequence[Extent], report: Report) -> None:
    rest = list(extents[0].outside)
    for extent in extents[1:]:
        rest = list(_common(rest, extent.outside))
    for stretch in rest:
        line, _, column = stretch.at.partition(":")
        place = Place(source, int(line or 0), int(column or 0))
        if stretch.belongs is Belongs.ELSEWHERE:
            lines = f", to line {stretch.last_line}," if stretch.last_line > place.line else ""
            message = f"what begins with “{stretch.words}”{lines} is in none of the articles of this file"
            report.add(
                "S023", place, message, "It is left out. Name it as an article of its own, if it is one."
            )
        elif stretch.belongs is Belongs.OTHER_NOTE:
            message = f"the note “{stretch.words}” is called by none of the articles of this file"
            report.add(
                "N009",
                place,
                message,
                "It is left out. Name the part that calls it as an article, if it is one.",
            )


def _common(one: Sequence[Stretch], other: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield what two lists of stretches have in common; each begins where one of the two begins."""
    first = second = 0
    while first < len(one) and second < len(other):
        a, b = one[first], other[second]
        shorter = a if a.last <= b.last else b
        start = a if a.first >= b.first else b
        if start.first <= shorter.last and a.belongs is b.belongs:
            yield Stretch(
                first=start.first,
                last=shorter.last,
                at=start.at,
                last_line=shorter.last_line,
                words=start.words,
                characters=start.characters,
                belongs=start.belongs,
            )
        if a.last <= b.last:
            first += 1
        if b.last <= a.last:
            second += 1
