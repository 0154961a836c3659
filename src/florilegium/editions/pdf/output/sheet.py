"""The sheet that a printer cuts a page or a cover from: bleed, crop marks, boxes (ISO 32000-1 14.11.2)."""

from __future__ import annotations

from typing import Any, Final

from florilegium.editions.pdf.output.xmp import Conformance
from florilegium.system.values import dataclass

#: A crop mark's length, and the paper that is left beyond it, in points.
_MARK: Final = 14.0
_BEYOND: Final = 4.0

#: Marks begin no nearer to the trimmed edge than this, bleed or none, in points.
_NEAREST: Final = 6.0


@dataclass(frozen=True)
class Press:
    """What the printer asks for: `bleed` in points, crop `marks` or none, pages a multiple of `multiple`.

    With `blank_end` the last page is blank. `right` and `up` are how far what stands on a recto is moved, in
    points; on a verso it goes as far to the left. The file is made to a `standard`, and its inks are together
    `most_ink` at most.
    """

    bleed: float = 8.5
    marks: bool = False
    multiple: int = 1
    blank_end: bool = False
    right: float = 0.0
    up: float = 0.0
    standard: Conformance = Conformance.PRESS
    most_ink: float = 2.7

    @property
    def beyond(self) -> float:
        """Return how much paper stands beyond the trimmed page on every side."""
        return self._first_mark + _MARK + _BEYOND if self.marks else self.bleed

    @property
    def version(self) -> str:
        """Return the version of PDF that the standard is made of."""
        return "1.3" if self.standard.is_flat else "1.6"

    @property
    def _first_mark(self) -> float:
        return max(self.bleed, _NEAREST)

    def blanks(self, pages: int, *, ends_blank: bool = False) -> int:
        """Return how many blank pages make the number of pages what the printer asks for."""
        wanted = -pages % self.multiple
        return wanted or (self.multiple if self.blank_end and not ends_blank else 0)

    def frame(self, page: Any, width: float, height: float) -> None:
        """Set the boxes of a page whose trimmed size is given (ISO 32000-1 14.11.2)."""
        import pikepdf

        def box(around: float) -> pikepdf.Array:
            near, right, high = self.beyond - around, width + around, height + around
            return pikepdf.Array([near, near, right + self.beyond, high + self.beyond])

        page.MediaBox = box(self.beyond)
        page.TrimBox, page.BleedBox = box(0.0), box(self.bleed)
        if "/CropBox" in page:
            del page["/CropBox"]

    def crop_marks(self, width: float, height: float, *, folds: tuple[float, ...] = ()) -> bytes:
        """Return marks at the trimmed page's corners, and where a cover is folded (from its left edge)."""
        if not self.marks:
            return b""
        near, far = self._first_mark, self._first_mark + _MARK
        lines = []
        for x, away in ((0.0, -1), (width, 1)):
            for y, up in ((0.0, -1), (height, 1)):
                lines.append((x + away * near, y, x + away * far, y))
                lines.append((x, y + up * near, x, y + up * far))
        for fold in folds:
            lines.append((fold, -near, fold, -far))
            lines.append((fold, height + near, fold, height + far))
        drawn = "".join("{:.2f} {:.2f} m {:.2f} {:.2f} l S\n".format(*line) for line in lines)
        return f"q 1 0 0 1 {self.beyond:.2f} {self.beyond:.2f} cm 0.25 w 0 G\n{drawn}Q\n".encode()
