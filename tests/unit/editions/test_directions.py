"""Which way a passage is written is said where it changes."""

from __future__ import annotations

import pytest
from lxml import etree

from florilegium.editions.directions import name_directions
from florilegium.languages.scripts import is_right_to_left


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ar", True), ("he-IL", True), ("en", False), ("az-Arab", True), ("ar-Latn", False), ("el", False)],
)
def test_languages_have_a_direction(language: str, expected: bool) -> None:
    assert is_right_to_left(language) is expected


@pytest.mark.parametrize(
    ("xhtml", "expected"),
    [
        ('<html lang="ar"><body><p>نص</p></body></html>', ["rtl", None]),
        ('<html lang="en"><body><p lang="he">שלום</p></body></html>', [None, "rtl"]),
        ('<html lang="ar"><body><p lang="en">Hello</p></body></html>', ["rtl", "ltr"]),
        ('<html lang="en"><body><p>السلام عليكم.</p></body></html>', [None, "rtl"]),
        ('<html lang="en"><body><p>السلام, as they say in Cairo</p></body></html>', [None, None]),
        ('<html lang="en"><body><p>They say السلام عليكم.</p></body></html>', [None, None]),
        ('<html lang="en"><body><p>…</p></body></html>', [None, None]),
    ],
)
def test_a_change_of_direction_is_named(xhtml: str, expected: list[str | None]) -> None:
    tree = etree.fromstring(xhtml)
    name_directions(tree)
    assert [tree.get("dir"), tree.findall(".//p")[0].get("dir")] == expected


def test_a_line_of_the_contents_goes_the_way_of_the_book() -> None:
    line = '<li><a><span lang="he">שלום</span><span class="folio">9</span></a></li>'
    tree = etree.fromstring(f'<html lang="en"><body><ol class="contents">{line}</ol></body></html>')
    name_directions(tree)
    assert tree.find(".//li").get("dir") is None
    assert tree.find(".//span").get("dir") == "rtl"


def test_the_number_of_a_note_goes_the_way_of_the_note() -> None:
    """Its link says its name in the language of the labels, and had the full stop on the wrong side."""
    link = '<a role="doc-backlink" aria-label="Back to the text (1)" lang="en">1. </a>'
    tree = etree.fromstring(f'<html lang="he"><body><p>{link}שלום</p></body></html>')
    name_directions(tree)
    assert tree.find(".//a").get("dir") is None
