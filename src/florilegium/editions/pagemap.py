"""The page map: where in the printed book the running text stands, as plain data.

A layout says at which letter of which block every line begins. From that alone follows the page of any
mention, call or heading, so that an index can change without a page being laid out again; and the EPUB
knows at which word each printed page begins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from florilegium.system.values import dataclass


@dataclass(frozen=True, slots=True)
class LineStart:
    """The first letter of a piece of a line: the `offset`-th of its block, counted as `runs.letters` counts.

    `page` counts from 0 within the section; `top` and `left` are in points from the page's upper left corner.
    What is `moved` stands elsewhere on paper than in the text, as a figure may.
    """

    block: str
    offset: int
    page: int
    top: float
    left: float = 0.0
    moved: bool = False


@dataclass(frozen=True)
class PageStart:
    """The letter with which a printed page begins. `label` is the folio as printed (`iv`, `12`)."""

    label: str
    section: str
    block: str
    offset: int


def page_range(labels: Sequence[str]) -> str:
    """Return the folios of pages that follow one another, such as `17–24`; one alone for a single page."""
    return "–".join(dict.fromkeys((labels[0], labels[-1]))) if labels else ""


@dataclass(frozen=True)
class Spot:
    """A place in the finished file: the page's place in it, counted from 0, its label, and the height."""

    page: int
    label: str
    top: float


class PageMap:
    """The printed page of every letter of a block. Built once for every section laid out so far."""

    def __init__(self, lines: Iterable[tuple[LineStart, int]], labels: Mapping[int, str]) -> None:
        """Take the `lines`, which pair each line with the place in the file of its section's first page."""
        self._labels = labels
        self._lines: dict[str, list[LineStart]] = {}
        self._firsts: dict[str, int] = {}
        for line, first in lines:
            self._lines.setdefault(line.block, []).append(line)
            self._firsts[line.block] = first
        for found in self._lines.values():
            found.sort(key=lambda line: (line.offset, line.page, line.top))

    def __contains__(self, block: str) -> bool:
        return block in self._lines

    def spot(self, block: str, offset: int = 0) -> Spot:
        """Return where the `offset`-th letter of a block is printed.

        Raises:
            KeyError: the block is in no section laid out.
        """
        lines = self._lines[block]
        line = lines[max(bisect_right(lines, offset, key=lambda line: line.offset) - 1, 0)]
        page = self._firsts[block] + line.page
        return Spot(page, self._labels[page], line.top)
