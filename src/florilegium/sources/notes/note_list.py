"""The list of notes at the foot of a text whose format knows no notes: plain text, a page without links.

The list is found by its heading, or by its rising numbers when numbers in the text answer to most of them. A
numbered list that nothing in the text calls is a list. A text may have several, one behind each chapter or
all at the foot, whose numbers begin again or go on: each more must answer numbers that the others do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Note
from florilegium.sources.manuscript import SET, Reading
from florilegium.sources.notes import bare_calls
from florilegium.sources.notes.bare_calls import Answers, Candidate
from florilegium.sources.parts import Locate, Piece
from florilegium.sources.plain.paragraphs import ENUMERATED
from florilegium.sources.roles import cues

#: At most so many paragraphs of a note follow its first.
_CONTINUED: Final = 3

#: A list passes over so many numbers at the most.
_SKIPPED: Final = 5

#: A line that says to which part of a text notes belong has no more words.
_PART: Final = 6

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
    """A list of notes. `headings` are the indexes of the pieces that head it."""

    items: tuple[Item, ...]
    headings: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """The index of the first piece that is not text of the article."""
        return min((self.items[0].pieces[0], *self.headings))

    @property
    def last(self) -> int:
        """The index of its last piece."""
        return self.items[-1].pieces[-1]

    @property
    def labels(self) -> dict[int, str]:
        """The labels of its notes by their numbers."""
        return {item.number: item.label or str(item.number) for item in self.items}


def find(pieces: Sequence[Piece], language: str) -> tuple[NoteList, ...]:
    """The lists of notes of a text, in order; one that begins late is looked for when no other is found."""
    starts = [index for index in range(len(pieces)) if _begins(pieces, index, language)]
    late = [index for index in range(len(pieces)) if _begins_late(pieces, index)]
    text = _Text(pieces)
    found = _find(text, starts, language) or _find(text, late, language)
    if found is None:
        return ()
    lists = [found]
    while (more := _before(text, lists, starts, language)) is not None:
        lists.insert(0, more)
    while (more := _behind(text, lists, late, language)) is not None:
        lists.append(more)
    return tuple(_labelled(_with_headings(pieces, lists, language)))


class _Text:
    """The pieces of a text, with the numbers in it that may call a note."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self._owners: list[int] = []
        self._blocks: list[Element] = []
        self._candidates: tuple[Candidate, ...] | None = None
        self._called: dict[tuple[NoteList, ...], tuple[Candidate, ...]] = {}
        for index in range(len(pieces)):
            blocks = text_blocks(pieces[index : index + 1], 1)
            self._blocks += blocks
            self._owners += [index] * len(blocks)

    def called(self, lists: Sequence[NoteList]) -> tuple[Candidate, ...]:
        """The numbers before lists of notes that call those of one of them; looked for once."""
        key = tuple(lists)
        if key not in self._called:
            self._called[key] = self._look_for_calls(lists)
        return self._called[key]

    def _look_for_calls(self, lists: Sequence[NoteList]) -> tuple[Candidate, ...]:
        if self._candidates is None:
            self._candidates = bare_calls.candidates(self._blocks)
        listed = {index for one in lists for item in one.items for index in item.pieces}
        free = (one for one in self._candidates if self._owners[one.block] not in listed)
        ends = (bisect_left(self._owners, one.first) for one in lists)
        return bare_calls.choose(
            free, [Answers(one.labels, end) for one, end in zip(lists, ends, strict=True)]
        )


def _find(text: _Text, all_starts: Sequence[int], language: str) -> NoteList | None:
    """The list of notes that begins at one of the last `all_starts`."""
    for start in reversed(all_starts[-_TRIALS:]):
        found = _list_from(text.pieces, start, language)
        sure = any(not _heads_references(text.pieces, index, language) for index in found.headings)
        if found.items and (sure or _is_called(found, text.called([found]))):
            return found
    return None


def _before(text: _Text, lists: Sequence[NoteList], starts: Sequence[int], language: str) -> NoteList | None:
    """One more list of notes before others; it must answer numbers that they do not."""
    first = lists[0].first
    for start in reversed([start for start in starts if start < first][-_TRIALS:]):
        found = _list_from(text.pieces[:first], start, language)
        if found.items and _adds_calls(text, [found, *lists], lists, found):
            return found
    return None


