"""Notes called by letters or small roman numbers: `[a]`, `[A]`, `(b)`, `tithe.c`, a raised *d*, `[iv]`.

They are a run of paragraphs whose marks go on from *a* or *i*, and each mark stands in the text before it,
tight behind a word or a stop and in the same order. So the items of a list, which nothing calls, stay a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.sources.manuscript import Reading
from florilegium.sources.notes import bare_calls
from florilegium.sources.notes.note_list import text_blocks
from florilegium.sources.notes.typed_calls import TypedCall, put_calls
from florilegium.sources.parts import Locate, Piece
from florilegium.sources.roles import cues
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_ROMANS: Final = [
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
]
_LETTERS: Final = [chr(number) for number in range(ord("a"), ord("z") + 1)]
_CAPITALS: Final = [letter.upper() for letter in _LETTERS]

#: How such a note begins, in brackets, in parentheses or with a stop; and how its mark stands in the text.
_NOTE: Final = regex(r"\s*(?:\[([a-z]{1,5}|[A-Z])\]\s*|\(([a-z]{1,5})\)\s+|([a-z]{1,5})[.)]\s+)(?=\S)")
_CALL: Final = regex(
    r"\s?\[([a-z]{1,5}|[A-Z])\]|(?<=[^\s(\[])\(([a-z]{1,5})\)|(?<=[.,;:!?”’\"»)])([a-z]{1,5})(?=\s|\Z)"
)

#: Of the notes of a run, so many are called; a run with a stop behind its marks, like a list's, has two.
_CALLED: Final = 0.6
_FEWEST: Final = 2


@dataclass(frozen=True)
class _Run:
    """A run of notes: the index of the first piece, and the marks."""

    first: int
    marks: tuple[str, ...]


def take(pieces: Sequence[Piece], reading: Reading, locate: Locate) -> tuple[list[Piece], tuple[Note, ...]]:
    """Return the pieces with such calls put in and such notes taken out, and the notes."""
    taken = list(pieces)
    notes: list[Note] = []
    calls: list[TypedCall] = []
    begin = 0
    for count, run in enumerate(_runs(pieces), 1):
        calls += [call for index in range(begin, run.first) for call in _calls_in(index, pieces[index])]
        begin = run.first
        chosen = _chosen(run, calls)
        fewest = _FEWEST if pieces[run.first].text[:1] not in "[(" else 1
        if len(chosen) < max(len(run.marks) * _CALLED, fewest):
            continue
        calls, begin = [], run.first + len(run.marks)
        labels = {mark: mark if count == 1 else f"{mark}-{count}" for mark in run.marks}
        _head(taken, run.first - 1, reading)
        for index, mark in enumerate(run.marks, run.first):
            fate = f"note {labels[mark]}"
            taken[index] = replace(pieces[index], block=None, role="note", fixed=True, fate=fate, beside=mark)
            notes.append(_note(pieces[index], labels[mark], reading))
        put_calls([(call, labels[call.mark]) for call in chosen], locate, keep_marks=True)
    return taken, tuple(notes)


def _runs(pieces: Sequence[Piece]) -> Iterator[_Run]:
    """Yield the runs of paragraphs whose marks go on from the first letter or number."""
    index = 0
    while index < len(pieces):
        marks = next(
            filter(None, (_marks_from(pieces, index, order) for order in (_ROMANS, _LETTERS, _CAPITALS))), ()
        )
        if marks:
            yield _Run(index, marks)
        index += len(marks) or 1


def _marks_from(pieces: Sequence[Piece], first: int, order: Sequence[str]) -> tuple[str, ...]:
    """Return the marks of an order with which a piece and those behind it begin."""
    following = zip(pieces[first : first + len(order)], order, strict=False)
    return tuple(mark for _, mark in takewhile(lambda one: _mark_of(one[0]) == one[1], following))


def _mark_of(piece: Piece) -> str:
    """Return the mark with which a paragraph begins, or an empty text."""
    block = piece.block
    if block is None or piece.role != "body" or piece.fixed or block.tag != "p":
        return ""
    found = _NOTE.match(piece.text)
    return _whole(found) if found else _raised_mark(block)


def _whole(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group)


def _raised_mark(block: Element) -> str:
    """Return the raised letters with which a paragraph begins."""
    first = block[0] if len(block) and not (block.text or "").strip() else None
    text = "".join(first.itertext()).strip() if first is not None and first.tag == "sup" else ""
    return text if re.fullmatch("[a-z]{1,5}", text) else ""


def _calls_in(index: int, piece: Piece) -> Iterator[TypedCall]:
    """Yield the marks in a piece's text, in order."""
    for block in text_blocks([piece], 1):
        text = runs.text_of(block)
        found = [TypedCall(index, block, *one.span(), _whole(one)) for one in _CALL.finditer(text)]
        for start in bare_calls.raised_spans(block):
            letters = re.compile("[a-z]{1,5}").match(text, start)
            if letters and start and all(call.start != start for call in found):
                found.append(TypedCall(index, block, start, letters.end(), letters[0]))
        yield from sorted(found, key=lambda one: one.start)


def _chosen(run: _Run, calls: Sequence[TypedCall]) -> list[TypedCall]:
    """Return the first call of each mark behind that of the mark before, where there is one."""
    chosen = []
    begin = 0
    for mark in run.marks:
        place = next((index for index in range(begin, len(calls)) if calls[index].mark == mark), None)
        if place is not None:
            chosen.append(calls[place])
            begin = place + 1
    return chosen


def _head(taken: list[Piece], index: int, reading: Reading) -> None:
    """Take the heading of the notes out of the text, if one stands before them."""
    if index < 0 or taken[index].role not in {"body", "heading"} or taken[index].fixed:
        return
    if cues.is_whole("notes", taken[index].text, reading.language):
        fate = "left out: heads the notes"
        taken[index] = replace(taken[index], block=None, role="note", fixed=True, fate=fate)


def _note(piece: Piece, label: str, reading: Reading) -> Note:
    """Return a note of one paragraph, without its mark."""
    body = etree.Element("body")
    block = piece.block
    if block is not None:
        text = runs.text_of(block)
        found = _NOTE.match(text) or re.match(r"\s*[a-z]{1,5}\s*", text)
        runs.replace(block, 0, found.end() if found else 0, "")
        bare_calls.unwrap_empty(block)
        body.append(block)
    return Note(label, body, reading.place_at(body[0].get("at", "") if len(body) else ""))
