"""Notes: numbers, ids, ways back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from books import Plan, book, book_of, markup, note, numbered, shown, text
from lxml import etree

from florilegium.book.model import Text
from florilegium.passes.notes import number_notes, number_runs
from florilegium.problems import Report

TWO = '<p>One.<call note="1"/> Two.<call note="2"/></p>'


def numbers(a_text: Text) -> list[tuple[str, int]]:
    return [(each.label, each.number) for each in a_text.notes]


def test_number_follows_the_first_call_and_not_the_label() -> None:
    """The source's marks may be in any order; the book counts as one reads."""
    a_text = text('<p>One.<call note="b"/> Two.<call note="a"/></p>', [note("a"), note("b")])
    (done,) = numbered(book_of(a_text)).texts
    assert numbers(done) == [("b", 1), ("a", 2)]
    assert [each.id for each in done.notes] == ["tides-n1", "tides-n2"]


def test_call_leads_to_its_note_and_back() -> None:
    """A call has its id, its note's id and its number; the note knows its call."""
    (done,) = numbered(book_of(text('<p>One.<call note="x" at="3:9"/></p>', [note("x")]))).texts
    assert markup(done.body) == '<p>One.<call note="x" at="3:9" id="tides-c1" to="tides-n1" number="1"/></p>'
    assert done.notes[0].calls == ("tides-c1",)


def test_note_called_twice_keeps_one_number_and_gets_two_ways_back() -> None:
    a_text = text('<p>A<call note="1"/> b<call note="2"/> c<call note="1"/></p>', [note("1"), note("2")])
    (done,) = numbered(book_of(a_text)).texts
    assert done.notes[0].calls == ("tides-c1", "tides-c1-2")
    assert done.notes[1].calls == ("tides-c2",)
    assert [call.get("number") for call in done.body.iter("call")] == ["1", "2", "1"]


def test_uncalled_note_is_printed_last() -> None:
    """It gets a number and an id, and no way back."""
    (done,) = numbered(book_of(text('<p>A<call note="2"/></p>', [note("1"), note("2")]))).texts
    assert numbers(done) == [("2", 1), ("1", 2)]
    assert done.notes[1].calls == ()


def test_call_without_a_note_stays_without_a_number() -> None:
    """The reader has told it; the pass leaves the call for the editions to mark."""
    report = Report()
    (done,) = numbered(book_of(text('<p>A<call note="9"/></p>')), report).texts
    assert markup(done.body) == '<p>A<call note="9"/></p>'
    assert report.problems == ()


def test_of_two_notes_with_one_label_the_first_is_called() -> None:
    a_text = text('<p>A<call note="1"/></p>', [note("1", "First, 1871."), note("1", "Second, 1872.")])
    (done,) = numbered(book_of(a_text)).texts
    assert [(markup(each.body), each.calls) for each in done.notes] == [
        ("<p>First, 1871.</p>", ("tides-c1",)),
        ("<p>Second, 1872.</p>", ()),
    ]


def test_note_called_from_a_note_comes_after_those_of_the_text() -> None:
    a_text = text(TWO, [note("1", 'See this.<call note="3"/>'), note("2"), note("3", "Moth, 1871.")])
    (done,) = numbered(book_of(a_text)).texts
    assert numbers(done) == [("1", 1), ("2", 2), ("3", 3)]
    assert done.notes[2].calls == ("tides-c3",)
    assert 'to="tides-n3"' in markup(done.notes[0].body)


def test_note_that_calls_itself_comes_to_an_end() -> None:
    (done,) = numbered(book_of(text('<p>A<call note="1"/></p>', [note("1", 'B<call note="1"/>')]))).texts
    assert done.notes[0].calls == ("tides-c1", "tides-c1-2")


def test_calls_in_headings_tables_and_captions_count_in_their_place() -> None:
    body = (
        '<h2>H<call note="1"/></h2><table><tbody><tr><td>T<call note="2"/></td></tr></tbody></table>'
        '<figure><img src="a.png" alt=""/><figcaption>F<call note="3"/></figcaption></figure>'
        '<blockquote><p>Q<call note="4"/></p></blockquote>'
    )
    (done,) = numbered(book_of(text(body, [note(label) for label in "4321"]))).texts
    assert numbers(done) == [("1", 1), ("2", 2), ("3", 3), ("4", 4)]


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        ("article", {"introduction": [1], "opening": [1], "a": [1, 2], "b": [1, 2], "c": [1, 2]}),
        ("chapter", {"introduction": [1], "opening": [1], "a": [2, 3], "b": [4, 5], "c": [1, 2]}),
        ("book", {"introduction": [1], "opening": [2], "a": [3, 4], "b": [5, 6], "c": [7, 8]}),
    ],
)
def test_numbers_restart_as_the_manifest_says(numbering: str, expected: dict[str, list[int]]) -> None:
    """By article, introductions alone; by chapter, its introduction and articles in one run; or never."""

    def two(key: str) -> Text:
        return text(TWO, [note("1"), note("2")], key)

    def one(key: str) -> Text:
        return text('<p>A<call note="1"/></p>', [note("1")], key)

    plans = (Plan(one("opening"), (two("a"), two("b"))), Plan(None, (two("c"),)))
    done = numbered(book(*plans, introduction=one("introduction"), numbering=numbering))
    assert {each.key: [one.number for one in each.notes] for each in done.texts} == expected
    ids = [one.id for each in done.texts for one in each.notes]
    assert len(ids) == len(set(ids))
    assert sorted(each.key for run in number_runs(done) for each in run) == sorted(expected)


def test_substantive_notes_are_told_from_citations() -> None:
    a_text = text(
        TWO, [note("1", "The Almanack, 1871."), note("2", "It was never the Board that paid for it.")]
    )
    (done,) = numbered(book_of(a_text)).texts
    assert [each.substantive for each in done.notes] == [False, True]


def test_the_book_given_is_left_alone() -> None:
    a_book = book_of(text(TWO, [note("1"), note("2", 'B<call note="1"/>')]))
    before = shown(a_book)
    numbered(a_book)
    assert shown(a_book) == before


def test_the_calls_of_the_title_come_first() -> None:
    """A note called from the title has the first number, whatever its place in the source."""
    one = text('<p>It burns.<call note="a"/></p>', [note("a"), note("b")])
    heading = etree.fromstring('<h1>The Kiln<call note="b"/></h1>')
    done = number_notes(replace(one, heading=heading))
    assert numbers(done) == [("b", 1), ("a", 2)]
    assert done.heading is not None
    assert [call.get("number") for call in done.heading.iter("call")] == ["1"]
