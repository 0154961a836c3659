"""Every `at` of a manuscript points at the very place in its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from snapshot import read_file

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "sources"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".html", ".htm", ".xhtml"})
MARKDOWN = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_place_in_a_page_is_a_tag(path: Path) -> None:
    """In a page, a block and a call stand where a tag begins."""
    manuscript, _ = read_file(path)
    assert manuscript is not None
    lines = path.read_text(encoding="utf-8").split("\n")
    elements = [element for element in manuscript.body.iter() if element.get("at")]
    assert elements
    for element in elements:
        line, column = map(int, element.get("at", "").split(":"))
        assert column == 1 or lines[line - 1][column - 1] == "<"


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.name)
def test_place_of_a_call_in_markdown_is_its_bracket(path: Path) -> None:
    """In Markdown, a call stands where its bracket begins."""
    manuscript, _ = read_file(path)
    assert manuscript is not None
    lines = path.read_text(encoding="utf-8").split("\n")
    for call in manuscript.body.iter("call"):
        line, column = map(int, call.get("at", "").split(":"))
        assert lines[line - 1][column - 1 :].startswith(("[^", "^["))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_without_target_are_no_links(path: Path) -> None:
    """In a page, a link inside it leads to a block that has its name, or is no link."""
    manuscript, _ = read_file(path)
    assert manuscript is not None
    trees = [manuscript.body, *(note.body for note in manuscript.notes)]
    names = {element.get("id") for tree in trees for element in tree.iter()}
    for tree in trees:
        for link in tree.iter("a"):
            href = link.get("href", "")
            assert not href.startswith("#") or href[1:] in names
