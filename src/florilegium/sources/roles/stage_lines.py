"""Plays, and conversations that are printed as such: who speaks, and what is done on the stage.

A line is no speech for its look alone, since *NOTE:* and *LONDON.* look so too: there must be two speakers
at least, of whom one speaks again, and their speeches must be half of what stands between the first and the
last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.parts import Piece
from florilegium.sources.roles import cues
from florilegium.system.patterns import regex

#: A speaker's name before the words, `JOAN. Who goes?` or `JOAN (aside): Who goes?`, or alone in its line.
_NAME: Final = r"((?:M(?:RS?|ISS|LLE|ME)|D[RN]|S[TR]A?)\.\s)?([^\W\d_](?:[^.:()\[\]\n]{0,30}[^\W_])?)"
_DIRECTION: Final = r"(?:\s*(?:\([^()]{1,80}\)|\[[^\[\]]{1,80}\]))?"
_BEFORE: Final = regex(rf"{_NAME}{_DIRECTION}\s*[.:]\s*(?=\S)")
_ALONE: Final = regex(rf"{_NAME}{_DIRECTION}\s*[.:]?")
_DONE: Final = regex(r"\([^()]+\)\.?|\[[^\[\]]+\]\.?")

#: Letters and words of a speaker's name; speeches of a play at least; columns that set a direction in.
_LETTERS: Final = 3
_WORDS: Final = 4
_SPEECHES: Final = 3
_SET_IN: Final = 3

_MARKED: Final = frozenset({"b", "strong", "em", "i", "span"})


def mark_plays(pieces: list[Piece], body: int, language: str) -> None:
    """Give the speeches, speakers and stage directions of a play their classes, in place."""
    shown = [
        (at, name, alone) for at in range(body, len(pieces)) for name, alone in _speaker(pieces, at, language)
    ]
    often = Counter(name for _, name, _ in shown)
    if len(often) < 2 or len(shown) < _SPEECHES or often.most_common(1)[0][1] < 2:
        return
    first, last = shown[0][0], shown[-1][0]
    last += shown[-1][2] and last + 2 < len(pieces)  # the words under the last name
    while last + 1 < len(pieces) and _DONE.fullmatch(pieces[last + 1].text):
        last += 1
    said = sum(2 if alone else 1 for _, _, alone in shown)
    if said * 2 < sum(one.role in {"body", "heading"} for one in pieces[first : last + 1]):
        return
    spoken = {at: alone for at, _, alone in shown}
    for at in range(first, last + 1):
        block = pieces[at].block
        if at in spoken and block is not None:
            block.set("class", "speaker" if spoken[at] else "speech")
            pieces[at] = pieces[at].as_("body")
        elif block is not None and _is_direction(pieces[at]):
            _set_direction(block)


def _speaker(pieces: Sequence[Piece], at: int, language: str) -> list[tuple[str, bool]]:
    """Return who speaks in a paragraph, and whether the name stands alone over the words; else nothing."""
    piece = pieces[at]
    block = piece.block
    stands_out = piece.text[:2].isupper() or (block is not None and len(block) > 0 and not block.text)
    if not stands_out or not _may_have_class(piece):
        return []
    alone = _ALONE.fullmatch(piece.text)
    found = alone or _BEFORE.match(piece.text)
    if found is None or cues.opens("scene", piece.text, language):
        return []
    if alone and (at + 1 == len(pieces) or pieces[at + 1].role not in {"body", "quote"}):
        return []
    name = found[2].strip()
    lettered = sum(map(str.isalpha, name)) >= _LETTERS and len(name.split()) <= _WORDS
    is_one = name.isupper() or (alone is None and _is_marked(piece.block, found[0]))
    return [(name.casefold(), alone is not None)] if lettered and is_one else []


def _may_have_class(piece: Piece) -> bool:
    plain = piece.block is not None and piece.block.tag == "p" and not piece.block.get("class")
    return plain and not piece.fixed and piece.role in {"body", "heading"}


def _is_marked(block: Element | None, label: str) -> bool:
    """Return whether a label with which a paragraph begins stands out by its letters."""
    first = block[0] if block is not None and len(block) and not (block.text or "").strip() else None
    if first is None or first.tag not in _MARKED:
        return False
    return runs.text_of(first).strip(" .:") == label.strip().rstrip(".:").strip()


def _is_direction(piece: Piece) -> bool:
    """Return whether a paragraph of a play stands in brackets or italics as a whole, or is a line set in.

    One right below a speech, with no blank line between them, is a line that the speech goes on with.
    """
    if not _may_have_class(piece) or piece.block is None or piece.role != "body":
        return False
    set_in = piece.indent >= _SET_IN and piece.line == piece.last_line and piece.gap > 0
    if _DONE.fullmatch(piece.text) or set_in:
        return True
    inner = [one for one in piece.block if one.tag != "call"]
    loose = (piece.block.text or "") + "".join(one.tail or "" for one in piece.block)
    return bool(inner) and not loose.strip() and all(one.tag in {"em", "i"} for one in inner)


def _set_direction(block: Element) -> None:
    """Make a paragraph a stage direction, in italics."""
    block.set("class", "stage")
    if not len(block):
        etree.SubElement(block, "i").text = block.text
        block.text = None
