"""The curves of growth as a drawing: time and memory at each size, on scales that double alike.

On such scales what is linear is a straight line that rises as fast as the one drawn beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_WIDTH, _HEIGHT = 300, 220
_LEFT, _TOP = 46, 34
_INK, _PALE = "#1f3a4d", "#b9c4cc"


@dataclass(frozen=True)
class Point:
    """What one size cost."""

    articles: int
    seconds: float
    megabytes: float


def draw(points: Sequence[Point], path: Path) -> None:
    """Write the curves as SVG."""
    time = _Panel("Seconds", points, lambda point: point.seconds, slope=True)
    memory = _Panel("Megabytes, largest process", points, lambda point: point.megabytes, slope=False)
    width, height = 2 * (_LEFT + _WIDTH) + 40, _TOP + _HEIGHT + 44
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="11" fill="{_INK}">',
        "<title>Time and memory of a build by the number of articles</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(f'<g transform="translate({_LEFT} {_TOP})">', *time.parts(), "</g>"),
        *(f'<g transform="translate({2 * _LEFT + _WIDTH + 20} {_TOP})">', *memory.parts(), "</g>"),
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class _Panel:
    """One curve; with a `slope`, beside a line that rises as what is linear does."""

    title: str
    points: Sequence[Point]
    of: Callable[[Point], float]
    slope: bool

    def parts(self) -> list[str]:
        """The elements of the panel, its upper left corner at the origin."""
        places = [(self._x(point.articles), self._y(self.of(point))) for point in self.points]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts = [
            f'<text y="-14" font-size="13" font-weight="bold">{self.title}</text>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="{_PALE}"/>',
        ]
        if self.slope:
            parts.append(self._linear())
        parts.append(f'<polyline points="{line}" fill="none" stroke="{_INK}" stroke-width="2"/>')
        for (x, y), point in zip(places, self.points, strict=True):
            parts += [
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>',
                f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="end">{self.of(point):.3g}</text>',
                f'<text x="{x:.1f}" y="{_HEIGHT + 16}" text-anchor="middle">{point.articles}</text>',
            ]
        parts.append(f'<text x="{_WIDTH / 2}" y="{_HEIGHT + 34}" text-anchor="middle">articles</text>')
        return parts

    def _linear(self) -> str:
        """A line through the last point, on which twice the articles cost twice as much."""
        first, last = self.points[0], self.points[-1]
        end = self.of(last)
        begin = max(end * first.articles / last.articles, self._bounds[0])
        at = last.articles * begin / end
        return (
            f'<line x1="{self._x(at):.1f}" y1="{self._y(begin):.1f}" x2="{self._x(last.articles):.1f}" '
            f'y2="{self._y(end):.1f}" stroke="{_PALE}" stroke-dasharray="5 4"/>'
        )

    @property
    def _bounds(self) -> tuple[float, float]:
        values = [self.of(point) for point in self.points]
        return min(values) / 2, max(values) * 2

    def _x(self, articles: float) -> float:
        low, high = self.points[0].articles / 1.6, self.points[-1].articles * 1.3
        return _WIDTH * math.log(articles / low) / math.log(high / low)

    def _y(self, value: float) -> float:
        low, high = self._bounds
        return _HEIGHT * (1 - math.log(value / low) / math.log(high / low))
