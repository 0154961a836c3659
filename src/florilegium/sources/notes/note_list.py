"""The lists of notes of a text whose format knows no notes: plain text, a page without links.

What they are is found in `list_search.py`. Here they are taken out of the text and called from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import accumulate

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.sources.manuscript import SET, Reading
from florilegium.sources.notes import bare_calls
from florilegium.sources.notes.bare_calls import SUPERSCRIPTS, Answers, Candidate
from florilegium.sources.parts import Locate, Piece
from florilegium.sources.plain.paragraphs import ENUMERATED
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Item:
    """One note of a list: its number, how many letters its mark takes, its pieces by index, its blocks.

    `label` is the number, and behind it that of the list where a list before has the number too (`1-2`).
    """

    number: int
    mark: int
    pieces: tuple[int, ...]
    blocks: tuple[Element, ...]
    label: str = ""


@dataclass(frozen=True)
class NoteList:
    """A list of notes.

    `headings` are the indexes of the pieces that head it. Where a text has several lists, its calls stand in
    the pieces from `calls_from` to `calls_to`.
    """

    items: tuple[Item, ...]
    headings: tuple[int, ...] = ()
    calls_from: int = 0
    calls_to: int | None = None

    @property
    def first(self) -> int:
        """Return the index of the first piece that is not text of the article."""
        return min((self.items[0].pieces[0], *self.headings))

    @property
    def last(self) -> int:
        """Return the index of its last piece."""
        return self.items[-1].pieces[-1]

    @property
    def labels(self) -> dict[int, str]:
        """Return the labels of its notes by their numbers."""
        return {item.number: item.label or str(item.number) for item in self.items}


def part_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, a paragraph at the foot whose lines are numbered as one paragraph for each line.

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
    """Return a paragraph's lines, each in one of its own, if two or more are numbered on from the first."""
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
    numbers = [int((one[1] or one[2] or one[3] or one[4]).translate(SUPERSCRIPTS)) for one in found if one]
    headed = len(found) - len(numbers) <= 1 and found[-1] is not None
    return lines if headed and len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)) else []


def is_ordered(piece: Piece) -> bool:
    """Return whether a piece is a numbered list of the markup's own."""
    return piece.block is not None and piece.block.tag == "ol"


def text_blocks(pieces: Sequence[Piece], end: int) -> list[Element]:
    """Return the blocks of running text of the article, before the piece at `end`."""
    blocks = [piece.block for piece in pieces[:end] if piece.role in SET | {"title", "deck"}]
    return [leaf for block in blocks if block is not None for leaf in _leaves(block)]


def _leaves(block: Element) -> list[Element]:
    return [block] if runs.is_leaf(block) else list(runs.leaves(block))


def mark(pieces: Sequence[Piece], lists: Sequence[NoteList]) -> list[Piece]:
    """Return the pieces, with those of the lists as notes."""
    marked = list(pieces)
    for item in (item for one in lists for item in one.items):
        for index in item.pieces:
            fate = "notes" if is_ordered(pieces[index]) else f"note {item.label}"
            marked[index] = marked[index].as_("note", fate)
        first = item.pieces[0]
        word = re.match(r"[^\W\d_]*", pieces[first].text[: item.mark])
        if word and word[0]:
            marked[first] = replace(marked[first], beside=f"{marked[first].beside} {word[0]}".strip())
    for index in (index for one in lists for index in one.headings):
        marked[index] = marked[index].as_("note", "left out: heads the notes")
    return marked


def take(
    pieces: Sequence[Piece], lists: Sequence[NoteList], reading: Reading, locate: Locate
) -> tuple[Note, ...]:
    """Put the calls into the text, and make the notes of the lists."""
    before = list(accumulate((len(text_blocks([piece], 1)) for piece in pieces), initial=0))
    answers = [
        Answers(one.labels, before[min(one.first, one.calls_to or one.first)], before[one.calls_from])
        for one in lists
    ]
    blocks = text_blocks(pieces, lists[-1].first)
    candidates = bare_calls.candidates(blocks)
    chosen = bare_calls.choose(candidates, answers)
    style = chosen[0].style if chosen else ""
    taken = {(one.block, one.start) for one in chosen}
    free = [one for one in candidates if one.style == style and (one.block, one.start) not in taken]
    known = frozenset(number for one in lists for number in one.labels)
    odd = [one for one in free if _is_odd(one, known)]
    bare_calls.place(blocks, [*chosen, *odd], lambda block, offset: locate(blocks[block], offset))
    return tuple(_note(item, reading) for one in lists for item in one.items if item.blocks)


def _is_odd(one: Candidate, known: frozenset[int]) -> bool:
    """Return whether a number is surely a call, though no note answers it or one that has its call."""
    if one.group or one.number > max(known) + 20:
        return False
    return one.strength > bare_calls.SURE or (one.strength == bare_calls.SURE and one.number not in known)


def _note(item: Item, reading: Reading) -> Note:
    """Return one note: its paragraphs, without its number."""
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
        if block.tag != "blockquote":
            block.tag = "p"
        body.append(block)
    return Note(item.label, body, reading.place_at(at))


def take_orphans(pieces: Sequence[Piece], locate: Locate) -> None:
    """Put in calls that no list answers, when the numbers 1, 2 … surely are calls; they are then reported."""
    blocks = text_blocks(pieces, len(pieces))
    sure = [
        one
        for one in bare_calls.candidates(blocks)
        if one.strength >= bare_calls.SURE and not one.group and one.style != "parenthesis"
    ]
    numbers = frozenset(one.number for one in sure)
    chosen = bare_calls.choose(sure, [Answers({number: str(number) for number in numbers}, len(blocks))])
    if len(chosen) >= 2 and [one.number for one in chosen] == list(range(1, len(chosen) + 1)):
        bare_calls.place(blocks, chosen, lambda block, offset: locate(blocks[block], offset))
