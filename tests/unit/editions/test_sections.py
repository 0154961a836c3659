"""Sections come in the order of a book, with the heads that a reader expects."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_book import tiny_book

from florilegium.book.model import Contributor
from florilegium.editions.sections import Matter, Section, SectionKind, has_one_author, sections_of


def test_sections_come_in_the_order_of_a_book() -> None:
    kinds = [section.kind.value for section in sections_of(tiny_book(), with_index=True)]
    assert kinds == [
        *("half-title", "title-page", "copyright", "contents"),
        *("chapter", "article", "chapter", "article", "article"),
        *("notes", "sources", "index", "colophon"),
    ]


def test_articles_open_on_the_next_page_and_chapters_on_a_recto() -> None:
    opens = {section.kind: section.opens_recto for section in sections_of(tiny_book(), with_index=True)}
    assert opens[SectionKind.CHAPTER]
    assert opens[SectionKind.INDEX]
    assert not opens[SectionKind.ARTICLE]
    assert not opens[SectionKind.COPYRIGHT]


@pytest.mark.parametrize(
    ("name", "sort", "head"),
    [
        ("Marco Polo", "Polo, Marco", "Polo"),
        ("Johan van der Waals", "Waals, Johan van der", "van der Waals"),
        ("Simone de Beauvoir", "Beauvoir, Simone de", "de Beauvoir"),
        ("Sei Shonagon", "Sei Shonagon", "Sei Shonagon"),
        ("The Royal Society", "Royal Society, The", "Royal Society"),
    ],
)
def test_a_running_head_calls_authors_by_surname_with_its_particles(name: str, sort: str, head: str) -> None:
    book = replace(tiny_book(), contributors={"polo": Contributor("polo", name, sort)})
    article = next(s for s in sections_of(book, with_index=False) if s.kind is SectionKind.ARTICLE)
    assert article.recto == f"{head} · The Third Ford"


def test_a_running_head_names_the_first_of_many_authors() -> None:
    names = ("Polo", "Rustichello", "Odoric")
    book = replace(tiny_book(), contributors={name: Contributor(name, name, name) for name in names})
    piece = replace(next(iter(book.articles)), authors=names)
    chapter = replace(book.parts[0].chapters[0], articles=(piece,))
    book = replace(book, parts=(replace(book.parts[0], chapters=(chapter,)),))
    article = next(s for s in sections_of(book, with_index=False) if s.kind is SectionKind.ARTICLE)
    assert article.recto == "Polo et al. · The Third Ford"


def test_a_book_of_one_author_is_known_by_its_bylines() -> None:
    def section(byline: str, kind: SectionKind = SectionKind.ARTICLE) -> Section:
        return Section("s", kind, "Title", Matter.BODY, "en", byline=byline)

    assert has_one_author([section("Ann"), section("Ann"), section("", SectionKind.CHAPTER)])
    assert not has_one_author([section("Ann"), section("Bea")])
    assert not has_one_author([section("Ann"), section("")])
    assert not has_one_author([section("Ann")])
