"""References between notes, by the cases of the fixture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest
from books import book_of, linked, markup, note, numbered, shown, text
from pairs import FIXTURES, marked

from florilegium.book.model import Text
from florilegium.passes.citations.reference_phrases import language_of
from florilegium.problems import Place, Report


@dataclass
class Case:
    name: str
    language: str = "en-US"
    calls: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    linked: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> Text:
        labels = [str(count) for count in range(1, len(self.notes) + 1)]
        calls = "".join(f'<p>Said.<call note="{label}"/></p>' for label in self.calls or labels)
        notes = [note(label, words, 1) for label, words in zip(labels, self.notes, strict=True)]
        return text(calls, notes, language=self.language)


def cases() -> list[Case]:
    found: list[Case] = []
    for mark, words in marked(FIXTURES / "notes" / "references.txt"):
        match mark:
            case "==":
                found.append(Case(words))
            case "language:":
                found[-1].language = words
            case "calls:":
                found[-1].calls = words.split()
            case "note:":
                found[-1].notes.append(words)
            case "linked:":
                number, _, body = words.partition(" ")
                found[-1].linked[number] = body
            case "problem:":
                found[-1].problems.append(words)
            case _:
                raise ValueError(f"{mark} {words}")
    return found


CASES = cases()


def with_links(words: str, labels: dict[int, str]) -> str:
    """`[note 1]{1}` as a link to the note that has this number in the book."""
    return re.sub(
        r"\[([^]]+)\]\{(\d+)\}",
        lambda found: f'<a href="#tides-n{found[2]}" note="{labels[int(found[2])]}">{found[1]}</a>',
        words,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reference_follows_its_note(case: Case) -> None:
    """It names the number of the book and leads to the note; what is wrong with it is told once."""
    report = Report()
    of_book = numbered(book_of(case.text))
    done = linked(of_book, report)
    notes = done.texts[0].notes
    labels = {each.number: each.label for each in notes}
    expected = {label: f"<p>{case.notes[int(label) - 1]}</p>" for label in labels.values()}
    expected |= {label: f"<p>{with_links(words, labels)}</p>" for label, words in case.linked.items()}
    assert {each.label: markup(each.body) for each in notes} == expected
    assert [problem.message for problem in report.problems] == case.problems
    assert {problem.code for problem in report.problems} <= {"N005"}
    assert shown(linked(done)) == shown(done)


def test_reference_in_the_text_is_led_too() -> None:
    """Also where the source marks its notes with words: their places count."""
    body = '<p at="4:1">A.<call note="crane"/> B.<call note="moth"/> (See note 2, and note 3 above.)</p>'
    a_text = text(body, [note("moth"), note("crane")])
    report = Report()
    (done,) = linked(numbered(book_of(a_text)), report).texts
    assert '(See <a href="#tides-n2" note="moth">note 2</a>, and note 3 above.)' in markup(done.body)
    assert [(problem.place, problem.message) for problem in report.problems] == [
        (
            Place("tides.md", 4, 1),
            "“note 3 above” points at note 3, and this text has none of that number",
        )
    ]


def test_reference_is_led_anew_when_numbers_change() -> None:
    """Numbers that run through the book move every note of the second text."""
    first = text('<p>A.<call note="1"/></p>', [note("1")], "first")
    second = text(
        '<p>A.<call note="1"/> b.<call note="2"/></p>', [note("1"), note("2", "See note 1.")], "second"
    )
    by_article = linked(numbered(book_of(first, second)))
    by_book = numbered(replace(by_article, numbering="book"))
    done = linked(by_book)
    assert markup(done.texts[1].notes[1].body) == '<p>See <a href="#second-n2" note="1">note 2</a>.</p>'


def test_language_without_a_file_has_no_references() -> None:
    assert language_of("sw") is None
    a_text = text('<p>A.<call note="1"/></p>', [note("1", "See note 1 above.")], language="sw")
    of_book = numbered(book_of(a_text))
    assert shown(linked(of_book)) == shown(of_book)
