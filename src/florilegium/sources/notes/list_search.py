"""The search for the lists of notes at the foot of a text, or of each of its chapters.

A list is found by its heading, or by its rising numbers when numbers in the text answer to most of them. A
numbered list that nothing in the text calls is a list. A text may have several, one behind each chapter or
all at the foot, whose numbers begin again or go on: each more must answer numbers that the others do not.
They are looked for from the last to the first, and each is weighed beside its neighbour alone: the calls of a
list stand before those of the next.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.note_labels import label_of
from florilegium.sources.notes import bare_calls
from florilegium.sources.notes.bare_calls import SUPERSCRIPTS, Answers, Candidate, Place
from florilegium.sources.notes.note_list import Item, NoteList, is_ordered, text_blocks
from florilegium.sources.parts import Piece
from florilegium.sources.plain.paragraphs import ENUMERATED
from florilegium.sources.roles import cues
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: At most so many paragraphs of a note follow its first.
_CONTINUED: Final = 3

#: A list passes over so many numbers at the most.
_SKIPPED: Final = 5

#: A line that says to which part of a text notes belong has no more words.
_PART: Final = 6

#: At most so many lists are tried, from the end.
_TRIALS: Final = 5

#: A list's calls are looked for among so many numbers of each style before the calls of the list behind it,
#: and so many for each of its notes: so the cost grows with the text, not with the number of its lists too.
_NEAR: Final = 40
_NEAR_EACH: Final = 4

#: Numbers of notes that begin no item of a list: without a sign, in parentheses of the Far East, raised.
_OTHERS: Final = regex(
    r"(\d{1,3})\s+(?=[^\s\d])|[（［【](\d{1,3})[）］】]\s*(?=\S)|\^(\d{1,3})[.:]?\s*(?=\D)|\{(\d{1,3})\}\s*(?=\S)"
)


def find(pieces: Sequence[Piece], language: str) -> tuple[NoteList, ...]:
    """Return the lists of notes of a text, in order; one that begins late only when no other is found."""
    starts = [index for index in range(len(pieces)) if _begins(pieces, index, language)]
    late = [index for index in range(len(pieces)) if _begins_late(pieces, index)]
    text = _Text(pieces)
    found = _find(text, starts, language) or _find(text, late, language)
    if found is None:
        return ()
    lists = deque([_Placed(found)])
    while (more := _before(text, lists, starts, language)) is not None:
        lists.appendleft(more)
    for start in late[bisect_right(late, found.last + 1) :]:
        if (more := _behind(text, lists, start, language)) is not None:
            lists.append(more)
    return tuple(_labelled(_with_headings(pieces, _bounded(text, lists), language)))


@dataclass(frozen=True)
class _Placed:
    """A list of notes with the place of the first number that seems to call it, if one does."""

    notes: NoteList
    first_call: Place | None = None


class _Text:
    """The pieces of a text, with the numbers in it that may call a note."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.listed: set[int] = set()
        self.owners: list[int] = []
        self._blocks: list[Element] = []
        self._candidates: dict[str, list[Candidate]] | None = None
        for index in range(len(pieces)):
            blocks = text_blocks(pieces[index : index + 1], 1)
            self._blocks += blocks
            self.owners += [index] * len(blocks)

    def called(
        self, lists: Sequence[NoteList], until: Place | None = None, most: int | None = None
    ) -> tuple[Candidate, ...]:
        """Return the latest numbers before a place that may call notes, among `most` of each style."""
        ends = (bisect_left(self.owners, one.first) for one in lists)
        answers = [Answers(one.labels, end) for one, end in zip(lists, ends, strict=True)]
        own = {index for one in lists for item in one.items for index in item.pieces}
        near = (
            one
            for of_style in self._by_style().values()
            for one in _last_of(of_style, until, most)
            if (owner := self.owners[one.block]) not in own and owner not in self.listed
        )
        return bare_calls.choose(near, answers, latest=True)

    def _by_style(self) -> dict[str, list[Candidate]]:
        if self._candidates is None:
            self._candidates = {}
            for one in bare_calls.candidates(self._blocks):
                self._candidates.setdefault(one.style, []).append(one)
        return self._candidates


def _last_of(found: Sequence[Candidate], until: Place | None, most: int | None) -> Sequence[Candidate]:
    """Return the last `most` candidates before a place."""
    end = len(found) if until is None else bisect_left(found, until, key=lambda one: one.place)
    return found[max(end - most, 0) if most is not None else 0 : end]


def _find(text: _Text, all_starts: Sequence[int], language: str) -> NoteList | None:
    """Return the list of notes that begins at one of the last `all_starts`."""
    for start in reversed(all_starts[-_TRIALS:]):
        found = _list_from(text.pieces, start, language)
        sure = any(not _heads_references(text.pieces, index, language) for index in found.headings)
        if found.items and (sure or _is_called(found, text.called([found]))):
            _enter(text, found)
            return found
    return None


