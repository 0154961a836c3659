"""Locators: ranges by three rules, notes, roman pages, main passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from florilegium.book.model import Authority, Mention, Text
from florilegium.names.index.locators import Folio, Sighting, folio_at, locate, notes_told_apart
from unit.names.conftest import book_of, note_of

RANGES = Path(__file__).parents[3] / "fixtures" / "names" / "ranges.txt"


def _rows() -> list[list[str]]:
    lines = RANGES.read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def printed(*folios: Folio, style: str = "chicago") -> str:
    """The locators of mentions on these folios as a reader sees them."""
    sightings = [Sighting(folio, f"m-{number}") for number, folio in enumerate(folios)]
    return ", ".join(map(str, locate(sightings, style)))


@pytest.mark.parametrize("row", _rows(), ids="-".join)
def test_second_number_of_a_range(row: list[str]) -> None:
    """Every row of the table is printed as its three columns say."""
    first, last, *expected = row
    pages = [Folio(page) for page in range(int(first), int(last) + 1)]
    assert [printed(*pages, style=style) for style in ("chicago", "full", "minimal")] == expected


def test_pages_ascend_as_numbers_and_none_stands_twice() -> None:
    """Page 9 goes before page 10, however often and in whatever order they are named."""
    assert printed(Folio(10), Folio(9), Folio(31), Folio(9), Folio(100)) == "9–10, 31, 100"


def test_notes() -> None:
    """A note has its page and number; notes in a row are one locator; a gap parts them."""
    folios = Folio(145, 3), Folio(145, 4), Folio(145, 7), Folio(146, 8), Folio(12)
    assert printed(*folios) == "12, 145nn3–4, 145n7, 146n8"


def test_note_on_a_page_that_names_it_anyway() -> None:
    """A page in the list needs no locator for a note at its foot (CMOS 16.112)."""
    assert printed(Folio(12), Folio(12, 1), Folio(13, 2)) == "12, 13n2"


def test_roman_pages_go_first_and_keep_apart() -> None:
    """Front matter comes before the body, with ranges of its own in full."""
    folios = Folio(1), Folio(12, label="xii"), Folio(13, label="xiii"), Folio(2)
    assert printed(*folios) == "xii–xiii, 1–2"


def test_range_leads_to_its_first_and_last_mention() -> None:
    """The two halves of a range are links to the first mentions on their pages."""
    sightings = [Sighting(Folio(page), f"m-{page}-{n}") for page in (4, 5, 6) for n in (1, 2)]
    (locator,) = locate(sightings, "full")
    assert (locator.target, locator.last_target) == ("m-4-1", "m-6-1")


def test_main_passages_are_kept_apart() -> None:
    """A main page is no part of a run of plain ones, so that it can be set bold."""
    sightings = [Sighting(Folio(page), f"m-{page}", main=page in {5, 6}) for page in (4, 5, 6, 7)]
    found = locate(sightings, "chicago")
    assert [(str(locator), locator.main) for locator in found] == [("4", False), ("5–6", True), ("7", False)]


def test_one_main_mention_makes_a_page_main() -> None:
    """The page is main when any of its mentions is; the link still leads to the first."""
    (locator,) = locate([Sighting(Folio(4), "a"), Sighting(Folio(4), "b", main=True)], "full")
    assert locator.main and locator.target == "a"


def test_notes_of_one_number_on_a_page_are_told_apart() -> None:
    """Notes of two texts that stand on one page and have one number are two, each with its text."""
    texts = [
        Text(
            key,
            etree.fromstring("<body/>"),
            tuple(note_of(number, key, "Bracken.") for number in numbers),
            "en",
            "",
        )
        for key, numbers in (("ferns", "12"), ("moss", "1"), ("figs", "7"))
    ]
    book = book_of(texts, Authority())
    titles = {"ferns": "Ferns", "moss": "Moss", "figs": "Figs"}
    folio_of = notes_told_apart(book, lambda _: 39, titles)
    mentions = [
        Mention("", "", "", f"{text.key}-n{note.label}-1", 0, 0, note=note.id, key=text.key)
        for text in texts
        for note in text.notes
    ]
    notes = {note.id: note for text in texts for note in text.notes}
    found = [Sighting(folio_at(one, folio_of, notes[one.note]), one.block) for one in mentions]
    assert ", ".join(map(str, locate(found, "chicago"))) == "39n1 (Ferns), 39n1 (Moss), 39n2, 39n7"
