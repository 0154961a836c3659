"""The metadata of a package: what shops, libraries and shelves of reading systems show (EPUB 3.3 §5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from florilegium.book.bibliographic import Metadata
from florilegium.book.model import Book
from florilegium.editions.epub.package import IDENTIFIER, Statement
from florilegium.editions.records.described_book import Role, filed_title, roles_of

#: ONIX code list 5, which says what kind of number an identifier is.
_ONIX: Final = {10: "02", 13: "15"}


def statements(book: Book, generator: str, *, pages: bool) -> tuple[Statement, ...]:
    """Return every line about the book but accessibility. `pages` is whether printed pages are marked."""
    metadata = book.metadata
    return (
        *_identifier(metadata.identifier),
        *_titles(metadata),
        Statement("dc:language", metadata.language),
        *_people(book),
        *_imprint(metadata),
        *_series(metadata),
        *_subjects(metadata),
        *(_print_source(metadata) if pages else ()),
        # The two that follow are EPUB 2's, still read by Kindle and by older shelves.
        Statement("meta", "", {"name": "cover", "content": "cover-image"}),
        Statement("meta", "", {"name": "generator", "content": generator}),
    )


def author_of(book: Book) -> str:
    """Return who made the book, as one string: its editors, or else its authors."""
    keys = book.metadata.editors or tuple(roles_of(book))
    return ", ".join(book.contributors[key].name for key in keys if key in book.contributors)


def _refine(target: str, name: str, value: str, scheme: str = "") -> Statement:
    attributes = {"refines": f"#{target}", "property": name}
    return Statement("meta", value, attributes | ({"scheme": scheme} if scheme else {}))


def _identifier(identifier: str) -> Iterator[Statement]:
    """Yield the unique identifier; an ISBN says that it is one (EPUB 3.3 §5.5.3.1)."""
    yield Statement("dc:identifier", identifier, {"id": IDENTIFIER})
    if identifier.lower().startswith("urn:isbn:"):
        digits = [letter for letter in identifier[len("urn:isbn:") :] if letter.isalnum()]
        if len(digits) in _ONIX:
            yield _refine(IDENTIFIER, "identifier-type", _ONIX[len(digits)], "onix:codelist5")


def _titles(metadata: Metadata) -> Iterator[Statement]:
    """Yield title and subtitle as two titles, since readers show the first alone."""
    yield Statement("dc:title", metadata.title, {"id": "title"})
    yield _refine("title", "title-type", "main")
    yield _refine("title", "display-seq", "1")
    filed = filed_title(metadata.title, metadata.language)
    if filed != metadata.title:
        yield _refine("title", "file-as", filed)
    if metadata.subtitle:
        yield Statement("dc:title", metadata.subtitle, {"id": "subtitle"})
        yield _refine("subtitle", "title-type", "subtitle")
        yield _refine("subtitle", "display-seq", "2")


def _people(book: Book) -> Iterator[Statement]:
    """Yield each contributor once, with every role.

    Authors are creators; where none is known, the editors are.
    """
    roles = roles_of(book)
    chief = Role.AUTHOR if any(Role.AUTHOR in held for held in roles.values()) else Role.EDITOR
    ranked = sorted(roles.items(), key=lambda item: chief not in item[1])
    for at, (key, held) in enumerate(ranked, start=1):
        person = book.contributors.get(key)
        if person is None:
            continue
        anchor = f"person-{at}"
        yield Statement("dc:creator" if chief in held else "dc:contributor", person.name, {"id": anchor})
        for role in held:
            yield _refine(anchor, "role", role.value, "marc:relators")
        yield _refine(anchor, "file-as", person.sort)
        yield _refine(anchor, "display-seq", str(at))


def _imprint(metadata: Metadata) -> Iterator[Statement]:
    yield Statement("dc:date", metadata.date.isoformat())
    if metadata.publisher:
        yield Statement("dc:publisher", metadata.publisher)
    if metadata.edition:
        yield Statement("meta", metadata.edition, {"property": "schema:bookEdition"})
    if metadata.description:
        yield Statement("dc:description", " ".join(metadata.description.split()))
    for rights in filter(None, (metadata.notice, metadata.rights)):
        yield Statement("dc:rights", rights)


def _series(metadata: Metadata) -> Iterator[Statement]:
    if not metadata.series:
        return
    yield Statement("meta", metadata.series, {"property": "belongs-to-collection", "id": "series"})
    yield _refine("series", "collection-type", "series")
    # A position is a number, or numbers with points between (EPUB 3.3 §D.3.7).
    if metadata.series_number and all(part.isdecimal() for part in metadata.series_number.split(".")):
        yield _refine("series", "group-position", metadata.series_number)


def _subjects(metadata: Metadata) -> Iterator[Statement]:
    for at, subject in enumerate(metadata.subjects, start=1):
        anchor = f"subject-{at}"
        yield Statement("dc:subject", subject.label or subject.code, {"id": anchor})
        if subject.scheme and subject.code:
            yield _refine(anchor, "authority", subject.scheme)
            yield _refine(anchor, "term", subject.code)


def _print_source(metadata: Metadata) -> Iterator[Statement]:
    """Yield which printed pages are marked: by name, since the PDF has no number of its own.

    `pageBreakSource` is the property of today, `source-of` the one of EPUB 3.0 that older shelves read.
    """
    title = f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title
    name = f"{title}, print edition (PDF), {metadata.date.isoformat()}"
    yield Statement("dc:source", name, {"id": "print"})
    yield _refine("print", "source-of", "pagination")
    yield Statement("meta", name, {"property": "pageBreakSource"})
