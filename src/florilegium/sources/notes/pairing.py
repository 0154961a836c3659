"""Calls and notes, one to one: each call has its note, each note its call, no mark stands for two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from lxml.etree import _Element as Element

from florilegium.book.model import Note
from florilegium.sources.manuscript import Manuscript, Reading


def check_pairs(manuscript: Manuscript, reading: Reading) -> None:
    """Tell which calls and notes of a manuscript are odd.

    Reports:
        N001: a call has no note, at the call.
        N002: a note is never called, at the note.
        N003: two notes have one mark, at the second.
    """
    notes = Counter(note.label for note in manuscript.notes)
    called = {call.get("note", "") for call in _calls(manuscript)}
    for call in _calls(manuscript):
        label = call.get("note", "")
        if label not in notes:
            message = f"note {label} is called here, and there is no note {label}"
            reading.problem("N001", call.get("at", ""), message, "Add the note, or take the call out.")
    seen: set[str] = set()
    for note in manuscript.notes:
        if note.label in seen:
            message = f"this is the second note {note.label} of the article"
            reading.report.add("N003", note.place, message, "Give each note a number of its own.")
        elif note.label not in called:
            message = f"note {note.label} is called from nowhere in the text"
            hint = f"{_beginning(note)} Put its number where the text leans on it, or take the note out."
            reading.report.add("N002", note.place, message, hint)
        seen.add(note.label)


def _calls(manuscript: Manuscript) -> Iterator[Element]:
    title = () if manuscript.called_title is None else manuscript.called_title.iter("call")
    return chain(title, manuscript.body.iter("call"), *(note.body.iter("call") for note in manuscript.notes))


def _beginning(note: Note) -> str:
    words = " ".join("".join(note.body.itertext()).split())
    return f"It begins “{words[:40]}”." if words else "It is empty."
