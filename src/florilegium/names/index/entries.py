"""The printed index: headings in order, each with its locators, cross-references and subentries.

All is decided here for every edition: which entries are printed, how they sort, what their locators read and
to which mention each leads. An edition only says on which page a mention stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from florilegium.book.model import (
    Authority,
    Book,
    Heading,
    Index,
    IndexEntry,
    IndexGroup,
    Kind,
    Locator,
    Mention,
    Note,
)
from florilegium.languages.labels import index_words
from florilegium.names.index.collation import Collation, Key
from florilegium.names.index.contributors import has_authors, make_authors_index
from florilegium.names.index.cross_references import Headings
from florilegium.names.index.lengths import MOST_LOCATORS, in_estimated_pages, report_length
from florilegium.names.index.locators import (
    Folio,
    FolioOf,
    Sighting,
    Unit,
    folio_at,
    illustrations_of,
    locate,
    notes_told_apart,
)
from florilegium.names.index.passages import Passages
from florilegium.names.index.passages_cited import cites_passages, make_passages_index
from florilegium.names.index.phrasing import headnote, short_titles, titles_of_texts
from florilegium.names.index.significance import printed
from florilegium.names.index.works_index import cites_works, make_works_index
from florilegium.names.lexicon.folding import unaccented
from florilegium.names.mentions.indexable_text import IndexableBlock, read_book
from florilegium.problems import Report
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.names.mentions.survey import Survey

__all__ = ["Folio", "check_lengths", "is_indexed", "make_index", "make_indexes"]


@dataclass(frozen=True)
class _Material:
    """What every entry of one index is made from."""

    book: Book
    headings: Headings
    folio_of: FolioOf
    collation: Collation
    passages: Passages
    titles: Mapping[str, IndexEntry]
    notes: Mapping[str, Note]
    shown: frozenset[str]
    read: Callable[[], Iterable[IndexableBlock]]

    @classmethod
    def of(
        cls, book: Book, folio_of: FolioOf, read: Callable[[], Iterable[IndexableBlock]] | None = None
    ) -> _Material:
        """Return the material of a book whose mentions stand where `folio_of` says.

        `read` gives its blocks when they are asked for; by default they are read again.
        """
        read = read or partial(read_book, book)
        return cls(
            book=book,
            headings=Headings(book.authority.headings),
            folio_of=folio_of,
            collation=Collation(book.metadata.language, book.authority.sorting),
            passages=Passages(read),
            titles=titles_of_texts(book),
            notes={note.id: note for text in book.texts for note in text.notes},
            shown=illustrations_of(book) if book.authority.illustrations == "italic" else frozenset(),
            read=read,
        )

    @property
    def authority(self) -> Authority:
        return self.book.authority

    def locators(self, heading: Heading, mentions: Iterable[Mention]) -> tuple[Locator, ...]:
        sightings = (
            Sighting(
                self._folio(mention),
                mention.id,
                main=self.passages.any_holds(heading.main, mention),
                shown=mention.block in self.shown,
            )
            for mention in mentions
        )
        return locate(sightings, self.authority.ranges)

    def _folio(self, mention: Mention) -> Folio:
        return folio_at(mention, self.folio_of, self.notes.get(mention.note))

    def unit(self, mentions: Sequence[Mention]) -> Unit:
        """Return what the locators count; all count the same."""
        return self._folio(mentions[0]).unit if mentions else Unit.PAGE

    def key(self, heading: Heading) -> Key:
        return self.collation.key(_filed(heading), person=heading.kind is Kind.PERSON)

    def letter(self, heading: Heading) -> str:
        return self.collation.letter(_filed(heading), person=heading.kind is Kind.PERSON)


def make_indexes(
    book: Book, mentions: Sequence[Mention], folio_of: FolioOf, report: Report
) -> tuple[Index, ...]:
    """Return the book's index, or with `divided` one of names and one of places; an empty one is left out.

    `contributors` adds one of those who wrote the book, `works` one of works cited, `loci` one of
    passages; an editor's headnote, which is one for all, stands with the first.
    """
    folio_of = notes_told_apart(book, folio_of, short_titles(book))
    if not book.authority.divided:
        made = [make_index(book, mentions, folio_of, report)]
    else:
        words = index_words(book.metadata.language)
        names = tuple(kind for kind in book.authority.kinds if kind is not Kind.PLACE)
        places = tuple(kind for kind in book.authority.kinds if kind is Kind.PLACE)
        made = [
            replace(make_index(book, mentions, folio_of, report, chosen), title=title)
            for chosen, title in ((names, words["names"]), (places, words["places"]))
            if chosen
        ]
    if book.authority.contributors:
        made.append(make_authors_index(book, folio_of))
    if book.authority.works:
        made.append(make_works_index(book, folio_of))
    if book.authority.loci:
        made.append(make_passages_index(book, folio_of))
    found = tuple(index for index in made if index.groups)
    rest = (replace(index, headnote="") for index in found[1:])
    return (*found[:1], *rest) if book.authority.headnote else found


def is_indexed(book: Book, mentions: Iterable[Mention]) -> bool:
    """Return whether the index has anything to print; else the book has none."""
    if has_authors(book) or cites_works(book) or cites_passages(book):
        return True
    named = {mention.heading for mention in mentions}
    kinds = book.authority.kinds
    return any(
        heading.label in named and heading.kind in kinds and not heading.see
        for heading in book.authority.headings
    )


def make_index(
    book: Book,
    mentions: Sequence[Mention],
    folio_of: FolioOf,
    report: Report,
    kinds: Sequence[Kind] | None = None,
) -> Index:
    """Return the index of some kinds of heading (the authority’s if none are given).

    Mentions are in the order of the text.

    A heading that nothing names is not printed, nor a reference to it. Where a *see* and its target would
    stand side by side, the locators are printed twice instead.

    Reports:
        X005: a heading has more than seven plain locators.
    """
    authority = book.authority
    chosen = tuple(authority.kinds if kinds is None else kinds)
    material = _Material.of(book, folio_of)
    named = _named(material, mentions, chosen)
    for number, entry in named.items():
        report_length(authority.headings[number], entry, report, estimated=False)
    entries = _with_references(material, named)
    printed = sorted(entries, key=lambda number: material.key(authority.headings[number]))
    listed = _posted_twice(material, printed, entries)
    # Two indexes stand in one file, and may have entries that read alike.
    stem = "x" if kinds is None else f"x-{chosen[0].value}"
    groups = _groups(material, printed, _with_ids(listed, stem))
    locators = [locator for entry in named.values() for locator in _all_locators(entry)]
    note = headnote(authority, chosen, book.metadata.language, locators, material.unit(mentions))
    return Index(authority.title, note, groups)


def check_lengths(book: Book, survey: Survey, size: tuple[float, float], report: Report) -> None:
    """Report entries that will be too long, before the book is set; `size` is a page's in millimetres.

    Reports:
        X005: a heading will have more than seven plain locators.
    """
    material = _Material.of(book, in_estimated_pages(book, size), lambda: (leaf for leaf, _ in survey.read))
    for number, entry in _named(material, survey.mentions, book.authority.kinds).items():
        report_length(book.authority.headings[number], entry, report, estimated=True)


def _named(material: _Material, mentions: Iterable[Mention], kinds: Sequence[Kind]) -> dict[int, IndexEntry]:
    """Return the entries of the headings that something names, by their numbers, without their references."""
    found: dict[str, list[Mention]] = {}
    for mention in printed(material.authority, mentions, material.read):
        found.setdefault(mention.heading, []).append(mention)
    return {
        number: _entry(material, heading, found[heading.label])
        for number, heading in enumerate(material.authority.headings)
        if heading.label in found and heading.kind in kinds and not heading.see
    }


def _entry(material: _Material, heading: Heading, mentions: Sequence[Mention]) -> IndexEntry:
    """Return the entry of one heading without its references, parted by theme or by article if asked."""
    plain = material.locators(heading, mentions)
    by_article = heading.subentries == "by-article" or (
        material.authority.long_entries == "by-article" and len(plain) > MOST_LOCATORS and not heading.long
    )
    entry = IndexEntry("", heading.name, heading.gloss, plain)
    if heading.themes:
        return _by_theme(material, heading, mentions)
    if not by_article:
        return entry
    parted: dict[str, list[Mention]] = {}
    for mention in mentions:
        parted.setdefault(mention.key, []).append(mention)
    if len(parted) == 1:
        return entry
    subentries = tuple(
        replace(
            material.titles.get(key) or IndexEntry("", key, "", ()), locators=material.locators(heading, some)
        )
        for key, some in parted.items()
    )
    return replace(entry, locators=(), subentries=subentries)


def _by_theme(material: _Material, heading: Heading, mentions: Sequence[Mention]) -> IndexEntry:
    """Return an entry with each mention under the theme whose sign is nearest.

    The rest stay with the heading.
    """
    parted: dict[str, list[Mention]] = {theme.name: [] for theme in heading.themes}
    rest: list[Mention] = []
    for mention in mentions:
        theme = material.passages.theme(heading.themes, mention)
        (parted[theme] if theme else rest).append(mention)
    names = sorted((name for name in parted if parted[name]), key=material.collation.subentry_key)
    also = {theme.name: theme.see_also for theme in heading.themes}
    subentries = tuple(
        IndexEntry("", name, "", material.locators(heading, parted[name]), see_also=also[name])
        for name in names
    )
    return IndexEntry(
        "", heading.name, heading.gloss, material.locators(heading, rest), subentries=subentries
    )


def _with_references(material: _Material, named: Mapping[int, IndexEntry]) -> dict[int, IndexEntry]:
    """Return all entries that are printed: those named, with *see also*, and the *see* entries to them."""
    headings = material.headings
    entries: dict[int, IndexEntry] = {}
    for number, heading in enumerate(headings.all):
        target = headings.target(number)
        if number in named:
            entry, names = named[number], heading.see_also
            subentries = tuple(
                replace(sub, see_also=_printed_aims(material, named, sub.see_also, number))
                for sub in entry.subentries
            )
            also = _printed_aims(material, named, names, number)
            entries[number] = replace(entry, see_also=also, subentries=subentries)
        elif heading.see and target is not None and target in named:
            under = heading.under if heading.under in {s.heading for s in named[target].subentries} else ""
            aim = headings.all[target].label
            entries[number] = IndexEntry("", heading.name, heading.gloss, (), see=aim, under=under)
    return entries


def _printed_aims(
    material: _Material, named: Mapping[int, IndexEntry], names: Iterable[str], number: int
) -> tuple[str, ...]:
    """Return those printed headings to which a *see also* of a heading leads at last, in their order."""
    headings = material.headings
    aims = {headings.find(name) for name in names}
    ends = {headings.target(aim) for aim in aims if aim is not None}
    kept = (end for end in ends if end is not None and end in named and end != number)
    return tuple(
        headings.all[end].label for end in sorted(kept, key=lambda end: material.key(headings.all[end]))
    )


def _posted_twice(
    material: _Material, printed: Sequence[int], entries: Mapping[int, IndexEntry]
) -> list[IndexEntry]:
    """Give a *see* that stands beside its target the target's locators."""
    by_label = {entry.label: number for number, entry in entries.items() if not entry.see}
    place_of = {number: place for place, number in enumerate(printed)}
    listed = [entries[number] for number in printed]
    for place, number in enumerate(printed):
        entry = entries[number]
        if not entry.see:
            continue
        target = by_label[entry.see]
        low, high = sorted((place, place_of[target]))
        between = {entries[other].see for other in printed[low : high + 1]} - {entry.see, ""}
        plain = all(entries[other].see or other == target for other in printed[low : high + 1])
        one_letter = material.letter(material.headings.all[number]) == material.letter(
            material.headings.all[target]
        )
        if plain and not between and one_letter and not entries[target].subentries:
            listed[place] = replace(entry, see="", locators=entries[target].locators)
    return listed


