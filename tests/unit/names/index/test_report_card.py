"""The report card: each point is met by a good index, and names the places of a bad one."""

from __future__ import annotations

from collections.abc import Callable

from florilegium.book.model import Book, Mention
from florilegium.names.index.audit import audit_survey
from florilegium.names.index.entries import make_indexes
from florilegium.names.index.report_card import Graded, Point, report_card
from florilegium.names.mentions.survey import survey
from florilegium.problems import Report

MakeBook = Callable[..., Book]


def card(book: Book) -> dict[str, Point]:
    read = survey(book, Report())
    made = make_indexes(book, read.mentions, paragraph, Report())
    found = report_card(Graded(book, read, audit_survey(read, Report()), made, paragraph))
    return {point.asked: point for point in found}


def paragraph(mention: Mention) -> int:
    return int(mention.block.rpartition("-")[2])


def test_a_good_index_meets_every_point(small_book: MakeBook) -> None:
    index = {"entries": [{"heading": "Moll, Lena", "surname": True}], "places": ["Malta"]}
    points = card(small_book(index, one="Lena Moll saw Malta.\n\nMoll left Malta to its dogs."))
    assert [point.asked for point in points.values() if not point.passes] == []
    assert points["as long as the text asks"].figure == "2 headings, 1.0 locators on a page of text"


def test_a_bad_one_is_told_where(small_book: MakeBook) -> None:
    """Long rows, lone subentries, a see that costs a step, namesakes, passing mentions, open names."""
    index = {
        "places": [
            {"heading": "Malta", "themes": {"siege of": ["siege"]}},
            {"heading": "Ulm", "only": ["one"]},
            {"heading": "Ulm", "only": ["two"], "gloss": "another"},
            {"heading": "Bregg"},
            {"heading": "Agg", "see": "Bregg"},
            {"heading": "Nowhere"},
        ]
    }
    long = "\n\n".join(["They sailed to Malta.", "Nobody came."] * 12)
    said = f"{long}\n\nThe siege of Malta.\n\nUlm fell. Bregg stood. Zorbia slept."
    points = card(small_book(index, one=said, two="Ulm rose.\n\nSo it was."))
    wanted = {
        "no long row of locators without subentries": ("Malta (12 in a row)",),
        "no subentry by itself": ("Malta: siege of",),
        "no “see” where the few locators could stand": ("Agg: see Bregg",),
        "namesakes told apart": ("Ulm",),
        "every heading has a place in the text": ("Nowhere",),
        "every name decided": ("Zorbia (1)",),
        "passing mentions left out": ("Malta (12 of 13 mentions)",),
    }
    assert {asked: points[asked].places for asked in wanted} == wanted
    assert points["headings in order"].passes and points["every reference leads to an entry"].passes
