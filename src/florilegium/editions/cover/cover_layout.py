"""The layout of a drawn cover, the same for every edition: a paper label on a ground of printers' flowers.

The flowers are Robert Granjon's arabesques, which EB Garamond has as ornaments; four of them, each the mirror
of the next, make one piece of the pattern. The colour comes from the book's identifier, so that each book of
a shelf has its own and keeps it.

Lengths are in units of which the page is 1600 wide. An edition sets lines in its own way (`Lettering`) and
paints what is laid out here: pixels for the EPUB, inks for the sheet that a printer wraps round the book.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Generic, Protocol, TypeVar

from florilegium.editions.cover.words import Words
from florilegium.system.values import dataclass

Set = TypeVar("Set")

#: The width of the page.
WIDTH: Final = 1600

#: Granjon's arabesque, looking left and looking right, and the size of one in the pattern.
FLOWERS: Final = "\ue001\ue002"
FLOWER_SIZE: Final = 190

#: What stands on every side of the label, and in it round its words; the width of these.
MARGIN: Final = 170
PADDING: Final = 160
MEASURE: Final = 1000

#: The label's two rules: how far in they begin, and how thick they are.
RULES: Final = ((26, 7), (44, 2))

#: How many colours an edition has.
COLOURS: Final = 7

#: The base line of a block's first line, in parts of its leading.
BASE: Final = 0.78

#: What is left above the label, of all that is left above and below it.
_ABOVE: Final = 0.4

#: The weight of a title in bold.
BOLD: Final = 700

#: The least part of its size to which a line is set smaller before a name is broken.
_SMALLER: Final = 0.7

#: The title: its sizes from the largest on, lines at most, and its leading.
_TITLE_SIZES: Final = range(176, 60, -8)
_TITLE_LINES: Final = 5
_TITLE_LEADING: Final = 1.06


@dataclass(frozen=True)
class CoverStyle:
    """How a line is set: size, weight of a face that has several, OpenType features, tracking in thousandths
    of an em."""

    size: float
    features: tuple[str, ...] = ()
    tracking: int = 0
    weight: int = 400
    italic: bool = False


class Lettering(Protocol[Set]):
    """How an edition sets lines. Widths are in units of the cover."""

    def lines(self, text: str, style: CoverStyle) -> tuple[Set, ...]:
        """Return a text in the fewest lines of `MEASURE`, as even as can be; a long word stands alone."""

    def width(self, line: Set) -> float:
        """Return the width of a line."""

    def size(self, line: Set) -> float:
        """Return the size of a line's type, which may be rounded."""


@dataclass(frozen=True)
class TitleBlock(Generic[Set]):
    """Lines of one kind, with their leading and the space above them."""

    lines: tuple[Set, ...]
    leading: float
    above: float

    @property
    def height(self) -> float:
        """Return how high it is, with the space above it."""
        return self.above + self.leading * len(self.lines)


def colour_of(seed: str) -> int:
    """Return the number of the colour that a seed chooses."""
    return hashlib.sha256(seed.encode()).digest()[0] % COLOURS


def label_top(page_height: float, height: float, margin: float = MARGIN) -> float:
    """Return how far below the head of the page a label of some height begins: a little above the middle."""
    return max(margin, (page_height - height) * _ABOVE)


def title_blocks(
    words: Words, lettering: Lettering[Set], *, plain: bool = False
) -> tuple[TitleBlock[Set], ...]:
    """Return the words of the label as lines, from top to bottom; `plain`, in bold and without ornaments."""
    small = CoverStyle(46, ("smcp", "c2sc", "onum", "pnum"), 90, weight=500)
    blocks = []
    if words.series:
        blocks.append(TitleBlock(_fitted(words.series, small, lettering), 64, 0))
    title = _title(words.title, lettering, BOLD if plain else 500)
    blocks.append(TitleBlock(title, lettering.size(title[0]) * _TITLE_LEADING, 40 if blocks else 0))
    if words.subtitle:
        slanted = CoverStyle(68, ("onum", "pnum"), italic=True)
        blocks.append(TitleBlock(_fitted(words.subtitle, slanted, lettering), 84, 44))
    if not plain:
        blocks.append(TitleBlock(lettering.lines(FLOWERS, CoverStyle(96)), 60, 70))
    if words.names:
        named = CoverStyle(56, ("smcp", "onum", "pnum"), 60, weight=500)
        blocks.append(TitleBlock(_fitted(words.names, named, lettering), 76, 112 if plain else 56))
    if words.publisher:
        house = replace(small, size=44, weight=400)
        blocks.append(TitleBlock(_fitted(words.publisher, house, lettering), 60, 56))
    return tuple(blocks)


def _title(text: str, lettering: Lettering[Set], weight: int) -> tuple[Set, ...]:
    """Return the title as large as its lines allow: no word may leave the label."""
    style = CoverStyle(64, ("lnum",), weight=weight)
    for size in _TITLE_SIZES:
        lines = lettering.lines(text, replace(style, size=size, tracking=-4))
        if len(lines) <= _TITLE_LINES and _widest(lines, lettering) <= MEASURE:
            return lines
    return _fitted(text, style, lettering)


def _fitted(text: str, style: CoverStyle, lettering: Lettering[Set]) -> tuple[Set, ...]:
    """Return a text in lines, smaller where a single word would leave the label.

    A name is kept on one line until that would make it too small to read.
    """
    fitting = _fitting(text, style, lettering)
    if fitting.size < style.size * _SMALLER and "\N{NO-BREAK SPACE}" in text:
        return _fitted(text.replace("\N{NO-BREAK SPACE}", " "), style, lettering)
    return lettering.lines(text, fitting)


def _fitting(text: str, style: CoverStyle, lettering: Lettering[Set]) -> CoverStyle:
    """Return a style with which no word of a text leaves the label."""
    widest = _widest(lettering.lines(text, style), lettering)
    return style if widest <= MEASURE else replace(style, size=style.size * MEASURE / widest)


def _widest(lines: Sequence[Set], lettering: Lettering[Set]) -> float:
    return max(map(lettering.width, lines))


def even_breaks(widths: Sequence[float], space: float, measure: float) -> list[tuple[int, int]]:
    """Return where lines of words begin and end: the fewest that a measure allows, as even as can be.

    A word wider than the measure stands alone. All lengths are in one unit.
    """
    # For the words from each on: how many lines, how ragged, and where the next line begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)] * (len(widths) + 1)
    for first in range(len(widths) - 1, -1, -1):
        choices = []
        width = -space
        for after in range(first + 1, len(widths) + 1):
            width += space + widths[after - 1]
            if width > measure and after > first + 1:
                break
            count, rag, _ = best[after]
            choices.append((count + 1, rag + (measure - width) ** 2, after))
        best[first] = min(choices)
    lines, first = [], 0
    while first < len(widths):
        lines.append((first, best[first][2]))
        first = best[first][2]
    return lines
