"""What a line is before it is set: where it may end, what it must fill, how far it is strained.

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
    up to `end` and to `start`, `supple` and `supple_after` how much of the width till there are letters that
    may be made wider or narrower. `price` is what a break here costs in itself. It `divides` when the line
    then ends with a hyphen, and is `forced` where a line must end: the paragraph's last break always is.
    """

    end: float
    start: float
    spaces: int
    spaces_after: int
    price: float = 0.0
    divides: bool = False
    forced: bool = False
    supple: float = 0.0
    supple_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What the lines must fill: the width of the `first` and of all `other` lines.

    `space` is the natural width of a word space. `indent` is that of a following paragraph: a last line
    should not be shorter. `begin` is where the first line begins (not 0 when its first letter hangs).
    `expansion` is the part of their width by which supple letters may be wider or narrower.
    """

    first: float
    other: float
    space: float
    indent: float
    begin: float = 0.0
    expansion: float = 0.0


@dataclass(frozen=True, slots=True)
class Taste:
    """What a good paragraph is. Spaces are in parts of the natural word space, prices in squared `unit`s.

    `ideal` is how much wider than natural a space had best be, `unit` what counts as one step away from it.
    A tight line costs `tight` times what a loose one does, since words that run together are worse to read.
    `shrink` and `stretch` are how far a space may go; `patience` is the stretch of the second try. A hyphen
    costs `hyphen` beside its own price, `ladder` more when the line before has one too, `before_last` more
    when it stands on the last line but one; more than `rungs` in a row are never set. `contrast` is the
    price of neighbours whose tightness differs by two classes, `stub` that of a last line shorter than the
    indent or of one word, `brim` that of one that is nearly full.
    """

    ideal: float = 0.15
    unit: float = 0.25
    tight: float = 2.5
    shrink: float = 0.375
    stretch: float = 1.0
    patience: float = 4.0
    hyphen: float = 2.5
    ladder: float = 1.0
    before_last: float = 1.0
    rungs: int = 2
    contrast: float = 0.3
    stub: float = 8.0
    brim: float = 1.0


@dataclass(frozen=True, slots=True)
class Demand:
    """What a page asks of a paragraph: so many `lines`, and no hyphen at the end of the `unbroken`-th."""

    lines: int
    unbroken: int = 0


class Span(NamedTuple):
    """What a line holds: its `natural` width, how much of it is `supple`, and how many spaces.

    It may be the `first` line of the paragraph, and one that ends where a line is `forced` to.
    """

    natural: float
    supple: float
    spaces: int
    first: bool
    forced: bool


def strain(span: Span, shape: Shape, taste: Taste) -> float | None:
    """How much wider than natural a line's spaces are, in parts of a space; None without spaces to change.

    The last line of a paragraph keeps natural spaces unless it is too long. Supple letters take their share:
    all that they can where spaces are one step or more away from the ideal, less where they are nearer.
    """
    missing = (shape.first if span.first else shape.other) - span.natural
    if span.forced and missing >= 0:
        return 0.0
    give = span.supple * shape.expansion
    if not span.spaces:
        return 0.0 if abs(missing) <= give + 1e-6 else None
    room = span.spaces * shape.space
    per_part = give / taste.unit
    pull = (missing + per_part * taste.ideal) / (room + per_part)
    if abs(pull - taste.ideal) > taste.unit:
        pull = (missing - math.copysign(give, pull - taste.ideal)) / room
    return pull


def expansion(span: Span, strain: float, shape: Shape, taste: Taste) -> float:
    """How many times as wide as by nature the letters of a line of some strain are."""
    missing = (shape.first if span.first else shape.other) - span.natural
    if span.forced and missing >= 0:
        return 1.0
    if not span.spaces:
        return 1.0 + missing / span.supple if span.supple else 1.0
    steps = (strain - taste.ideal) / taste.unit
    return 1.0 + shape.expansion * max(-1.0, min(1.0, steps))
