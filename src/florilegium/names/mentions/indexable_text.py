"""The book as the indexer reads it: every block whose names count, in order, with its place.

Introductions and articles are read with their headings and quotations; of the notes only the substantive
ones, since a bare citation is not indexed (CMOS 16.110), unless the editor wants those who are cited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import cached_property, lru_cache
from itertools import chain
from sys import intern

from lxml.etree import _Element as Element

from florilegium.book.model import Book, Passage, Text
from florilegium.book.runs import leaves, runs, text_of
from florilegium.languages.traits import traits_of
from florilegium.names.lexicon.folding import fold, fold_form
from florilegium.names.lexicon.nouns import names_among
from florilegium.names.lexicon.small_capitals import names_in_capitals
from florilegium.problems import Place
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Blocks in which every word may have a capital.
_TITLED = frozenset({"h2", "h3", "h4", "th"})
_ITALIC = frozenset({"em", "i", "cite"})
_WORD = regex(r"[^\W\d_][\w'-]*")
#: How many words of a paragraph are given when a passage is named by them.
_FEWEST, _MOST = 4, 20


@dataclass(frozen=True)
class Course:
    """The blocks of one text in their order, in which an editor's passages are looked up."""

    blocks: tuple[str, ...]
    _found: dict[Passage, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)

    def numbers(self, passage: Passage) -> frozenset[int]:
        """Return the numbers, from 1, of the blocks of a passage; none when no block begins as it says."""
        found = self._found.get(passage)
        if found is None:
            found = self._found[passage] = frozenset(self._look_up(passage))
        return found

    def _look_up(self, passage: Passage) -> Iterator[int]:
        opening = self._beginning(passage.starts)
        if not passage.through:
            return iter(opening)
        closing = [number for number in self._beginning(passage.through) if opening and number >= opening[0]]
        return iter(range(opening[0], closing[0] + 1) if closing else ())

    def opening_words(self, number: int) -> str:
        """Return the fewest words with which one block alone begins, by its number; or nothing."""
        words = self.blocks[number - 1].split()
        for count in range(min(len(words), _FEWEST), min(len(words), _MOST) + 1):
            said = " ".join(words[:count])
            if self._beginning(said) == [number]:
                return said
        return ""

    def _beginning(self, words: str) -> list[int]:
        sought = fold_form(words)
        return [number for number, said in enumerate(self._folded, 1) if said.startswith(sought)]

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        """Return the blocks as passages are compared with them, however many passages there are."""
        return tuple(fold(said).text for said in self.blocks)


@dataclass(frozen=True)
class IndexableBlock:
    """One block to be read, the `number`th of the `course` of its text.

    `note` is the id of the note that holds it. `names` are the words of the text that are names, where its
    language writes every noun with a capital; else None. `slanted` are the stretches of `words` in italics,
    `capitals` the words of the text that are names written in capitals. `language` is the text's; one that
    is `quoted` is set apart as a quotation, one that `cites` does nothing else.
    """

    id: str
    key: str
    words: str
    titled: bool
    vocabulary: frozenset[str]
    place: Place
    note: str = ""
    names: frozenset[str] | None = None
    number: int = 1
    course: Course = Course(())
    slanted: tuple[tuple[int, int], ...] = ()
    capitals: frozenset[str] = frozenset()
    language: str = ""
    quoted: bool = False
    cites: bool = False

    def inside(self, passage: Passage) -> bool:
        """Return whether the block lies in a passage that an editor named."""
        if passage.text != self.key:
            return False
        return not passage.starts or self.number in self.course.numbers(passage)

    def passage_to(self, last: IndexableBlock) -> Passage | None:
        """Return the passage from this block to a later one of its text, as an editor would name it.

        None where no words tell one of the two from the other blocks.
        """
        starts, through = (self.course.opening_words(one.number) for one in (self, last))
        if not starts or not through:
            return None
        return Passage(self.key, starts, through if last is not self else "")


def read_book(book: Book) -> Iterator[IndexableBlock]:
    """Yield every block of the book whose names are indexed."""
    for text in book.texts:
        yield from read_text(text, citations=book.authority.citations == "indexed")


def read_text(text: Text, *, citations: bool = False) -> Iterator[IndexableBlock]:
    """Yield the blocks of a text, then those of its substantive notes; none of one that is not indexed.

    With `citations` notes that only cite are read too.
    """
    if not text.indexed:
        return
    cited = {note.id for note in text.notes if not note.substantive}
    found = [(block, "") for block in leaves(text.body) if block.get("class") != "reference"]
    for note in text.notes:
        if note.substantive or citations:
            found += [(block, note.id) for block in leaves(note.body)]
    spoken = [text_of(block) for block, _ in found]
    known, course = vocabulary(spoken), Course(tuple(spoken))
    capital = traits_of(text.language).capital_nouns
    names = names_among(spoken, text.language) if capital else None
    shouted = names_in_capitals(spoken, known)
    for number, ((block, note_id), words) in enumerate(zip(found, spoken, strict=True), start=1):
        yield IndexableBlock(
            id=block.get("id") or f"{text.key}-{number}",
            key=text.key,
            words=words,
            titled=block.tag in _TITLED,
            vocabulary=known,
            place=_place(block, text),
            note=note_id,
            names=names,
            number=number,
            course=course,
            slanted=_slanted(block) if len(block) else (),
            capitals=shouted,
            language=text.language,
            cites=note_id in cited,
            quoted=next(block.iterancestors("blockquote"), None) is not None,
        )


def _slanted(block: Element) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a block's text that its source sets in italics."""
    found = []
    for run in runs(block):
        holder: Element | None = run.owner.getparent() if run.tail else run.owner
        while holder is not None and holder is not block and holder.tag not in _ITALIC:
            holder = holder.getparent()
        if holder is not None and holder is not block:
            found.append((run.start, run.end))
    return tuple(found)


def vocabulary(texts: list[str]) -> frozenset[str]:
    """Return the words that a text has in lower case."""
    tokens = set().union(*(fold(text).text.split() for text in texts))
    return frozenset(set(chain.from_iterable(map(_small_words, tokens))))  # a copy has half the empty places


@lru_cache(maxsize=1 << 16)
def _small_words(token: str) -> tuple[str, ...]:
    """Return the words in lower case of what spaces part, which most texts share: each is kept once."""
    return tuple([intern(word) for word in _WORD.findall(token) if word[0].islower()])


def _place(block: Element, text: Text) -> Place:
    line, _, column = (block.get("at") or "").partition(":")
    if not line.isdigit():
        return Place(text.source)
    return Place(text.source, int(line), int(column) if column.isdigit() else 1)
