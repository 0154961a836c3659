"""Notes that are called by signs, `*` and `†`, and stand below their paragraph or at the foot of a text.

A sign is a call only when it stands tight behind a letter or a stop and a later paragraph begins with it; so
bullets, and asterisks with another meaning, stay what they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.sources.manuscript import SET, Reading
from florilegium.sources.notes.typed_calls import TypedCall, put_calls, typed_calls
from florilegium.sources.parts import Locate, Piece
from florilegium.system.patterns import regex

_SIGN: Final = r"\*{1,4}|†{1,3}|‡{1,3}"
_CALL: Final = regex(rf"(?<=[^\s*†‡(\[])\s?({_SIGN})(?![\w*†‡])")
_NOTE: Final = regex(rf"({_SIGN})\s*(?=[^\s*†‡])")

#: A call is looked for in so many paragraphs before its note, or in all when the notes stand at the foot.
_NEAR: Final = 3


def take(pieces: Sequence[Piece], reading: Reading, locate: Locate) -> tuple[list[Piece], tuple[Note, ...]]:
    """Return the pieces with such calls put in and such notes taken out, and the notes."""
    found = [(index, sign) for index, piece in enumerate(pieces) if (sign := _sign_of(piece))]
    foot = _foot(pieces, frozenset(index for index, _ in found))
    waiting: dict[str, deque[TypedCall]] = defaultdict(deque)
    for index, piece in enumerate(pieces if found else ()):
        for call in typed_calls(index, piece, _CALL):
            waiting[call.mark].append(call)
    taken = list(pieces)
    notes: list[Note] = []
    pairs: list[tuple[TypedCall, str]] = []
    count: Counter[str] = Counter()
    for index, sign in found:
        near = 0 if index >= foot else index - _NEAR
        if _is_bullet(pieces, index, sign):
            continue
        while waiting[sign] and waiting[sign][0].piece < near:
            waiting[sign].popleft()
        if not waiting[sign] or waiting[sign][0].piece >= index:
            continue
        call = waiting[sign].popleft()
        count[sign] += 1
        label = sign if count[sign] == 1 else f"{sign}{count[sign]}"
        pairs.append((call, label))
        taken[index] = replace(pieces[index], block=None, role="note", fixed=True, fate=f"note {label}")
        notes.append(_note(pieces[index], label, reading))
    put_calls(pairs, locate, keep_marks=False)
    return taken, tuple(notes)


def _sign_of(piece: Piece) -> str:
    """Return the sign with which a paragraph begins, or an empty text."""
    if piece.role != "body" or piece.fixed or piece.block is None or piece.block.tag != "p":
        return ""
    found = _NOTE.match(piece.text)
    return found[1] if found else ""


def _foot(pieces: Sequence[Piece], starts: frozenset[int]) -> int:
    """Return the index from which there are only such paragraphs, apart from what may stand below notes."""
    foot = len(pieces)
    for index in range(len(pieces) - 1, -1, -1):
        if index in starts:
            foot = index
        elif pieces[index].role in SET and foot < len(pieces):
            break
    return foot


def _is_bullet(pieces: Sequence[Piece], index: int, sign: str) -> bool:
    """Return whether a paragraph is one of a list: its neighbour begins with the same sign."""
    near = (one for one in (index - 1, index + 1) if 0 <= one < len(pieces))
    return any(_sign_of(pieces[one]) == sign for one in near)


def _note(piece: Piece, label: str, reading: Reading) -> Note:
    """Return a note of one paragraph, without its sign."""
    body = etree.Element("body")
    block = piece.block
    if block is not None:
        found = _NOTE.match(runs.text_of(block).lstrip())
        runs.replace(block, 0, found.end() if found else 0, "")
        body.append(block)
    return Note(label, body, reading.place_at(body[0].get("at", "") if len(body) else ""))
