"""The cover's sheet fits the book, and says only what the manifest says."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reading_back import page_words
from tiny_book import FACTS

from florilegium.editions.cover.words import Words
from florilegium.editions.designs.design import design_of
from florilegium.editions.pdf.cover.wrap_drawing import CoverSheet, make_cover
from florilegium.editions.pdf.cover.wrap_sheet import Wrap
from florilegium.editions.pdf.fonts.bundled import FALL_BACKS
from florilegium.editions.pdf.fonts.lettering import _SIGNS, CoverFaces
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.section.trim import page_of

PAGE = page_of((152.4, 228.6))
LEAF = 0.1 / 25.4 * 72
WRAP = Wrap(PAGE, 320, LEAF, Words("Ways East", names="Marco Polo"), "A book of roads.", "9780306406157")


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> CoverFaces:
    return CoverFaces(FALL_BACKS, (), tmp_path_factory.mktemp("faces"))


def made(wrap: Wrap, faces: CoverFaces, press: Press | None = None) -> CoverSheet:
    return make_cover(wrap, faces, FACTS, press or Press())


def words(cover: CoverSheet) -> str:
    return page_words(cover.pdf)[0]


def test_the_spine_is_as_thick_as_the_leaves() -> None:
    assert WRAP.spine == pytest.approx(160 * LEAF)
    assert replace(WRAP, pages=319).spine == WRAP.spine


def test_the_sheet_is_two_pages_and_a_spine_wide(faces: CoverFaces) -> None:
    with pikepdf.open(io.BytesIO(made(WRAP, faces).pdf)) as pdf:
        (page,) = pdf.pages
        trim = [float(side) for side in page.obj.TrimBox]
        assert trim[2] - trim[0] == pytest.approx(2 * 432 + WRAP.spine)
        assert trim[3] - trim[1] == pytest.approx(648)


def test_a_thick_spine_bears_the_title_and_a_thin_one_does_not(faces: CoverFaces) -> None:
    assert words(made(WRAP, faces)).count("Ways East") == 2
    thin = replace(WRAP, pages=60)
    assert thin.spine_size == 0
    assert words(made(thin, faces)).count("Ways East") == 1


def test_the_back_has_blurb_and_barcode_only_when_there_are_any(faces: CoverFaces) -> None:
    assert "A book of roads." in words(made(WRAP, faces))
    assert "ISBN 978-0-306-40615-7" in words(made(WRAP, faces))
    bare = words(made(replace(WRAP, blurb="", isbn=""), faces))
    assert "roads" not in bare
    assert "ISBN" not in bare


def test_a_long_blurb_gets_smaller_and_at_last_is_cut(faces: CoverFaces) -> None:
    long = made(replace(WRAP, blurb="Roads and rivers. " * 60), faces)
    assert not long.cut
    endless = made(replace(WRAP, blurb="Roads and rivers. " * 400), faces)
    assert endless.cut
    assert "…" in words(endless)


def test_letters_that_the_face_lacks_are_told(faces: CoverFaces) -> None:
    assert made(replace(WRAP, words=Words("東方")), faces).missing == "方東"


def test_marks_show_the_folds(faces: CoverFaces) -> None:
    with pikepdf.open(io.BytesIO(made(WRAP, faces, Press(marks=True)).pdf)) as pdf:
        assert pdf.pages[0].Contents.read_bytes().count(b" l S\n") == 8 + 4


def test_a_picture_fills_the_front_and_keeps_its_colours(faces: CoverFaces) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 60), "teal").save(out, "PNG")
    with pikepdf.open(io.BytesIO(made(replace(WRAP, picture=out.getvalue()), faces).pdf)) as pdf:
        picture = pdf.pages[0].Resources.XObject["/Cover"]
        assert str(picture.ColorSpace[0]) == "/ICCBased"
        assert picture.read_bytes()[:3] == bytes([0, 128, 128])


def test_every_colour_but_the_pictures_is_of_the_four_inks(faces: CoverFaces) -> None:
    with pikepdf.open(io.BytesIO(made(WRAP, faces).pdf)) as pdf:
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])}
        assert "k" in operators
        assert not {"rg", "RG", "g", "sc", "scn"} & operators
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert intent.DestOutputProfile.read_bytes()[12:20] == b"prtrCMYK"


def test_the_same_words_give_the_same_file(faces: CoverFaces, tmp_path: Path) -> None:
    assert made(WRAP, faces).pdf == made(WRAP, faces).pdf


def test_a_title_in_another_script_has_a_face_that_has_it(faces: CoverFaces) -> None:
    hebrew = replace(
        WRAP,
        words=Words("\u05d3\u05e8\u05db\u05d9\u05dd"),
        blurb="\u05e1\u05e4\u05e8 \u05d3\u05e8\u05db\u05d9\u05dd",
        language="he",
    )
    assert made(hebrew, faces).missing == ""


def test_a_design_letters_its_cover_in_its_own_face(faces: CoverFaces, tmp_path: Path) -> None:
    modern = design_of("modern")
    own = CoverFaces((modern.display, *FALL_BACKS), (), tmp_path)
    with pikepdf.open(io.BytesIO(made(replace(WRAP, plain=True), own).pdf)) as pdf:
        fonts = {str(name) for name in pdf.pages[0].Resources.Font}
    assert "/AlegreyaSans-Bold" in fonts
    assert not any("Garamond" in name for name in fonts)


def test_a_blurb_without_spaces_is_divided_between_its_signs() -> None:
    text = "\u6771\u65b9\u3078\u306e\u9053\u3001\u5ddd\u3002"
    assert _SIGNS.findall(text) == ["\u6771", "\u65b9", "\u3078", "\u306e", "\u9053\u3001", "\u5ddd\u3002"]


def _centre(cover: CoverSheet, words: str) -> float:
    """Where the first of some words stands on the sheet, from its left edge, in points."""
    with pypdfium2.PdfDocument(cover.pdf) as document:
        text = document[0].get_textpage()
        found = text.search(words).get_next()
        assert found is not None
        left, _, right, _ = text.get_charbox(found[0])
    return (left + right) / 2


def test_a_book_that_is_bound_on_its_right_has_its_front_on_the_left(faces: CoverFaces) -> None:
    """Hebrew and Arabic books are opened with the spine on the right."""
    page = page_of((152.4, 228.6), binds_right=True)
    front, back = page.width, page.width + WRAP.spine
    mirrored = made(replace(WRAP, page=page), faces)
    assert _centre(mirrored, "Marco Polo") < front < back < _centre(mirrored, "A book of roads")
    usual = made(WRAP, faces)
    assert _centre(usual, "A book of roads") < front < back < _centre(usual, "Marco Polo")


def test_the_picture_of_a_front_on_the_left_goes_over_its_outer_edges(faces: CoverFaces) -> None:
    out = io.BytesIO()
    Image.new("RGB", (600, 900), "navy").save(out, "JPEG")
    page = page_of((152.4, 228.6), binds_right=True)
    with pikepdf.open(io.BytesIO(made(replace(WRAP, page=page, picture=out.getvalue()), faces).pdf)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    bleed = Press().bleed
    assert b"%.2f %.2f %.2f %.2f re W n" % (-bleed, -bleed, 432 + bleed, 648 + 2 * bleed) in content
