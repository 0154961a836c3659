"""Which entries are too long, in a book with pages and in one whose pages are not set yet.

Before a book is set its pages can be told by the letters of its texts, well enough to say which heading will
have too many of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from florilegium.book.model import Book, Heading, IndexEntry, Introduction, Mention
from florilegium.book.runs import leaves, letters, text_of
from florilegium.names.index.locators import Folio
from florilegium.problems import Report

#: More plain locators than these ask for subentries.
MOST_LOCATORS: Final = 7

#: Letters on a square millimetre of a full page: 0.058 to 0.065 on trims from 129 × 198 to 203 × 254 mm.
_LETTERS: Final = 0.063
#: How much of its first page a text leaves to its title.
_SINK: Final = 0.3


def report_length(heading: Heading, entry: IndexEntry, report: Report, *, estimated: bool) -> None:
    """Report X005 for an entry, or one of its subentries, with more than seven plain locators."""
    if heading.long:
        return
    for part in (entry, *entry.subentries):
        count = len(part.locators)
        if count > MOST_LOCATORS:
            within = f" under “{part.heading}”" if part is not entry else ""
            hint = "Say “subentries: by-article” in the entry, or give it subentries of your own"
            if part is not entry:
                hint = "Give the entry subentries of your own"
            has = f"will have about {count}" if estimated else f"has {count}"
            message = (
                f"“{heading.label}” {has} locators in a row{within}; up to {MOST_LOCATORS} were expected"
            )
            report.add("X005", heading.place, message, f"{hint}; or “long: true” if it is meant so.")


def _introductions(book: Book) -> Iterator[Introduction]:
    for part in book.parts:
        yield from (one for one in (part.introduction, *(c.introduction for c in part.chapters)) if one)


def in_estimated_pages(book: Book, size: tuple[float, float]) -> Callable[[Mention], Folio]:
    """Return a function that estimates the page of a mention; `size` is that of a page, in millimetres.

    Every text begins a page, below its title; the introductions to chapters and parts begin a recto.
    """
    full = _LETTERS * size[0] * size[1]
    openings = {one.text.key for one in _introductions(book)}
    pages: dict[str, int] = {}
    number = 1
    for text in book.texts:
        number += text.key in openings and number % 2 == 0
        passed = int(_SINK * full)
        for block in leaves(text.body):
            pages[block.get("id", "")] = number + int(passed / full)
            passed += letters(text_of(block))
        number += int(passed / full) + 1
    notes = {note.id: note for text in book.texts for note in text.notes}

    def folio(mention: Mention) -> Folio:
        note = notes.get(mention.note)
        return Folio(number, note.number, sign=note.sign) if note else Folio(pages[mention.block])

    return folio
