"""Lines of type drawn on a picture: shaped by HarfBuzz, drawn by FreeType through Pillow.

Pillow alone knows no small capitals and no kerning tables unless a system library happens to be there, and a
cover must come out the same on every machine. So HarfBuzz says which glyphs stand where, and Pillow draws
them one by one from a font in which each has a private code point.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Final

from florilegium.editions.cover.cover_layout import even_breaks
from florilegium.editions.screen import typeface
from florilegium.editions.shaping import runs_leftward, shaper_of, visual_pieces
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image

Ink = tuple[int, int, int]

#: The first private code point; a font of the book has fewer glyphs than there are private code points.
_PRIVATE: Final = 0xE000

#: Fonts for titles in letters that the typeface lacks, as package and file.
_FALL_BACKS: Final = (
    "fontpkg_noto_serif/NotoSerif[wdth,wght].ttf",
    "fontpkg_amiri/Amiri-Regular.ttf",
    "fontpkg_frank_ruhl_libre/FrankRuhlLibre[wght].ttf",
)

#: Tables that a glyph is drawn without. fontTools imports all that it knows of each before it writes a font.
_NOT_DRAWN: Final = ("name", "GSUB", "GPOS", "GDEF", "STAT", "DSIG", "gasp", "meta")


@dataclass(frozen=True)
class Face:
    """How a line is set: size in pixels, OpenType features, tracking in thousandths of an em."""

    source: str
    weight: int
    size: int
    features: tuple[str, ...] = ()
    tracking: int = 0


@dataclass(frozen=True)
class Line:
    """A line of type: glyphs by number with their places in the font's units, and the letters it lacks."""

    face: Face
    glyphs: tuple[tuple[int, int], ...]
    advance: int
    units: int
    missing: str = ""

    @property
    def width(self) -> float:
        """Return the width in pixels."""
        return self.advance * self.face.size / self.units


def set_line(text: str, face: Face) -> Line:
    """Shape one line. Letters that the font lacks are left out and named in `missing`."""
    shaper = shaper_of(typeface.source(face.source), weight=face.weight)
    features = dict.fromkeys(face.features, True)
    shaped = [glyph for piece in visual_pieces(text) for glyph in shaper.shape(piece, features)]
    # Joined letters must touch.
    tracking = 0 if runs_leftward(text) else face.tracking * shaper.units // 1000
    glyphs, at = [], 0
    for glyph in shaped:
        if glyph.number:
            glyphs.append((glyph.number, at + glyph.right))
            at += glyph.advance + tracking
    missing = "".join(glyph.letters for glyph in shaped if not glyph.number)
    return Line(face, tuple(glyphs), max(at - tracking, 0), shaper.units, missing)


def fitting(text: str, source: str) -> str:
    """Return the font in which a text is set: the one asked for, or the first that has its letters."""
    for name in (source, typeface.UPRIGHT, *_FALL_BACKS):
        shaper = shaper_of(typeface.source(name))
        if {ord(letter) for letter in text if not letter.isspace()} <= shaper.letters:
            return name
    return source


def break_lines(text: str, face: Face, measure: float) -> tuple[Line, ...]:
    """Break a text at spaces into the fewest lines, as even as can be, within a measure in pixels.

    A word longer than the measure stands alone.
    """
    words = text.split(" ")
    space = set_line("n n", face).width - set_line("nn", face).width
    widths = [set_line(word, face).width for word in words]
    breaks = even_breaks(widths, space, measure)
    return tuple(set_line(" ".join(words[first:after]), face) for first, after in breaks)


@dataclass
class Sheet:
    """Lines put in place, to be drawn all at once with one font for each style."""

    _lines: list[tuple[Line, float, float, Ink]] = field(default_factory=list)

    def put(self, line: Line, x: float, baseline: float, ink: Ink) -> None:
        """Place a line by its left end and its baseline, in pixels."""
        self._lines.append((line, x, baseline, ink))

    def centre(self, lines: Sequence[Line], x: float, baseline: float, leading: float, ink: Ink) -> float:
        """Place lines one under another about an axis; returns the last baseline."""
        for at, line in enumerate(lines):
            self.put(line, x - line.width / 2, baseline + at * leading, ink)
        return baseline + (len(lines) - 1) * leading

    def draw(self, image: Image) -> None:
        """Draw every line on a picture."""
        from PIL import ImageDraw, ImageFont

        used: dict[tuple[str, int], set[int]] = defaultdict(set)
        for line, *_ in self._lines:
            used[line.face.source, line.face.weight].update(glyph for glyph, _ in line.glyphs)
        fonts_by_style = {style: _drawable(*style, tuple(sorted(glyphs))) for style, glyphs in used.items()}
        pen = ImageDraw.Draw(image)
        for line, x, baseline, ink in self._lines:
            face = line.face
            data = io.BytesIO(fonts_by_style[face.source, face.weight])
            font = ImageFont.truetype(data, face.size, layout_engine=ImageFont.Layout.BASIC)
            for glyph, at in line.glyphs:
                place = (x + at * face.size / line.units, baseline)
                pen.text(place, chr(_PRIVATE + glyph), fill=ink, font=font, anchor="ls")


def _drawable(source: str, weight: int, glyphs: tuple[int, ...]) -> bytes:
    """Return a static font with some glyphs, each at a private code point that is its number."""
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont, newTable
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    face = hb.Face(hb.Blob(typeface.source(source)))
    plan = hb.SubsetInput()
    plan.glyph_set.update(glyphs)
    plan.drop_table_tag_set.update(typeface.tag(name) for name in _NOT_DRAWN)
    if any(axis.tag == "wght" for axis in face.axis_infos):
        plan.pin_axis_location(face, "wght", weight)
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.RETAIN_GIDS
    font = TTFont(io.BytesIO(hb.subset(face, plan).blob.data), recalcTimestamp=False)
    font.setGlyphOrder([f"glyph{number}" for number in range(font["maxp"].numGlyphs)])
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language = 3, 1, 0
    table.cmap = {_PRIVATE + glyph: font.getGlyphName(glyph) for glyph in glyphs}
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion, font["cmap"].tables = 0, [table]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
