"""One shaper turns text into glyphs: what they stand for, and that they depend on what is asked alone."""

from __future__ import annotations

from importlib.resources import files

import pytest

from florilegium.editions.pdf.fonts.bundled import TEXT
from florilegium.editions.shaping import Shaper, lacked, shaper_of

SMALL_CAPITALS = {"smcp": True}


def shaper(*, scale: int = 0) -> Shaper:
    data = (files(TEXT.package) / "files" / TEXT.styles[0].file).read_bytes()
    return shaper_of(data, scale=scale)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("ford", ["f", "o", "r", "d"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("x\u0323\u0301", ["x", "\u0323", "\u0301"]),
        ("a\u00adb\u200cc", ["a", "b", "c"]),
        ("\u05d0\u05d1", ["\u05d1", "\u05d0"]),
    ],
)
def test_every_glyph_says_for_which_letters_it_stands(text: str, letters: list[str]) -> None:
    """Signs share the letters of their cluster; what has no glyph stands for none."""
    assert [glyph.letters for glyph in shaper().shape(text, {})] == letters


def test_a_ligature_stands_for_all_its_letters() -> None:
    assert [glyph.letters for glyph in shaper().shape("office", {"liga": True})][1] in {"ff", "ffi"}
    assert len(shaper().shape("office", {"liga": False})) == len("office")


def test_letters_that_the_face_lacks_are_found() -> None:
    text = "a\u4e00b\u05d0"
    assert lacked(text, shaper().shape(text, {})) == "\u4e00\u05d0"


def test_a_text_of_no_language_is_set_as_of_none() -> None:
    """Without a language the glyphs are those of `und`, and a language that is named counts."""
    none = shaper().shape("istanbul", SMALL_CAPITALS)
    assert none == shaper().shape("istanbul", SMALL_CAPITALS, language="und")
    assert none != shaper().shape("istanbul", SMALL_CAPITALS, language="tr")


def test_lengths_are_in_the_units_of_the_scale() -> None:
    own, twice = shaper(), shaper(scale=2 * shaper().units)
    for one, two in zip(own.shape("AVA", {}), twice.shape("AVA", {}), strict=True):
        assert (two.number, two.letters) == (one.number, one.letters)
        assert abs(two.advance - 2 * one.advance) <= 1
        assert own.width(one.number) == pytest.approx(twice.width(two.number), abs=0.5)