def _enter(text: _Text, found: NoteList) -> None:
    """Remember the pieces of a list, in which no call stands."""
    text.listed.update(index for item in found.items for index in item.pieces)


def _before(text: _Text, lists: deque[_Placed], starts: Sequence[int], language: str) -> _Placed | None:
    """Return one more list of notes before others; it must answer numbers that they do not."""
    next_ = lists[0]
    first = next_.notes.first
    until = lists[1].first_call if len(lists) > 1 else None
    end = bisect_left(starts, first)
    for start in reversed(starts[max(end - _TRIALS, 0) : end]):
        found = _list_from(text.pieces, start, language, first)
        if found.items and (both := _with_more(text, [found, next_.notes], 0, until)):
            lists[0] = replace(next_, first_call=_first_call(both, next_.notes) or next_.first_call)
            return _Placed(found, _first_call(both, found))
    return None


def _behind(text: _Text, lists: deque[_Placed], start: int, language: str) -> _Placed | None:
    """Return a list of notes behind others, with text between, whose numbers go on from the last of them."""
    before = lists[-1].notes
    number, begins = before.items[-1].number, _number(text.pieces[start])
    if start <= before.last + 1 or begins is None or not number < begins[0] <= number + _SKIPPED:
        return None
    found = _list_from(text.pieces, start, language)
    if not (both := _with_more(text, [before, found], 1, None)):
        return None
    lists[-1] = replace(lists[-1], first_call=_first_call(both, before) or lists[-1].first_call)
    return _Placed(found, _first_call(both, found))


def _with_more(
    text: _Text, lists: Sequence[NoteList], added: int, until: Place | None
) -> tuple[Candidate, ...]:
    """Return the calls of two lists, if numbers that else call nothing call most notes of the added one."""
    found = lists[added]
    most = _NEAR + _NEAR_EACH * sum(len(one.items) for one in lists)
    both = text.called(_told_apart(lists), until, most)
    alone = text.called([one for one in lists if one is not found], until, most)
    if len(both) - len(alone) < max(len(found.labels) * 0.6, 1):
        return ()
    _enter(text, found)
    return both


def _told_apart(lists: Sequence[NoteList]) -> list[NoteList]:
    """Return lists whose labels say to which of them a note belongs."""
    return [
        replace(one, items=tuple(replace(item, label=_label(one, item)) for item in one.items))
        for one in lists
    ]


def _label(notes: NoteList, item: Item) -> str:
    return f"{notes.first}:{item.number}"


def _first_call(chosen: Sequence[Candidate], notes: NoteList) -> Place | None:
    """Return where the first of the chosen calls of a list stands."""
    labels = {_label(notes, item) for item in notes.items}
    return next((one.place for one in chosen if one.label in labels), None)


def _bounded(text: _Text, lists: Sequence[_Placed]) -> Iterator[NoteList]:
    """Yield the lists with where their calls may stand: from the first of the list before to the next's."""
    firsts = [None if one.first_call is None else text.owners[one.first_call[0]] for one in lists]
    latest: int | None = None
    nexts: list[int | None] = []
    for first in reversed(firsts):
        nexts.append(latest)
        latest = first if first is not None else latest
    start = 0
    for index, (one, after) in enumerate(zip(lists, reversed(nexts), strict=True)):
        start = max(start, firsts[index - 1] or 0) if index else 0
        yield replace(one.notes, calls_from=start, calls_to=None if after is None else after + 1)


def _with_headings(pieces: Sequence[Piece], found: Iterable[NoteList], language: str) -> Iterator[NoteList]:
    """Yield the lists, with the rule over each, or the lines that say to which part of a text it belongs."""
    lists, last = tuple(found), -1
    for one in lists:
        start = one.items[0].pieces[0]
        part = start > max(last + 1, 1) and _is_part(pieces[start - 1], language)
        ruled = start > 0 and pieces[start - 1].role == "break"
        if not one.headings and (ruled or (part and start - 2 == last >= 0)):
            yield replace(one, headings=(start - 1,))
        elif not one.headings and part and len(lists) > 1 and _heads(pieces, start - 2, language):
            yield replace(one, headings=(start - 2, start - 1))
        else:
            yield one
        last = one.last


def _is_part(piece: Piece, language: str) -> bool:
    """Return whether a piece is a line such as `Chapter II`, which heads the notes of a part."""
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


