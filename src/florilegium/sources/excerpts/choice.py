"""Find the heading by which the manifest names a part of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from florilegium.sources.manuscript import PartChoice, Reading
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_LETTERS: Final = regex(r"[^\W_]+")

#: So many headings a hint names.
_NAMED: Final = 6


@dataclass(frozen=True)
class FileHeading:
    """A heading of a file: its level, its words in each way that an editor may write them, its place."""

    level: int
    words: tuple[str, ...]
    at: str


def chosen_heading(
    headings: Sequence[FileHeading], choice: PartChoice, reading: Reading
) -> FileHeading | None:
    """Return the heading that a choice names by its words.

    Reports:
        S020: no heading has these words.
        S021: several have.
    """
    wanted = _plain(choice.heading)
    found = [one for one in headings if wanted in map(_plain, one.words)]
    if len(found) == 1:
        return found[0]
    if found:
        lines = " and ".join(one.at.partition(":")[0] for one in found[:3])
        message = f"the heading “{choice.heading}” stands {len(found)} times in this file, on lines {lines}"
        hint = "Name the part by its id, `part: {id: …}`, or make the headings differ."
        reading.report.add("S021", choice.place, message, hint)
    else:
        report_missing(f"“{reading.name}” has no heading “{choice.heading}”", headings, choice, reading)
    return None


def report_missing(
    message: str, headings: Sequence[FileHeading], choice: PartChoice, reading: Reading
) -> None:
    """Report that a file has no such part, with the headings that it has.

    Reports:
        S020: as said.
    """
    names = [one.words[0] for one in headings if one.words[0]]
    near = get_close_matches(choice.heading, names, 1, 0.7)
    listed = ", ".join(f"“{name}”" for name in names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    hint = f"Its headings are {listed}." if names else "Give the article a file of its own."
    reading.report.add("S020", choice.place, message, f"Is “{near[0]}” meant?" if near else hint)


def end_of(headings: Sequence[FileHeading], heading: FileHeading) -> FileHeading | None:
    """Return the heading with which the part of another one ends: the next of its level or above."""
    after = headings[headings.index(heading) + 1 :]
    return next((one for one in after if one.level <= heading.level), None)


def named_choices(parts: Iterable[tuple[str, str]], headings: Iterable[str]) -> tuple[PartChoice, ...]:
    """Return how parts are named, given the id and the heading of each, empty where it has none.

    Each is named by its id, else by a heading whose words stand once among all `headings`. Where one has
    neither, none is named.
    """
    counts = Counter(map(_plain, headings))
    choices = []
    for id_, heading in parts:
        if not id_ and not (heading and counts[_plain(heading)] == 1):
            return ()
        choices.append(PartChoice(id=id_) if id_ else PartChoice(heading=heading))
    return tuple(choices)


def _plain(text: str) -> str:
    return "".join(_LETTERS.findall(text)).casefold()
