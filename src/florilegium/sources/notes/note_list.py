"""The list of notes at the foot of a text whose format knows no notes: plain text, a page without links.

The list is found by its heading, or by its rising numbers when numbers in the text answer to most of them. A
numbered list that nothing in the text calls is a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.sources.manuscript import SET, Reading
from florilegium.sources.notes import bare_calls
from florilegium.sources.notes.bare_calls import Candidate
from florilegium.sources.parts import Locate, Piece
from florilegium.sources.plain.paragraphs import ENUMERATED
from florilegium.sources.roles import cues

#: At most so many paragraphs of a note follow its first.
_CONTINUED: Final = 3

#: At most so many lists are tried, from the end.
_TRIALS: Final = 5

#: Numbers of notes that begin no item of a list: without a sign, in parentheses of the Far East, after a word
#: for *note* that the book's own number makes idle.
_OTHERS: Final = re.compile(
    r"(\d{1,3})\s+(?=[^\s\d])|[（［【](\d{1,3})[）］】]\s*(?=\S)"
    r"|(?i:(?:foot|end)?note|anm(?:\.|erkung)|fußnote|nota)\s(\d{1,3})\s?[:.)–—]\s+(?=\S)"
)

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Item:
    """One note of a list: its number, how many letters its mark takes, its pieces by index, its blocks."""

    number: int
    mark: int
    pieces: tuple[int, ...]
    blocks: tuple[Element, ...]


@dataclass(frozen=True)
class NoteList:
    """A list of notes. `heading` is the index of the piece that heads it."""

    items: tuple[Item, ...]
    heading: int | None = None

    @property
    def first(self) -> int:
        """The index of the first piece that is not text of the article."""
        return self.items[0].pieces[0] if self.heading is None else self.heading

    @property
    def labels(self) -> frozenset[int]:
        return frozenset(item.number for item in self.items)


def find(pieces: Sequence[Piece], language: str) -> NoteList | None:
    """The list of notes of a text, or None; a list that begins late is looked for when no other is found."""
    starts = [index for index in range(len(pieces)) if _begins(pieces, index, language)]
    found = _find(pieces, starts, language)
    if found is not None:
        return found
    return _find(pieces, [index for index in range(len(pieces)) if _begins_late(pieces, index)], language)


def _find(pieces: Sequence[Piece], all_starts: Sequence[int], language: str) -> NoteList | None:
    """The list of notes that begins at one of the last `all_starts`."""
    starts = all_starts[-_TRIALS:]
    candidates = bare_calls.candidates(text_blocks(pieces, starts[-1])) if starts else ()
    for start in reversed(starts):
        found = _list_from(pieces, start, language)
        sure = found.heading is not None and not _heads_references(pieces, found.heading, language)
        if found.items and (sure or _is_called(pieces, found, candidates)):
            return found
    return None


def part_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with a paragraph at the foot whose lines are numbered as one paragraph for each line.

    Pages write such lists of notes with line breaks. The first line keeps the weight of all.
    """
    parted: list[Piece] = []
    last = max((index for index, piece in enumerate(pieces) if piece.role == "body"), default=0)
    for index, piece in enumerate(pieces):
        lines = _numbered_lines(piece) if index == last else []
        parted += [
            replace(
                piece,
                block=line,
                text=" ".join(runs.text_of(line).split()),
                characters=0 if count else piece.characters,
            )
            for count, line in enumerate(lines)
        ] or [piece]
    return parted


def _numbered_lines(piece: Piece) -> list[Element]:
    """The lines of a paragraph, each in one of its own, if two or more are numbered on from the first."""
    block = piece.block
    if piece.role != "body" or piece.fixed or block is None or block.tag != "p" or block.find("br") is None:
        return []
    lines = [etree.Element("p", {name: str(value) for name, value in block.attrib.items()})]
    lines[0].text = block.text
    for child in deepcopy(block):
        if child.tag == "br":
            lines.append(etree.Element("p", {"at": block.get("at", "")}))
            lines[-1].text = (child.tail or "").lstrip()
        else:
            lines[-1].append(child)
    found = [ENUMERATED.match(runs.text_of(line)) for line in lines]
    numbers = [int((one[1] or one[2] or one[3] or one[4]).translate(_SUPERSCRIPTS)) for one in found if one]
    headed = len(found) - len(numbers) <= 1 and found[-1] is not None
    return lines if headed and len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)) else []


