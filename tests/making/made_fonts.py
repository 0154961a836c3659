"""Fonts made for tests: every letter is a block."""

from __future__ import annotations

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

ASCII = "".join(chr(code) for code in range(32, 127))


def block_font(
    family: str = "Blocks",
    *,
    letters: str = ASCII,
    curves: str = "glyf",
    italic: bool = False,
    rights: int = 0,
) -> bytes:
    """A font of 1000 units to the em. `curves` is the table that draws it, `rights` its OS/2 fsType."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=curves == "glyf")
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    heights = {name: 0 if name in {"u0020", "u00A0"} else 600 for name in names}
    if curves == "glyf":
        builder.setupGlyf({name: _drawn(TTGlyphPen(None), heights[name]).glyph() for name in names})
    else:
        drawn = {name: _drawn(T2CharStringPen(500, None), heights[name]).getCharString() for name in names}
        builder.setupCFF(f"{family}-Regular", {}, drawn, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    style = "Italic" if italic else "Regular"
    builder.setupNameTable({"familyName": family, "styleName": style, "psName": f"{family}-{style}"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, fsType=rights, fsSelection=1 if italic else 64)
    builder.setupPost(italicAngle=-10 if italic else 0)
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _drawn(pen, height):  # type: ignore[no-untyped-def]
    if height:
        pen.moveTo((50, 0))
        pen.curveTo((50, 200), (50, 400), (50, height)) if isinstance(pen, T2CharStringPen) else pen.lineTo(
            (50, height)
        )
        pen.lineTo((450, height))
        pen.lineTo((450, 0))
        pen.closePath()
    return pen
