"""Words set in a face at a size with its features, by HarfBuzz: how wide they are, and of which glyphs.

Each word is set by itself, and a line is the sum of its words and spaces. Where the face lacks a letter, a
word is only measured, and WeasyPrint's Pango sets it with the faces it falls back on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from florilegium.editions.shaping import FontGlyph, Shaper, shaper_of
from florilegium.languages.traits import traits_of
from florilegium.system.values import dataclass

#: Pango counts in 1024ths of a pixel.
UNITS: Final = 1024

#: Off where letters are spaced, as in Pango.
_NO_LIGATURES: Final = {"liga": False, "clig": False, "dlig": False, "hlig": False}

#: The scripts that a word without letters takes from its language; it is Latin in any other.
_SCRIPTS: Final = frozenset({"Arab", "Armn", "Cyrl", "Geor", "Grek", "Hebr"})


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
        scale = int(spec.size * UNITS)
        self._shaper = shaper_of(spec.data, spec.number, scale=scale) if spec.data else None
        self._features = {**spec.features, **_NO_LIGATURES} if spec.tracking else dict(spec.features)
        script = traits_of(spec.language).script
        self._script = script if script in _SCRIPTS else "Latn"
        self._elsewhere = elsewhere
        self._known: dict[str, ShapedWord] = {"": ShapedWord(0.0)}
        self._glyphs_known: dict[ShapedGlyph, ShapedGlyph] = {}
        self.space = self.width(" ")

    def word(self, text: str) -> ShapedWord:
        """Return a word (or a space), set."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._set(text)
        return known

    def width(self, text: str) -> float:
        """Return the width of a word in pixels."""
        return self.word(text).width

    def _set(self, text: str) -> ShapedWord:
        if self._shaper is None:
            return ShapedWord(self._elsewhere(text), whole=False)
        shaped = self._shaper.shape(text, self._features, language=self.spec.language, script=self._script)
        if any(glyph.number == 0 for glyph in shaped):
            return ShapedWord(self._elsewhere(text), whole=False)
        glyphs = tuple(self._glyphs(self._shaper, shaped))
        return ShapedWord(sum(glyph.advance for glyph in glyphs), glyphs)

    def _glyphs(self, shaper: Shaper, shaped: Sequence[FontGlyph]) -> Iterator[ShapedGlyph]:
        """Yield the same glyphs in pixels, with the room between letters after each cluster."""
        for place, one in enumerate(shaped):
            ends = place + 1 == len(shaped) or shaped[place + 1].start != one.start
            glyph = ShapedGlyph(
                number=one.number,
                letters=one.letters,
                own=shaper.advance(one.number) / UNITS,
                advance=one.advance / UNITS + (self.spec.tracking if ends else 0.0),
                right=one.right / UNITS,
                up=one.up / UNITS,
            )
            # Thousands of words are kept, and all are made of the same few sorts.
            yield self._glyphs_known.setdefault(glyph, glyph)
