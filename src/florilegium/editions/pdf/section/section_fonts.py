"""The fonts that a section's pages name, with the glyphs of each: what a book that has one font of them all
must know."""

from __future__ import annotations

from typing import Any, Final

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: A line of a font's map from glyphs to text.
_PAIR: Final = regex(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]*)>")


@dataclass(frozen=True)
class SectionFont:
    """A font of a section: how its pages call it, the name that it gives itself, or nothing when it is no
    TrueType, and its glyphs, each with the text that it stands for."""

    key: str
    name: str
    glyphs: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()


def fonts_in(resources: Any) -> tuple[SectionFont, ...]:
    """Return the fonts that a section's resources name."""
    return tuple(_font_of(key, font) for key, font in resources.get("/Font", {}).items())


def _font_of(key: str, font: Any) -> SectionFont:
    """Return a font, with its glyphs from its map to text and from its widths."""
    name = _postscript_name(font)
    if not name:
        return SectionFont(key, name)
    found: dict[int, str] = {}
    for number, digits in _PAIR.findall(font.ToUnicode.read_bytes()):
        found.setdefault(int(number, 16), bytes.fromhex(digits.decode()).decode("utf-16-be"))
    widths = font.DescendantFonts[0].W
    for place in range(0, len(widths), 2):
        found.setdefault(int(widths[place]), "")
    return SectionFont(key, name, tuple(found), tuple(found.values()))


def _postscript_name(font: Any) -> str:
    """Return the name that an embedded font gives itself, or nothing when it is no TrueType."""
    import uharfbuzz as hb  # fontTools would import the making of every table for it

    descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else None
    if descriptor is None or "/FontFile2" not in descriptor:
        return ""
    face = hb.Face(descriptor.FontFile2.read_bytes())
    return face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or ""
