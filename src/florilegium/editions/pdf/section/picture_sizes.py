"""The pictures of the printed book: how large they stand on the grid, and how finely they are printed.

A press shows what a screen hides: a picture of less than 300 dots to the inch at its printed size looks soft
or jagged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.section.trim import LEADING, POINTS_PER_PIXEL, Page
from florilegium.system import files
from florilegium.system.values import dataclass
from florilegium.system.whole_picture import opened

#: Letters of a long description that are heard in one go. The PDF, which can only say them together with the
#: alternative text, leaves a longer one to the EPUB.
_HEARD: Final = 300

#: Dots to the inch that print wants of a picture: twice the lines of a usual screen (60 to the centimetre).
FINE_ENOUGH: Final = 300

_LIMIT: Final = 200_000_000

#: The white below a picture, which the style sets, in points.
_BELOW: Final = 6.0

#: The white above and below one in a sentence, together.
_AROUND: Final = 2.0

#: No picture is higher than this part of the type area, so that its caption stands below it.
_HIGHEST: Final = 0.85


@dataclass(frozen=True)
class PrintedPicture:
    """A picture as printed: its file, page in the section from 0, width in mm, dots to the inch."""

    source: str
    page: int
    width: float
    dpi: int

    @property
    def is_coarse(self) -> bool:
        """Return whether print wants more of it."""
        return self.dpi < FINE_ENOUGH


def fit_to_grid(tree: Element, root: Path, page: Page) -> None:
    """Give every picture a height that, with the white above and below it, is a number of whole lines.

    It is as large as its pixels make it, but no wider than the measure.
    """
    most = _HIGHEST * (page.height - page.head - page.foot)
    for picture in tree.iter("img"):
        size = _pixels(root, picture.get("src", ""))
        around = picture.getparent()
        if size is not None and around is not None:
            width, height = (side * POINTS_PER_PIXEL for side in size)
            fitted = height * min(1.0, page.measure / width, most / height)
            whole = height_on_grid(fitted, in_figure=around.tag == "figure")
            picture.set("style", f"height: {whole:g}pt")


def height_on_grid(height: float, *, in_figure: bool) -> float:
    """Return the height in points nearest below which fills whole lines, with the white round it."""
    white = _BELOW if in_figure else _AROUND
    return max(int((height + white) / LEADING), 1) * LEADING - white


def _pixels(root: Path, source: str) -> tuple[int, int] | None:
    """Return a picture's width and height; None when it cannot be opened, which layout will report."""
    from urllib.parse import unquote

    from PIL import Image

    try:
        with opened(files.read(root, unquote(source), _LIMIT)) as picture:
            return picture.size
    except (files.FileRefusedError, OSError, ValueError, Image.DecompressionBombError):
        return None


def alternative_of(picture: Element) -> str | None:
    """Return what a picture shows in words.

    Return None when nothing is said of it, not even that nothing is to be said.
    """
    alternative, description = picture.get("alt"), " ".join(picture.get("description", "").split())
    if not description or len(description) > _HEARD:
        return alternative
    if not alternative:
        return description
    return f"{alternative}{'' if alternative[-1] in '.!?…' else '.'} {description}"
