"""The five essays, of which only counts and a few words are told here."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.book import runs
from florilegium.problems import Place, Report
from florilegium.sources.manuscript import Manuscript
from florilegium.sources.parts import weigh
from florilegium.sources.read import SourceRequest, read

REPOSITORY = Path(__file__).resolve().parents[3]
SEEDS = {path.name[:3]: path for path in sorted((REPOSITORY / "seeds").glob("*.txt"))}


@pytest.fixture(scope="module")
def essays() -> dict[str, Manuscript]:
    """Every essay, read without a problem."""
    found = {}
    for number, path in SEEDS.items():
        report = Report()
        request = SourceRequest(REPOSITORY, f"seeds/{path.name}", Place("anthology.yaml"), "en-US")
        manuscript = read(request, report)
        assert manuscript is not None
        assert report.problems == ()
        found[number] = manuscript
    return found


def roles(manuscript: Manuscript, role: str) -> list[str]:
    return [entry.words for entry in manuscript.ledger if entry.role == role]


def tags(manuscript: Manuscript) -> list[str]:
    return [str(block.tag) for block in manuscript.body if block.tag != "p"]


@pytest.mark.parametrize("number", SEEDS)
def test_ledger_adds_up(essays: dict[str, Manuscript], number: str) -> None:
    """Every character of an essay is in its ledger."""
    text = SEEDS[number].read_text(encoding="utf-8")
    assert sum(entry.characters for entry in essays[number].ledger) == weigh(text)


@pytest.mark.parametrize("number", SEEDS)
def test_body_is_the_essay_word_for_word(essays: dict[str, Manuscript], number: str) -> None:
    """Every paragraph of the body stands in the file as it is, in order; only spaces and calls differ."""
    text = "".join(SEEDS[number].read_text(encoding="utf-8").split())
    offset = 0
    for leaf in runs.leaves(essays[number].body):
        if leaf.find(".//call") is None:
            words = "".join(runs.text_of(leaf).split())
            offset = text.find(words, offset)
            assert offset >= 0, words[:60]


def test_headings_biography_and_credit(essays: dict[str, Manuscript]) -> None:
    """Essay 000 has three headings; the biography and an empty credit at its foot are left out."""
    essay = essays["000"]
    assert essay.title.startswith("Thinking the Unthinkable")
    headings = [runs.text_of(heading) for heading in essay.body.iter("h2")]
    assert headings[0] == "From Japan with an Olive Branch"
    assert [heading.split()[0] for heading in headings[1:]] == ["Putin’s", "Russia’s"]
    assert len(essay.bios) == 1
    assert roles(essay, "credit") == ["Photo credit:"]
    assert tags(essay) == ["h2", "h2", "h2"]


def test_two_biographies(essays: dict[str, Manuscript]) -> None:
    """Essay 001 ends with two biographies and an image's credit, and has no heading."""
    essay = essays["001"]
    assert essay.title.startswith("A Silver Lining")
    assert [bio.split(" (")[0] for bio in essay.bios] == ["Joshua W. Walker, Ph.D.", "Hidetoshi Azuma"]
    assert essay.credits == ("Image: kremlin.ru",)
    assert len(list(essay.body)) == 12
    assert tags(essay) == []


def test_deck_of_a_file_without_blank_lines(essays: dict[str, Manuscript]) -> None:
    """Essay 002 has a title, a deck and a paragraph on each line, and nothing else."""
    essay = essays["002"]
    assert essay.title == "The Great Russo-Japanese Detente"
    assert essay.deck.startswith("Abe’s purposeful diplomacy")
    assert len(list(essay.body)) == 14
    assert essay.notes == ()


def test_notes_calls_quotation_break_and_comments(essays: dict[str, Manuscript]) -> None:
    """Essay 003: 31 calls and notes, three headings, a quotation with note 9, a break, a comment."""
    essay = essays["003"]
    calls = [call.get("note") for call in essay.body.iter("call")]
    assert calls == [str(number) for number in range(1, 32)] == [note.label for note in essay.notes]
    assert [runs.text_of(heading) for heading in essay.body.iter("h2")] == [
        "Results of Putin’s Japan visit",
        "Is the Optimism Justified?",
        "Japan’s Russia Policy in 2017",
    ]
    (quotation,) = essay.body.iter("blockquote")
    assert [call.get("note") for call in quotation.iter("call")] == ["9"]
    (break_,) = essay.body.iter("hr")
    assert runs.text_of(break_.getnext()).startswith("Despite the best efforts")
    assert len(roles(essay, "comment")) == 3
    assert runs.text_of(essay.notes[19].body[0]) == "Ibid."


def test_calls_tell_where_they_stand(essays: dict[str, Manuscript]) -> None:
    """The place of a call is the line and the column of its number, and the text goes on behind it."""
    lines = SEEDS["003"].read_text(encoding="utf-8").split("\n")
    for call in essays["003"].body.iter("call"):
        line, column = map(int, call.get("at", "").split(":"))
        assert lines[line - 1][column - 1 :].startswith(call.get("note", ""))
    after = {call.get("note"): (call.tail or "")[:5] for call in essays["003"].body.iter("call")}
    assert (after["10"], after["18"], after["20"]) == (" This", " Ther", " Such")


def test_dateline_byline_and_furniture(essays: dict[str, Manuscript]) -> None:
    """Essay 004 has a dateline before its title, its author's name twice, and a page's furniture."""
    essay = essays["004"]
    assert essay.title == "Abe's Russia plan: Will it work?"
    assert essay.byline == "K. V. Kesavan"
    assert essay.dateline.startswith("Originally Published 2016-05-17")
    assert len(roles(essay, "byline")) == 2
    assert len(essay.provenance) == len(essay.bios) == 1
    assert roles(essay, "boilerplate")[-1] == "Read More +"
    assert len(list(essay.body)) == 8
    assert not any("\u00a0" in runs.text_of(leaf) for leaf in runs.leaves(essay.body))
