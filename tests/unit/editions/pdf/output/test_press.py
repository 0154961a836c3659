"""The printer's file: the reader's pages in black, on a sheet that can be cut."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from reading_back import page_words
from tiny_book import Printed

from florilegium.editions.pdf.output.inks import in_black, pictures_in_black
from florilegium.editions.pdf.output.sheet import Press

BLEED = 8.5


@pytest.fixture(scope="module")
def pdf(printed: Printed) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed.edition.for_press(Press(BLEED, marks=True, multiple=16))))


def test_the_words_are_those_of_the_reader(printed: Printed) -> None:
    pages = page_words(printed.edition.for_press(Press()))
    assert pages == page_words(printed.edition.pdf)


def test_blank_pages_fill_up_to_the_multiple(pdf: pikepdf.Pdf, printed: Printed) -> None:
    assert len(pdf.pages) % 16 == 0
    assert 0 <= len(pdf.pages) - printed.edition.pages < 16


def test_every_page_has_the_boxes_that_a_cutter_needs(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        media, bleed, trim = (
            [float(side) for side in page.obj[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox")
        )
        assert trim[2] - trim[0] == pytest.approx(432)
        assert trim[3] - trim[1] == pytest.approx(648)
        assert [bleed[0] - trim[0], bleed[3] - trim[3]] == pytest.approx([-BLEED, BLEED])
        assert media[0] < bleed[0] and media[2] > bleed[2]
        assert "/CropBox" not in page.obj


def test_marks_stand_outside_the_bleed(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    trim = [float(side) for side in page.obj.TrimBox]
    beyond = trim[0]
    lines = re.findall(rb"([-\d.]+) ([-\d.]+) m ([-\d.]+) ([-\d.]+) l S", page.Contents.read_bytes())
    assert len(lines) == 8
    for x, y, *_ in lines:
        across, up = float(x) + beyond - trim[0], float(y) + beyond - trim[1]
        outside = min(across, up) <= -BLEED or across >= 432 + BLEED or up >= 648 + BLEED
        assert outside


def test_nothing_can_be_clicked_and_nothing_is_tagged(pdf: pikepdf.Pdf) -> None:
    assert not any("/Annots" in page.obj or "/StructParents" in page.obj for page in pdf.pages)
    assert not {"/StructTreeRoot", "/Outlines", "/Names", "/PageLabels"} & set(pdf.Root.keys())


def test_all_ink_is_black(pdf: pikepdf.Pdf) -> None:
    content = b"\n".join(page.Contents.read_bytes() for page in pdf.pages)
    assert not re.search(rb"^[-\d. ]+ (rg|RG|k|K|sc|SC)$", content, re.M)
    assert re.search(rb"^0 g$", content, re.M)


def test_the_file_names_its_standard_and_its_paper(pdf: pikepdf.Pdf) -> None:
    """ISO 15930-7: the version in XMP, one output intent with a profile, trapping told, an identifier."""
    metadata = pdf.Root.Metadata.read_bytes()
    assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in metadata
    assert b"<pdf:Trapped>False<" in metadata
    assert str(pdf.docinfo["/Trapped"]) == "/False"
    (intent,) = pdf.Root.OutputIntents
    profile = intent.DestOutputProfile.read_bytes()
    assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFX", 1)
    assert profile[12:20] == b"prtrGRAY"
    assert "/ID" in pdf.trailer


def test_the_same_book_gives_the_same_file(printed: Printed) -> None:
    assert printed.edition.for_press(Press()) == printed.edition.for_press(Press())


@pytest.mark.parametrize(
    ("colour", "tint"),
    [
        (b"0 0 0 rg", b"0 g"),
        (b"1 1 1 RG", b"1 G"),
        (b"1 0 0 rg", b"0.299 g"),
        (b"0 0 0 1 k", b"0 g"),
        (b"0.25 .25 0.25 rg", b"0.25 g"),
    ],
)
def test_a_colour_becomes_a_tint_of_black(colour: bytes, tint: bytes) -> None:
    assert in_black(b"q\n%b\nBT\n" % colour) == b"q\n%b\nBT\n" % tint


def test_pictures_become_grey() -> None:
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(bytes([255, 0, 0, 0, 0, 255]))
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 2, 1, 8
        picture.ColorSpace = pikepdf.Name.DeviceRGB
        pictures_in_black(pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture)))
        assert picture.ColorSpace == pikepdf.Name.DeviceGray
        assert list(picture.read_bytes()) == [76, 29]
