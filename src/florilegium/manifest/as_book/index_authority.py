"""The index's authority as a value of the book: every heading with the place where the editor wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from florilegium.book.bibliographic import Locus
from florilegium.book.model import Authority, CitedWork, Heading, Passage, Phrase, Sign, Theme, Work

if TYPE_CHECKING:
    from florilegium.manifest.schema.index_settings import (
        CitedEntryKeys,
        EntryKeys,
        LocusKeys,
        MarkKeys,
        WhereKeys,
    )
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.problems import Place


def authority_of(manifest: Manifest) -> Authority:
    """Return the authority of a book; without an `index:` it has no headings.

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
        headings=_with_themes_of_others((*entries, *places)),
        ignore=index.ignore,
        kinds=index.kinds,
        title=index.title or own_title,
        headnote=index.headnote,
        sorting=index.sorting,
        ranges=index.ranges,
        metonyms=index.metonyms,
        long_entries=index.long_entries,
        mentions=index.mentions,
        citations=index.citations,
        style=index.style,
        illustrations=index.illustrations,
        divided=index.divided,
        contributors=index.contributors,
        works=index.works,
        cited=tuple(
            _cited(entry, manifest.place("index", "cited", number))
            for number, entry in enumerate(index.cited)
        ),
        loci=tuple(
            _locus(entry, manifest.place("index", "loci", number)) for number, entry in enumerate(index.loci)
        ),
    )


def _locus(entry: LocusKeys, place: Place) -> Locus:
    work = entry.work.strip("*")
    return Locus(work, entry.variants, work != entry.work, place)


def _cited(entry: CitedEntryKeys, place: Place) -> CitedWork:
    title = entry.title.strip("*")
    work = Work(entry.authors, title, italic=title != entry.title)
    notes = tuple((one.text, one.note) for one in entry.cited_in)
    return CitedWork(work, entry.variants, notes, entry.omit, place)


def _with_themes_of_others(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Return the headings, each theme known too by the names of those that are to be seen under it."""
    known: dict[tuple[str, str], list[Sign]] = {}
    for one in headings:
        if one.under:
            surname, _, given = one.name.partition(", ")
            forms = dict.fromkeys((f"{given} {surname}".strip(), one.name, *one.variants))
            known.setdefault((one.see, one.under), []).extend(Sign(form) for form in forms)
    return tuple(_with_signs(one, known) for one in headings) if known else headings


def _with_signs(heading: Heading, known: Mapping[tuple[str, str], Sequence[Sign]]) -> Heading:
    def signs(theme: Theme) -> tuple[Sign, ...]:
        names = (heading.label, heading.name)
        return (
            *theme.signs,
            *next((known[name, theme.name] for name in names if (name, theme.name) in known), ()),
        )

    return replace(heading, themes=tuple(replace(theme, signs=signs(theme)) for theme in heading.themes))


def _heading(entry: EntryKeys, place: Place) -> Heading:
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
        under=entry.under,
        see_also=entry.see_also,
        phrases=tuple(Phrase(phrase.words, _passages(phrase.passages)) for phrase in entry.phrases),
        exclude=_passages(entry.exclude),
        add=_passages(entry.add),
        main=_passages(entry.main),
        long=entry.long,
        subentries=entry.subentries,
        themes=tuple(
            _theme(name, entry.themes.get(name, ()), entry.theme_see_also.get(name, ()))
            for name in dict.fromkeys((*entry.themes, *entry.theme_see_also))
        ),
        place=place,
    )


def _passages(wheres: Iterable[WhereKeys]) -> tuple[Passage, ...]:
    return tuple(passage for where in wheres for passage in _passages_of(where))


def _passages_of(where: WhereKeys | MarkKeys) -> Iterator[Passage]:
    """Yield a passage for each paragraph that is named; the last goes through to another."""
    if not where.starts:
        yield Passage(where.text)
    for starts in where.starts:
        yield Passage(where.text, starts, where.through if starts == where.starts[-1] else "")


def _theme(name: str, marks: Iterable[MarkKeys], see_also: tuple[str, ...]) -> Theme:
    return Theme(name, tuple(sign for mark in marks for sign in _signs(mark)), see_also)


def _signs(mark: MarkKeys) -> Iterator[Sign]:
    if not mark.text:
        yield Sign(mark.words)
    else:
        yield from (Sign(mark.words, passage) for passage in _passages_of(mark))
