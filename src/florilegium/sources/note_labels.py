"""The label that a note's author typed into its text, `Note 25: …`, which the book's number makes idle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note

#: A word for *note* with a number and a sign, perhaps behind the number of a list.
_LABEL: Final = re.compile(
    r"\s*(?:\[?(?P<before>\d{1,3})[\].)]{0,2}\s*)?"
    r"(?i:(?:foot|end)?note|anm(?:\.|erkung)|fußnote|endnote|nota|voetnoot|noot|примечание)"
    r"\s(?P<number>\d{1,3})\s?[:.)–—]\s*(?=\S)"
)


def take_own_labels(notes: Sequence[Note]) -> None:
    """Take such labels from the beginnings of notes, in place; they stay beside the note for the account.

    A note that speaks of another (*Note 3: he means the weir*) keeps its words: the number must be the note's
    own, or most of the notes must begin so.
    """
    found = [
        (note, leaf, match)
        for note in notes
        if (leaf := _first(note.body)) is not None and (match := _LABEL.match(runs.text_of(leaf)))
    ]
    series = len(found) * 2 > len(notes) and len(found) > 1
    for note, leaf, match in found:
        number = match["number"]
        own = note.label == number or match["before"] == number
        if series or own:
            note.body.set("beside", f"{note.body.get('beside', '')} {match[0]}".strip())
            runs.replace(leaf, 0, match.end(), "")


def _first(body: Element) -> Element | None:
    """Return the first block of running text of a note."""
    return next(iter(runs.leaves(body)), None)
