"""Which words of a text name whom: the fixtures of `tests/fixtures/names`, one test each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from florilegium.book.model import Book
from florilegium.book.runs import leaves, text_of
from florilegium.names.index.audit import audit
from florilegium.names.mentions.survey import find_mentions, survey
from florilegium.problems import Report
from unit.names.conftest import authority_of, book_of, note_of, text_from

FIXTURES = Path(__file__).parents[3] / "fixtures" / "names"
MakeBook = Callable[..., Book]


def _case(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_finds_the_marked_mentions_and_no_others(path: Path) -> None:
    """Every fixture's marks are found, at the marked letters, and nothing else is."""
    case = _case(path)
    made = [text_from(key, words, case.get("language", "en")) for key, words in case["texts"].items()]
    book = book_of([text for text, _ in made], authority_of(case["index"]))
    report = Report()
    words = {block.get("id"): text_of(block) for text in book.texts for block in leaves(text.body)}

    found = [(m.heading, m.block, m.text) for m in find_mentions(book, report)]
    expected = [(e.heading, e.block, words[e.block][e.start : e.end]) for _, marks in made for e in marks]

    assert found == expected
    codes = {problem.code for problem in report.problems} - {"X003"}
    assert codes == set(case.get("problems", ()))


@pytest.mark.parametrize(
    "path",
    sorted(path for path in FIXTURES.rglob("*.yaml") if "asks" in _case(path)),
    ids=lambda path: path.stem,
)
def test_audit_asks_about_the_rest(path: Path) -> None:
    """Names that nothing covers, and longer names that hold a form, are asked about: those and no others."""
    case = _case(path)
    texts = [text_from(key, words, case.get("language", "en"))[0] for key, words in case["texts"].items()]
    asked = audit(book_of(texts, authority_of(case["index"])), Report()).uncovered
    assert [question.name for question in asked] == case["asks"]


def test_offsets_lead_to_the_words(small_book: MakeBook) -> None:
    """A mention's offsets cut its words out of the block's text, soft hyphens and all."""
    book = small_book({"places": ["New York"]}, one="He saw New\u00a0Yo\u00adrk’s port and New York.")
    block = next(leaves(book.texts[0].body))
    for mention in find_mentions(book, Report()):
        assert text_of(block)[mention.start : mention.end] == mention.text
        assert mention.block == block.get("id")


def test_substantive_notes_only(small_book: MakeBook) -> None:
    """A note that says more than its source is indexed under its own id; a bare citation is not."""
    book = small_book({"places": ["Malta"]}, one="Nothing here.")
    text = replace(
        book.texts[0],
        notes=(
            note_of("1", "one", "Malta was then free."),
            note_of("2", "one", "The Malta Review, 1901.", substantive=False),
        ),
    )
    found = find_mentions(book_of([text], book.authority), Report())
    assert [(mention.note, mention.text, mention.key) for mention in found] == [("one-n1", "Malta", "one")]


def test_ids_stay_when_other_blocks_change(small_book: MakeBook) -> None:
    """A mention's id depends on its block alone, so that an anchor outlives changes elsewhere."""
    index = {"places": ["Malta", "Crete"]}
    before = find_mentions(small_book(index, one="Malta.\n\nCrete and Malta."), Report())
    after = find_mentions(small_book(index, one="Nothing.\n\nCrete and Malta."), Report())
    assert [mention.id for mention in before] == ["m-one-1-1", "m-one-2-1", "m-one-2-2"]
    assert [mention.id for mention in after] == ["m-one-2-1", "m-one-2-2"]


def test_other_kinds_shield_their_names(small_book: MakeBook) -> None:
    """An organisation that the index does not print still keeps its name from being cut to pieces."""
    index = {"entries": [{"heading": "Malta Bank", "kind": "organisation"}], "places": ["Malta"]}
    one = "The Malta Bank is in Malta."
    assert [m.heading for m in find_mentions(small_book(index, one=one), Report())] == ["Malta"]
    printed = {**index, "kinds": ["place", "organisation"]}
    assert [m.heading for m in find_mentions(small_book(printed, one=one), Report())] == [
        "Malta Bank",
        "Malta",
    ]


def test_unmatched_entry_tells_where_its_form_was_passed_over(small_book: MakeBook) -> None:
    """X003 names the longer name in which alone a form was found."""
    report = Report()
    find_mentions(small_book({"places": ["Malta"]}, one="He read the Malta Gazette."), report)
    (problem,) = report.problems
    assert problem.code == "X003"
    assert "Malta Gazette" in problem.hint


def test_a_see_may_match_nothing(small_book: MakeBook) -> None:
    """A reader may look for a name that the text never uses, so a see that matches nothing is no fault."""
    report = Report()
    index = {"places": ["Istanbul", {"heading": "Byzantium", "see": "Istanbul"}]}
    find_mentions(small_book(index, one="Istanbul."), report)
    assert not report.problems


def test_lost_paragraph_of_a_passage(small_book: MakeBook) -> None:
    """X010: an editor named a paragraph by first words that none has."""
    report = Report()
    index = {"places": [{"heading": "Malta", "exclude": [{"text": "one", "starts": "In the spring"}]}]}
    find_mentions(small_book(index, one="Malta in autumn."), report)
    assert [problem.code for problem in report.problems] == ["X010"]


def test_empty_authority(small_book: MakeBook) -> None:
    """A book without headings has no mentions and no problems."""
    report = Report()
    assert find_mentions(small_book({}, one="Malta."), report) == ()
    assert not report.problems


def test_an_added_passage_is_marked_throughout(small_book: MakeBook) -> None:
    """A long paragraph may fill pages: its first word, its last, and some between stand for it."""
    words = f"Nobody named {'the sea ' * 300}here."
    index = {"places": [{"heading": "Malta", "add": [{"text": "one", "starts": "Nobody named"}]}]}
    found = find_mentions(small_book(index, one=f"{words}\n\nThey slept."), Report())
    assert (found[0].text, found[-1].text) == ("Nobody", "here.")
    starts = [one.start for one in found]
    assert all(0 < after - before <= 620 for before, after in pairwise(starts))


def test_mentions_stay_when_what_was_read_goes() -> None:
    """Editions are made of the mentions alone: a survey is sent to them without the blocks."""
    book = book_of([text_from("one", "In Malta.")[0]], authority_of({"places": ["Malta"]}))
    found = survey(book, Report())
    slim = replace(found, read=())
    assert [mention.text for mention in slim.mentions] == ["Malta"]
