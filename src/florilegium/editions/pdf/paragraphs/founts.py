"""How wide words are: a face at a size with its features, measured by HarfBuzz.

WeasyPrint's Pango shapes with HarfBuzz too, each word by itself wherever spaces are stretched. So the width
of a word here is the width on the page, to 1/1024 of a pixel, and a line's width is the sum of its words and
spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

#: Pango counts in 1024ths of a pixel.
UNITS: Final = 1024

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
        self._font = _font(cast.data, cast.number, int(cast.size * UNITS)) if cast.data else None
        self._features = {**cast.features, **_NO_LIGATURES} if cast.tracking else dict(cast.features)
        self._tracking = int(cast.tracking * UNITS)
        self._language = cast.language
        self._script = _SCRIPTS.get(cast.language.split("-")[0], "Latn")
        self._elsewhere = elsewhere
        self._widths: dict[str, float] = {}
        self.space = self.width(" ")

    def width(self, word: str) -> float:
        """The width of a word in pixels, with the room that follows each of its letters."""
        known = self._widths.get(word)
        if known is None:
            known = self._widths[word] = self._measure(word) if word else 0.0
        return known

    def _measure(self, word: str) -> float:
        if self._font is None:
            return self._elsewhere(word)
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
            return self._elsewhere(word)
        width = sum(position.x_advance for position in buffer.glyph_positions)
        if self._tracking:
            width += self._tracking * len({glyph.cluster for glyph in buffer.glyph_infos})
        return float(width / UNITS)


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
