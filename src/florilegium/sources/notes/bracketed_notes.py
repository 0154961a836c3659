"""Notes of plain texts that say what they are: `[Footnote 1: Ledger, leaf 4.]`, called by `[1]`, `[A]` or
`[*]`.

Project Gutenberg's books write them so, below the paragraph that calls them or all at the foot. Their numbers
may begin again in each chapter: a call belongs to the next note of its mark that stands behind it.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.languages.folders import ANY
from florilegium.sources.manuscript import Reading
from florilegium.sources.notes.typed_calls import TypedCall, put_calls, typed_calls
from florilegium.sources.parts import Locate, Piece
from florilegium.sources.roles import cues
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: How such a note begins: a word for *note*, in any language, and its mark.
_NOTE: Final = regex(
    r"\[\s?((?:foot )?[^\W\d_]{3,20}\.?)\s+([0-9]{1,4}|[A-Za-z]{1,2}|[*†‡§]{1,4})\s?[:.]\s*", re.IGNORECASE
)
_CALL: Final = regex(r"\s?\[([0-9]{1,4}|[A-Za-z]{1,2}|[*†‡§]{1,4})\]")

#: A note has no more paragraphs.
_LONGEST: Final = 20


@dataclass(frozen=True)
class _Found:
    """A note: its mark, the word that names it, its pieces by index, and how many letters stand before its
    text.
    """

    mark: str
    word: str
    pieces: range
    opening: int


def take(pieces: Sequence[Piece], reading: Reading, locate: Locate) -> tuple[list[Piece], tuple[Note, ...]]:
    """Return the pieces with such calls put in and such notes taken out, and the notes."""
    found = _notes(pieces)
    if not found:
        return list(pieces), ()
    inside = frozenset(index for one in found for index in one.pieces)
    waiting = _calls(pieces, inside)
    taken = list(pieces)
    pairs: list[tuple[TypedCall, str]] = []
    notes = []
    used: defaultdict[str, int] = defaultdict(int)
    for one in found:
        used[one.mark] += 1
        label = one.mark if used[one.mark] == 1 else f"{one.mark}-{used[one.mark]}"
        _head(taken, one.pieces.start - 1, reading)
        notes.append(_note(pieces, one, label, reading))
        for index in one.pieces:
            beside = f"{one.word} {one.mark}" if index == one.pieces.start else ""
            fate = f"note {label}"
            taken[index] = replace(
                pieces[index], block=None, role="note", fixed=True, fate=fate, beside=beside
            )
        if waiting[one.mark] and waiting[one.mark][0].piece < one.pieces.start:
            pairs.append((waiting[one.mark].popleft(), label))
    pairs += [(call, mark) for mark in used for call in waiting[mark] if used[mark] == 1]
    put_calls(pairs, locate, keep_marks=True)
    return taken, tuple(notes)


def _notes(pieces: Sequence[Piece]) -> list[_Found]:
    """Return every note of a text, each from its opening bracket to its last."""
    found = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        opening = _opening(piece.text) if _is_plain(piece) else None
        if opening is None:
            index += 1
            continue
        last = _last(pieces, index)
        found.append(_Found(opening[2], opening[1], range(index, last + 1), opening.end()))
        index = last + 1
    return found


def _opening(text: str) -> re.Match[str] | None:
    """Return how a note begins, if a text is one."""
    found = _NOTE.match(text)
    return found if found and cues.is_whole("note_word", found[1].replace(" ", ""), ANY) else None


def _is_plain(piece: Piece) -> bool:
    return piece.role in {"body", "quote", "heading"} and not piece.fixed and piece.block is not None


def _last(pieces: Sequence[Piece], first: int) -> int:
    """Return the index of the piece in which the bracket of a note closes; its first, when none does."""
    depth = 0
    for index in range(first, min(first + _LONGEST, len(pieces))):
        text = pieces[index].text
        if not _is_plain(pieces[index]) or (index > first and _opening(text)):
            break
        depth += text.count("[") - text.count("]")
        if depth <= 0:
            return index
    return first


def _calls(pieces: Sequence[Piece], inside: frozenset[int]) -> defaultdict[str, deque[TypedCall]]:
    """Return the calls of a text by their mark, in order."""
    found: defaultdict[str, deque[TypedCall]] = defaultdict(deque)
    for index, piece in enumerate(pieces):
        for call in typed_calls(index, piece, _CALL) if index not in inside else ():
            found[call.mark].append(call)
    return found


def _head(taken: list[Piece], index: int, reading: Reading) -> None:
    """Take the heading of the notes out of the text, if one stands before them."""
    while index >= 0 and taken[index].role == "break":
        index -= 1
    if index >= 0 and _is_plain(taken[index]) and cues.is_whole("notes", taken[index].text, reading.language):
        taken[index] = replace(
            taken[index], block=None, role="note", fixed=True, fate="left out: heads the notes"
        )


def _note(pieces: Sequence[Piece], one: _Found, label: str, reading: Reading) -> Note:
    """Return a note with its paragraphs, without what opens and closes it."""
    body = etree.Element("body")
    blocks = [block for index in one.pieces if (block := pieces[index].block) is not None]
    leaves = [leaf for block in blocks for leaf in ([block] if runs.is_leaf(block) else runs.leaves(block))]
    text = runs.text_of(leaves[-1]).rstrip()
    if text.endswith("]"):
        runs.replace(leaves[-1], len(text) - 1, len(text), "")
    opening = _opening(runs.text_of(leaves[0]))
    runs.replace(leaves[0], 0, opening.end() if opening else 0, "")
    for block in blocks:
        if block.tag in {"h2", "h3", "h4"}:
            block.tag = "p"
        body.append(block)
    return Note(label, body, reading.place_at(blocks[0].get("at", "")))
