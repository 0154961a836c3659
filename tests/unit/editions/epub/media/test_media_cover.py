"""The cover: drawn from the manifest, or the editor's image when it is sound."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harbour_book import OPS, XHTML, small_book
from lxml import etree
from PIL import Image

from florilegium.book.model import Book
from florilegium.editions.designs.design import design_of
from florilegium.editions.epub.media.cover import CoverLook, cover_of, cover_page
from florilegium.editions.epub.media.cover_drawing import SIZE, Commission, Words, draw
from florilegium.editions.epub.media.given_cover import check_cover
from florilegium.editions.epub.media.raster_lettering import Face, break_lines, set_line
from florilegium.editions.screen.typeface import UPRIGHT
from florilegium.manifest.schema.manifest import DESIGNS
from florilegium.problems import Report
from florilegium.system.tasks.runner import Runner

LOOK = CoverLook(design_of())


def with_metadata(**changes: Any) -> Book:
    book = small_book()
    return replace(book, metadata=replace(book.metadata, **changes))


def saved(root: Path, name: str, size: tuple[int, int], mode: str = "RGB", kind: str = "JPEG") -> str:
    Image.new(mode, size).save(root / name, kind)
    return name


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def test_a_cover_is_drawn_where_none_is_given(tmp_path: Path) -> None:
    report = Report()
    cover = cover_of(small_book(), tmp_path, report, Runner(), LOOK)
    assert cover is not None and codes(report) == []
    assert (cover.image.media_type, cover.image.properties) == ("image/jpeg", ("cover-image",))
    with Image.open(io.BytesIO(cover.image.data)) as image:
        assert image.size == SIZE == (1600, 2400)
    assert cover.alt == "Cover: The Harbour Book: Two Essays. Edited by Ruth Orde."


def test_the_same_words_give_the_same_cover_and_another_book_another_colour() -> None:
    words = Words("On Tides", "Two Books", "Ada Lovell")
    assert draw(Commission(words, "a")) == draw(Commission(words, "a"))
    corners = set()
    for seed in "abcdefgh":
        with Image.open(io.BytesIO(draw(Commission(words, seed)).data)) as image:
            corners.add(image.getpixel((image.width // 2, image.height - 1)))
    assert len(corners) > 2


@pytest.mark.parametrize(
    "title",
    [
        "Tides",
        "Proceedings of the Society for the Observation, Comparison and Gradual Understanding of Tides",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    ],
)
def test_the_type_stays_on_the_label(title: str) -> None:
    drawn = draw(Commission(Words(title, title, title, title, title), "a"))
    assert not drawn.lacking
    with Image.open(io.BytesIO(drawn.data)) as image:
        # Beside the label the pattern alone is seen; ink is darker than either of its colours.
        strip = image.convert("L").crop((0, 0, 160, image.height))
        assert min(strip.tobytes()) > 38
        assert min(image.convert("L").tobytes()) < 34


def test_lines_are_few_and_even() -> None:
    face = Face(UPRIGHT, 400, 100)
    text = "The Harbour Book of Tides"
    lines = break_lines(text, face, set_line("The Harbour Book of", face).width + 1)
    assert len(lines) == 2
    assert lines[0].width == pytest.approx(set_line("The Harbour", face).width)


def test_a_name_is_not_broken() -> None:
    face = Face(UPRIGHT, 400, 100)
    whole = set_line("Ada Lovell", face).width
    lines = break_lines("by Ada\N{NO-BREAK SPACE}Lovell", face, whole + 1)
    assert [round(line.width) for line in lines] == [round(set_line("by", face).width), round(whole)]


def test_small_capitals_are_the_fonts_own() -> None:
    plain, small = (
        set_line("tides", Face(UPRIGHT, 400, 100)),
        set_line("tides", Face(UPRIGHT, 400, 100, ("smcp",))),
    )
    assert {glyph for glyph, _ in plain.glyphs}.isdisjoint({glyph for glyph, _ in small.glyphs})


@pytest.mark.parametrize("title", ["שירים קטנים", "قصائد صغيرة", "Стихи о море"])
def test_a_title_in_other_letters_is_set_in_a_typeface_that_has_them(title: str) -> None:
    drawn = draw(Commission(Words(title), "a"))
    assert not drawn.lacking
    assert drawn.data != draw(Commission(Words("x"), "a")).data


def test_words_from_right_to_left_stand_so() -> None:
    """The first word stands on the right; names in Latin letters among them keep their order."""
    source = "fontpkg_frank_ruhl_libre/FrankRuhlLibre[wght].ttf"

    def glyphs(text: str) -> list[int]:
        return [glyph for glyph, _ in set_line(text, Face(source, 400, 100)).glyphs]

    first, second, between = glyphs("שירים"), glyphs("קטנים"), glyphs(" ")
    assert glyphs("שירים קטנים") == second + between + first
    latin = glyphs("Ada Lovell")
    assert glyphs("שירים Ada Lovell קטנים") == second + between + latin + between + first
    assert glyphs("שירים & Ada") == glyphs("Ada") + between + glyphs("&") + between + first
    assert glyphs("Ada שירים קטנים") == glyphs("Ada") + between + second + between + first


def test_a_line_that_no_typeface_can_set_is_left_out_and_reported(tmp_path: Path) -> None:
    report = Report()
    assert cover_of(with_metadata(title="灯台"), tmp_path, report, Runner(), LOOK) is not None
    (problem,) = report.problems
    assert problem.code == "E016" and "灯" in problem.message and "cover:" in problem.hint


def test_a_sound_image_is_carried_as_it_is(tmp_path: Path) -> None:
    name = saved(tmp_path, "c.png", (1600, 2400), kind="PNG")
    report = Report()
    cover = cover_of(with_metadata(cover=name, cover_alt="A lamp"), tmp_path, report, Runner(), LOOK)
    assert cover is not None and codes(report) == []
    assert (cover.image.data, cover.image.name) == ((tmp_path / name).read_bytes(), "images/cover.png")
    assert cover.alt == "A lamp"


@pytest.mark.parametrize(
    ("size", "mode", "kind", "words"),
    [
        ((1600, 2400), "RGB", "GIF", "it is a GIF image"),
        ((1600, 2400), "CMYK", "JPEG", "its colours are CMYK"),
        ((9000, 9000), "1", "PNG", "more than a reader can open"),
    ],
)
def test_an_image_that_readers_cannot_show_is_an_error(
    tmp_path: Path, size: tuple[int, int], mode: str, kind: str, words: str
) -> None:
    report = Report()
    name = saved(tmp_path, "cover", size, mode, kind)
    assert check_cover(with_metadata(cover=name, cover_alt="A").metadata, tmp_path, report) is None
    (problem,) = report.problems
    assert problem.code == "E004" and words in problem.message


@pytest.mark.parametrize("name", ["missing.jpg", "../outside.jpg", "text.jpg", "broken.jpg", "."])
def test_what_is_no_image_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.jpg").write_text("A lamp")
    whole = (tmp_path / saved(tmp_path, "whole.jpg", (1600, 2400))).read_bytes()
    (tmp_path / "broken.jpg").write_bytes(whole[: len(whole) // 2])
    report = Report()
    assert check_cover(with_metadata(cover=name, cover_alt="A").metadata, tmp_path, report) is None
    assert codes(report) == ["E004"]


@pytest.mark.parametrize(
    ("size", "words"),
    [((600, 900), "600 × 900 pixels"), ((2400, 1600), "0.67 times"), ((1000, 2400), "2.40 times")],
)
def test_an_image_of_a_poor_size_or_shape_is_a_warning(
    tmp_path: Path, size: tuple[int, int], words: str
) -> None:
    report = Report()
    name = saved(tmp_path, "c.jpg", size)
    assert check_cover(with_metadata(cover=name, cover_alt="A").metadata, tmp_path, report)
    (problem,) = report.problems
    assert problem.code == "E005" and words in problem.message


def test_a_cover_without_alternative_text_is_told(tmp_path: Path) -> None:
    report = Report()
    name = saved(tmp_path, "c.jpg", (1600, 2400))
    cover = cover_of(with_metadata(cover=name), tmp_path, report, Runner(), LOOK)
    assert codes(report) == ["S010"]
    assert cover is not None and cover.alt.startswith("Cover: The Harbour Book")


def test_the_page_shows_the_image_with_its_text(tmp_path: Path) -> None:
    book = small_book()
    cover = cover_of(book, tmp_path, Report(), Runner(), LOOK)
    assert cover is not None
    page = etree.fromstring(cover_page(cover, book, ("styles/epub.css",)))
    (image,) = page.iter(f"{XHTML}img")
    assert (image.get("src"), image.get("alt"), image.get("role")) == (
        "images/cover.jpg",
        cover.alt,
        "doc-cover",
    )
    (section,) = page.iter(f"{XHTML}section")
    assert section.get(f"{OPS}type") == "cover"


def test_a_cover_follows_the_design() -> None:
    """Titles are in the design's family, and a plain cover has no ornaments."""
    words = Words("The Tide Table", "Essays", "Edith Marsh")
    drawn = {name: draw(Commission(words, "a", name)) for name in DESIGNS}
    assert not any(one.lacking for one in drawn.values())
    assert drawn["classic"].data == drawn["scholarly"].data
    assert drawn["modern"].data == drawn["journal"].data
    assert len({one.data for one in drawn.values()}) == 3
