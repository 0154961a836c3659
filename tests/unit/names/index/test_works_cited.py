"""The index of works cited: authors with their works, and the notes that cite them."""

from __future__ import annotations

from dataclasses import replace

from books import anchored, book_of, note, numbered, text, with_notes

from florilegium.book.model import Authority, Book, CitedWork, Index, Mention, Work
from florilegium.names.index.entries import is_indexed, make_indexes
from florilegium.names.index.locators import in_paragraphs
from florilegium.passes.citations.works_cited import cite_works
from florilegium.passes.citations.works_overrides import overrule_works
from florilegium.problems import Report


def cited(*notes: str) -> Book:
    """A book whose one text calls these notes, with the index asked for."""
    return prepared(replace(book_of(with_notes(*notes)), authority=Authority(works=True)))


def prepared(book: Book) -> Book:
    return cite_works(anchored(numbered(book)))


def page_of(mention: Mention) -> int:
    """All notes stand on page 90."""
    assert mention.note
    return 90


def index_of(book: Book) -> Index:
    (made,) = make_indexes(book, (), page_of, Report())
    return made


def lines(index: Index) -> list[str]:
    found = []
    for group in index.groups:
        for entry in group.entries:
            for one in (entry, *entry.subentries):
                heading = f"*{one.heading}*" if one.italic else one.heading
                indent = "  " if one is not entry else ""
                found.append(indent + ", ".join([heading, *map(str, one.locators)]))
    return found


def test_works_stand_under_their_authors_with_the_notes_that_cite_them() -> None:
    """Titles are filed without their article and marks; notes in a row are one locator."""
    book = cited(
        "Ida Wren, <em>The Quays</em> (Saltmere, 1872), 3.",
        "Agnes Crane, “Tides,” The Almanack 4 (1871).",
        "Ibid., 5.",
        "Agnes Crane, “The Mole,” The Almanack 5 (1872).",
        "Ibid.; Ida Wren, <em>The Quays</em>, 5.",
    )
    assert is_indexed(book, ())
    assert index_of(book).title == "Index of Works Cited"
    assert lines(index_of(book)) == [
        "Crane, Agnes",
        "  “The Mole”, 90nn4–5",
        "  “Tides”, 90nn2–3",
        "Wren, Ida",
        "  *The Quays*, 90n1, 90n5",
    ]


def test_short_forms_are_the_works_that_they_shorten() -> None:
    """By the surname, initials and the beginning of the title, as long as only one work can be meant."""
    book = cited(
        "Agnes Crane, “The Mole: A History,” The Almanack 5 (1872).",
        "A. Crane, “The Mole,” 7.",
        "Crane, “The Mole,” 9.",
        "Bela Crane, “The Mole,” The Review 1 (1880).",
    )
    assert lines(index_of(book)) == [
        "Crane",
        "  “The Mole”, 90n3",
        "Crane, Agnes",
        "  “The Mole: A History”, 90nn1–2",
        "Crane, Bela",
        "  “The Mole”, 90n4",
    ]


def test_joint_authors_are_named_as_citations_name_them() -> None:
    """Only the first is turned round; *et al.* is the work whose authors another note names."""
    book = cited(
        "Agnes Crane, Jonas Moth, and Ida Wren, <em>Piers</em> (Saltmere, 1870), 3.",
        "Crane et al., <em>Piers</em>, 5.",
        "Jonas Moth et al., <em>Lamps</em> (Saltmere, 1871), 5.",
    )
    assert lines(index_of(book)) == [
        "Crane, Agnes, Jonas Moth, and Ida Wren",
        "  *Piers*, 90nn1–2",
        "Moth, Jonas, et al.",
        "  *Lamps*, 90n3",
    ]


def test_anonymous_works_and_newspapers_stand_by_their_titles() -> None:
    """Their article goes behind; one and the same with and without it is one."""
    book = cited(
        "The Saltmere Almanack, May 3, 1871.", "Saltmere Almanack, May 4, 1871.", "<em>A Pier</em>, 1870, 3."
    )
    assert lines(index_of(book)) == ["*Pier, A*, 90n3", "Saltmere Almanack, The, 90nn1–2"]


def test_notes_of_several_texts_and_editors_notes_count() -> None:
    one = text('<p>Said.<call note="1"/></p>', [note("1", "Agnes Crane, <em>Tides</em> (1871), 3.")], "ebb")
    mine = replace(note("*", "Crane, <em>Tides</em>, 4."), editorial=True)
    two = text('<p>Said.<call note="*"/></p>', [mine], "flood")
    book = prepared(replace(book_of(one, two), authority=Authority(works=True)))
    assert lines(index_of(book)) == ["Crane, Agnes", "  *Tides*, 90n1, 90n*"]


def test_a_book_without_pages_counts_paragraphs_and_says_so() -> None:
    book = cited("Rain.", "Agnes Crane, <em>Tides</em> (1871), 3.")
    (made,) = make_indexes(book, (), in_paragraphs(book), Report())
    assert lines(made) == ["Crane, Agnes", "  *Tides*, 2n2"]
    assert "Numbers are those of paragraphs" in made.headnote


def test_locators_lead_to_the_note() -> None:
    (group,) = index_of(cited("Agnes Crane, <em>Tides</em> (1871), 3.")).groups
    assert group.entries[0].subentries[0].locators[0].target == "tides-n1-p1"


def test_without_citations_there_is_none() -> None:
    book = cited("Nothing is known of this.")
    assert not is_indexed(book, ())
    assert make_indexes(book, (), page_of, Report()) == ()


def overruled(book: Book, *entries: CitedWork) -> tuple[list[str], list[str]]:
    """The index that the editor's entries make, and the problems told of them."""
    report = Report()
    done = overrule_works(replace(book, authority=replace(book.authority, cited=entries)), report)
    return lines(index_of(done)), [f"{one.code} {one.message}" for one in report.problems]


def test_editor_has_the_last_word() -> None:
    """A work is renamed, given to its author, joined from its variants, added to a note, or left out."""
    book = cited(
        "The Thames, 3 May 1871.", "Agnes Crane, “Tides: A Study,” 3.", "Tides, 4 May 1871.", "Moth wrote it."
    )
    key = book.texts[0].key
    tides = CitedWork(Work(("Crane, Agnes",), "Tides", italic=True), ("tides: a study",), ((key, "4"),))
    found, told = overruled(book, tides, CitedWork(Work((), "The Thames"), omit=True))
    assert found == ["Crane, Agnes", "  *Tides*, 90nn2–4"]
    assert not told


def test_entry_that_means_nothing_is_told() -> None:
    """So is one for a text or a note that is not there."""
    book = cited("The Thames, 3 May 1871.")
    key = book.texts[0].key
    wrong = (("elsewhere", "1"), (key, "7"))
    _, told = overruled(book, CitedWork(Work((), "Lamps")), CitedWork(Work((), "Moles"), (), wrong))
    assert told == [
        "X003 no note is taken to cite “Lamps”",
        "X007 “Moles” names the article “elsewhere”, which is not in the book",
        f"X010 “Moles”: “{key}” has no note 7",
    ]
