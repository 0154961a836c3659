"""No face changes a letter; what a language's readers expect stays."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont
from made_fonts import block_font

from florilegium.editions.local_forms import without_unexpected_forms
from florilegium.editions.pdf.fonts.bundled import CODE, FALL_BACKS, TEXT
from florilegium.editions.pdf.fonts.instance import Font
from florilegium.editions.screen import typeface

LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FILES = [(family.package, cut.file) for family in (TEXT, CODE, *FALL_BACKS) for cut in family.styles]


@cache
def published(package: str, name: str) -> bytes:
    return (files(package) / "files" / name).read_bytes()


def glyphs(data: bytes, text: str, language: str) -> list[str]:
    """The names of the glyphs of a text."""
    font = hb.Font(hb.Face(hb.Blob(data)))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = language
    hb.shape(font, buffer, {"liga": False, "calt": False, "kern": False})
    return [font.glyph_to_string(info.codepoint) for info in buffer.glyph_infos]


@pytest.mark.parametrize("cut", TEXT.styles, ids=lambda cut: cut.name)
def test_latin_is_printed_as_it_is_typed(cut) -> None:  # type: ignore[no-untyped-def]
    data = Font(published(TEXT.package, cut.file)).instance(cut.name, cut.weight)
    assert glyphs(data, LATIN, "la") == glyphs(data, LATIN, "en")


def test_the_face_of_the_text_would_spell_latin_with_v() -> None:
    """So the test above tests something."""
    data = published(TEXT.package, TEXT.styles[0].file)
    assert glyphs(data, "sub rosa", "la") != glyphs(data, "sub rosa", "en")


@pytest.mark.parametrize(("package", "name"), sorted(set(FILES)))
def test_no_language_that_is_not_expected_has_letters_of_its_own(package: str, name: str) -> None:
    data = without_unexpected_forms(published(package, name))
    for language in ("la", "en", "fr", "it", "es", "x-unknown"):
        assert glyphs(data, LATIN, language) == glyphs(data, LATIN, "und")


@pytest.mark.parametrize(
    ("package", "name", "language", "text"),
    [
        (TEXT.package, TEXT.styles[0].file, "tr", "i"),
        (TEXT.package, TEXT.styles[0].file, "az", "i"),
        (TEXT.package, TEXT.styles[0].file, "sr", "б"),
        (FALL_BACKS[1].package, FALL_BACKS[1].styles[0].file, "ro", "ş"),
        (FALL_BACKS[1].package, FALL_BACKS[1].styles[0].file, "mh", "ļ"),
    ],
)
def test_forms_that_readers_expect_stay(package: str, name: str, language: str, text: str) -> None:
    before, after = published(package, name), without_unexpected_forms(published(package, name))
    assert glyphs(after, text, language) == glyphs(before, text, language) != glyphs(after, text, "en")


def test_the_fonts_of_the_epub_keep_the_letters_too() -> None:
    data = typeface.subset(typeface.FontCut(typeface.UPRIGHT, 400, frozenset(LATIN)))
    assert glyphs(data, LATIN, "la") == glyphs(data, LATIN, "en")


def test_a_font_without_other_forms_stays_as_it_is() -> None:
    assert without_unexpected_forms(block_font()) == block_font()
    assert without_unexpected_forms(b"no font") == b"no font"


def test_only_the_local_forms_are_taken_out() -> None:
    data = published(TEXT.package, TEXT.styles[0].file)
    before, after = (TTFont(io.BytesIO(one)) for one in (data, without_unexpected_forms(data)))
    tags = [
        {
            (
                script.ScriptTag,
                language.LangSysTag,
                font["GSUB"].table.FeatureList.FeatureRecord[at].FeatureTag,
            )
            for script in font["GSUB"].table.ScriptList.ScriptRecord
            for language in script.Script.LangSysRecord
            for at in language.LangSys.FeatureIndex
        }
        for font in (before, after)
    ]
    assert tags[0] - tags[1] == {("latn", "LAT ", "locl")}
    assert tags[1] <= tags[0]