def _begins(pieces: Sequence[Piece], index: int, language: str) -> bool:
    """Return whether a list may begin with a piece: number one, or any number under a heading of notes."""
    piece = pieces[index]
    found = _number(piece)
    if found is None and not is_ordered(piece):
        return False
    return found is None or found[0] == 1 or _heads(pieces, index - 1, language)


def _begins_late(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a run of numbers begins with a piece but not at one, as a chapter's notes may.

    Under a rule, as at the foot of a page, one number is enough.
    """
    this = _number(pieces[index])
    before = _number(pieces[index - 1]) if index else None
    after = _number(pieces[index + 1]) if index + 1 < len(pieces) else None
    rises = this is not None and after is not None and after[0] == this[0] + 1
    if index and pieces[index - 1].role == "break":
        return this is not None
    return rises and before is None and not _is_bare(pieces[index])


def _heads(pieces: Sequence[Piece], index: int, language: str) -> bool:
    """Return whether a piece is the heading of a list of notes."""
    if index < 0 or (pieces[index].fixed and pieces[index].role != "heading"):
        return False
    return cues.is_whole("notes", pieces[index].text, language) or _heads_references(pieces, index, language)


def _heads_references(pieces: Sequence[Piece], index: int, language: str) -> bool:
    """Return whether a heading may as well stand above a list of books."""
    return cues.is_whole("references", pieces[index].text, language)


def _number(piece: Piece) -> tuple[int, int] | None:
    """Return the number with which a paragraph begins and how many letters it takes, or None."""
    wrong = piece.block is None or piece.block.tag != "p" or (piece.fixed and piece.role != "note")
    if wrong:
        return None
    if found := ENUMERATED.match(piece.text) or _OTHERS.match(piece.text):
        digits = next(group for group in found.groups() if group)
        return int(digits.translate(SUPERSCRIPTS)), found.end()
    label = label_of(piece.text)
    return (int(label["number"]), label.end()) if label and label[0][-1].isspace() else None


def _is_bare(piece: Piece) -> bool:
    """Return whether a paragraph begins with a number and no sign behind it, as sentences do too."""
    return _OTHERS.match(piece.text) is not None and piece.text[:1].isdigit()


def _list_from(pieces: Sequence[Piece], start: int, language: str, end: int | None = None) -> NoteList:
    """Return the list that begins with a piece: its numbers rise; a few paragraphs may follow each.

    So may what a note quotes: between two of them, or after one that ends with a colon.
    """
    headings = (start - 1,) if _heads(pieces, start - 1, language) else ()
    if is_ordered(pieces[start]):
        return NoteList(tuple(_ordered(pieces[start], start)), headings)
    items: list[Item] = []
    waiting: list[int] = []
    bare = _is_bare(pieces[start])
    for index in range(start, len(pieces) if end is None else end):
        found = _number(pieces[index]) if bare or not _is_bare(pieces[index]) else None
        last = items[-1].number if items else None
        if found and (last is None or last <= found[0] <= last + _SKIPPED):
            if waiting:
                items[-1] = _continued(items[-1], waiting, pieces)
                waiting = []
            items.append(Item(*found, (index,), _blocks_of(pieces[index])))
        elif items and not waiting and _is_announced(pieces, index):
            items[-1] = _continued(items[-1], [index], pieces)
        elif pieces[index].role not in {"body", "quote"} or len(waiting) >= _CONTINUED:
            break
        else:
            waiting.append(index)
    return NoteList(tuple(items), headings)


def _is_announced(pieces: Sequence[Piece], index: int) -> bool:
    """Return whether a piece is a quotation right behind a colon."""
    return pieces[index].role == "quote" and pieces[index - 1].text.endswith(":")


def _blocks_of(piece: Piece) -> tuple[Element, ...]:
    return () if piece.block is None else (piece.block,)


def _continued(item: Item, more: list[int], pieces: Sequence[Piece]) -> Item:
    blocks = tuple(block for index in more for block in _blocks_of(pieces[index]))
    return replace(item, pieces=(*item.pieces, *more), blocks=(*item.blocks, *blocks))


def _ordered(piece: Piece, index: int) -> list[Item]:
    """Return the items of a numbered list of the markup's own."""
    block = piece.block
    if block is None:
        return []
    first = int(block.get("start", "1"))
    items = []
    for number, item in enumerate(block.iterchildren("li"), first):
        items.append(Item(number, 0, (index,), (item,)))
    return items


def _is_called(found: NoteList, chosen: Sequence[Candidate]) -> bool:
    """Return whether the chosen numbers in the text before a list answer to most of its own."""
    if not chosen:
        return False
    sure = any(one.strength >= bare_calls.SURE for one in chosen)
    enough = len(chosen) >= max(len(found.labels) * 0.6, 1)
    return enough and (sure or (len(chosen) >= 3 and any(one.strength >= 4 for one in chosen)))
