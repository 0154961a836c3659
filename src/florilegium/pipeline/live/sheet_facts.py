"""What a page is, a line of the outline and a letter on a page: values alone, so that the pages of the last
sitting can be shown before all that sets pages has been loaded.
"""

from __future__ import annotations

from florilegium.system.values import dataclass


@dataclass(frozen=True)
class SheetFacts:
    """What a page is: its folio, the id and title of its section, its stamp, and whether it is a right-hand
    page. A blank page has no section."""

    place: int
    folio: str
    section: str
    title: str
    stamp: str
    recto: bool


@dataclass(frozen=True)
class OutlineLine:
    """A line by which to jump: a title, its level from 0, and the place of the page that it opens on."""

    title: str
    level: int
    place: int
    folio: str


@dataclass(frozen=True)
class LetterBox:
    """A letter as it stands on a page, in points from the upper left corner.

    `block` is the id of the block that it belongs to, and `offset` how many of its letters stand before it,
    as `runs.letters` counts; a letter of a running head or of a call has no block. `sign` is the letter.
    """

    sign: str
    left: float
    top: float
    right: float
    bottom: float
    block: str = ""
    offset: int = -1
