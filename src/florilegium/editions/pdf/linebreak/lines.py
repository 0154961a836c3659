"""What a line is before it is set: where it may end, what it must fill, how far its spaces are from natural.

The words are those of Knuth and Plass, *Breaking Paragraphs into Lines* (1981), and of TeX.

Widths are in one unit of any size. Nothing here knows of fonts, words or boxes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple


class Break(NamedTuple):
    """A place where a line may end, measured from the paragraph's beginning.

    A line that ends here reaches to `end`, the next one begins at `start`: between them lies the space that
    vanishes, or less than nothing where a hyphen is added. `spaces` and `spaces_after` count the word spaces
    up to `end` and to `start`, `expandable` and `expandable_after` how much of the width till there are
    letters that may be made wider or narrower. `penalty` is added to the demerits of a line that ends here.
    It `divides` when the line then ends with a hyphen (TeX's flagged penalty), and is `forced` where a line
    must end: the paragraph's last break always is.
    """

    end: float
    start: float
    spaces: int
    spaces_after: int
    penalty: float = 0.0
    divides: bool = False
    forced: bool = False
    expandable: float = 0.0
    expandable_after: float = 0.0


@dataclass(frozen=True, slots=True)
class LineWidths:
    """What the lines must fill: the width of the `first` and of all `other` lines.

    `space` is the natural width of a word space. `indent` is that of a following paragraph: a last line
    should not be shorter. `begin` is where the first line begins (not 0 when its first letter hangs).
    `expansion` is the part of their width by which letters may be wider or narrower.
    """

    first: float
    other: float
    space: float
    indent: float
    begin: float = 0.0
    expansion: float = 0.0


@dataclass(frozen=True, slots=True)
class BreakParameters:
    """What a good paragraph is. Ratios are parts of the natural word space, demerits squared `unit`s.

    `ideal` is the best adjustment ratio, `unit` one step away from it. A tight line has `tight` times the
    demerits of a loose one, since words that run together are worse to read. No ratio is below -`shrink` or
    above the `tolerance`. Where that cannot be, letters may be `emergency_expansion` times as much wider or
    narrower, and where that is not enough, the `emergency_stretch` is the upper bound.

    A hyphen has the `hyphen_penalty` beside its own, `double_hyphen_demerits` when the line before has one
    too, `final_hyphen_demerits` on the last line but one; more than `consecutive_hyphens` are never set.
    Neighbours whose fitness classes differ by two have `adjacent_demerits`, and as much for each class more;
    a last line shorter than the indent or of one word has `short_line_demerits`, one that is nearly full
    `full_line_demerits`. Neighbours that begin or end alike have `similar_demerits` for each (D. Verna,
    *Similarity Problems in Paragraph Justification*, DocEng 2024), and each river of a paragraph has
    `river_demerits`.
    """

    ideal: float = 0.14
    unit: float = 0.25
    tight: float = 2.3
    shrink: float = 0.375
    tolerance: float = 1.0
    emergency_expansion: float = 1.5
    emergency_stretch: float = 4.0
    hyphen_penalty: float = 2.73
    double_hyphen_demerits: float = 1.0
    final_hyphen_demerits: float = 1.0
    consecutive_hyphens: int = 2
    adjacent_demerits: float = 0.45
    short_line_demerits: float = 8.0
    full_line_demerits: float = 6.0
    similar_demerits: float = 4.0
    river_demerits: float = 4.2


@dataclass(frozen=True, slots=True)
class Demand:
    """What a page asks of a paragraph: so many `lines`, and no hyphen at the end of the `unbroken`-th.

    A number of lines other than the best one is what TeX calls looseness.
    """

    lines: int
    unbroken: int = 0


class LineSpan(NamedTuple):
    """What a line holds: its `natural` width and what is `missing` to its measure, how much of it is
    `expandable`, and how many spaces. It may be one that ends where a line is `forced` to."""

    natural: float
    missing: float
    expandable: float
    spaces: int
    forced: bool

    def ratio(self, shape: LineWidths, parameters: BreakParameters) -> float:
        """Return its adjustment ratio; 0 where none can fill it.

        The last line of a paragraph keeps natural spaces unless it is too long.
        """
        if self.forced and self.missing >= 0:
            return 0.0
        return adjustment_ratio(self.missing, self.expandable, self.spaces, shape, parameters) or 0.0

    def expansion(self, ratio: float, shape: LineWidths, parameters: BreakParameters) -> float:
        """Return how many times as wide as by nature its letters are when it has this ratio."""
        if self.forced and self.missing >= 0:
            return 1.0
        if not self.spaces:
            return 1.0 + self.missing / self.expandable if self.expandable else 1.0
        steps = (ratio - parameters.ideal) / parameters.unit
        return 1.0 + shape.expansion * max(-1.0, min(1.0, steps))


def adjustment_ratio(
    missing: float, expandable: float, spaces: int, shape: LineWidths, parameters: BreakParameters
) -> float | None:
    """Return how much wider than natural the spaces of a line are, in parts of a space; None without spaces.

    So much is `missing` to its measure. Letters take their share: all that they can where spaces are one step
    or more away from the ideal, less where they are nearer.
    """
    give = expandable * shape.expansion
    if not spaces:
        return 0.0 if abs(missing) <= give + 1e-6 else None
    ideal, unit = parameters.ideal, parameters.unit
    room, per_part = spaces * shape.space, give / unit
    ratio = (missing + per_part * ideal) / (room + per_part)
    if abs(ratio - ideal) > unit:
        ratio = (missing - math.copysign(give, ratio - ideal)) / room
    return ratio
