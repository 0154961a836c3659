"""*Ibid.* and its kin, by the cases of the fixture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from books import book_of, each, markup, note, numbered, shown, text, with_notes
from pairs import FIXTURES, marked

from florilegium.book import runs
from florilegium.book.model import Text
from florilegium.passes.citations.cited_authors import Surnames
from florilegium.passes.citations.expand_ibid import expand_ibid, name_sources, written_out
from florilegium.passes.notes import number_notes
from florilegium.problems import Place, Report


@dataclass
class Case:
    name: str
    notes: list[str] = field(default_factory=list)
    expanded: dict[int, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def cases() -> list[Case]:
    found: list[Case] = []
    for mark, words in marked(FIXTURES / "notes" / "ibid.txt"):
        match mark:
            case "==":
                found.append(Case(words))
            case "note:":
                found[-1].notes.append(words)
            case "expanded:":
                number, _, body = words.partition(" ")
                found[-1].expanded[int(number)] = body
            case "problem:":
                found[-1].problems.append(words)
            case _:
                raise ValueError(f"{mark} {words}")
    return found


CASES = cases()


def written(a_text: Text) -> Text:
    """The text with its references back written out."""
    return expand_ibid(a_text, Surnames())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_dangling_reference_is_told(case: Case) -> None:
    """What leans on nothing, or on too much, is a problem at the note's place; all else is silent."""
    report = Report()
    numbered(book_of(with_notes(*case.notes)), report)
    assert [problem.message for problem in report.problems] == case.problems
    assert {problem.code for problem in report.problems} <= {"N004"}
    assert all(problem.place.file == "tides.md" and problem.hint for problem in report.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_source_is_written_out_on_request(case: Case) -> None:
    """An *ibid.* gives way to the source it means, with its own page; nothing else changes."""
    of_text = number_notes(with_notes(*case.notes))
    expected = {number: f"<p>{words}</p>" for number, words in enumerate(case.notes, start=1)}
    expected |= {number: f"<p>{words}</p>" for number, words in case.expanded.items()}
    done = written(of_text)
    assert {each.number: markup(each.body) for each in done.notes} == expected
    assert {int(key.rpartition("n")[2]) for key in written_out(of_text, Surnames())} == set(case.expanded)


def test_note_out_of_the_order_of_its_source_is_told() -> None:
    """The source's third note leans on its second; when the text calls them apart, the book misleads."""
    a_text = text(
        '<p>A<call note="2"/> b<call note="1"/> c<call note="3"/></p>',
        [note("1", "Crane, 3.", 1), note("2", "Moth, 4.", 2), note("3", "Ibid.", 3)],
    )
    report = Report()
    numbered(book_of(a_text), report)
    assert [(problem.place, problem.message) for problem in report.problems] == [
        (
            Place("tides.md", 3),
            "note 3 says “Ibid.”, but the note before it in the source, 2, "
            "is not the one before it in the book",
        )
    ]


def test_nothing_leans_across_articles() -> None:
    """Also when numbers run through the chapter, the first note of an article has none before it."""
    first = replace(with_notes("Crane, 3."), key="first")
    second = replace(with_notes("Ibid."), key="second")
    report = Report()
    numbered(book_of(first, second, numbering="chapter"), report)
    assert [problem.message for problem in report.problems] == [
        "note 2 says “Ibid.”, but no note stands before it in this text"
    ]


def test_call_inside_the_source_is_not_copied() -> None:
    """A call belongs to one note; the source written out elsewhere goes without it."""
    a_text = text(
        '<p>A<call note="1"/> b<call note="2"/></p>',
        [
            note("1", 'Crane, <em>Tides</em>, 3.<call note="3"/>'),
            note("2", "Ibid., 4."),
            note("3", "Moth, 1."),
        ],
    )
    done = written(number_notes(a_text))
    assert markup(done.notes[1].body) == "<p>Crane, <em>Tides</em>, 4.</p>"


def test_writing_out_twice_changes_nothing_more() -> None:
    a_book = book_of(number_notes(with_notes("Crane, <em>T</em>, 3.", "Ibid., 4.", "Ibid.")))
    once = each(a_book, written)
    assert shown(each(once, written)) == shown(once) != shown(a_book)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ibid., 47.", 'Ibid.<span class="meant"> [Crane, <em>Soundings</em>]</span>, 47.'),
        ("Ibid.", 'Ibid.<span class="meant"> [Crane, <em>Soundings</em>, 45]</span>'),
        ("<i>Ibid.</i>", '<i>Ibid.</i><span class="meant"> [Crane, <em>Soundings</em>, 45]</span>'),
        ("<i>Ibid.</i>, p. 3.", '<i>Ibid.</i><span class="meant"> [Crane, <em>Soundings</em>]</span>, p. 3.'),
        ("Idem, 47.", 'Idem<span class="meant"> [Crane, <em>Soundings</em>]</span>, 47.'),
        ("Idem, <em>Moles</em>, 3.", 'Idem<span class="meant"> [Crane]</span>, <em>Moles</em>, 3.'),
        ("Loc. cit.", 'Loc. cit.<span class="meant"> [Crane, <em>Soundings</em>, 45]</span>'),
        ("Op. cit., 47.", 'Op. cit.<span class="meant"> [Crane, <em>Soundings</em>]</span>, 47.'),
        (
            "Crane, op.\N{NO-BREAK SPACE}cit., 9.",
            'Crane, op.\N{NO-BREAK SPACE}cit.<span class="meant"> [<em>Soundings</em>]</span>, 9.',
        ),
        ("So Crane, op. cit., 9.", 'So Crane, op. cit.<span class="meant"> [<em>Soundings</em>]</span>, 9.'),
        ("Moth, <em>Lamps</em>, 2.", "Moth, <em>Lamps</em>, 2."),
    ],
)
def test_a_note_seen_alone_is_told_its_source(said: str, told: str) -> None:
    """The source follows in brackets; it is no text of the note's own, so every place in the note stays."""
    before = book_of(number_notes(with_notes("Crane, <em>Soundings</em>, 45.", said)))
    after = name_sources(before)
    bodies = [book.texts[0].notes[1].body for book in (before, after)]
    assert markup(bodies[1]) == f"<p>{told}</p>"
    assert runs.text_of(bodies[0][0]) == runs.text_of(bodies[1][0])


def test_a_note_seen_alone_is_told_a_source_two_notes_before() -> None:
    """A chain of *ibid.* ends at the note that names its source, and what dangles is left as it is."""
    notes = with_notes("Ibid., 1.", "Crane, 45.", "Ibid.", "Ibid., 46.")
    done = name_sources(book_of(number_notes(notes))).texts[0]
    assert ["".join(note.body.itertext()) for note in done.notes] == [
        *("Ibid., 1.", "Crane, 45."),
        *("Ibid. [Crane, 45]", "Ibid. [Crane], 46."),
    ]
