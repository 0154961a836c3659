"""Lines of type drawn by us, where no text is laid out: the cover that a printer wraps round the book.

Lines are shaped by HarfBuzz and drawn as text, in the faces of the book. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from florilegium.editions.cover.cover_layout import even_breaks
from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.embed import SharedFont
from florilegium.editions.shaping import lacked, shaper_at

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True)
class LineStyle:
    """How a line is set: its face, size, OpenType features, and tracking in thousandths of an em."""

    face: FontFace
    size: float
    features: tuple[str, ...] = ()
    tracking: int = 0


@dataclass(frozen=True)
class LineGlyph:
    """A glyph of a line: its number, its advance in thousandths of an em, the text it stands for."""

    number: int
    advance: float
    text: str


@dataclass(frozen=True)
class LetteredLine:
    """A shaped line, and the letters that its face lacks."""

    type: LineStyle
    signs: tuple[LineGlyph, ...]
    missing: str = ""

    @property
    def width(self) -> float:
        """Return the width without the tracking after the last letter."""
        advance = sum(sign.advance for sign in self.signs) - self.type.tracking
        return max(advance, 0.0) * self.type.size / 1000


@lru_cache(maxsize=10_000)
def set_line(text: str, kind: LineStyle) -> LetteredLine:
    """Shape one line."""
    shaper = shaper_at(kind.face.path)
    glyphs = shaper.shape(text, dict.fromkeys(kind.features, True))
    unit = 1000 / shaper.units
    signs = (
        LineGlyph(glyph.number, glyph.advance * unit + kind.tracking, glyph.letters)
        for glyph in glyphs
        if glyph.number
    )
    return LetteredLine(kind, tuple(signs), lacked(text, glyphs))


def break_lines(text: str, kind: LineStyle, measure: float) -> tuple[LetteredLine, ...]:
    """Return a text in the fewest lines that its measure allows, as even as can be.

    A long word stands alone.
    """
    words = text.split(" ")
    space = set_line("n n", kind).width - set_line("nn", kind).width
    widths = [set_line(word, kind).width for word in words]
    breaks = even_breaks(widths, space, measure)
    return tuple(set_line(" ".join(words[first:after]), kind) for first, after in breaks)


class LinePainter:
    """A painter of lines that remembers which glyphs of which face it took."""

    def __init__(self) -> None:
        self._fonts: dict[str, SharedFont] = {}

    def show(self, line: LetteredLine, left: float, base: float) -> bytes:
        """Return a line at a place, in the colour that is set."""
        font = self._fonts.setdefault(line.type.face.name, SharedFont(line.type.face))
        pieces = []
        for sign in line.signs:
            font.glyphs[sign.number] = font.glyphs.get(sign.number) or sign.text
            kern = shaper_at(line.type.face.path).width(sign.number) - sign.advance
            pieces.append(f"<{sign.number:04x}>" + (f"{kern:.2f}" if abs(kern) > 0.01 else ""))
        return (
            f"BT /{line.type.face.name} {line.type.size:.2f} Tf 1 0 0 1 {left:.2f} {base:.2f} Tm "
            f"[{''.join(pieces)}] TJ ET\n"
        ).encode()

    def centred(self, lines: Sequence[LetteredLine], middle: float, base: float, leading: float) -> bytes:
        """Return lines one under another about an axis."""
        places = ((line, base - number * leading) for number, line in enumerate(lines))
        return b"".join(self.show(line, middle - line.width / 2, at) for line, at in places)

    def fonts(self, pdf: pikepdf.Pdf) -> Any:
        """Return the fonts for a page's resources."""
        import pikepdf

        return pikepdf.Dictionary({f"/{name}": font.embed(pdf) for name, font in sorted(self._fonts.items())})
