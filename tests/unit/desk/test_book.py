"""The view of the book: articles and chapters are moved and named; what is not there any more is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import Visitor, opened, until


@pytest.fixture(scope="module")
def desk(project: Path) -> Iterator[Visitor]:
    with opened(project) as visitor:
        visitor.enter()
        until(lambda: "The Wick" in visitor.get("/book").text)
        yield visitor


def order(desk: Visitor) -> list[str]:
    """Return the articles' sources and the chapters' titles, as the tree shows them."""
    return [line.split('"')[0] for line in desk.get("/book").text.split('data-mark="')[1:]]


def test_an_article_is_moved_into_the_next_chapter_and_back(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    oil = {"way": "chapters.0.articles.1", "was": "texts/oil.md"}
    assert desk.wish("/book/move", step="down", **oil)["ok"]
    assert order(desk) == ["On the Wall", "texts/wick.txt", "In the Hand", "texts/oil.md", "texts/dark.html"]
    back = {"way": "chapters.1.articles.0", "was": "texts/oil.md", "to": "chapters.0.articles", "at": "1"}
    assert desk.wish("/book/move", **back)["ok"]
    assert (project / "anthology.yaml").read_bytes() == before
    assert desk.wish("/book/move", way="chapters.0", was="On the Wall", step="down")["ok"]
    assert order(desk)[:2] == ["In the Hand", "texts/dark.html"]
    assert [desk.wish("/undo")["ok"] for _ in range(3)] == [True] * 3
    assert (project / "anthology.yaml").read_bytes() == before


def test_what_cannot_be_moved_is_told(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    for values in (
        {"way": "chapters.0", "was": "On the Wall", "step": "up"},
        {"way": "chapters.0.articles.0", "was": "texts/oil.md", "step": "down"},
        {"way": "chapters.9", "was": "x", "step": "up"},
        {"way": "contributors.wren", "step": "up"},
        {"way": "chapters.1.articles.0", "was": "texts/dark.html", "step": "up"},
        {"way": "chapters.0", "to": "contributors", "at": "0"},
    ):
        told = desk.wish("/book/move", **values)
        assert not told["ok"] and told["words"], values
    assert (project / "anthology.yaml").read_bytes() == before


def test_titles_are_written_where_they_stand(desk: Visitor, project: Path) -> None:
    before = (project / "anthology.yaml").read_bytes()
    assert desk.wish("/book/name", way="chapters.1", was="In the Hand", value="By Hand")["ok"]
    assert desk.wish("/book/name", way="", key="subtitle", was="A very small anthology", value="Small")["ok"]
    assert b"  - title: By Hand\n" in (project / "anthology.yaml").read_bytes()
    for values in (
        {"way": "chapters.1", "was": "In the Hand", "value": "Late"},
        {"way": "chapters.1", "value": " "},
        {"way": "", "key": "identifier", "value": "x"},
    ):
        assert not desk.wish("/book/name", **values)["ok"]
    assert [desk.wish("/undo")["ok"] for _ in range(2)] == [True, True]
    assert (project / "anthology.yaml").read_bytes() == before


def test_notes_stand_with_their_calls(desk: Visitor) -> None:
    page = desk.get("/notes").text
    assert "From 1802 to 1832" in page and "thirty years" in page and "<mark>1</mark>" in page