def _begins(pieces: Sequence[Piece], index: int, language: str) -> bool:
    """Whether a list may begin with a piece: number one, or anything numbered under a heading of notes."""
    piece = pieces[index]
    found = _number(piece)
    if found is None and not _is_ordered(piece):
        return False
    return found is None or found[0] == 1 or _heads(pieces, index - 1, language)


def _begins_late(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a run of numbers begins with a piece that is not number one: the notes of a chapter may."""
    this = _number(pieces[index])
    before = _number(pieces[index - 1]) if index else None
    after = _number(pieces[index + 1]) if index + 1 < len(pieces) else None
    rises = this is not None and after is not None and after[0] == this[0] + 1
    return rises and before is None and not _is_bare(pieces[index])


def _heads(pieces: Sequence[Piece], index: int, language: str) -> bool:
    """Whether a piece is the heading of a list of notes."""
    if index < 0 or (pieces[index].fixed and pieces[index].role != "heading"):
        return False
    return cues.is_whole("notes", pieces[index].text, language) or _heads_references(pieces, index, language)


def _heads_references(pieces: Sequence[Piece], index: int, language: str) -> bool:
    """Whether a heading may as well stand above a list of books."""
    return cues.is_whole("references", pieces[index].text, language)


def _is_ordered(piece: Piece) -> bool:
    return piece.block is not None and piece.block.tag == "ol"


def _number(piece: Piece) -> tuple[int, int] | None:
    """The number with which a paragraph begins and how many letters it takes, or None."""
    wrong = piece.block is None or piece.block.tag != "p" or (piece.fixed and piece.role != "note")
    found = None if wrong else ENUMERATED.match(piece.text) or _OTHERS.match(piece.text)
    if found is None:
        return None
    digits = next(group for group in found.groups() if group)
    return int(digits.translate(_SUPERSCRIPTS)), found.end()


def _is_bare(piece: Piece) -> bool:
    """Whether a paragraph begins with a number and no sign behind it, as sentences do too."""
    return _OTHERS.match(piece.text) is not None and piece.text[:1].isdigit()


def _list_from(pieces: Sequence[Piece], start: int, language: str) -> NoteList:
    """The list that begins with a piece: its numbers rise; a few paragraphs may follow each."""
    heading = start - 1 if _heads(pieces, start - 1, language) else None
    if _is_ordered(pieces[start]):
        return NoteList(tuple(_ordered(pieces[start], start)), heading)
    items: list[Item] = []
    waiting: list[int] = []
    bare = _is_bare(pieces[start])
    for index in range(start, len(pieces)):
        found = _number(pieces[index]) if bare or not _is_bare(pieces[index]) else None
        last = items[-1].number if items else None
        if found and (last is None or last <= found[0] <= last + 5):
            if waiting:
                items[-1] = _continued(items[-1], waiting, pieces)
                waiting = []
            items.append(Item(*found, (index,), _blocks_of(pieces[index])))
        elif pieces[index].role != "body" or len(waiting) >= _CONTINUED:
            break
        else:
            waiting.append(index)
    return NoteList(tuple(items), heading)


def _blocks_of(piece: Piece) -> tuple[Element, ...]:
    return () if piece.block is None else (piece.block,)


def _continued(item: Item, more: list[int], pieces: Sequence[Piece]) -> Item:
    blocks = tuple(block for index in more for block in _blocks_of(pieces[index]))
    return replace(item, pieces=(*item.pieces, *more), blocks=(*item.blocks, *blocks))


def _ordered(piece: Piece, index: int) -> list[Item]:
    """The items of a numbered list of the markup's own."""
    block = piece.block
    if block is None:
        return []
    first = int(block.get("start", "1"))
    items = []
    for number, item in enumerate(block.iterchildren("li"), first):
        items.append(Item(number, 0, (index,), (item,)))
    return items


def _is_called(pieces: Sequence[Piece], found: NoteList, candidates: Sequence[Candidate]) -> bool:
    """Whether numbers in the text before a list answer to most of its own."""
    blocks = len(text_blocks(pieces, found.first))
    chosen = bare_calls.choose([one for one in candidates if one.block < blocks], found.labels)
    if not chosen:
        return False
    sure = any(one.strength >= bare_calls.SURE for one in chosen)
    enough = len(chosen) >= max(len(found.labels) * 0.6, 1)
    return enough and (sure or (len(chosen) >= 3 and any(one.strength >= 4 for one in chosen)))


def text_blocks(pieces: Sequence[Piece], end: int) -> list[Element]:
    """The blocks of running text of the article, before the piece at `end`."""
    blocks = [piece.block for piece in pieces[:end] if piece.role in SET | {"title", "deck"}]
    return [leaf for block in blocks if block is not None for leaf in _leaves(block)]


def _leaves(block: Element) -> list[Element]:
    return [block] if runs.is_leaf(block) else list(runs.leaves(block))


def mark(pieces: Sequence[Piece], found: NoteList) -> list[Piece]:
    """The pieces, with those of the list as notes."""
    marked = list(pieces)
    for item in found.items:
        for index in item.pieces:
            fate = "notes" if _is_ordered(pieces[index]) else f"note {item.number}"
            marked[index] = marked[index].as_("note", fate)
        first = item.pieces[0]
        word = re.match(r"[^\W\d_]*", pieces[first].text[: item.mark])
        if word and word[0]:
            marked[first] = replace(marked[first], beside=f"{marked[first].beside} {word[0]}".strip())
    if found.heading is not None:
        marked[found.heading] = marked[found.heading].as_("note", "left out: heads the notes")
    return marked


def take(pieces: Sequence[Piece], found: NoteList, reading: Reading, locate: Locate) -> tuple[Note, ...]:
    """Put the calls into the text, and make the notes of the list."""
    blocks = text_blocks(pieces, found.first)
    candidates = bare_calls.candidates(blocks)
    chosen = bare_calls.choose(candidates, found.labels)
    style = chosen[0].style if chosen else ""
    odd = [one for one in candidates if one.style == style and _is_odd(one, chosen, found)]
    bare_calls.place(blocks, [*chosen, *odd], lambda block, offset: locate(blocks[block], offset))
    return tuple(_note(item, reading) for item in found.items if item.blocks)


def _is_odd(one: Candidate, chosen: Sequence[Candidate], found: NoteList) -> bool:
    """Whether a number is surely a call though no note answers it, or one that has its call already."""
    if one in chosen or one.group or one.number > max(found.labels) + 20:
        return False
    return one.strength > bare_calls.SURE or (
        one.strength == bare_calls.SURE and one.number not in found.labels
    )


def _note(item: Item, reading: Reading) -> Note:
    """One note: its paragraphs, without its number."""
    body = etree.Element("body")
    at = item.blocks[0].get("at", "")
    for count, block in enumerate(item.blocks):
        if not count and item.mark:
            runs.replace(block, 0, item.mark, "")
            for sup in [one for one in block.iter("sup") if not one.text and not len(one)]:
                runs.unwrap(sup)
        if block.tag == "li" and not runs.is_leaf(block):
            body.extend(list(block))
            continue
        block.tag = "p"
        body.append(block)
    return Note(str(item.number), body, reading.place_at(at))


def take_orphans(pieces: Sequence[Piece], locate: Locate) -> None:
    """Put in calls that no list answers, when the numbers 1, 2 … surely are calls; they are then reported."""
    blocks = text_blocks(pieces, len(pieces))
    sure = [
        one
        for one in bare_calls.candidates(blocks)
        if one.strength >= bare_calls.SURE and not one.group and one.style != "parenthesis"
    ]
    numbers = frozenset(one.number for one in sure)
    chosen = bare_calls.choose(sure, numbers)
    if len(chosen) >= 2 and [one.number for one in chosen] == list(range(1, len(chosen) + 1)):
        bare_calls.place(blocks, chosen, lambda block, offset: locate(blocks[block], offset))