def _behind(text: _Text, lists: Sequence[NoteList], late: Sequence[int], language: str) -> NoteList | None:
    """A list of notes behind others, with text between, whose numbers go on from the last of them."""
    last, number = lists[-1].last, lists[-1].items[-1].number
    for start in (start for start in late if start > last + 1):
        found = _list_from(text.pieces, start, language)
        goes_on = found.items and number < found.items[0].number <= number + _SKIPPED
        if goes_on and _adds_calls(text, [*lists, found], lists, found):
            return found
    return None


def _adds_calls(text: _Text, lists: Sequence[NoteList], before: Sequence[NoteList], found: NoteList) -> bool:
    """Whether most notes of one more list are called by numbers that call nothing without it."""
    gain = len(text.called(lists)) - len(text.called(before))
    return gain >= max(len(found.labels) * 0.6, 1)


def _with_headings(pieces: Sequence[Piece], lists: Sequence[NoteList], language: str) -> Iterator[NoteList]:
    """Yield the lists, with the lines that say to which part of the text each belongs."""
    last = -1
    for one in lists:
        start = one.items[0].pieces[0]
        part = start > 1 and _is_part(pieces[start - 1], language)
        if not one.headings and part and start - 2 == last >= 0:
            yield replace(one, headings=(start - 1,))
        elif not one.headings and part and len(lists) > 1 and _heads(pieces, start - 2, language):
            yield replace(one, headings=(start - 2, start - 1))
        else:
            yield one
        last = one.last


def _is_part(piece: Piece, language: str) -> bool:
    """Whether a piece is a line such as `Chapter II`, which heads the notes of a part."""
    free = not piece.fixed or piece.role == "heading"
    return free and len(piece.text.split()) <= _PART and not piece.text.endswith((",", ";", "?", "!"))


def _labelled(lists: Iterable[NoteList]) -> Iterator[NoteList]:
    """Yield the lists; a number that a list before has too gets a label of its own."""
    known: set[int] = set()
    for count, one in enumerate(lists, 1):
        items = tuple(
            replace(item, label=f"{item.number}-{count}" if item.number in known else str(item.number))
            for item in one.items
        )
        known |= one.labels.keys()
        yield replace(one, items=items)


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
    headings = (start - 1,) if _heads(pieces, start - 1, language) else ()
    if _is_ordered(pieces[start]):
        return NoteList(tuple(_ordered(pieces[start], start)), headings)
    items: list[Item] = []
    waiting: list[int] = []
    bare = _is_bare(pieces[start])
    for index in range(start, len(pieces)):
        found = _number(pieces[index]) if bare or not _is_bare(pieces[index]) else None
        last = items[-1].number if items else None
        if found and (last is None or last <= found[0] <= last + _SKIPPED):
            if waiting:
                items[-1] = _continued(items[-1], waiting, pieces)
                waiting = []
            items.append(Item(*found, (index,), _blocks_of(pieces[index])))
        elif pieces[index].role != "body" or len(waiting) >= _CONTINUED:
            break
        else:
            waiting.append(index)
    return NoteList(tuple(items), headings)


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


def _is_called(found: NoteList, chosen: Sequence[Candidate]) -> bool:
    """Whether the chosen numbers in the text before a list answer to most of its own."""
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


def mark(pieces: Sequence[Piece], lists: Sequence[NoteList]) -> list[Piece]:
    """The pieces, with those of the lists as notes."""
    marked = list(pieces)
    for item in (item for one in lists for item in one.items):
        for index in item.pieces:
            fate = "notes" if _is_ordered(pieces[index]) else f"note {item.label}"
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
    answers = [Answers(one.labels, len(text_blocks(pieces, one.first))) for one in lists]
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
    """Whether a number is surely a call though no note answers it, or one that has its call already."""
    if one.group or one.number > max(known) + 20:
        return False
    return one.strength > bare_calls.SURE or (one.strength == bare_calls.SURE and one.number not in known)


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
