"""Which mentions `mentions: substantial` prints, and what `explain` says of each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from florilegium.book.model import Book
from florilegium.names.index.entries import make_index
from florilegium.names.index.explain import explain
from florilegium.names.index.significance import weigh
from florilegium.names.mentions.indexable_text import read_book
from florilegium.names.mentions.survey import find_mentions, survey
from florilegium.problems import Report

MakeBook = Callable[..., Book]
FILLER = "Nobody came.\n\nNothing was said."
#: Four paragraphs name the town, so that there is a mention to spare.
OTHERS = "\n\n".join(["Malta slept.", FILLER, "Malta woke.", FILLER, "Malta ate.", FILLER])


def reasons(small_book: MakeBook, said: str) -> list[str]:
    index = {"places": ["Malta"], "mentions": "substantial"}
    told = explain(survey(small_book(index, one=f"{OTHERS}\n\n{said}"), Report()), "Malta")
    assert told is not None
    return [found.reason.partition("; ")[2] for found in told.counted][3:]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("They sailed to Malta.", "passing: behind a preposition"),
        ("They spoke of the old Grand Master of Malta.", "passing: behind a preposition"),
        ("There was peace (Malta had paid).", "passing: between parentheses"),
        ("At noon Malta lay before them.", "substantial: no preposition governs it"),
        ("## The road to Malta", "substantial: in a title"),
    ],
)
def test_each_mention_has_its_reason(small_book: MakeBook, said: str, reason: str) -> None:
    assert reasons(small_book, said) == [reason]


def test_named_again_close_by(small_book: MakeBook) -> None:
    """Two mentions of one paragraph, or of two that adjoin, treat of their heading."""
    again = "substantial: named again close by"
    assert reasons(small_book, "They sailed to Malta.\n\nThey left for Malta.") == [again, again]
    assert reasons(small_book, "From Malta to Malta.") == [again, again]


def test_a_person_is_named_in_full_or_by_one_word(small_book: MakeBook) -> None:
    """Where a text brings someone in it treats of him; one word with no more about him passes by."""
    said = [
        "To Jonah Marlow they sailed.",
        "Then Marlow woke.",
        "Then Marlow, a smith, ate.",
        "To Jonah Marlow.",
    ]
    index = {"entries": [{"heading": "Marlow, Jonah", "surname": True}], "mentions": "substantial"}
    told = explain(survey(small_book(index, one=f"\n\n{FILLER}\n\n".join(said)), Report()), "Marlow, Jonah")
    assert told is not None
    assert [found.reason.partition("; ")[2] for found in told.counted] == [
        "substantial: named in full for the first time in its text",
        "passing: named by one word alone",
        "substantial: no preposition governs it",
        "passing: behind a preposition",
    ]


def test_few_paragraphs_keep_all(small_book: MakeBook) -> None:
    """A heading that three paragraphs name has no mention to spare; without the option all are printed."""
    book = small_book({"places": ["Malta"]}, one=f"To Malta.\n\n{FILLER}\n\nOf Malta.")
    weights = weigh(find_mentions(book, Report()), book.authority, partial(read_book, book))
    assert {weight.value for weight in weights.values()} == {"substantial: few paragraphs name it"}


def test_no_heading_is_lost(small_book: MakeBook) -> None:
    """A heading that is only passed by keeps its first place, and the index its entry."""
    said = f"\n\n{FILLER}\n\n".join(["To Malta.", "Of Malta.", "By Malta.", "At Malta."])
    book = small_book({"places": ["Malta"], "mentions": "substantial"}, one=said)
    made = make_index(
        book, find_mentions(book, Report()), lambda one: int(one.block.rpartition("-")[2]), Report()
    )
    assert [locator.first for locator in made.groups[0].entries[0].locators] == ["1"]