def _with_ids(entries: Iterable[IndexEntry], stem: str = "x") -> list[IndexEntry]:
    """Give every entry an anchor of its own, readable, and the same for as long as the heading is."""
    taken: set[str] = set()
    made = []
    for entry in entries:
        words = re.sub(r"[^a-z0-9]+", "-", unaccented(entry.label).casefold()).strip("-") or "entry"
        name, count = f"{stem}-{words}", 1
        while name in taken:
            count += 1
            name = f"{stem}-{words}-{count}"
        taken.add(name)
        made.append(replace(entry, id=name, subentries=tuple(_with_ids(entry.subentries, f"{name}-in"))))
    return made


def _groups(
    material: _Material, printed: Sequence[int], entries: Sequence[IndexEntry]
) -> tuple[IndexGroup, ...]:
    groups: dict[str, list[IndexEntry]] = {}
    for number, entry in zip(printed, entries, strict=True):
        groups.setdefault(material.letter(material.headings.all[number]), []).append(entry)
    return tuple(IndexGroup(letter, tuple(found)) for letter, found in groups.items())


def _filed(heading: Heading) -> str:
    """Return the words by which a heading is filed: its own or the editor's, then its gloss."""
    name = heading.sort or heading.name
    return f"{name} ({heading.gloss})" if heading.gloss else name


def _all_locators(entry: IndexEntry) -> tuple[Locator, ...]:
    return (*entry.locators, *(locator for sub in entry.subentries for locator in sub.locators))
