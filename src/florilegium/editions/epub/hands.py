"""By whom the single pieces of an EPUB are made: its pages, its pictures, its cover.

Each is a pure function of a value, so that any process can do it, and what was made can be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from florilegium.editions.epub.media.cover_drawing import Commission, Drawn, draw
from florilegium.editions.epub.media.images import Picture, fitted
from florilegium.editions.epub.pages.page import Page, Task, make_page


def _pages_here(tasks: Sequence[Task]) -> Sequence[Page]:
    return [make_page(task) for task in tasks]


def _fitted_here(pictures: Sequence[Picture]) -> Sequence[bytes]:
    return [fitted(picture) for picture in pictures]


@dataclass(frozen=True)
class Hands:
    """Who does what `make_page`, `fitted` and `draw` do; by default this process, one after the other."""

    pages: Callable[[Sequence[Task]], Sequence[Page]] = _pages_here
    fitted: Callable[[Sequence[Picture]], Sequence[bytes]] = _fitted_here
    drawn: Callable[[Commission], Drawn] = draw
