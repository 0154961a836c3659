"""Lines of type drawn by us, where no text is laid out: the cover that a printer wraps round the book.

Lines are shaped by HarfBuzz and drawn as text, in the faces of the book. Lengths are in points.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.cover.cover_layout import even_breaks
from florilegium.editions.designs.families import Family
from florilegium.editions.pdf.fonts.bundled import TEXT, FontFace, faces_of, has_letter
from florilegium.editions.pdf.fonts.embed import SharedFont
from florilegium.editions.shaping import lacked, runs_leftward, shaper_at, visual_pieces
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf

#: A script without spaces between words; what of it may not begin a line; a sign or a word with that behind.
_IDEOGRAPH: Final = regex("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CLINGING: Final = "\u3001\u3002\uff0c\uff0e\u300d\u300f\uff09\uff01\uff1f\uff1a\uff1b\u30fc"
_SIGNS: Final = regex(f"(?:[\x21-\u2e7f]+|.)[{_CLINGING}]*")


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
    shaper, features = shaper_at(kind.face.path), dict.fromkeys(kind.features, True)
    glyphs = [glyph for piece in visual_pieces(text) for glyph in shaper.shape(piece, features)]
    unit = 1000 / shaper.units
    # Joined letters must touch.
    tracking = 0 if runs_leftward(text) else kind.tracking
    signs = (
        LineGlyph(glyph.number, glyph.advance * unit + tracking, glyph.letters)
        for glyph in glyphs
        if glyph.number
    )
    return LetteredLine(kind, tuple(signs), lacked(text, glyphs))


def break_lines(text: str, kind: LineStyle, measure: float) -> tuple[LetteredLine, ...]:
    """Return a text in the fewest lines that its measure allows, as even as can be.

    A long word stands alone.
    """
    words, space, joint = text.split(" "), set_line("n n", kind).width - set_line("nn", kind).width, " "
    if _IDEOGRAPH.search(text) and set_line(text, kind).width > measure:
        words, space, joint = _SIGNS.findall(text), 0.0, ""
    widths = [set_line(word, kind).width for word in words]
    breaks = even_breaks(widths, space, measure)
    return tuple(set_line(joint.join(words[first:after]).strip(), kind) for first, after in breaks)


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


class CoverFaces:
    """The faces of a cover: those of the design's titles, and others for letters that these lack.

    `families` come along with the program, the design's first; `installed` are the faces of the book that do
    not. Only those that are asked for are made, in `folder`, and read once: a cover is set in many tries.
    """

    def __init__(self, families: Sequence[Family], installed: Sequence[FontFace], folder: Path) -> None:
        self._families, self._installed, self._folder = families, installed, folder
        self._made: dict[Family, tuple[FontFace, ...]] = {}

    @property
    def ornaments(self) -> FontFace:
        """Return the face that has the ornaments."""
        return self._faces_of(TEXT)[0]

    def face(self, text: str, *, italic: bool = False, bold: bool = False) -> FontFace:
        """Return the first face that has all letters of a text; the design's where none has."""
        letters = {letter for letter in text if not letter.isspace()}
        for family in self._families:
            if all(has_letter(family, letter) for letter in letters):
                name = family.style(italic=italic, bold=bold).name
                return next(face for face in self._faces_of(family) if face.name == name)
        codes = set(map(ord, letters))
        known = (face for face in self._installed if codes <= shaper_at(face.path).letters)
        return next(known, None) or self._faces_of(self._families[0])[0]

    def _faces_of(self, family: Family) -> tuple[FontFace, ...]:
        if family not in self._made:
            self._made[family] = faces_of(family, self._folder)
        return self._made[family]
