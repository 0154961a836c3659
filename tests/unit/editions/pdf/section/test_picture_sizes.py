"""Pictures keep the lines below them on the grid, and coarse ones are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from florilegium.editions.pdf.section.picture_sizes import PrintedPicture, alternative_of, fit_to_grid
from florilegium.editions.pdf.section.trim import LEADING, page_of

PAGE = page_of((152.4, 228.6))


@pytest.mark.parametrize("size", [(300, 200), (3000, 2000), (500, 4000), (40, 3)])
def test_a_picture_with_the_white_below_it_is_whole_lines_high(size: tuple[int, int], tmp_path: Path) -> None:
    """It is never wider than the measure, nor so high that its caption has no room."""
    Image.new("L", size).save(tmp_path / "a.png")
    tree = etree.fromstring("<html><body><figure><img src='a.png'/></figure></body></html>")
    fit_to_grid(tree, tmp_path, PAGE)
    style = tree.find(".//img").get("style")
    height = float(style.removeprefix("height: ").removesuffix("pt"))
    assert (height + 6) % LEADING == 0
    assert height * size[0] / size[1] <= PAGE.measure + 0.01 or height < LEADING
    assert height <= 0.85 * (PAGE.height - PAGE.head - PAGE.foot)


@pytest.mark.parametrize(("height", "lines"), [(8, 1), (28, 1), (60, 3), (4000, 30)])
def test_a_picture_in_a_sentence_is_whole_lines_high(height: int, lines: int, tmp_path: Path) -> None:
    """With the point of white above it and the one below."""
    Image.new("L", (30, height)).save(tmp_path / "a.png")
    tree = etree.fromstring("<html><body><p>A <img src='a.png'/> hung there.</p></body></html>")
    fit_to_grid(tree, tmp_path, PAGE)
    assert tree.find(".//img").get("style") == f"height: {lines * LEADING - 2:g}pt"


def test_a_picture_that_is_missing_is_left_for_layout_to_tell(tmp_path: Path) -> None:
    tree = etree.fromstring("<html><body><figure><img src='gone.png'/></figure></body></html>")
    fit_to_grid(tree, tmp_path, PAGE)
    assert tree.find(".//img").get("style") is None


def test_print_wants_300_dots_to_the_inch() -> None:
    assert PrintedPicture("a.png", 0, 100, 299).is_coarse
    assert not PrintedPicture("a.png", 0, 100, 300).is_coarse


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"alt": "A lamp"}, "A lamp"),
        ({"alt": "A lamp", "description": "Brass.\nIt is lit."}, "A lamp. Brass. It is lit."),
        ({"alt": "Lit!", "description": "Brass."}, "Lit! Brass."),
        ({"description": "Brass."}, "Brass."),
        ({"alt": "A lamp", "description": "Brass. " * 60}, "A lamp"),
        ({"alt": ""}, ""),
        ({}, None),
    ],
)
def test_a_short_description_is_heard_with_the_alternative_text(
    attributes: dict[str, str], expected: str | None
) -> None:
    """A long one would hold up whoever listens, and is left to the EPUB."""
    assert alternative_of(etree.Element("img", attributes)) == expected
