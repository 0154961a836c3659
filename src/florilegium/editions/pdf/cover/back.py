"""The back of a cover: a label with what the book is about, and the barcode of its ISBN."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from florilegium.editions.isbn import grouped
from florilegium.editions.pdf.cover import barcode
from florilegium.editions.pdf.cover.process_colours import BLACK, WHITE, Box, filled, ink
from florilegium.editions.pdf.cover.wrap_sheet import Wrap
from florilegium.editions.pdf.fonts.lettering import (
    CoverFaces,
    LetteredLine,
    LinePainter,
    LineStyle,
    break_lines,
    set_line,
)
from florilegium.languages.scripts import is_right_to_left

#: The blurb's type is as large as fits, between these; its leading is so many times its size.
_LARGEST: Final = 11.5
_SMALLEST: Final = 8.5
_LEADING: Final = 1.3

#: What stands above and below the bars: the ISBN, the figures, and white.
_CODE_HEIGHT: Final = barcode.HEIGHT + 34
_GAP: Final = 20.0


class Back:
    """One back in the making. After `draw`, `missing` are letters it lacks; `cut` is whether words are."""

    def __init__(self, wrap: Wrap, faces: CoverFaces, case: LinePainter) -> None:
        self.wrap = wrap
        self.faces = faces
        self.case = case
        self.missing: set[str] = set()
        self.cut = False
        self._unit = wrap.page.width / 1600

    def draw(self, label: Callable[[Box], bytes]) -> bytes:
        """Return the back's content; nothing when there is neither blurb nor barcode.

        `label` draws the paper.
        """
        wrap, unit, page = self.wrap, self._unit, self.wrap.page
        if not wrap.blurb and not wrap.isbn:
            return b""
        code = _CODE_HEIGHT if wrap.isbn else 0.0
        gap = _GAP if wrap.isbn and wrap.blurb else 0.0
        high = page.height - wrap.reserved
        lines = self._blurb(high - 640 * unit - code - gap)
        text = len(lines) * lines[0].type.size * _LEADING if lines else 0.0
        height = text + gap + code + 300 * unit
        left, width = wrap.back + 170 * unit, page.width - 340 * unit
        top = page.height - max(170 * unit, (high - height) * 0.4)
        drawn = label((left, top - height, width, height)) + ink(BLACK)
        base = top - 150 * unit
        for line in lines:
            base -= line.type.size * _LEADING
            begins = left + 130 * unit
            if is_right_to_left(wrap.language):
                begins = left + width - 130 * unit - line.width
            drawn += self.case.show(line, begins, base + line.type.size * 0.35)
            self.missing.update(line.missing)
        if code:
            drawn += self._barcode(left + width / 2, top - height + 150 * unit)
        return drawn

    def _blurb(self, room: float) -> tuple[LetteredLine, ...]:
        """Return the description as large as fits into so much height.

        At its smallest it is cut at a word.
        """
        if not self.wrap.blurb:
            return ()
        size = _LARGEST
        while size > _SMALLEST and len(self._lines(self.wrap.blurb, size)) * size * _LEADING > room:
            size -= 0.5
        lines = self._lines(self.wrap.blurb, size)
        words = self.wrap.blurb.split(" ")
        while len(lines) * size * _LEADING > room and len(words) > 1:
            self.cut = True
            fits = int(len(words) * room / (len(lines) * size * _LEADING))
            words = words[: max(min(fits, len(words) - 1), 1)]
            lines = self._lines(f"{' '.join(words).rstrip(' ,;:–—')}\N{HORIZONTAL ELLIPSIS}", size)
        return lines

    def _lines(self, text: str, size: float) -> tuple[LetteredLine, ...]:
        kind = LineStyle(self.faces.face(text), size, ("onum", "pnum"))
        return break_lines(text, kind, self.wrap.page.width - 600 * self._unit)

    def _barcode(self, middle: float, low: float) -> bytes:
        """Return the barcode on white, its number in figures below and as an ISBN above."""
        digits = self.wrap.isbn
        before, after = (count * barcode.MODULE for count in barcode.QUIET)
        width = 95 * barcode.MODULE
        left = middle - (width + before + after) / 2 + before
        base = low + 14
        drawn = filled((left - before, low, width + before + after, _CODE_HEIGHT), WHITE) + ink(BLACK)
        for bar in barcode.bars(digits):
            high = barcode.HEIGHT + bar.deeper
            drawn += f"{left + bar.left:.3f} {base - bar.deeper:.3f} {bar.width:.3f} {high:.3f} re\n".encode()
        drawn += b"f\n"
        figures = LineStyle(self.faces.face(digits), 10.5, ("lnum", "tnum"), 40)
        drawn += self.case.show(set_line(digits[0], figures), left - before + 1, base - 9)
        for part, start in ((digits[1:7], 3), (digits[7:], 50)):
            line = set_line(part, figures)
            centre = left + (start + 21) * barcode.MODULE
            drawn += self.case.show(line, centre - line.width / 2, base - 9)
        isbn = set_line(f"ISBN {grouped(digits)}", LineStyle(self.faces.face(digits), 9, ("lnum",), 20))
        return drawn + self.case.show(isbn, middle - isbn.width / 2, base + barcode.HEIGHT + 6)
