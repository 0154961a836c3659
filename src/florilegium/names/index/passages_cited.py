"""The index locorum: passages of the works that an editor names, with the places that cite them.

A passage is a form of the work with numbers behind it, as in *Iliad 2.204–6*, *Gen. 1:1; 2:4* or *Aen. vi,
126*. Text and notes are read, bare citations too, since this index is for them. *Ibid.* is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Locus
from florilegium.book.model import Book, Index, IndexEntry, IndexGroup, Mention, Note
from florilegium.book.runs import leaves, text_of
from florilegium.languages.labels import index_words
from florilegium.names.index.collation import Collation, roman_value
from florilegium.names.index.locators import FolioOf, Sighting, folio_at, locate
from florilegium.names.index.phrasing import note_on_units
from florilegium.problems import Report
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Roman numerals of books, in small letters or capitals, up to the hundreds.
_ROMAN: Final = r"(?=[ivxlc])(?:c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))(?![a-z])"
_NUMBER: Final = rf"(?:\d{{1,3}}[a-f]?|{_ROMAN})"
_FURTHER: Final = r"(?:(?:[.:]\d{1,4}|(?:, ?|\. )\d{1,3}(?!\d))[a-f]?)"
_PASSAGE: Final = rf"{_NUMBER}{_FURTHER}*(?:[–-]\d{{1,4}}(?:[.:]\d{{1,4}})*[a-f]?)?"
#: What stands between two passages of one work.
_NEXT = regex(
    rf"(?:; ?|(?: and | und | et | & )(?=\w+[.:,] ?\d))(?P<passage>{_PASSAGE})(?![\w.:]*\w)", re.IGNORECASE
)
_PARTS = regex(r"\d+|[ivxlc]+", re.IGNORECASE)


@dataclass(frozen=True)
class _Citation:
    """A passage of a work where it is cited: `start` is its offset in the text of the block."""

    locus: Locus
    passage: str
    start: int


@dataclass(frozen=True)
class _Reader:
    """Finds the passages of some works in a text."""

    loci: Sequence[Locus]

    @cached_property
    def _owners(self) -> dict[str, Locus]:
        return {form: locus for locus in reversed(self.loci) for form in _forms(locus)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = "|".join(re.escape(form) for form in sorted(self._owners, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?P<form>{forms}),? (?P<passage>(?i:{_PASSAGE}))(?!\w)")

    def citations(self, text: str) -> Iterator[_Citation]:
        """Yield every passage cited, those that follow one another behind one title among them."""
        level = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", " ")
        found = self._pattern.search(level)
        while found:
            locus, reached = self._owners[found["form"]], found.end()
            yield _Citation(locus, _printed(found["passage"]), found.start())
            while more := _NEXT.match(level, reached):
                yield _Citation(locus, _printed(more["passage"]), more.start("passage"))
                reached = more.end()
            found = self._pattern.search(level, reached)


def cites_passages(book: Book) -> bool:
    """Return whether an index of passages is wanted and has anything in it."""
    return bool(book.authority.loci) and any(True for _ in _cited(book))


def make_passages_index(book: Book, folio_of: FolioOf) -> Index:
    """Return the works in their order, each with its cited passages in the order of their numbers."""
    language = book.metadata.language
    collation = Collation(language, book.authority.sorting)
    found: dict[Locus, dict[str, list[Sighting]]] = {}
    for citation, mention, note in _cited(book):
        sightings = found.setdefault(citation.locus, {}).setdefault(citation.passage, [])
        sightings.append(Sighting(folio_at(mention, folio_of, note), mention.block))
    ordered = sorted(found, key=lambda locus: collation.key(locus.work, person=True))
    folios = (one.folio for passages in found.values() for some in passages.values() for one in some)
    groups: dict[str, list[IndexEntry]] = {}
    for number, locus in enumerate(ordered, start=1):
        entry = _entry(locus, found[locus], f"x-locus-{number}", book.authority.ranges)
        groups.setdefault(collation.letter(locus.work, person=True), []).append(entry)
    made = tuple(IndexGroup(letter, tuple(entries)) for letter, entries in groups.items())
    return Index(index_words(language)["loci"], note_on_units(folios, language), made)


def report_uncited(book: Book, report: Report) -> None:
    """Report X013 for a work of `loci` of which no passage is cited; nothing while an article is unread."""
    cited = {citation.locus for citation, _, _ in _cited(book)} if book.authority.loci else set()
    for locus in () if book.unread else book.authority.loci:
        if locus not in cited:
            message = f"no passage of “{locus.work}” is cited anywhere in the book"
            hint = "Add the form in which the texts cite it under “variants”, or strike the entry out."
            report.add("X013", locus.place, message, hint)


def _entry(locus: Locus, passages: dict[str, list[Sighting]], name: str, style: str) -> IndexEntry:
    ordered = sorted(passages, key=_order)
    subentries = tuple(
        IndexEntry(f"{name}-{number}", passage, "", locate(passages[passage], style))
        for number, passage in enumerate(ordered, start=1)
    )
    return IndexEntry(name, locus.work, "", (), subentries=subentries, italic=locus.italic)


def _cited(book: Book) -> Iterator[tuple[_Citation, Mention, Note | None]]:
    """Yield every cited passage with its place and the note that holds it, text by text, notes last."""
    reader = _Reader(book.authority.loci)
    for text in book.texts:
        for block, note in [(block, None) for block in leaves(text.body)] + list(_of_notes(text.notes)):
            for citation in reader.citations(text_of(block)):
                held = note.id if note else ""
                name = block.get("id", "")
                yield (
                    citation,
                    Mention(
                        id="",
                        heading="",
                        text="",
                        block=name,
                        start=citation.start,
                        end=citation.start,
                        note=held,
                        key=text.key,
                    ),
                    note,
                )


def _of_notes(notes: Iterable[Note]) -> Iterator[tuple[Element, Note | None]]:
    for note in notes:
        yield from ((block, note) for block in leaves(note.body))


def _forms(locus: Locus) -> tuple[str, ...]:
    """Return how texts name a work: as the index has it, by its title behind the author, and as said."""
    return tuple(dict.fromkeys((locus.work, *locus.titles)))


def _printed(passage: str) -> str:
    """Return a passage with one spacing and a dash between its two ends."""
    return re.sub(r"(?<=,)(?=\S)", " ", re.sub(r"(?<=\d)-(?=\d)", "–", passage))


def _order(passage: str) -> tuple[tuple[int, ...], str]:
    """Return a sort key: the numbers of a passage, then its letters."""
    return tuple(_value(part) for part in _PARTS.findall(passage)), passage


def _value(part: str) -> int:
    return int(part) if part.isdigit() else roman_value(part)
