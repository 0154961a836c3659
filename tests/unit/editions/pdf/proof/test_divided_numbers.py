"""A number that the end of a line divides is reported, with its page."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.documents import Document
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.proof.report import divided_numbers
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.sections import Matter, Section, SectionKind

TEXT = "Malta, 49–50, 52–53, 477n11"


def found(offset: int, kind: SectionKind = SectionKind.INDEX, *, left: float = 50.0) -> list[tuple[int, str]]:
    """What is reported when the second line of an entry begins with its so-manyeth letter."""
    tree = etree.fromstring(f'<html><body><p id="a">{TEXT}</p></body></html>')
    document = Document.of(Section("s", kind, "", Matter.BACK, "en"), tree)
    lines = (LineStart("a", 0, 3, 100.0, 50.0), LineStart("a", offset, 3, 112.0, left))
    return list(divided_numbers(document, Layout("s", b"", 4, lines, {}, ())))


@pytest.mark.parametrize(
    ("offset", "number"), [(13, "52–53"), (14, "52–53"), (15, "52–53"), (19, "477n11"), (22, "477n11")]
)
def test_a_line_that_ends_within_a_number_is_reported(offset: int, number: str) -> None:
    assert found(offset) == [(3, number)]


@pytest.mark.parametrize("offset", [6, 12, 18])
def test_a_line_may_end_after_a_comma(offset: int) -> None:
    assert found(offset) == []


def test_a_range_in_running_text_may_be_divided_after_its_dash() -> None:
    assert found(15, SectionKind.ARTICLE) == []
    assert found(13, SectionKind.ARTICLE) == [(3, "52")]


def test_pieces_of_one_line_divide_nothing() -> None:
    tree = etree.fromstring(f'<html><body><p id="a">{TEXT}</p></body></html>')
    document = Document.of(Section("s", SectionKind.INDEX, "", Matter.BACK, "en"), tree)
    lines = (
        LineStart("a", 0, 0, 100.0, 50.0),
        LineStart("a", 13, 0, 98.0, 90.0),
        LineStart("a", 15, 0, 100.0, 95.0),
    )
    assert list(divided_numbers(document, Layout("s", b"", 1, lines, {}, ()))) == []
