"""Files for a printer whose rules are known: where pages stand, what is refused, what preflight finds."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from reading_back import page_words
from tiny_book import FACTS, Printed

from florilegium.book.print_shops import INGRAMSPARK, KDP, LULU, PRINT_SHOPS, PrintShop
from florilegium.editions.cover.words import Words
from florilegium.editions.pdf.cover.process_colours import COLOURS, within
from florilegium.editions.pdf.cover.wrap_drawing import make_cover
from florilegium.editions.pdf.cover.wrap_sheet import Wrap
from florilegium.editions.pdf.fonts.bundled import FALL_BACKS
from florilegium.editions.pdf.fonts.lettering import CoverFaces
from florilegium.editions.pdf.output.see_through import flatten, seen_through
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import PRESS_STANDARDS, Conformance
from florilegium.editions.pdf.print_shop.preflight import preflight
from florilegium.editions.pdf.print_shop.printer import Printer, Sent
from florilegium.editions.pdf.print_shop.shop_fit import Placement, check_order, check_pages, placed
from florilegium.editions.pdf.section.trim import page_of
from florilegium.manifest.schema.imprint import PrintKeys
from florilegium.problems import Place, Report

TRADE = (152.4, 228.6)
PAGE = page_of(TRADE)


def keys(**written: object) -> PrintKeys:
    return PrintKeys.model_validate({key.rstrip("_"): value for key, value in written.items()})


def place_of(*path: str) -> Place:
    return Place("/".join(path), 1, 1)


def told(report: Report) -> list[tuple[str, str]]:
    return [(problem.code, problem.place.file) for problem in report.problems]


# Rules


@pytest.mark.parametrize("shop", PRINT_SHOPS.values(), ids=lambda shop: shop.name)
def test_rules_have_their_source(shop: PrintShop) -> None:
    """Every rule names the page that says it, and no advice is less than what is required."""
    assert set(shop.rules) == {"trim", "pages", "margins", "file", "cover", "spine"}
    for pages in (24, 150, 151, 500, 800):
        assert shop.advised.inner_for(pages) >= shop.required.inner_for(pages)
    assert shop.offers(TRADE)


def test_an_inner_margin_grows_with_the_pages() -> None:
    inches = [round(KDP.required.inner_for(pages) / 25.4, 3) for pages in (24, 150, 151, 300, 301, 701, 828)]
    assert inches == [0.375, 0.375, 0.5, 0.5, 0.625, 0.875, 0.875]


def test_a_large_page_has_fewer_pages() -> None:
    assert KDP.most_pages(TRADE, "cream") == 776
    assert KDP.most_pages((215.9, 279.4), "cream") == 550
    assert LULU.offers((148, 210)) and not LULU.offers((129, 198))


@pytest.mark.parametrize(
    ("written", "size", "expected"),
    [
        ({"for_": "kdp"}, TRADE, []),
        ({"for_": "kdp", "paper": "0.12 mm", "bleed": "3 mm"}, TRADE, []),
        ({"for_": "offset", "marks": "true", "paper": "bookwove-80"}, (100.0, 400.0), []),
        ({"for_": "kdp"}, (100.0, 140.0), ["pdf/trim"]),
        ({"for_": "lulu"}, (129.0, 198.0), ["pdf/trim"]),
        ({"for_": "lulu", "paper": "groundwood"}, TRADE, ["print/paper"]),
        ({"for_": "ingramspark", "paper": "cream"}, (178.0, 254.0), ["print/paper"]),
        ({"for_": "ingramspark", "bleed": "5 mm"}, TRADE, ["print/bleed"]),
        ({"for_": "kdp", "marks": "true", "standard": "x-4"}, TRADE, ["print/marks", "print/standard"]),
    ],
)
def test_what_a_printer_does_not_offer_is_told(
    written: dict[str, str], size: tuple[float, float], expected: list[str]
) -> None:
    report = Report()
    check_order(keys(**written), size, place_of, report)
    assert told(report) == [("E022", place) for place in expected]


@pytest.mark.parametrize(("pages", "fits"), [(22, False), (24, True), (776, True), (778, False)])
def test_pages_are_counted(pages: int, fits: bool) -> None:
    report = Report()
    check_pages(keys(for_="kdp", paper="cream"), pages, TRADE, place_of, report)
    assert told(report) == ([] if fits else [("E023", "print/for")])


# Where pages stand


def test_wide_margins_stay_as_they_are() -> None:
    made = placed(PAGE, KDP, 320)
    assert (made.out, made.up, made.kept, made.advised) == (0, 0, True, True)


def test_the_type_area_moves_away_from_the_spine_and_no_further() -> None:
    """The inner margin of a long book is what the printer asks for; the outer one keeps its own."""
    made = placed(PAGE, KDP, 820)
    assert PAGE.inner + made.out == pytest.approx(0.875 * 72)
    assert made.kept
    advised = placed(PAGE, LULU, 380)
    assert PAGE.inner + advised.out == pytest.approx(72)
    assert PAGE.outer - advised.out == pytest.approx(36)


def test_heads_move_down_where_they_stand_too_high() -> None:
    made = placed(PAGE, INGRAMSPARK, 200)
    assert -8 < made.up < 0
    assert made.advised


def test_margins_that_cannot_be_had_are_told() -> None:
    small = page_of((101.6, 152.4))
    assert not placed(small, KDP, 100).kept
    middling = placed(page_of((107.95, 174.6)), LULU, 500)
    assert middling.kept
    assert not middling.advised


def test_pages_move_as_a_whole_and_to_opposite_sides(printed: Printed) -> None:
    """A recto goes to the right, a verso to the left, by the same; no word is lost."""
    still = printed.edition.for_press(Press(bleed=0))
    moved = printed.edition.for_press(Press(bleed=0, right=9, up=-4))
    assert page_words(moved) == page_words(still)
    with pikepdf.open(io.BytesIO(moved)) as pdf:
        starts = [page.Contents.read_bytes().split(b" cm")[0] for page in pdf.pages]
    drawn = [start for start in starts if start.startswith(b"q 1 0 0 1")]
    assert {start for at, start in enumerate(starts) if start in drawn and at % 2 == 0} == {b"q 1 0 0 1 9 -4"}
    assert {start for at, start in enumerate(starts) if start in drawn and at % 2} == {b"q 1 0 0 1 -9 -4"}


def test_pages_of_a_book_that_is_bound_on_the_right_move_away_from_their_spine() -> None:
    page, printer = page_of((152.4, 228.6)), Printer.asked(keys(for_="kdp"))
    away = Placement(out=9, up=-4)
    assert printer.inside(away, page).right == 9
    assert printer.inside(away, replace(page, binds_right=True)).right == -9


# What one sees through


def test_a_picture_is_laid_on_white() -> None:
    with pikepdf.new() as pdf:
        mask = pdf.make_stream(bytes([255, 0, 128, 255]))
        picture = pdf.make_stream(bytes([0, 0, 0, 200]))
        for one in (mask, picture):
            one.Type, one.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
            one.Width, one.Height, one.BitsPerComponent = 2, 2, 8
            one.ColorSpace = pikepdf.Name.DeviceGray
        picture.SMask = mask
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=picture))
        assert list(seen_through(page)) == ["a picture with a mask"]
        flatten([page])
        assert not list(seen_through(page))
        assert list(picture.read_bytes()) == [0, 255, 127, 200]


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ({"/ca": 0.5}, "a drawing that is transparent"),
        ({"/BM": pikepdf.Name.Multiply}, "colours that are mixed"),
        ({"/ca": 1, "/CA": 1, "/SMask": pikepdf.Name("/None"), "/BM": pikepdf.Name.Normal}, ""),
    ],
)
def test_what_cannot_be_flattened_is_found_in_drawings_too(state: dict[str, object], fault: str) -> None:
    with pikepdf.new() as pdf:
        form = pdf.make_stream(b"")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(G=pikepdf.Dictionary(state)))
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
        assert list(seen_through(page)) == ([fault] if fault else [])


# Colours


@pytest.mark.parametrize("most", [2.4, 2.0])
def test_inks_are_kept_within_a_bound(most: float) -> None:
    for pair in COLOURS:
        for colour in pair:
            made = within(colour, most)
            assert sum(made) <= most
            assert made[3] == colour[3]
            assert made == colour or sum(made) > most - 0.01


# The files


@pytest.fixture(scope="module", params=["kdp", "ingramspark", "lulu"])
def sent(
    request: pytest.FixtureRequest, printed: Printed, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, bytes, Sent]:
    """The inside and the cover of the tiny book, as it is sent to a printer."""
    from PIL import Image

    printer = Printer.asked(keys(for_=request.param, multiple="32"))
    assert printer.shop is not None
    out = io.BytesIO()
    Image.radial_gradient("L").resize((60, 90)).convert("RGB").save(out, "PNG")
    pages = printed.edition.pages + printer.press.blanks(printed.edition.pages)
    wrap = printer.wrap(Wrap(PAGE, pages, 2, Words("Ways East"), picture=out.getvalue(), seed="tiny"))
    placement = placed(PAGE, printer.shop, pages)
    faces = CoverFaces(FALL_BACKS, (), tmp_path_factory.mktemp("faces"))
    cover = make_cover(wrap, faces, FACTS, printer.press)
    return (
        printed.edition.for_press(printer.inside(placement, printed.edition.plan.page)),
        cover.pdf,
        Sent(printer, wrap, placement, 0),
    )


def test_preflight_finds_nothing_to_mend(sent: tuple[bytes, bytes, Sent]) -> None:
    report = preflight(*sent)
    assert report.endswith("Nothing to mend\n"), report
    assert "mend     " not in report
    assert sent[2].printer.standard.value in report


def test_preflight_finds_what_another_printer_would_not_take(sent: tuple[bytes, bytes, Sent]) -> None:
    """Files for a newer standard, with bleed and an odd page, are not those that were asked for."""
    inside, cover, what = sent
    with pikepdf.open(io.BytesIO(inside)) as pdf:
        pdf.add_blank_page(page_size=(432, 640))
        out = io.BytesIO()
        pdf.save(out, force_version="1.7")
    report = preflight(out.getvalue(), cover, what)
    for part in (
        "every page is 152.40",
        "pages are a multiple of 2",
        "the file is PDF/X",
        "boxes that a cutter",
    ):
        assert any(line.startswith("mend") and part in line for line in report.splitlines()), part
    assert report.endswith("4 to mend\n")


@pytest.mark.parametrize("marks", ["true", "false"])
@pytest.mark.parametrize("standard", ["x-4", "x-1a"])
def test_preflight_holds_an_offset_printers_files_to_what_was_asked(
    printed: Printed, tmp_path: Path, marks: str, standard: str
) -> None:
    printer = Printer.asked(keys(for_="offset", bleed="4 mm", marks=marks, standard=standard))
    edition = printed.edition
    wrap = printer.wrap(Wrap(PAGE, printer.pages_of(edition), 2, Words("Ways East"), seed="tiny"))
    cover = make_cover(wrap, CoverFaces(FALL_BACKS, (), tmp_path), FACTS, printer.press)
    placement = Placement()
    inside = edition.for_press(printer.inside(placement, edition.plan.page))
    report = preflight(inside, cover.pdf, Sent(printer, wrap, placement, 0))
    assert report.endswith("Nothing to mend\n"), report
    assert "with 4 mm of bleed and marks" in report if marks == "true" else "with 4 mm of bleed [" in report
    assert "pages are a multiple of 16" in report and "ISO 15930" in report
    other = replace(printer, bleed=3, multiple=32)
    assert preflight(inside, cover.pdf, Sent(other, wrap, placement, 0)).count("\nmend ") >= 2


def test_the_older_standards_are_pdf_1_3_without_packed_objects(sent: tuple[bytes, bytes, Sent]) -> None:
    for data in sent[:2]:
        assert data.startswith(b"%PDF-1.3")
        assert b"/ObjStm" not in data
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert str(pdf.docinfo["/GTS_PDFXVersion"]).startswith("PDF/X-")
            assert "/GTS_PDFXVersion" in pdf.docinfo and str(pdf.docinfo["/Trapped"]) == "/False"
            assert b"pdfx:GTS_PDFXVersion" in pdf.Root.Metadata.read_bytes()
            assert "/ID" in pdf.trailer


def test_a_cover_picture_is_in_inks_where_inks_alone_are_known(sent: tuple[bytes, bytes, Sent]) -> None:
    _, cover, what = sent
    with pikepdf.open(io.BytesIO(cover)) as pdf:
        space = pdf.pages[0].Resources.XObject["/Cover"].ColorSpace
        if what.printer.standard is Conformance.PRESS_X1A:
            assert str(space) == "/DeviceCMYK"
        else:
            assert str(space[0]) == "/ICCBased"


def test_offset_fills_up_signatures_and_keeps_what_is_asked() -> None:
    usual = Printer.asked(keys(for_="offset", bleed="3 mm", marks="true", standard="x-1a"))
    assert (usual.multiple, usual.marks, usual.standard) == (16, True, PRESS_STANDARDS["x-1a"])
    assert Printer.asked(keys(for_="offset", multiple="8")).multiple == 8
    assert Printer.asked(keys()).multiple == 1
    assert Printer.asked(keys()).standard is Conformance.PRESS


def test_the_last_page_is_blank_for_one_who_asks() -> None:
    press = Press(multiple=2, blank_end=True)
    assert press.blanks(10) == 2
    assert press.blanks(10, ends_blank=True) == 0
    assert press.blanks(9) == 1
    assert replace(press, blank_end=False).blanks(10) == 0


def test_the_foot_of_the_back_is_free_for_the_printers_barcode(tmp_path: Path) -> None:
    """KDP prints a barcode where there is none; no label stands in its place."""
    printer = Printer.asked(keys(for_="kdp"))
    without = printer.wrap(Wrap(PAGE, 200, 2, Words("Ways East"), "Roads. " * 250))
    assert without.reserved > 1.45 * 72
    assert printer.wrap(replace(without, isbn="9780306406157")).reserved == 0
    made = make_cover(without, CoverFaces(FALL_BACKS, (), tmp_path), FACTS, printer.press)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        boxes = [
            [float(one) for one in operands]
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) == "re"
        ]
    labels = [box for box in boxes if 0 < box[0] < 216 and box[2] < PAGE.width]
    assert labels and all(box[1] > without.reserved for box in labels)
