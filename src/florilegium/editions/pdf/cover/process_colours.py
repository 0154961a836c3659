"""The inks of a cover, as shares of cyan, magenta, yellow and black, and how a page is told to take them."""

from __future__ import annotations

from typing import Final, TypeAlias

Ink: TypeAlias = tuple[float, float, float, float]
Box: TypeAlias = tuple[float, float, float, float]

PAPER: Final[Ink] = (0.0, 0.02, 0.07, 0.02)
WHITE: Final[Ink] = (0.0, 0.0, 0.0, 0.0)
BLACK: Final[Ink] = (0.0, 0.0, 0.0, 1.0)

#: Ground and pattern of each colour, the same as the EPUB's when it is printed (relative colorimetric).
COLOURS: Final[tuple[tuple[Ink, Ink], ...]] = (
    ((0.84, 0.55, 0.27, 0.66), (0.75, 0.49, 0.30, 0.37)),  # ink blue
    ((0.33, 0.93, 0.66, 0.62), (0.30, 0.76, 0.60, 0.39)),  # oxblood
    ((0.84, 0.49, 0.72, 0.55), (0.71, 0.38, 0.59, 0.31)),  # bottle green
    ((0.62, 0.75, 0.11, 0.56), (0.54, 0.62, 0.16, 0.33)),  # aubergine
    ((0.33, 0.64, 0.93, 0.49), (0.35, 0.54, 0.77, 0.22)),  # tobacco
    ((0.86, 0.44, 0.47, 0.51), (0.74, 0.34, 0.42, 0.29)),  # deep teal
    ((0.71, 0.64, 0.63, 0.53), (0.60, 0.51, 0.54, 0.31)),  # slate
)


def within(colour: Ink, most: float) -> Ink:
    """Return a colour whose inks are together no more than `most`: black stays, the others get less."""
    total, black = sum(colour), colour[3]
    if total <= most:
        return colour
    share = max(most - black, 0.0) / (total - black)
    cyan, magenta, yellow = (round(part * share - 0.0005, 3) for part in colour[:3])
    return cyan, magenta, yellow, black


def ink(colour: Ink, *, stroke: bool = False) -> bytes:
    """Return the operator that sets a colour, to fill with or to draw lines in."""
    return ("{:g} {:g} {:g} {:g} ".format(*colour) + ("K\n" if stroke else "k\n")).encode()


def filled(box: Box, colour: Ink) -> bytes:
    """Return a box (left, low, width, height) filled."""
    return ink(colour) + "{:.2f} {:.2f} {:.2f} {:.2f} re f\n".format(*box).encode()
