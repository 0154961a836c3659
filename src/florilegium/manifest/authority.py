"""The index's authority as a value of the book: every heading with the place where the editor wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from florilegium.book.model import Authority, Heading, Passage, Phrase, Theme

if TYPE_CHECKING:
    from florilegium.manifest.index import Entry, Where
    from florilegium.manifest.schema import Manifest
    from florilegium.problems import Place


def authority_of(manifest: Manifest) -> Authority:
    """The authority of a book; without an `index:` it has no headings.

    A title that the editor did not give is left to the edition, which knows the book's language; English has
    one of its own.
    """
    index = manifest.index
    own_title = Authority().title if manifest.language.split("-")[0] == "en" else ""
    if index is None:
        return Authority(title=own_title)
    entries = [
        _heading(entry, manifest.place("index", "entries", number))
        for number, entry in enumerate(index.entries)
    ]
    places = [
        _heading(entry, manifest.place("index", "places", number))
        for number, entry in enumerate(index.places)
    ]
    return Authority(
        headings=(*entries, *places),
        ignore=index.ignore,
        kinds=index.kinds,
        title=index.title or own_title,
        headnote=index.headnote,
        sorting=index.sorting,
        ranges=index.ranges,
        metonyms=index.metonyms,
        long_entries=index.long_entries,
        divided=index.divided,
        contributors=index.contributors,
        works=index.works,
    )


def _heading(entry: Entry, place: Place) -> Heading:
    return Heading(
        name=entry.heading,
        kind=entry.kind,
        gloss=entry.gloss,
        sort=entry.sort,
        variants=entry.variants,
        surname=entry.surname,
        bare_in=entry.bare_in,
        only=entry.only,
        order=entry.order,
        exact=entry.exact,
        ignore=entry.ignore,
        see=entry.see,
        see_also=entry.see_also,
        phrases=tuple(Phrase(phrase.words, _passages(phrase.passages)) for phrase in entry.phrases),
        exclude=_passages(entry.exclude),
        add=_passages(entry.add),
        main=_passages(entry.main),
        long=entry.long,
        subentries=entry.subentries,
        themes=tuple(Theme(name, phrases) for name, phrases in entry.themes.items()),
        place=place,
    )


def _passages(wheres: tuple[Where, ...]) -> tuple[Passage, ...]:
    return tuple(Passage(where.text, where.starts) for where in wheres)
