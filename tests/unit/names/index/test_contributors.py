"""The index of contributors: who wrote what, by the pages of their texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from florilegium.book.model import Book, Index, Introduction, Mention
from florilegium.names.index.entries import is_indexed, make_indexes
from florilegium.names.index.locators import in_paragraphs
from florilegium.names.mentions.survey import find_mentions
from florilegium.problems import Report
from unit.names.conftest import text_from

MakeBook = Callable[..., Book]
TEXTS = {"moll": "Malta.\n\nRain.\n\nGozo.", "abel": "Rain.", "zeno": "One.\n\nTwo."}


def page_of(mention: Mention) -> int:
    """Paragraph N stands on page N of a text; the texts begin on pages 1, 4 and 5."""
    first = {"moll": 0, "abel": 3, "zeno": 4, "introduction": 100}[mention.key]
    return first + int(mention.block.rpartition("-")[2])


def book_of(small_book: MakeBook, index: dict[str, Any], **authors: tuple[str, ...]) -> Book:
    """Three articles, signed by their keys or by the authors given."""
    book = small_book({"contributors": True, **index}, **TEXTS)
    (part,) = book.parts
    (chapter,) = part.chapters
    signed = tuple(replace(one, authors=authors.get(one.key, one.authors)) for one in chapter.articles)
    return replace(book, parts=(replace(part, chapters=(replace(chapter, articles=signed),)),))


def indexes_of(book: Book) -> list[Index]:
    return list(make_indexes(book, find_mentions(book, Report()), page_of, Report()))


def lines(index: Index) -> list[str]:
    entries = (entry for group in index.groups for entry in group.entries)
    return [f"{group.letter}:" for group in index.groups] + [
        f"{entry.label}, {', '.join(map(str, entry.locators))}" for entry in entries
    ]


def test_authors_stand_by_their_surnames_with_the_pages_of_their_texts(small_book: MakeBook) -> None:
    """It needs no heading in the authority, and makes an index of its own."""
    book = book_of(small_book, {})
    assert is_indexed(book, ())
    (made,) = indexes_of(book)
    assert made.title == "Index of Contributors" and made.headnote == ""
    assert lines(made) == ["A:", "M:", "Z:", "Abel, A., 4", "Moll, A., 1–3", "Zeno, A., 5–6"]


def test_texts_that_follow_each_other_are_told_apart(small_book: MakeBook) -> None:
    """Who wrote two articles in a row has two locators; each author of a joint article has it."""
    (made,) = indexes_of(book_of(small_book, {}, abel=("moll", "zeno", "moll")))
    assert lines(made)[2:] == ["Moll, A., 1–3, 4", "Zeno, A., 4, 5–6"]


def test_introductions_count_and_unsigned_articles_do_not(small_book: MakeBook) -> None:
    book = book_of(small_book, {}, moll=(), abel=())
    text, _ = text_from("introduction", "So it began.\n\nAnd so it ends.")
    (made,) = indexes_of(replace(book, introduction=Introduction("Introduction", ("abel",), text)))
    assert lines(made)[2:] == ["Abel, A., 101–2", "Zeno, A., 5–6"]


def test_it_stands_last_and_leads_to_the_first_and_the_last_paragraph(small_book: MakeBook) -> None:
    """After the index of names; its entries have ids of their own though the headings be the same."""
    made = indexes_of(
        book_of(small_book, {"entries": ["Moll, A."], "places": ["Malta"], "headnote": "Mine."})
    )
    assert [(one.title, one.headnote) for one in made] == [
        ("Index of Names and Places", "Mine."),
        ("Index of Contributors", ""),
    ]
    moll = made[1].groups[1].entries[0]
    assert moll.id == "x-by-moll"
    assert (moll.locators[0].target, moll.locators[0].last_target) == ("moll-1", "moll-3")


def test_a_book_without_pages_counts_paragraphs_and_says_so(small_book: MakeBook) -> None:
    book = book_of(small_book, {})
    (made,) = make_indexes(book, (), in_paragraphs(book), Report())
    assert "Numbers are those of paragraphs" in made.headnote
    assert lines(made)[3:] == ["Abel, A., 4", "Moll, A., 1–3", "Zeno, A., 5–6"]


def test_a_book_of_nobody_has_none(small_book: MakeBook) -> None:
    book = book_of(small_book, {}, moll=(), abel=(), zeno=())
    assert not is_indexed(book, ())
    assert indexes_of(book) == []
