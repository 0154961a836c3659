"""Words set in a face at a size with its features, by HarfBuzz: how wide they are, and of which glyphs.

Each word is set by itself, and a line is the sum of its words and spaces. Where the face lacks a letter, a
word is only measured, and WeasyPrint's Pango sets it with the faces it falls back on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from florilegium.languages.traits import traits_of

#: Pango counts in 1024ths of a pixel.
UNITS: Final = 1024

#: Off where letters are spaced, as in Pango.
_NO_LIGATURES: Final = {"liga": False, "clig": False, "dlig": False, "hlig": False}

#: The scripts that a word without letters takes from its language; it is Latin in any other.
_SCRIPTS: Final = frozenset({"Arab", "Armn", "Cyrl", "Geor", "Grek", "Hebr"})

_NO_SCRIPT: Final = frozenset({None, "", "Zyyy", "Zinh", "Zzzz"})


@dataclass(frozen=True)
class PangoFont:
    """A font of Pango's, and its layout of a text that keeps it."""

    font: Any
    layout: Any


@dataclass(frozen=True)
class FontSpec:
    """What a setting of type is: the font file's bytes and the face's number in it, the size and the room
    between letters in pixels, OpenType features, language.

    Without bytes nothing is known of the face but how its words measure. `height` is that which Pango gives
    a line of it, in pixels; `pango` is its font there (`PangoFont`), by which WeasyPrint embeds the face.
    """

    data: bytes
    number: int
    size: float
    tracking: float
    features: Mapping[str, int]
    language: str
    height: float = 0.0
    pango: Any = None


class ShapedGlyph(NamedTuple):
    """A glyph of a word: its number in the face, and the letters for which it stands (none when it is only a
    part of their sign).

    `own` is the advance that the face gives it, `advance` the one it has here, `right` and `up` how far from
    its place it is drawn; in pixels.
    """

    number: int
    letters: str
    own: float
    advance: float
    right: float
    up: float


@dataclass(frozen=True, slots=True)
class ShapedWord:
    """A word's width in pixels, with the room that follows each of its letters, and its glyphs.

    No glyphs are known when the face lacks a letter: then it is not `whole`.
    """

    width: float
    glyphs: tuple[ShapedGlyph, ...] = ()
    whole: bool = True


class ShapedFont:
    """A face at a size. `elsewhere` measures words with letters that the face lacks."""

    def __init__(self, spec: FontSpec, elsewhere: Callable[[str], float]) -> None:
        self.spec = spec
        self.size = spec.size
        self._font = _font(spec.data, spec.number, int(spec.size * UNITS)) if spec.data else None
        self._features = {**spec.features, **_NO_LIGATURES} if spec.tracking else dict(spec.features)
        script = traits_of(spec.language).script
        self._script = script if script in _SCRIPTS else "Latn"
        self._elsewhere = elsewhere
        self._known: dict[str, ShapedWord] = {"": ShapedWord(0.0)}
        self._glyphs_known: dict[ShapedGlyph, ShapedGlyph] = {}
        self.space = self.width(" ")

    def word(self, text: str) -> ShapedWord:
        """A word (or a space), set."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._set(text)
        return known

    def width(self, text: str) -> float:
        """The width of a word in pixels."""
        return self.word(text).width

    def _set(self, text: str) -> ShapedWord:
        if self._font is None:
            return ShapedWord(self._elsewhere(text), whole=False)
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        if buffer.script in _NO_SCRIPT:
            buffer.script = self._script
        if self.spec.language:
            buffer.language = self.spec.language
        hb.shape(self._font, buffer, self._features)
        if any(glyph.codepoint == 0 for glyph in buffer.glyph_infos):
            return ShapedWord(self._elsewhere(text), whole=False)
        glyphs = tuple(self._glyphs(self._font, text, buffer))
        return ShapedWord(sum(glyph.advance for glyph in glyphs), glyphs)

    def _glyphs(self, font: Any, text: str, buffer: Any) -> Iterator[ShapedGlyph]:
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        starts = [info.cluster for info in infos]
        letters = _letters(text, starts)
        for number, (info, place) in enumerate(zip(infos, places, strict=True)):
            ends = number + 1 == len(infos) or starts[number + 1] != info.cluster
            glyph = ShapedGlyph(
                info.codepoint,
                letters[number],
                font.get_glyph_h_advance(info.codepoint) / UNITS,
                place.x_advance / UNITS + (self.spec.tracking if ends else 0.0),
                place.x_offset / UNITS,
                place.y_offset / UNITS,
            )
            # Thousands of words are kept, and all are made of the same few sorts.
            yield self._glyphs_known.setdefault(glyph, glyph)


def _letters(text: str, starts: Sequence[int]) -> list[str]:
    """Return the letters for which each glyph stands, by the clusters where the glyphs start.

    Glyphs that share a cluster share its letters, one each if they can; else the first has them all.
    """
    found = [""] * len(starts)
    mates: dict[int, list[int]] = {}
    for number, start in enumerate(starts):
        mates.setdefault(start, []).append(number)
    for start, end in pairwise((*sorted(mates), len(text))):
        # Soft hyphens, joiners and the like have no glyphs.
        letters = "".join(letter for letter in text[start:end] if unicodedata.category(letter) != "Cf")
        glyphs = mates[start]
        shares = letters if len(glyphs) == len(letters) else [letters]
        for number, share in zip(glyphs, shares, strict=False):
            found[number] = share
    return found


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
