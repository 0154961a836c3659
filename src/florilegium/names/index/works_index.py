"""The index of works cited: authors with their works, anonymous ones by title, with the notes that cite them.

Nobody writes it: it follows from what the notes cite (`passes/citations/works_cited.py`). A work that a
note cites by its surname and the beginning of its title is the one that another cites in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from florilegium.book.bibliographic import Locus
from florilegium.book.model import Book, Index, IndexEntry, IndexGroup, Mention, Text, Work
from florilegium.book.runs import leaves
from florilegium.languages.labels import index_words
from florilegium.names.index.collation import Collation
from florilegium.names.index.locators import FolioOf, Sighting, folio_at, locate
from florilegium.names.index.phrasing import note_on_units
from florilegium.names.lexicon.folding import unaccented
from florilegium.system.values import dataclass


def cites_works(book: Book) -> bool:
    """Return whether an index of works cited is wanted and has anything in it."""
    return book.authority.works and any(
        text.cited or any(note.works for note in text.notes) for text in book.texts
    )


def make_works_index(book: Book, folio_of: FolioOf) -> Index:
    """Return every work that a note cites, under its author where it has one, with the notes as locators."""
    language = book.metadata.language
    collation = Collation(language, book.authority.sorting)
    words = index_words(language)
    loci = _by_title(book.authority.loci)
    cited = [(_as_headed(work, loci), sighting) for work, sighting in _cited(book, folio_of)]
    known = _Catalogue.of(work for work, _ in cited)
    found: dict[Work, list[Sighting]] = {}
    for work, sighting in cited:
        found.setdefault(known.whole(work), []).append(sighting)
    entries: dict[str, IndexEntry] = {}
    for work, sightings in found.items():
        locators = locate(sightings, book.authority.ranges)
        author = _heading(work, words["conjunction"])
        title = work.title if author else collation.inverted(work.title)
        entry = IndexEntry("", title, "", locators, italic=work.italic)
        if author:
            under = entries.get(author, IndexEntry("", author, "", ()))
            entry = replace(under, subentries=(*under.subentries, entry))
        entries[entry.heading] = entry
    ordered = sorted(
        entries.values(), key=lambda entry: collation.key(entry.heading, person=bool(entry.subentries))
    )
    groups: dict[str, list[IndexEntry]] = {}
    for number, entry in enumerate(ordered, start=1):
        letter = collation.letter(entry.heading, person=bool(entry.subentries))
        groups.setdefault(letter, []).append(_with_ids(entry, f"x-work-{number}", collation))
    note = note_on_units((sighting.folio for _, sighting in cited), language)
    made = tuple(IndexGroup(letter, tuple(some)) for letter, some in groups.items())
    return Index(words["works"], note, made)


def _with_ids(entry: IndexEntry, name: str, collation: Collation) -> IndexEntry:
    """Return the entry with its anchor, and its subentries in their order with theirs."""
    ordered = sorted(entry.subentries, key=lambda one: collation.key(one.heading))
    subentries = tuple(replace(one, id=f"{name}-{number}") for number, one in enumerate(ordered, start=1))
    return replace(entry, id=name, subentries=subentries)


def _cited(book: Book, folio_of: FolioOf) -> Iterator[tuple[Work, Sighting]]:
    """Yield every citation of a work with its place, in the order of the book."""
    for text in book.texts:
        yield from _cited_in_text(text, folio_of)
        for note in text.notes:
            block = next(leaves(note.body), None)
            if block is not None:
                place = str(block.get("id"))
                mention = Mention(
                    id="", heading="", text="", block=place, start=0, end=0, note=note.id, key=text.key
                )
                sighting = Sighting(folio_at(mention, folio_of, note), place)
                yield from ((work, sighting) for work in note.works)


def _by_title(loci: Iterable[Locus]) -> Mapping[str, Sequence[Locus]]:
    """Return the works of the index of passages by each of their titles."""
    found: dict[str, list[Locus]] = {}
    for locus in loci:
        for title in locus.titles:
            found.setdefault(_plain(title), []).append(locus)
    return found


def _as_headed(work: Work, loci: Mapping[str, Sequence[Locus]]) -> Work:
    """Return the work as the index of passages heads it, where a note cites it by a short form: *Il.*"""
    for locus in loci.get(_plain(work.title), ()):
        author = locus.author
        if not work.authors or _first(work) in _plain(author).split():
            return replace(work, authors=work.authors or ((author,) if author else ()), title=locus.titles[0])
    return work


def _cited_in_text(text: Text, folio_of: FolioOf) -> Iterator[tuple[Work, Sighting]]:
    """Yield what the running text itself cites as data, as styles by author and date have it."""
    for mention, work in text.cited:
        yield work, Sighting(folio_at(mention, folio_of), mention.id)


def _heading(work: Work, conjunction: str) -> str:
    """Return `Crane, Agnes, and Jonas Moth`: the first author as filed, the others as named (CMOS 14.76)."""
    if not work.authors:
        return ""
    first, *rest = work.authors
    turned = [_turned(author) for author in rest]
    if work.others:
        return ", ".join([first, *turned, "et al."])
    if not turned:
        return first
    return ", ".join([first, *turned[:-1], f"{conjunction} {turned[-1]}"])


def _turned(filed: str) -> str:
    surname, _, given = filed.partition(", ")
    given, _, suffix = given.partition(", ")
    return " ".join(part for part in (given, surname, suffix) if part)


@dataclass(frozen=True)
class _Catalogue:
    """The works cited in full, by surnames: what a short form may mean."""

    works: dict[str, tuple[Work, ...]]

    @classmethod
    def of(cls, works: Iterable[Work]) -> _Catalogue:
        found: dict[str, list[Work]] = {}
        for work in sorted(set(works), key=_brevity):
            found.setdefault(_first(work), []).append(work)
        return cls({surname: tuple(some) for surname, some in found.items()})

    def whole(self, work: Work) -> Work:
        """Return the work in its fullest form; itself when no other is it, or when two may be."""
        known = self.works[_first(work)]
        mates = [one for one in known if _may_be(work, one)]
        full = mates[0] if all(_may_be(mate, mates[0]) for mate in mates) else work
        return replace(full, authors=_fullest(full.authors, [one.authors for one in known]))


def _may_be(short: Work, full: Work) -> bool:
    """Return whether one work is another, more fully cited: the same authors, and a title that goes on."""
    named = full.authors[: len(short.authors)] if short.others else full.authors
    if not _agree(short.authors, named):
        return False
    one, two = _plain(short.title), _plain(full.title)
    return (
        one == two
        or bool(short.authors and two.startswith(f"{one} "))
        or (one == two[4:] and two[:4] == "the ")
    )


def _agree(one: Sequence[str], two: Sequence[str]) -> bool:
    """Return whether names may be the same: given names or initials that do not contradict each other."""
    return len(one) == len(two) and all(map(_may_be_one, one, two))


def _may_be_one(one: str, two: str) -> bool:
    (surname, _, first), (other, _, second) = one.partition(", "), two.partition(", ")
    if _plain(surname) != _plain(other):
        return False
    pairs = zip(first.replace(".", " ").split(), second.replace(".", " ").split(), strict=False)
    return all(a.startswith(b) or b.startswith(a) for a, b in pairs)


def _fullest(authors: tuple[str, ...], known: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the authors with the longest names that can be theirs, when all candidates agree."""
    mates = [one for one in known if _agree(authors, one)]
    if not all(_agree(one, two) for one in mates for two in mates):
        return authors
    return max(mates, key=lambda one: sum(map(len, one)), default=authors)


def _first(work: Work) -> str:
    """Return the surname of the first author; of an anonymous work nothing."""
    return _plain(work.authors[0].partition(",")[0]) if work.authors else ""


def _brevity(work: Work) -> tuple[bool, int, int, str]:
    """Return a sort key, fullest first: the work that names all authors, then the longest title and names."""
    return work.others, -len(_plain(work.title)), -sum(map(len, work.authors)), work.title


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", unaccented(title).casefold()))
