"""The page: trim size, margins and type area, from a stated canon.

The measure is three quarters of the width, the type area as many lines of the grid as fit into 78 % of the
height, unless a design has other parts. What is left is shared 5 : 4 between inner and outer margin, since a
bound book swallows part of the inner one, and 4 : 5 between head and foot, since a block of type looks
centred when it stands above the middle (Bringhurst, *Elements of Typographic Style*, 8.3). Every length is in
points of 1/72 inch.
"""

from __future__ import annotations

from typing import Final

from florilegium.system.values import dataclass

#: The distance of two lines of the grid.
LEADING: Final = 14.0

#: Points of a millimetre.
POINTS: Final = 72 / 25.4

#: Points of a pixel, in which WeasyPrint and browsers measure (CSS Values 4, 6.2).
POINTS_PER_PIXEL: Final = 0.75


@dataclass(frozen=True)
class Page:
    """A page's shape in points. The inner margin of a recto is on its left, or on its right where the book is
    bound on the right, as Hebrew and Arabic ones are (`binds_right`)."""

    width: float
    height: float
    inner: float
    outer: float
    head: float
    foot: float
    binds_right: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Return its width and height in millimetres."""
        return self.width / POINTS, self.height / POINTS

    @property
    def measure(self) -> float:
        """Return the width of the type area."""
        return self.width - self.inner - self.outer

    def left(self, *, recto: bool) -> float:
        """Return the left margin of a recto or a verso."""
        return self.outer if recto == self.binds_right else self.inner

    @property
    def verso_shift(self) -> float:
        """Return how far what is set for a recto moves to stand right on a verso."""
        return self.left(recto=False) - self.left(recto=True)

    def rule(self) -> str:
        """Return the page as a rule of CSS."""
        left, right = self.left(recto=True), self.left(recto=False)
        return (
            f"@page {{ size: {self.width:g}pt {self.height:g}pt; "
            f"margin: {self.head:g}pt {right:g}pt {self.foot:g}pt {left:g}pt; }}"
        )


def page_of(
    size: tuple[float, float], measure: float = 0.75, depth: float = 0.78, *, binds_right: bool = False
) -> Page:
    """Return the page of a trim, `size` being its width and height in millimetres.

    The type area has `measure` of its width and, in whole lines, `depth` of its height.
    """
    width, height = (round(side * POINTS, 2) for side in size)
    across = width * (1 - measure)
    down = height - LEADING * int(height * depth / LEADING)
    inner, head = round(across * 5 / 9, 2), round(down * 4 / 9, 2)
    return Page(
        width=width,
        height=height,
        inner=inner,
        outer=round(across - inner, 2),
        head=head,
        foot=round(down - head, 2),
        binds_right=binds_right,
    )
