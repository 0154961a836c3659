"""The list of notes that `florilegium notes` prints."""

from __future__ import annotations

from books import book_of, note, numbered, text, with_notes

from florilegium.passes.notes_survey import survey_notes
from florilegium.problems import Place, Report


def test_notes_are_listed_with_their_calls_in_context() -> None:
    """Each note shows the words round its calls, cut at whole words, and where they stand."""
    body = (
        "<p>The harbour silted up in a single winter, and nobody had measured it before."
        '<call note="a" at="3:9"/> “So,” said <em>Crane,<call note="b"/></em> “it moved.”</p>'
        '<p>Again.<call note="a"/></p>'
    )
    a_book = book_of(text(body, [note("a", "Crane, 3.", 9), note("b", "It had never moved an inch.", 11)]))
    (listed,) = survey_notes(numbered(a_book, Report()))
    assert (listed.key, listed.calls, listed.notes, listed.paired, listed.odd) == ("tides", 3, 2, 2, 0)
    first, second = listed.rows
    assert (first.mark, first.label, first.words, first.substantive) == ("1", "a", "Crane, 3.", False)
    assert [(each.id, each.before, each.after) for each in first.calls] == [
        ("tides-c1", "…and nobody had measured it before.", "“So,” said Crane, “it moved.”"),
        ("tides-c1-2", "Again.", ""),
    ]
    assert first.calls[0].place == Place("tides.md", 3, 9)
    assert second.substantive
    assert second.calls[0].before.endswith("said Crane,")


def test_odd_ones_are_counted() -> None:
    """A call without a note and a note without a call are odd."""
    a_book = book_of(text('<p>A<call note="1"/> b<call note="9"/></p>', [note("1"), note("2")]))
    (listed,) = survey_notes(numbered(a_book, Report()))
    assert (listed.calls, listed.notes, listed.paired, listed.odd) == (2, 2, 1, 2)
    assert [each.label for each in listed.dangling] == ["9"]
    assert [row.label for row in listed.rows if not row.calls] == ["2"]


def test_what_ibid_stands_for_is_told_and_what_leans_on_nothing_is_odd() -> None:
    """Each article stands alone: an *ibid.* in the first note of one leans on nothing, whatever is before."""
    cited = "John Crane, <em>Soundings</em> (Hull: Quill, 1899), 3."
    first = with_notes(cited, "Ibid., 9.")
    second = text('<p>A<call note="1"/></p>', [note("1", "Ibid., 12.")], key="ebbs")
    listed, dangling = survey_notes(numbered(book_of(first, second), Report()))
    assert [row.full for row in listed.rows] == ["", "John Crane, Soundings (Hull: Quill, 1899), 9."]
    assert (listed.odd, dangling.odd) == (0, 1)
    assert "no note stands before it" in dangling.rows[0].fault and not dangling.rows[0].full


def test_text_without_notes_is_not_listed() -> None:
    assert survey_notes(book_of(text("<p>A</p>"))) == ()
