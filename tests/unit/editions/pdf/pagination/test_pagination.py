"""Pages fall where a printer expects them."""

from __future__ import annotations

import pytest

from florilegium.editions.pagemap import LineStart, PageStart
from florilegium.editions.pdf.pagination.pagination import end_on_verso, page_starts, paginate, roman
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.sections import Matter, Section, SectionKind


def section(name: str, kind: SectionKind, matter: Matter = Matter.BODY) -> Section:
    return Section(name, kind, name.title(), matter, "en")


@pytest.mark.parametrize(
    ("number", "folio"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (90, "xc")]
)
def test_folios_of_the_front_matter_are_roman(number: int, folio: str) -> None:
    assert roman(number) == folio


def test_a_chapter_opens_on_a_recto_and_leaves_a_true_blank_before_it() -> None:
    run = paginate([(section("one", SectionKind.CHAPTER), 1), (section("two", SectionKind.CHAPTER), 2)])
    assert [(one.label, one.section.id if one.section else "") for one in run.pages] == [
        ("1", "one"),
        ("2", ""),
        ("3", "two"),
        ("4", "two"),
    ]
    assert run.firsts == {"one": 0, "two": 2}


def test_an_article_opens_on_the_next_page_even_a_verso() -> None:
    run = paginate([(section("one", SectionKind.CHAPTER), 1), (section("piece", SectionKind.ARTICLE), 1)])
    assert run.firsts["piece"] == 1


def test_the_front_matter_ends_on_a_verso_so_that_folio_1_is_a_recto() -> None:
    run = paginate([(section("contents", SectionKind.CONTENTS, Matter.FRONT), 1)])
    assert [one.label for one in end_on_verso(run).pages] == ["i", "ii"]


def test_only_the_first_page_of_a_section_is_its_opening() -> None:
    run = paginate([(section("one", SectionKind.CHAPTER), 3)])
    assert [one.is_opening for one in run.pages] == [True, False, False]


def test_a_section_whose_lines_stand_out_of_the_flow_begins_a_page_all_the_same() -> None:
    """So does a copyright page, which stands at the foot; a page in its middle without lines does not."""
    run = paginate(
        [
            (section("copyright", SectionKind.COPYRIGHT, Matter.FRONT), 1),
            (section("tides", SectionKind.ARTICLE), 2),
        ]
    )
    layouts = {
        "copyright": Layout("copyright", b"", 1, (), {}, ()),
        "tides": Layout("tides", b"", 2, (LineStart("tides-p1", 0, 0, 10.0),), {}, ()),
    }
    assert page_starts(run, layouts) == (
        PageStart("i", "copyright", "", 0),
        PageStart("2", "tides", "tides-p1", 0),
    )
