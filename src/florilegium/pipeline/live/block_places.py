"""From a block of the book back to its source: file, line, role, and the names and notes in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from florilegium.book.model import Mention, Text
from florilegium.book.runs import leaves, letters, text_of
from florilegium.book.texts import place_of
from florilegium.problems import Place
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from florilegium.pipeline.prepare import Prepared


@dataclass(frozen=True)
class NameAt:
    """A name in a block: its heading and kind, and its first and last letter, as `runs.letters` counts."""

    heading: str
    kind: str
    words: str
    first: int
    last: int


@dataclass(frozen=True)
class NoteAt:
    """A note that is called in a block: its printed mark, its words, and where it stands in the source."""

    mark: str
    words: str
    place: Place
    id: str


@dataclass(frozen=True)
class BlockFacts:
    """What is known of a block. `key` is the text's; `note` the id of the note that holds it, or empty."""

    id: str
    key: str
    title: str
    place: Place
    words: str
    role: str
    names: tuple[NameAt, ...]
    notes: tuple[NoteAt, ...]
    note: str = ""


class BlockPlaces:
    """Looks up the blocks of one prepared book."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared

    def facts(self, block: str) -> BlockFacts | None:
        """Return what is known of a block of a text or of a note; None for what the program itself prints."""
        found = self._blocks.get(block)
        if found is None:
            return None
        text, element, note = found
        place = place_of(element, text.source)
        return BlockFacts(
            id=block,
            key=text.key,
            title=self._titles.get(text.key, text.key),
            place=place,
            words=" ".join(text_of(element).split()),
            role="note" if note else self._role(text.key, place.line),
            names=tuple(self._names_in(block, element)),
            notes=tuple(self._notes_in(text, element)),
            note=note,
        )

    def names(self, block: str) -> tuple[NameAt, ...]:
        """Return the names in a block."""
        found = self._blocks.get(block)
        return tuple(self._names_in(block, found[1])) if found else ()

    def is_note(self, block: str) -> bool:
        """Return whether a block is one of a note."""
        return block in self._blocks and bool(self._blocks[block][2])

    def at(self, file: str, line: int) -> str:
        """Return the block that stands at a line of a source, or the last one before it; else nothing.

        Of several on one line it is the first of the text: a note may be written within its paragraph.
        """
        lines = self._lines.get(file, [])
        last = bisect_right(lines, line, key=lambda pair: pair[0]) - 1
        if last < 0:
            return lines[0][1] if lines else ""
        return lines[bisect_left(lines, lines[last][0], key=lambda pair: pair[0])][1]

    def neighbour(self, block: str, step: int) -> str:
        """Return the block so many places after another one in the book; the same at its ends."""
        order = self._order
        if block not in self._blocks:
            return block
        return order[min(max(order.index(block) + step, 0), len(order) - 1)]

    def known(self, ids: Sequence[str]) -> tuple[str, int]:
        """Return the block that stands first among some ids of an edition for screens, and the letter of the
        name that does, else -1."""
        letter, mentions = -1, {mention.id: mention for mention in self._prepared.survey.mentions}
        for one in ids:
            if one in mentions and letter < 0:
                mention = mentions[one]
                letter = letters(text_of(self._blocks[mention.block][1])[: mention.start])
            if one in self._blocks:
                return one, letter
        return "", -1

    @cached_property
    def _blocks(self) -> dict[str, tuple[Text, Element, str]]:
        found = {}
        for text in self._prepared.book.texts:
            for element in leaves(text.body):
                found[element.get("id", "")] = text, element, ""
            for note in text.notes:
                for element in leaves(note.body):
                    found[element.get("id", "")] = text, element, note.id
        return found

    @cached_property
    def _order(self) -> list[str]:
        return list(self._blocks)

    @cached_property
    def _lines(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for block, (text, element, _) in self._blocks.items():
            place = place_of(element, text.source)
            if place.line:
                found.setdefault(place.file, []).append((place.line, block))
        for lines in found.values():
            lines.sort(key=lambda pair: pair[0])
        return found

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {article.key: article.title for article in self._prepared.book.articles}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {one.label: one.kind.value for one in self._prepared.book.authority.headings}

    def _role(self, key: str, line: int) -> str:
        manuscript = self._prepared.manuscripts.get(key)
        if manuscript is None:
            return "introduction"
        found = (one.role for one in manuscript.ledger if one.line <= line <= one.last_line)
        return next(found, "body")

    def _names_in(self, block: str, element: Element) -> Iterator[NameAt]:
        text = ""
        for mention in self._mentions.get(block, ()):
            text = text or text_of(element)
            first = letters(text[: mention.start])
            last = first + letters(text[mention.start : mention.end]) - 1
            yield NameAt(
                mention.heading, self._kinds.get(mention.heading, "other"), mention.text, first, last
            )

    @cached_property
    def _mentions(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self._prepared.survey.mentions:
            found.setdefault(mention.block, []).append(mention)
        return found

    @staticmethod
    def _notes_in(text: Text, element: Element) -> Iterator[NoteAt]:
        by_id = {note.id: note for note in text.notes}
        for call in element.iter("call"):
            note = by_id.get(call.get("to", ""))
            if note is not None:
                words = " ".join(" ".join(text_of(block) for block in leaves(note.body)).split())
                yield NoteAt(note.mark, words, note.place, note.id)
