"""References between notes: “see note 4 above” follows its note when numbers change, and becomes a link.

A number in the text is the one that its note has in the source. Where the source marks its notes with words
(`[^crane]`), it is the place of the note in the order of calls, as every program prints it. The link keeps
the note's label (`note`), so that it can be resolved again when the book is numbered again.

Which words make a reference is told in `reference_phrases.py`. `45n4` and “Crane, n. 4” are no references:
they name a note of the book that is cited.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import SIGNS, Note, Text
from florilegium.book.texts import place_of
from florilegium.passes.citations.reference_phrases import Language, Reference, language_of
from florilegium.problems import Report
from florilegium.system.values import dataclass

_HINT: Final = "Say in words what is meant, with a correction, or mend the number."

#: Joints that stand for all the notes between two.
_DASHES: Final = frozenset("-–")

_UNTOUCHED: Final = frozenset({"a", "code", "pre"})


def link_references(text: Text, report: Report) -> Text:
    """Let every reference to a note of the text itself name and lead to that note as the book numbers it.

    To be called after the notes are numbered, and again when they are numbered again.

    Reports:
        N005: the note is none of the text's, or does not stand where the reference says.
    """
    language = language_of(text.language)
    known = _Known(text)

    def linked(tree: Element, around: Note | None) -> Element:
        tree = deepcopy(tree)
        _lead_again(tree, known)
        if language is not None:
            desk = _Desk(text, known, language, around, report)
            for block in list(runs.leaves(tree)):
                desk.link_block(block)
        return tree

    notes = tuple(replace(note, body=linked(note.body, note)) for note in text.notes)
    return replace(text, body=linked(text.body, None), notes=notes)


class _Known:
    """The notes of a text, by label and by the number with which the text itself calls them."""

    def __init__(self, text: Text) -> None:
        self.by_label = {note.label: note for note in reversed(text.notes)}
        labelled = [note for note in reversed(text.notes) if note.label.isdecimal()]
        self.by_number = {int(note.label): note for note in labelled} or dict(enumerate(_called(text), 1))


def _called(text: Text) -> list[Note]:
    """Return the author's notes in the order in which the source calls them.

    A call on a byline is moved into the first paragraph; its place in the source says where it stood.
    """
    of_call = {call: note for note in text.notes if not note.editorial for call in note.calls}
    calls = [call for tree in text.calling for call in tree.iter("call") if call.get("id") in of_call]
    calls.sort(
        key=lambda call: tuple(int(part) for part in call.get("at", "").split(":") if part.isdecimal())
    )
    called = dict.fromkeys(of_call[call.get("id", "")].id for call in calls)
    by_id = {note.id: note for note in text.notes}
    rest = (note.id for note in of_call.values())
    return [by_id[name] for name in dict.fromkeys((*called, *rest))]


def _lead_again(tree: Element, known: _Known) -> None:
    """Set right the links of an earlier run."""
    for link in tree.iter("a"):
        note = known.by_label.get(link.get("note", ""))
        if note is not None:
            link.set("href", f"#{note.id}")
            words = (link.text or "").rstrip(f"0123456789{SIGNS}")
            link.text = f"{words}{note.mark}"


@dataclass(frozen=True)
class _Desk:
    """What is at hand while the references of one tree are led: its text, and the note that it is, if any."""

    text: Text
    known: _Known
    language: Language
    around: Note | None
    report: Report

    def link_block(self, block: Element) -> None:
        """Lead the references of one block, the last first, so that no offset moves."""
        said = runs.text_of(block)
        for reference in reversed(list(self.language.references(said))):
            if _is_touched(block, reference):
                continue
            notes = [self.known.by_number.get(int(said[slice(*span)])) for span in reference.numbers]
            fault = self._fault(reference, notes, said)
            if fault:
                words = said[reference.start : reference.end].strip()
                self._report_fault(block, f"“{words}” {fault}")
            if not reference.elsewhere:
                _lead(block, reference, notes)

    def _fault(self, reference: Reference, notes: list[Note | None], said: str) -> str:
        """Return what is wrong with a reference; empty when nothing is."""
        if reference.elsewhere:
            return "points at a note of another text, whose number in the book may be another"
        missing = [span for span, note in zip(reference.numbers, notes, strict=True) if note is None]
        if missing:
            return f"points at note {said[slice(*missing[0])]}, and this text has none of that number"
        found = [note for note in notes if note is not None]
        fault = next((fault for note in found if (fault := self._fault_of_side(note, reference.side))), "")
        return fault or _fault_of_range(reference, found)

    def _fault_of_side(self, note: Note, side: int) -> str:
        """Return the fault of a note that is not on the side (above, below) that the reference names."""
        if self.around is None or note.editorial != self.around.editorial:
            return ""
        if note.id == self.around.id:
            return "points at the very note in which it stands"
        is_below = note.number > self.around.number
        if side and (side > 0) != is_below:
            return f"means note {note.number}, which stands {'below' if is_below else 'above'} it in the book"
        return ""

    def _report_fault(self, block: Element, message: str) -> None:
        where = "" if self.around is None else f"in note {self.around.mark}, "
        place = place_of(block, self.text.source)
        if not place.line and self.around is not None:
            place = self.around.place
        self.report.add("N005", place, f"{where}{message}", _HINT)


def _fault_of_range(reference: Reference, notes: list[Note]) -> str:
    """Return the fault of “notes 4–6” when they are no longer all the notes between two."""
    for joint, one, two in zip(reference.joints, notes, notes[1:], strict=False):
        between = int(two.label) - int(one.label) if one.label.isdecimal() and two.label.isdecimal() else 0
        if joint in _DASHES and between and two.number - one.number != between:
            return (
                f"means notes {one.number} to {two.number} of the book, which are others than in the source"
            )
    return ""


def _lead(block: Element, reference: Reference, notes: list[Note | None]) -> None:
    """Put the book's number in the place of each of the source's, in a link; the first takes its word in."""
    pairs = list(zip(reference.numbers, notes, strict=True))
    for count, ((start, end), note) in reversed(list(enumerate(pairs))):
        if note is None:
            continue
        first = reference.word if not count and _is_in_one_run(block, reference.word, end) else start
        runs.replace(block, start, end, note.mark)
        link = etree.Element("a", {"href": f"#{note.id}", "note": note.label})
        runs.wrap(block, first, start + len(note.mark), link)


def _is_in_one_run(block: Element, start: int, end: int) -> bool:
    return any(run.start <= start and end <= run.end for run in runs.runs(block))


def _is_touched(block: Element, reference: Reference) -> bool:
    """Return whether a part of a reference is a link already, or code."""
    return any(
        run.start < reference.end and reference.word < run.end and _is_within(run, _UNTOUCHED)
        for run in runs.runs(block)
    )


def _is_within(run: runs.Run, tags: frozenset[str]) -> bool:
    around = run.owner.getparent() if run.tail else run.owner
    while around is not None:
        if around.tag in tags:
            return True
        around = around.getparent()
    return False
