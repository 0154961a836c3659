"""The style sheets: the program's or the project's, and nothing that they ask for from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources

import pytest
from harbour_book import Opened

from florilegium.editions.designs.design import design_of
from florilegium.editions.epub.edition import SHEETS, EpubInput, style_items
from florilegium.problems import Report


def test_what_old_readers_stumble_over_is_in_a_sheet_of_its_own() -> None:
    old, new = (item.data.decode() for item in style_items({}, design_of(), Report()))
    assert "@media" not in old and ":target" not in old and "::" not in old
    assert "@media" in new and ":target" in new


@pytest.mark.parametrize("name", ["tables.css", "epub-modern.css"])
def test_what_the_new_sheet_takes_back_is_read_only_with_what_stands_in_its_place(name: str) -> None:
    """MuPDF knows `padding-left: 0` and not `padding-inline-start`: its lists would not be set in."""
    style = (resources.files("florilegium") / "styles" / name).read_text(encoding="utf-8")
    before, asked, within = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL).partition("@supports (")
    assert asked and before.replace("[hidden] { display: none; }", "").strip() == ""
    blocks = re.sub(r"\{[^{}]*\}", "", within)
    while (fewer := re.sub(r"\{[^{}]*\}", "", blocks)) != blocks:
        blocks = fewer
    assert blocks.strip() in {"padding-inline-start: 1em)", "display: var(--narrow))"}


def test_a_project_has_its_own_sheet_in_the_place_of_ours() -> None:
    items = {
        item.name: item.data.decode()
        for item in style_items({"epub.css": "p { margin: 1em }"}, design_of(), Report())
    }
    assert items.keys() == SHEETS.keys()
    assert "p { margin: 1em }" in items["styles/epub.css"]
    assert ".verse" in items["styles/epub.css"] and ".headnote" not in items["styles/epub.css"]


@pytest.mark.parametrize(
    ("style", "place"),
    [
        ('p {}\n  @import "other.css";', "styles/epub.css:2:3"),
        ("p { background: URL(https://example.org/a.png) }", "styles/epub.css:1:17"),
        ("/* url(a)\n*/ p { background: url('a.png') }", "styles/epub.css:2:20"),
    ],
)
def test_a_sheet_that_asks_for_a_file_is_an_error(style: str, place: str) -> None:
    report = Report()
    style_items({"epub.css": style}, design_of(), report)
    (problem,) = report.problems
    assert (problem.code, str(problem.place)) == ("E001", place)


@pytest.mark.parametrize(
    "style", ["p { color: inherit }", "/* url(a.png) */", "p { background: url(data:image/png,) }"]
)
def test_a_sheet_that_asks_for_nothing_is_sound(style: str) -> None:
    report = Report()
    style_items({"epub.css": style}, design_of(), report)
    assert report.problems == ()


def test_every_page_names_the_sheets_in_their_order(order: EpubInput, make: Callable[..., Opened]) -> None:
    epub = make(order)
    for name in epub.pages:
        links = [str(href) for href in epub.tree(name).xpath("//@href") if str(href).endswith(".css")]
        assert [link.removeprefix("../") for link in links] == list(SHEETS)


def test_a_drawing_has_a_ground_whoever_sets_the_colours() -> None:
    """Readers that inject the colours of the night ask no media query, and take colours of grounds away."""
    style = (resources.files("florilegium") / "styles" / "epub-modern.css").read_text(encoding="utf-8")
    assert "\nimg { background-color: white; background-image: linear-gradient(white, white); }" in style
    assert "prefers-color-scheme" not in style
