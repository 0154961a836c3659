"""The label that a note's author typed into its text, `Note 25: …`, which the book's number makes idle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.languages.folders import ANY
from florilegium.sources.roles import cues
from florilegium.system.patterns import regex

#: A word with a number and a sign, perhaps behind the number of a list.
_LABEL: Final = regex(
    r"\s*(?:\[?(?P<before>\d{1,3})[\].)]{0,2}\s*)?(?P<word>[^\W\d_]{1,20}\.?)"
    r"\s(?P<number>\d{1,3})\s?[:.)–—]\s*(?=\S)"
)


def label_of(text: str) -> re.Match[str] | None:
    """Return the label with which the text of a note begins, if any, its number as the group `number`.

    Its word may be of any language: who typed it need not have written in that of the article.
    """
    found = _LABEL.match(text)
    return found if found and cues.is_whole("note_word", found["word"], ANY) else None


def take_own_labels(notes: Sequence[Note]) -> None:
    """Take such labels from the beginnings of notes, in place; they stay beside the note for the account.

    A note that speaks of another (*Note 3: he means the weir*) keeps its words: the number must be the note's
    own, or most of the notes must begin so.
    """
    found = [
        (note, leaf, match)
        for note in notes
        if (leaf := _first(note.body)) is not None and (match := label_of(runs.text_of(leaf)))
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
