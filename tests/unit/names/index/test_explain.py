"""What `index explain` tells of a heading."""

from __future__ import annotations

from collections.abc import Callable

from florilegium.book.model import Book
from florilegium.names.index.explain import explain, near
from florilegium.names.mentions.survey import survey
from florilegium.problems import Report

MakeBook = Callable[..., Book]

INDEX = {
    "ignore": ["Malta dog"],
    "entries": [{"heading": "Drew, John", "surname": True}],
    "places": [
        {"heading": "Malta", "exclude": [{"text": "one", "starts": "By the way"}]},
        {"heading": "Melita", "see": "Malta"},
    ],
}
ONE = "Malta and Melita.\n\nThe Malta Gazette and a Malta dog.\n\nBy the way, Malta.\n\nDrew, and Jane Drew."


def test_tells_what_counts_and_why(small_book: MakeBook) -> None:
    """Every mention comes with the rule that matched, in context and with its place."""
    told = explain(survey(small_book(INDEX, one=ONE), Report()), "Drew, John")
    assert told is not None
    (found,) = told.counted
    assert (found.words, found.after, found.reason) == ("Drew", ", and Jane Drew.", "the bare surname")
    assert (found.key, str(found.place)) == ("one", "one.txt:4:1")
    assert ("John Drew", "the name turned round") in told.forms


def test_tells_what_was_passed_over(small_book: MakeBook) -> None:
    """A longer name, an ignored phrase and an excluded passage are told apart."""
    told = explain(survey(small_book(INDEX, one=ONE), Report()), "Malta")
    assert told is not None
    assert [found.words for found in told.counted] == ["Malta", "Melita"]
    assert {found.reason for found in told.passed} == {
        "part of “Malta Gazette”",
        "the phrase “Malta dog” is ignored",
        "the passage is excluded",
    }


def test_tells_the_subentry(small_book: MakeBook) -> None:
    """Of a heading with themes it tells under which each mention stands."""
    index = {"places": [{"heading": "Malta", "themes": {"siege of": ["siege"]}}]}
    told = explain(survey(small_book(index, one="The siege of Malta.\n\nOf Malta."), Report()), "Malta")
    assert told is not None
    reasons = [found.reason.partition("; ")[2] for found in told.counted]
    assert reasons == ["under “siege of”", "under no theme"]


def test_a_see_tells_of_its_target(small_book: MakeBook) -> None:
    """Asked for a see, it tells what its target has."""
    told = explain(survey(small_book(INDEX, one=ONE), Report()), "Melita")
    assert told is not None
    assert (told.asked, told.label, len(told.counted)) == ("Melita", "Malta", 2)


def test_unknown_heading(small_book: MakeBook) -> None:
    """There is nothing to tell of a heading that is not there, but the one that may be meant."""
    result = survey(small_book(INDEX, one=ONE), Report())
    assert explain(result, "Multa") is None
    assert near(result, "Multa") == "Malta"
