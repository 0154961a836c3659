"""The sheet of a cover: back, spine and front side by side. Lengths are in points.

The spine is as thick as the book's leaves. It bears the title when it is wide enough to be read on a shelf,
and for a fold that is a little off its place.
"""

from __future__ import annotations

from typing import Final

from florilegium.editions.cover.words import Words
from florilegium.editions.pdf.section.trim import Page
from florilegium.system.values import dataclass

#: Paper folds this far off its place at worst, so nothing on a spine comes nearer to its edges.
OFF: Final = 4.5

#: Type on a spine is no smaller and no larger than this.
_SPINE_TYPE: Final = (8.0, 16.0)


@dataclass(frozen=True)
class Wrap:
    """What the sheet is made of.

    `pages` is the number of printed pages, `leaf` the thickness of a leaf, `binding` what binding adds to it.
    `isbn` has thirteen digits or none. `picture` is the editor's cover as a file, `seed` chooses the colour
    of a drawn one. The spine bears words from `spine_from` pages on, so far from its edges as `clear`. So
    much of the back as `reserved` is left free at its foot. One that is `plain` has no ornaments.
    """

    page: Page
    pages: int
    leaf: float
    words: Words
    blurb: str = ""
    isbn: str = ""
    picture: bytes = b""
    seed: str = ""
    language: str = "en"
    binding: float = 0.0
    spine_from: int = 0
    clear: float = OFF
    reserved: float = 0.0
    plain: bool = False

    @property
    def front(self) -> float:
        """Return where the front begins: left of the spine in a book that is bound on its right."""
        return 0.0 if self.page.binds_right else self.page.width + self.spine

    @property
    def back(self) -> float:
        """Return where the back begins."""
        return self.page.width + self.spine if self.page.binds_right else 0.0

    @property
    def spine(self) -> float:
        """Return the width of the spine: two pages are a leaf."""
        return (self.pages + 1) // 2 * self.leaf + self.binding

    @property
    def width(self) -> float:
        """Return the width of the trimmed sheet."""
        return 2 * self.page.width + self.spine

    @property
    def spine_size(self) -> float:
        """Return the size of type on the spine; 0 when it is too thin for any."""
        least, most = _SPINE_TYPE
        size = min((self.spine - 2 * self.clear) / 1.1, most)
        return size if size >= least and self.pages >= self.spine_from else 0.0
