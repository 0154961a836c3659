"""What a Word document has beside its text: its notes, called or not, comments, heads and feet of pages."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.notes.web_notes import FoundNote
from florilegium.sources.parts import Piece
from florilegium.sources.story_record import REMARK, note_row
from florilegium.sources.word.ooxml.wordml import W
from florilegium.sources.word.story import StoryReader
from florilegium.sources.word.story_state import CalledNote, WordState

#: Notes that are no notes: the rules above them, and what says that they go on (§17.11.21).
_FURNITURE = frozenset({"separator", "continuationSeparator", "continuationNotice"})

#: Notes call notes no deeper than this.
_ROUNDS = 5


def read_notes(state: WordState) -> tuple[list[FoundNote], list[Piece]]:
    """Return the notes that are called, in the order of their calls, and the ledger's rows for them."""
    found: list[FoundNote] = []
    pieces: list[Piece] = []
    done = 0
    for _ in range(_ROUNDS):
        waiting = list(state.called.values())[done:]
        done += len(waiting)
        for called in waiting:
            note = _read_note(called, state)
            if note is not None:
                found.append(note)
                pieces.append(note_row(note))
    return found, pieces


def _read_note(called: CalledNote, state: WordState) -> FoundNote | None:
    """Return a note that is called; None for one that the document does not have."""
    part, element = _note(called.kind, called.key, state)
    if element is None:
        return None
    content = state.make(None, "div")
    at, order = state.at, state.order
    StoryReader(state, part, element, plain=True).read(element, content)
    if called.mark:
        _strip(content, called.mark)
    return FoundNote(called.label, content, at, order)


def _note(kind: str, key: str, state: WordState) -> tuple[str, Element | None]:
    """Return the part that has a note, and the note."""
    for part in state.package.related(f"{kind}s"):
        for note in _notes_of(part, kind, state):
            if note.get(f"{W}id") == key:
                return part, note
    return "", None


def _notes_of(part: str, kind: str, state: WordState) -> list[Element]:
    root = state.package.tree(part)
    notes = root.iter(f"{W}{kind}") if root is not None else ()
    return [note for note in notes if note.get(f"{W}type") not in _FURNITURE]


def _strip(content: Element, mark: str) -> None:
    """Take a note's own mark from its beginning; the number stands there instead."""
    for element in content.iter(etree.Element):
        for place in ("text", "tail") if element is not content else ("text",):
            text = getattr(element, place) or ""
            if text.strip():
                setattr(
                    element,
                    place,
                    re.sub(rf"\s*{re.escape(mark)}[.:)]?\s*", "", text, count=1)
                    if text.lstrip().startswith(mark)
                    else text,
                )
                return


def uncalled_notes(state: WordState) -> list[Piece]:
    """Return the rows of the notes that nothing calls.

    Reports:
        N002: each of them.
    """
    found = []
    for kind in ("footnote", "endnote"):
        for part in state.package.related(f"{kind}s"):
            for note in _notes_of(part, kind, state):
                text, key = _letters(note), (kind, note.get(f"{W}id", ""))
                if key in state.called or not text:
                    continue
                fate = "left out: its call is struck or hidden"
                if key not in state.uncalled:
                    fate = "left out: called from nowhere"
                    message = f"a {kind} is called from nowhere in the text; it was left out"
                    hint = f"It begins “{text[:40]}”."
                    state.reading.report.add("N002", state.reading.place(), message, hint)
                state.order += 1
                found.append(Piece.row(role="note", line=0, text=text, order=state.order, fate=fate))
    return found


def _letters(element: Element) -> str:
    return " ".join("".join(one.text or "" for one in element.iter(f"{W}t", f"{W}delText")).split())


def margins(state: WordState) -> list[Piece]:
    """Return the rows of what Word shows in the margins: heads and feet of pages, comments.

    They are read as any story is, so that what is struck or hidden in them has its own row.
    """
    found = []
    for kind, role, fate in (
        ("header", "boilerplate", "left out: the head of the pages"),
        ("footer", "boilerplate", "left out: the foot of the pages"),
        ("comments", "comment", REMARK),
    ):
        for part in state.package.related(kind):
            root = state.package.tree(part)
            if root is None:
                continue
            quiet = replace(state, left=[], called={}, pages=[], indexes=[])
            content = etree.Element("body")
            StoryReader(quiet, part, root, plain=True).read(root, content)
            found += state.take_margin(quiet, content, role, fate)
    return found
