"""The index of passages: works that an editor names, with the passages that texts and notes cite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from books import anchored, book_of, numbered, with_notes

from florilegium.book.bibliographic import Locus
from florilegium.book.model import Authority, Book, Index, Mention
from florilegium.names.index.audit import audit
from florilegium.names.index.entries import is_indexed, make_indexes
from florilegium.names.index.passages_cited import report_uncited
from florilegium.passes.citations.works_cited import cite_works
from florilegium.problems import Report

LOCI = (Locus("Homer, Iliad", ("Il.",)), Locus("Genesis", ("Gen.",)), Locus("Aeneid", ("Aen.",), italic=True))


def citing(*notes: str, loci: tuple[Locus, ...] = LOCI) -> Book:
    """A book whose one text calls these notes."""
    return anchored(numbered(replace(book_of(with_notes(*notes)), authority=Authority(loci=loci))))


def page_of(mention: Mention) -> int:
    return 90 if mention.note else 7


def lines(index: Index) -> list[str]:
    """Every passage behind its work."""
    entries = [entry for group in index.groups for entry in group.entries]
    return [
        f"{entry.heading} {sub.heading}, {', '.join(map(str, sub.locators))}"
        for entry in entries
        for sub in entry.subentries
    ]


def index_of(book: Book) -> Index:
    (made,) = make_indexes(book, (), page_of, Report())
    return made


@pytest.mark.parametrize(
    ("said", "passages"),
    [
        ("See Iliad 2.204.", ["Homer, Iliad 2.204, 90n1"]),
        ("Homer, Iliad 2.204-6.", ["Homer, Iliad 2.204–6, 90n1"]),
        ("Hom. Il. 10.3 and 2.1; 2.9.", [f"Homer, Iliad {one}, 90n1" for one in ("2.1", "2.9", "10.3")]),
        ("Gen. 1:1\u20132:4; 22:2.", ["Genesis 1:1–2:4, 90n1", "Genesis 22:2, 90n1"]),
        ("Aen. vi, 126 and Aen. iv, 1.", ["Aeneid iv, 1, 90n1", "Aeneid vi, 126, 90n1"]),
        ("The Iliad 1998 and the Iliad of old; Iliads 3.", []),
        ("Iliad 2.204 and 3 ships; Gen. 22, 1915.", ["Genesis 22, 90n1", "Homer, Iliad 2.204, 90n1"]),
        ("Il.\u00a01.1.", ["Homer, Iliad 1.1, 90n1"]),
    ],
)
def test_passages_are_found_and_filed_by_their_numbers(said: str, passages: list[str]) -> None:
    book = citing(said)
    assert is_indexed(book, ()) == bool(passages)
    if passages:
        assert lines(index_of(book)) == passages
        assert index_of(book).title == "Index of Passages Cited"


def test_one_passage_has_all_its_places() -> None:
    """Notes in a row are one locator, in the order of the notes."""
    book = citing("Il. 1.1.", "Iliad 1.1; Gen. 1:1.", "Nothing.", "Il. 1.1.")
    assert lines(index_of(book)) == ["Genesis 1:1, 90n2", "Homer, Iliad 1.1, 90nn1–2, 90n4"]


def test_work_that_nothing_cites_is_reported() -> None:
    report = Report()
    report_uncited(citing("Il. 1.1. The Aeneid is long."), report)
    assert [problem.code for problem in report.problems] == ["X013", "X013"]
    assert {problem.message.split("”")[0].split("“")[1] for problem in report.problems} == {
        "Genesis",
        "Aeneid",
    }


def test_works_with_passages_are_not_asked_about(small_book: Callable[..., Book]) -> None:
    """What the index of passages heads is no person and no place; who wrote it may be one."""
    book = small_book({"places": ["Zorbia"]}, one="In Zorbia the Aeneid and Homer’s Il. 1.1 pleased Zuqa.")
    asking = replace(book, authority=replace(book.authority, loci=LOCI))
    assert {name.name for name in audit(asking, Report()).uncovered} == {"Homer", "Zuqa"}


def test_works_index_calls_them_as_the_index_of_passages_does() -> None:
    book = citing("Homer, <em>Il.</em> 2.204–6.")
    wanted = cite_works(replace(book, authority=replace(book.authority, works=True)))
    made = make_indexes(wanted, (), page_of, Report())
    works = next(index for index in made if index.title == "Index of Works Cited")
    (entry,) = [entry for group in works.groups for entry in group.entries]
    assert (entry.heading, [sub.heading for sub in entry.subentries]) == ("Homer", ["Iliad"])
