"""Text turned into glyphs by HarfBuzz: the one shaper, for lines of text, running heads and both covers.

What glyphs a text gets depends on nothing but what is asked. Where no language is named, HarfBuzz takes a
default that may come from the machine's locale, as it was built; here it is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

#: The language of a text of which none is known (BCP 47).
_NO_LANGUAGE: Final = "und"

#: What HarfBuzz finds for a text without a letter of any one script: common, inherited or unknown.
_NO_SCRIPT: Final = frozenset({None, "", "Zyyy", "Zinh", "Zzzz"})


class FontGlyph(NamedTuple):
    """A glyph as it is shaped: its number in the face (0 where the face lacks the letter), and the place of
    its cluster's first letter in the text.

    `letters` are those for which it stands, none when it is only a part of their sign. `advance`, `right` and
    `up` (how far it is drawn from its place) are in units of the shaper's scale.
    """

    number: int
    start: int
    letters: str
    advance: int
    right: int
    up: int


class Shaper:
    """A face at a scale, as HarfBuzz has it.

    `units` is the number of units to the em of all that it returns: the face's own where no scale is given.
    """

    def __init__(self, face: Any, *, scale: int = 0, weight: int = 0) -> None:
        import uharfbuzz as hb

        self.face = face
        self._font = hb.Font(face)
        if scale:
            self._font.scale = (scale, scale)
        if weight:
            self._font.set_variations({"wght": weight})
        self.units: int = scale or face.upem

    def shape(
        self, text: str, features: Mapping[str, int], *, language: str = "", script: str = ""
    ) -> tuple[FontGlyph, ...]:
        """Return the glyphs of a text, from left to right.

        `language` is a tag of BCP 47. `script`, an ISO 15924 code, holds for a text without letters, such as
        a number; any other has its own.
        """
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.language = language or _NO_LANGUAGE
        buffer.guess_segment_properties()
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        if script and buffer.script in _NO_SCRIPT:
            buffer.script = script
        hb.shape(self._font, buffer, features)
        infos, places = buffer.glyph_infos or (), buffer.glyph_positions or ()
        starts = [info.cluster for info in infos]
        return tuple(
            FontGlyph(
                number=info.codepoint,
                start=info.cluster,
                letters=letters,
                advance=place.x_advance,
                right=place.x_offset,
                up=place.y_offset,
            )
            for info, place, letters in zip(infos, places, _letters(text, starts), strict=True)
        )

    def advance(self, glyph: int) -> int:
        """Return the advance that the face gives a glyph."""
        return int(self._font.get_glyph_h_advance(glyph))

    def width(self, glyph: int) -> float:
        """Return the same in thousandths of an em, as a PDF counts."""
        return self.advance(glyph) * 1000 / self.units

    def extents(self, glyph: int) -> Any:
        """Return the box of a glyph's ink: `x_bearing`, `y_bearing`, `width` and, downwards, `height`."""
        return self._font.get_glyph_extents(glyph)

    @property
    def line_extents(self) -> Any:
        """Return how far lines of the face reach up (`ascender`) and, below 0, down (`descender`)."""
        return self._font.get_font_extents("ltr")

    @cached_property
    def letters(self) -> frozenset[int]:
        """Return the code points for which the face has a glyph."""
        return frozenset(self.face.unicodes)


@lru_cache(maxsize=64)
def shaper_of(data: bytes, number: int = 0, *, scale: int = 0, weight: int = 0) -> Shaper:
    """Return the shaper of a font file's bytes; `number` is the face's in a collection.

    `scale` is the size in the units that are wanted back, `weight` that on the axis of a font that varies.
    """
    return Shaper(_face(data, number), scale=scale, weight=weight)


@lru_cache(maxsize=32)
def shaper_at(path: str) -> Shaper:
    """Return the shaper of a font file, in the font's own units."""
    return shaper_of(Path(path).read_bytes())


def lacked(text: str, glyphs: Iterable[FontGlyph]) -> str:
    """Return the letters of a shaped text that the face lacks."""
    return "".join(glyph.letters or text[glyph.start] for glyph in glyphs if not glyph.number)


@lru_cache(maxsize=32)
def _face(data: bytes, number: int) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob(data), number)


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


def visual_pieces(text: str) -> list[str]:
    """Return the pieces of a line that run in one direction each, from left to right as they are set.

    This is UAX 9 for words: the first letter says how the line runs, and words that run the other way keep
    their order among themselves.
    """
    if not runs_leftward(text):
        return [text]
    begins = runs_leftward(next(letter for letter in text if letter.isalpha()))
    words = re.split(r"([ \u00a0]+)", text)
    strong = [at for at, word in enumerate(words) if any(map(str.isalnum, word))]
    ways = []
    for at in range(len(words)):
        before = next((one for one in reversed(strong) if one <= at), strong[0])
        after = next((one for one in strong if one >= at), strong[-1])
        around = {runs_leftward(words[before]), runs_leftward(words[after])}
        ways.append(begins if len(around) > 1 else around.pop())
    runs = [
        "".join(word for word, _ in run)
        for _, run in groupby(zip(words, ways, strict=True), key=lambda pair: pair[1])
    ]
    return runs[::-1] if begins else runs


def runs_leftward(text: str) -> bool:
    """Return whether a letter in a text runs from right to left."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
