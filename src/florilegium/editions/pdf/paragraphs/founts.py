"""How wide words are: a face at a size with its features, measured by HarfBuzz.

WeasyPrint's Pango shapes with HarfBuzz too, each word by itself wherever spaces are stretched. So the width
of a word here is the width in layout, to 1/1024 of a pixel, and a line's width is the sum of its words and
spaces.

Drawing adds a trifle: WeasyPrint rounds every change of an advance towards nothing, to a thousandth of the
size. It comes to a quarter of a point on some lines, so it is reckoned with: `slip` is what it adds to a
word, and `spacing` finds the spaces that fill a line as it will be drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

#: Pango counts in 1024ths of a pixel.
UNITS: Final = 1024

#: `spacing` looks so many units round the plain answer for a better one, until a line is as good as this, in
#: pixels. A thousandth of a size is 15 units for 11 points.
_REACH: Final = 48
_NEAR_ENOUGH: Final = 0.01

#: Off where letters are spaced, as in Pango.
_NO_LIGATURES: Final = {"liga": False, "clig": False, "dlig": False, "hlig": False}

#: The script of a word that has no letters, by language; Latin otherwise.
_SCRIPTS: Final = {
    "ar": "Arab",
    "be": "Cyrl",
    "bg": "Cyrl",
    "el": "Grek",
    "he": "Hebr",
    "hy": "Armn",
    "ka": "Geor",
    "mk": "Cyrl",
    "ru": "Cyrl",
    "sr": "Cyrl",
    "uk": "Cyrl",
}

_NO_SCRIPT: Final = frozenset({None, "", "Zyyy", "Zinh", "Zzzz"})


@dataclass(frozen=True)
class Cast:
    """What a setting of type is: the font file's bytes and the face's number in it, the size and the room
    between letters in pixels, OpenType features, language.

    Without bytes nothing is known of the face but how its words measure.
    """

    data: bytes
    number: int
    size: float
    tracking: float
    features: Mapping[str, int]
    language: str


class Fount:
    """A face at a size. `elsewhere` measures words with letters that the face lacks."""

    def __init__(self, cast: Cast, elsewhere: Callable[[str], float]) -> None:
        self.size = cast.size
        self._scale = int(cast.size * UNITS)
        self._font = _font(cast.data, cast.number, self._scale) if cast.data else None
        self._features = {**cast.features, **_NO_LIGATURES} if cast.tracking else dict(cast.features)
        self._tracking = int(cast.tracking * UNITS)
        self._language = cast.language
        self._script = _SCRIPTS.get(cast.language.split("-")[0], "Latn")
        self._elsewhere = elsewhere
        self._known: dict[str, tuple[float, float]] = {"": (0.0, 0.0)}
        self._own: dict[int, int] = {}
        self.space = self.width(" ")

    def width(self, word: str) -> float:
        """The width of a word in pixels, with the room that follows each of its letters."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._measure(word)
        return known[0]

    def slip(self, word: str) -> float:
        """How much wider than its width a word is drawn, in pixels."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._measure(word)
        return known[1]

    def spacing(self, room: float, spaces: int) -> float:
        """What to add to each of so many spaces that they fill so much more room when drawn, in pixels."""
        thousandth = self._scale / UNITS / 1000
        own = round(self.space / thousandth)
        wanted = round(room / spaces * UNITS)
        best, least = wanted, float("inf")
        for step in range(_REACH):
            units = wanted + (step + 1) // 2 * (-1) ** step
            # Pango moves a space by half of what it is widened, and WeasyPrint leaves a factor out there.
            change = own + int(units / 2) / (self._scale / UNITS) - (self.space + units / UNITS) / thousandth
            drawn = units / UNITS + (change - int(change)) * thousandth
            off = abs(drawn * spaces - room)
            if off < least and units % (UNITS // 2):
                best, least = units, off
                if off < _NEAR_ENOUGH:
                    break
        return best / UNITS

    def _measure(self, word: str) -> tuple[float, float]:
        if self._font is None:
            return self._elsewhere(word), 0.0
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        if buffer.script in _NO_SCRIPT:
            buffer.script = self._script
        if self._language:
            buffer.language = self._language
        hb.shape(self._font, buffer, self._features)
        if any(glyph.codepoint == 0 for glyph in buffer.glyph_infos):
            return self._elsewhere(word), 0.0
        advances = [position.x_advance for position in buffer.glyph_positions]
        if self._tracking:
            clusters = len({glyph.cluster for glyph in buffer.glyph_infos})
            return (sum(advances) + self._tracking * clusters) / UNITS, 0.0
        glyphs = [glyph.codepoint for glyph in buffer.glyph_infos]
        return sum(advances) / UNITS, self._slip(self._font, glyphs, advances)

    def _slip(self, font: Any, glyphs: list[int], advances: list[int]) -> float:
        """What rounding adds to glyphs whose advances kerning has changed."""
        thousandth = self._scale / UNITS / 1000
        slip = 0.0
        for glyph, advance in zip(glyphs, advances, strict=True):
            own = self._own.get(glyph)
            if own is None:
                own = self._own[glyph] = font.get_glyph_h_advance(glyph)
            if own != advance:
                change = round(own / UNITS / thousandth) - advance / UNITS / thousandth
                slip += change - int(change)
        return slip * thousandth


@lru_cache(maxsize=64)
def _font(data: bytes, number: int, scale: int) -> Any:
    import uharfbuzz as hb

    font = hb.Font(_face(data, number))
    font.scale = (scale, scale)
    return font


@lru_cache(maxsize=32)
def _face(data: bytes, number: int) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob(data), number)
