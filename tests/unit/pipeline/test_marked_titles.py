"""A title with italics keeps them wherever it is shown, from every format and from the manifest."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from test_compose import composed

from florilegium.book.model import Book
from florilegium.editions.documents import Matters, documents
from florilegium.editions.sections import sections_of
from florilegium.passes.typography.typography import refine_titles
from florilegium.pipeline.editors_texts import marked_title

BODY = "The bell was cast in the yard of the inn, and rang before it was cold, which is why it has its crack."
PLAIN = "The Bell of the Amphion and CO2"
MARKED = "The Bell of the <em>Amphion</em> and CO<sub>2</sub>"


def _shown(book: Book, kind: str) -> str:
    sections = sections_of(book, with_index=False)
    wanted = [section for section in sections if section.kind.value == kind]
    return documents(book, wanted, Matters(sections))[0].xhtml.decode()


def _article(folder: Path, name: str, text: str, more: str = "") -> Book:
    chapters = (
        f"chapters:\n  - title: In the *Yard*\n    articles:\n      - {{source: {name}, authors: []{more}}}\n"
    )
    book, _, report = composed(folder, chapters, {name: text})
    assert not report.problems
    return refine_titles(book)


def test_a_title_without_markup_is_not_given_to_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that composes a book has its texts read by others, and imports no reader for a title."""
    monkeypatch.setitem(sys.modules, "florilegium.sources.markdown.reader", None)
    assert marked_title("1. The Bell (of “Amphion”) & Others!") == (
        "1. The Bell (of “Amphion”) & Others!",
        None,
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bell.md", f"# The Bell of the *Amphion* and CO~2~\n\n{BODY}\n"),
        ("bell.html", f"<html><body><h1>{MARKED}</h1><p>{BODY}</p></body></html>"),
    ],
)
def test_a_title_of_a_source(tmp_path: Path, name: str, text: str) -> None:
    """Title, contents and the list of sources show it; the head of the page has its letters."""
    book = _article(tmp_path, name, text)
    assert next(iter(book.articles)).title == PLAIN
    for kind in ("article", "contents", "sources"):
        assert MARKED in _shown(book, kind)
    assert f"<title>{PLAIN}</title>" in _shown(book, "article")


def test_a_title_of_the_manifest(tmp_path: Path) -> None:
    """Markdown in a title is markup; a chapter's too."""
    book = _article(tmp_path, "bell.md", f"{BODY}\n", ", title: 'The Bell of the *Amphion* and CO~2~'")
    assert MARKED in _shown(book, "article")
    assert "In the <em>Yard</em></h1>" in _shown(book, "chapter")


@pytest.mark.parametrize("title", ["1. The Mole", "2 * 3 * 4", "snake_case_words", "[sic]", "# Ten"])
def test_a_title_without_markup_is_what_it_says(tmp_path: Path, title: str) -> None:
    """What is no emphasis to Markdown stays letter by letter."""
    book = _article(tmp_path, "bell.md", f"{BODY}\n", f", title: '{title}'")
    assert next(iter(book.articles)).title == title


def test_all_of_a_title_in_bold_is_none(tmp_path: Path) -> None:
    """A title is set apart by itself."""
    book = _article(tmp_path, "bell.html", f"<html><body><h1><b>The Bell</b></h1><p>{BODY}</p></body></html>")
    assert next(iter(book.articles)).marked_title is None
