"""What a reader gave, in units of text: paragraphs of the body, notes, and the rows of what is left out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Note
from florilegium.sources.manuscript import SET
from florilegium.sources.parts import Piece
from florilegium.sources.word.ooxml.number_words import in_format

#: Attributes of the vocabulary that show, by element.
_SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "img": ("alt", "title", "description"),
    "a": ("title",),
}

#: Kinds of numbers of a list in HTML, by their names in Word; a file may have them as letters.
_KINDS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

#: Rows of what shows nothing: letters of the source in one are text that a script or style sheet without end
#: hides.
_UNSHOWN: Final = frozenset({"left out: <script>", "left out: <style>"})


def given_units(body: Element, notes: Sequence[Note], pieces: Sequence[Piece]) -> list[str]:
    """Return what was given, each unit as a text, about in the order of the source.

    A piece that is set counts with what the body has of it. A note's own row counts for nothing: the note
    must have its letters.
    """
    waiting = deque(sorted(notes, key=lambda note: note.place.line))
    units: list[str] = []
    seen: set[Element] = set()
    for piece in pieces:
        while waiting and waiting[0].place.line < piece.line:
            units += _note(waiting.popleft())
        units += _piece(piece, body, seen)
    for note in waiting:
        units += _note(note)
    units += [_text(block) for block in body if block not in seen]
    for tree in (body, *(note.body for note in notes)):
        units += _attributes(tree)
    return units


def _attributes(tree: Element) -> Iterator[str]:
    """Yield the words of a tree that its attributes show, and the letters of formulas that stand apart."""
    for element in tree.iter(*_SHOWN):
        yield from (element.get(name, "") for name in _SHOWN[str(element.tag)] if element.get(name))
    for formula in tree.iter("math"):
        if formula.get("apart"):
            yield from formula.get("was", "").split("\n")


def _piece(piece: Piece, body: Element, seen: set[Element]) -> Iterator[str]:
    """Yield the text of one piece, and what the source has beside it."""
    block = piece.block
    if piece.role in SET and block is not None:
        top = _top(block, body)
        if top is not None and top not in seen:
            seen.add(top)
            yield _text(top)
    elif piece.fate not in _UNSHOWN and (piece.role != "note" or not piece.fate.startswith("note")):
        if block is not None:
            yield _text(block)
            yield from _attributes(block)
        else:
            yield from piece.nodes.split("\n") if piece.nodes else (piece.text,)
    if piece.beside:
        yield piece.beside


def _top(block: Element, body: Element) -> Element | None:
    """Return the block of the body's own that holds a block, or None when the body has it not."""
    while (parent := block.getparent()) is not None:
        if parent is body:
            return block
        block = parent
    return None


def _note(note: Note) -> Iterator[str]:
    yield note.label
    yield note.body.get("beside", "")
    yield from (_text(block) for block in note.body)


def _text(block: Element) -> str:
    """Return all text of a block, a text node a line, with its calls' marks and its lists' numbers."""
    parts: list[str] = []
    last: dict[Element, int] = {}
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "end":
            parts.append((element.tail or "") if element is not block else "")
            continue
        if element.tag == "li":
            parts.append(_number(element, last))
        elif element.tag == "call":
            parts.append(element.get("was", "") or element.get("note", ""))
        elif element.tag == "math" and not element.get("apart"):
            parts.append(element.get("was", ""))
        parts.append(element.text or "")
    return "\n".join(filter(None, parts))


def _number(item: Element, last: dict[Element, int]) -> str:
    """Return the number that a list shows before an item; `last` has the last one of each list."""
    list_ = item.getparent()
    marker = item.get("data-marker", "")
    if list_ is None or list_.tag != "ol":
        return marker
    before = last.get(list_, _whole(list_.get("start", "1"), 1) - 1)
    number = last[list_] = _whole(item.get("value", ""), before + 1)
    written = in_format(number, _KINDS[kind]) if (kind := list_.get("type", "")) in _KINDS else ""
    return marker or f"{number} {written} "


def _whole(text: str, otherwise: int) -> int:
    """Return the whole number that a text is, or another."""
    return int(text) if text.lstrip("-").isdecimal() else otherwise
