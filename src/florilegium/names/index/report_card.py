"""The index held, point by point, to what the standards and the indexers' societies ask of one.

The points are those of ISO 999 and ANSI/NISO Z39.4-2021 that can be looked at by a program, and of the
criteria that societies of indexers publish for their prizes. Whether a heading is worth having, no program
sees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final

from florilegium.book.model import Book, Index, IndexEntry, Kind
from florilegium.names.index.audit import Audit
from florilegium.names.index.collation import Collation
from florilegium.names.index.lengths import MOST_LOCATORS
from florilegium.names.index.locators import Folio, FolioOf
from florilegium.names.index.phrasing import titles_of_texts
from florilegium.names.index.significance import weigh
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.folding import fold_form
from florilegium.names.mentions.indexable_text import read_book
from florilegium.names.mentions.survey import Survey
from florilegium.system.values import dataclass

#: A *see* to an entry with so few locators costs a reader a step that the locators themselves would save.
_FEW_LOCATORS: Final = 2
#: Locators on a page of text: fewer leave a reader without, more are a concordance.
_THIN, _THICK = 1.0, 15.0
#: A text with less than this share of the book's locators per letter is hardly indexed.
_SPARSE: Final = 0.25
#: Headings with more mentions than this are looked through for passing ones.
_MANY: Final = 10


@dataclass(frozen=True)
class Point:
    """One criterion: what is asked, by whom, and the places that do not meet it. `figure` says how much."""

    asked: str
    source: str
    places: tuple[str, ...] = ()
    figure: str = ""

    @property
    def passes(self) -> bool:
        return not self.places


@dataclass(frozen=True)
class Graded:
    """An index as the points look at it: as printed, with the book, its mentions and its open questions."""

    book: Book
    read: Survey
    audit: Audit
    indexes: tuple[Index, ...]
    folio_of: FolioOf

    @cached_property
    def entries(self) -> tuple[IndexEntry, ...]:
        """Return every printed entry of every index, in order."""
        return tuple(entry for index in self.indexes for group in index.groups for entry in group.entries)

    @cached_property
    def pages(self) -> Mapping[str, frozenset[tuple[bool, int]]]:
        """Return the pages of each text that have a mention, as far as mentions show them."""
        found: dict[str, set[tuple[bool, int]]] = {}
        for mention in self.read.mentions:
            folio = self.folio_of(mention)
            order = folio.order[:2] if isinstance(folio, Folio) else (True, folio)
            found.setdefault(mention.key, set()).add(order)
        return {key: frozenset(pages) for key, pages in found.items()}


def report_card(graded: Graded) -> tuple[Point, ...]:
    """Return every point, in the order in which a reader of the index would meet it."""
    return tuple(
        Point(asked, source, tuple(places(graded)), figure(graded) if figure else "")
        for asked, source, places, figure in _POINTS
    )


def _undifferentiated(graded: Graded) -> Iterator[str]:
    for entry in graded.entries:
        for part in (entry, *entry.subentries):
            if len(part.locators) > MOST_LOCATORS:
                within = f": {part.heading}" if part is not entry else ""
                yield f"{entry.label}{within} ({len(part.locators)} in a row)"


def _lone(graded: Graded) -> Iterator[str]:
    for entry in graded.entries:
        if len(entry.subentries) == 1:
            yield f"{entry.label}: {entry.subentries[0].heading}"


def _blind(graded: Graded) -> Iterator[str]:
    labels = {entry.label for entry in graded.entries if not entry.see}
    for entry in graded.entries:
        for aim in (entry.see, *entry.see_also):
            if aim and aim not in labels:
                yield f"{entry.label}: {aim}"


def _circular(graded: Graded) -> Iterator[str]:
    """Yield references that lead back, where one of the two has no locators of its own."""
    by_label = {entry.label: entry for entry in graded.entries}
    for entry in graded.entries:
        for aim in (entry.see, *entry.see_also):
            back = by_label.get(aim)
            if back and entry.label in {back.see, *back.see_also} and not (_size(entry) and _size(back)):
                yield f"{entry.label} and {aim}"


def _roundabout(graded: Graded) -> Iterator[str]:
    sizes = {entry.label: _size(entry) for entry in graded.entries if not entry.subentries}
    for entry in graded.entries:
        if entry.see and 0 < sizes.get(entry.see, 0) <= _FEW_LOCATORS:
            yield f"{entry.label}: see {entry.see}"


def _disorder(graded: Graded) -> Iterator[str]:
    """Yield entries that stand before one that is filed before them.

    Other indexes have orders of their own.
    """
    collation = Collation(graded.book.metadata.language, graded.book.authority.sorting)
    filed = {
        heading.label: (heading.sort or heading.name, heading.kind is Kind.PERSON)
        for heading in graded.book.authority.headings
    }
    for index in graded.indexes:
        known = [e for group in index.groups for e in group.entries if e.label in filed]
        keys = [collation.key(filed[entry.label][0], person=filed[entry.label][1]) for entry in known]
        yield from (
            f"{one.label} before {two.label}"
            for one, two, key, after in zip(known, known[1:], keys, keys[1:], strict=False)
            if key > after
        )


def _homonyms(graded: Graded) -> Iterator[str]:
    names = Counter(fold_form(entry.heading).casefold() for entry in graded.entries)
    for entry in graded.entries:
        if names[fold_form(entry.heading).casefold()] > 1 and not entry.gloss:
            yield entry.label


def _passing(graded: Graded) -> Iterator[str]:
    """Yield headings most of whose many mentions pass them by, where passing mentions are printed."""
    if graded.book.authority.mentions == "substantial":
        return
    weights = weigh(graded.read.mentions, graded.book.authority, partial(read_book, graded.book))
    passed, every = Counter[str](), Counter[str]()
    for mention in graded.read.mentions:
        every[mention.heading] += 1
        passed[mention.heading] += weights[mention.id].is_passing
    for label, count in every.items():
        if count > _MANY and 2 * passed[label] > count:
            yield f"{label} ({passed[label]} of {count} mentions)"


def _size(entry: IndexEntry) -> int:
    return len(entry.locators) + sum(len(sub.locators) for sub in entry.subentries)


def _density(graded: Graded) -> float:
    """Return the number of locators on a page of text."""
    pages = len(frozenset[tuple[bool, int]]().union(*graded.pages.values()))
    return sum(map(_size, graded.entries)) / pages if pages else 0.0


def _unbalanced(graded: Graded) -> Iterator[str]:
    density = _density(graded)
    if not _THIN <= density <= _THICK:
        yield f"{density:.1f} locators on a page; {_THIN:g} to {_THICK:g} were expected"


def _density_said(graded: Graded) -> str:
    return f"{len(graded.entries)} headings, {_density(graded):.1f} locators on a page of text"


def _uncovered_texts(graded: Graded) -> Iterator[str]:
    """Yield texts with far fewer mentions for their length than the book has."""
    letters: Counter[str] = Counter()
    for leaf, _ in graded.read.read:
        letters[leaf.key] += len(leaf.words)
    named = Counter(mention.key for mention in graded.read.mentions)
    titles = titles_of_texts(graded.book)
    share = named.total() / letters.total() if letters else 0.0
    for key, count in letters.items():
        if named[key] < _SPARSE * share * count:
            title = titles[key].heading if key in titles else key
            yield f"{title} ({named[key]} mentions)"


def _titles(graded: Graded) -> Iterator[str]:
    """Yield names in the titles of the contents that no heading has."""
    known = {
        word.casefold()
        for heading in graded.book.authority.headings
        for form in (heading.name, *heading.variants)
        for word in fold_form(form).replace(",", " ").split()
    }
    asked = {word.casefold() for name in graded.audit.uncovered for word in name.name.split()}
    for title in titles_of_texts(graded.book).values():
        lacking = [word for word in _named_in(title.heading) if word.casefold() in asked - known]
        if lacking:
            yield f"{title.heading}: {', '.join(lacking)}"


def _named_in(title: str) -> list[str]:
    words = [word.strip("“”‘’«»,.;:?!()").removesuffix("’s") for word in title.split()]
    return [word for word in words if word[:1].isupper() and word.lower() not in word_lists.GRAMMAR]


def _open(graded: Graded) -> Iterator[str]:
    for name in graded.audit.uncovered:
        yield f"{name.name} ({len(name.places)})"


def _idle(graded: Graded) -> Iterator[str]:
    yield from (heading.label for heading in graded.audit.unmatched)


def _alike(graded: Graded) -> Iterator[str]:
    yield from (f"{one.label} and {two.label}" for one, two in graded.audit.similar)


_Check = tuple[str, str, Callable[[Graded], Iterator[str]], Callable[[Graded], str] | None]
_POINTS: Final[Sequence[_Check]] = (
    ("no long row of locators without subentries", "ISO 999, Z39.4", _undifferentiated, None),
    ("no subentry by itself", "Z39.4", _lone, None),
    ("every reference leads to an entry", "ISO 999, Z39.4", _blind, None),
    ("no references in a circle", "ISO 999, Z39.4", _circular, None),
    ("no “see” where the few locators could stand", "Z39.4", _roundabout, None),
    ("headings in order", "ISO 999, Z39.4", _disorder, None),
    ("namesakes told apart", "ISO 999, Z39.4", _homonyms, None),
    ("one heading for one thing", "ISO 999, Z39.4", _alike, None),
    ("every heading has a place in the text", "ISO 999", _idle, None),
    ("every name decided", "Z39.4", _open, None),
    ("passing mentions left out", "ISO 999, societies of indexers", _passing, None),
    ("every text covered", "societies of indexers", _uncovered_texts, None),
    ("the names of the contents found", "societies of indexers", _titles, None),
    ("as long as the text asks", "societies of indexers", _unbalanced, _density_said),
)
