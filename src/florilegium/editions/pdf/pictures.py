"""How finely the pictures of a section are printed.

A press shows what a screen hides: a picture of less than 300 dots to the inch at its printed size looks soft
or jagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: Dots to the inch that print wants of a picture: twice the lines of a usual screen (60 to the centimetre).
FINE_ENOUGH: Final = 300

_PIXELS_PER_INCH: Final = 96


@dataclass(frozen=True)
class Picture:
    """A picture as printed: its file, page in the section from 0, width in mm, dots to the inch."""

    source: str
    page: int
    width: float
    dpi: int

    @property
    def is_coarse(self) -> bool:
        """Whether print wants more of it."""
        return self.dpi < FINE_ENOUGH


def pictures_on(pages: Sequence[Any]) -> Iterator[Picture]:
    """The pictures of laid-out pages; drawings made of lines have no dots and are left out."""
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            image: Any = getattr(box, "replacement", None)
            if hasattr(image, "image_data"):
                dots = min(image.width / box.width, image.height / box.height)
                source = box.element.get("src", "") if box.element is not None else ""
                yield Picture(source, number, round(box.width / 96 * 25.4, 1), int(dots * _PIXELS_PER_INCH))
