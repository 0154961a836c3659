"""The embedded typeface: the book's letters and no others, the same bytes each time, with its licence."""

from __future__ import annotations

import io
from collections.abc import Callable

from fontTools.ttLib import TTFont
from harbour_book import OPF, Opened
from lxml import etree

from florilegium.editions.designs.design import design_of
from florilegium.editions.epub.edition import EpubInput, EpubOptions
from florilegium.editions.epub.media.supplies import begin_fonts
from florilegium.editions.screen.typeface import ITALIC, UPRIGHT, FontCut, letters_of, subset
from florilegium.system.tasks.runner import Runner


def test_a_subset_has_the_letters_asked_for_and_little_else() -> None:
    font = TTFont(io.BytesIO(subset(FontCut(UPRIGHT, 400, frozenset("Saltmere")))))
    assert set(font.getBestCmap()) == {ord(letter) for letter in "Saltmere"}
    assert len(font.getGlyphOrder()) < 60


def test_a_subset_is_static_and_keeps_small_capitals_and_kerning() -> None:
    font = TTFont(io.BytesIO(subset(FontCut(ITALIC, 400, frozenset("AVfilate 0123")))))
    assert not {"fvar", "gvar", "STAT", "HVAR"} & set(font.keys())
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum", "liga"} <= features
    assert "kern" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


def test_weights_differ_and_say_so() -> None:
    regular, heavy = (
        TTFont(io.BytesIO(subset(FontCut(UPRIGHT, weight, frozenset("a"))))) for weight in (400, 600)
    )
    assert (regular["OS/2"].usWeightClass, heavy["OS/2"].usWeightClass) == (400, 600)
    assert regular["glyf"]["a"].getCoordinates(regular["glyf"]) != heavy["glyf"]["a"].getCoordinates(
        heavy["glyf"]
    )


def test_the_same_letters_give_the_same_bytes_in_any_order() -> None:
    assert subset(FontCut(UPRIGHT, 400, frozenset("tide"))) == subset(
        FontCut(UPRIGHT, 400, frozenset("edit"))
    )


def test_letters_bring_their_other_case_and_bold_is_only_what_is_bold() -> None:
    tree = etree.fromstring("<html><body><p>ab<strong>c</strong></p></body></html>")
    letters, heavy = letters_of([tree])
    assert {"a", "B", "C"} <= letters
    assert "c" in heavy and "a" not in heavy
    assert letters_of([etree.fromstring("<p>a</p>")])[1] == frozenset()
    assert "7" in letters_of([etree.fromstring('<p>a <a class="main">7</a></p>')])[1]


def test_no_bold_no_bold_font() -> None:
    names = {
        item.name
        for item in begin_fonts(*letters_of([etree.fromstring("<p>a</p>")]), design_of(), Runner())()
    }
    assert names == {
        "fonts/EBGaramond-Regular.ttf",
        "fonts/EBGaramond-Italic.ttf",
        "fonts/OFL.txt",
        "styles/fonts.css",
    }


def test_fonts_come_with_their_licence_and_a_style_that_names_them(
    order: EpubInput, make: Callable[..., Opened]
) -> None:
    epub = make(order, options=EpubOptions(embed_fonts=True))
    assert b"SIL OPEN FONT LICENSE" in epub.entries["EPUB/fonts/OFL.txt"]
    types = {item.get("href"): item.get("media-type") for item in epub.package.iter(f"{OPF}item")}
    assert types["fonts/EBGaramond-Regular.ttf"] == "font/ttf"
    style = epub.entries["EPUB/styles/fonts.css"].decode()
    for name in [name for name in types if name.endswith(".ttf")]:
        assert f'url("../{name}")' in style
        assert epub.entries[f"EPUB/{name}"][:4] == b"\x00\x01\x00\x00"
    assert b"styles/fonts.css" in epub.entries["EPUB/text/tides.xhtml"]


def test_every_letter_of_the_book_that_the_typeface_has_is_embedded(
    order: EpubInput, make: Callable[..., Opened]
) -> None:
    epub = make(order, options=EpubOptions(embed_fonts=True))
    font = TTFont(io.BytesIO(epub.entries["EPUB/fonts/EBGaramond-Regular.ttf"]))
    whole = TTFont(io.BytesIO(subset(FontCut(UPRIGHT, 400, frozenset(map(chr, range(0x20, 0x3000)))))))
    used = {ord(letter) for name in epub.pages for letter in epub.words(name)}
    assert used & set(whole.getBestCmap()) <= set(font.getBestCmap())


def test_without_fonts_no_face_is_named(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order)
    assert not [name for name in epub.entries if "font" in name.lower()]
    assert not [name for name, data in epub.entries.items() if name.endswith(".css") and b"Garamond" in data]
