"""The record by which libraries catalogue the book: MARC 21, for an electronic resource.

Fields are those of MARC 21 Format for Bibliographic Data (Library of Congress); which of them a record for
an e-book has follows the provider-neutral guidelines of the Program for Cooperative Cataloging. One record
stands for all formats. What only a cataloguer could judge, such as a classification, is left to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Final

from florilegium.book.bibliographic import Subject
from florilegium.book.model import Article, Contributor
from florilegium.editions.records.described_book import (
    DescribedBook,
    Role,
    article_prefix,
    whole_title,
)
from florilegium.system.values import dataclass

#: What each role is called in $e; the relator's code is in $4.
_TERMS: Final = {
    Role.AUTHOR: "author",
    Role.EDITOR: "editor",
    Role.INTRODUCER: "writer of introduction",
    Role.FOREWORD: "writer of foreword",
    Role.AFTERWORD: "writer of afterword",
    Role.SUPPLEMENT: "writer of supplementary textual content",
}

#: Bytes of a field of contents or abstract. A directory has four digits for a field's length.
_LONGEST_FIELD: Final = 8_000


@dataclass(frozen=True)
class MarcField:
    """One field: a control field has a `value`, a data field indicators and subfields (code and value)."""

    tag: str
    indicators: str = "  "
    subfields: tuple[tuple[str, str], ...] = ()
    value: str = ""


@dataclass(frozen=True)
class MarcRecord:
    """A record: positions 5 to 9 and 17 to 19 of its leader, and its fields in the order of their tags."""

    status: str
    level: str
    fields: tuple[MarcField, ...]


def marc_record(described: DescribedBook) -> MarcRecord:
    """Return the record of a book."""
    fields = (
        *_control(described),
        *_numbers(described),
        *_titles(described),
        *_notes(described),
        *_subjects(described),
        *_added_names(described),
        *_addresses(described),
    )
    # A new language material, monograph, in UTF-8; level 3, abbreviated: nobody has catalogued it; punctuated
    # as ISBD asks.
    return MarcRecord("nam a", "3i ", tuple(sorted(fields, key=attrgetter("tag"))))


def _field(tag: str, indicators: str, *subfields: tuple[str, str]) -> MarcField:
    """Return a data field of those subfields that have a value."""
    return MarcField(tag, indicators, tuple((code, value) for code, value in subfields if value))


def _control(described: DescribedBook) -> Iterator[MarcField]:
    yield MarcField("001", value=described.number)
    yield MarcField("003", value="Florilegium")
    yield MarcField("005", value=f"{described.made:%Y%m%d%H%M%S}.0")
    yield MarcField("006", value="m     o  d        ")
    yield MarcField("007", value="cr |||||||||||")
    yield MarcField("008", value=_fixed_field(described))


def _fixed_field(described: DescribedBook) -> str:
    """Return the forty positions of field 008; what is not known is filled up with `|`.

    Date entered, single date, place unknown (`xx`); no fixed information on pictures, readers and contents;
    form `o`, online; index yes or no; not fiction or fiction unknown; language; source other than a library.
    """
    indexed = "1" if described.book.authority.headings else "0"
    head = f"{described.made:%y%m%d}s{described.year}    xx "
    return f"{head}|||||o|||||||{indexed} ||{described.languages[0]} d"


def _numbers(described: DescribedBook) -> Iterator[MarcField]:
    metadata = described.book.metadata
    for format_, isbn in metadata.record.isbns:
        yield _field("020", "  ", ("a", isbn), ("q", format_.replace("_", " ")))
    yield _field("024", "7 ", ("a", metadata.identifier), ("2", "urn"))
    if metadata.record.doi:
        yield _field("024", "7 ", ("a", metadata.record.doi), ("2", "doi"))
    yield _field("040", "  ", ("b", "eng"))
    if len(described.languages) > 1:
        yield _field("041", "0 ", *(("a", language) for language in described.languages))


def _titles(described: DescribedBook) -> Iterator[MarcField]:
    metadata = described.book.metadata
    skipped = article_prefix(metadata.title, metadata.language)
    # The second indicator is one digit: more letters than nine cannot be passed over.
    skip = min(len(skipped) + 1, 9) if skipped else 0
    editors = ", ".join(person.name for person in described.editors)
    statement = f"edited by {editors}" if editors else ""
    yield _field(
        "245",
        f"0{skip}",
        ("a", metadata.title + (" :" if metadata.subtitle else " /" if statement else "")),
        ("b", metadata.subtitle + (" /" if metadata.subtitle and statement else "")),
        ("c", statement),
    )
    if metadata.edition:
        yield _field("250", "  ", ("a", metadata.edition))
    place = metadata.publisher_place or "[Place of publication not identified]"
    publisher = metadata.publisher or "[publisher not identified]"
    yield _field("264", " 1", ("a", f"{place} :"), ("b", f"{publisher},"), ("c", described.year))
    holder = metadata.record.copyright
    if holder.year:
        yield _field("264", " 4", ("c", f"©{holder.year}"))
    extent = f" ({described.pages} pages)" if described.pages else ""
    yield _field("300", "  ", ("a", f"1 online resource{extent}"))
    yield _field("336", "  ", ("a", "text"), ("b", "txt"), ("2", "rdacontent"))
    yield _field("337", "  ", ("a", "computer"), ("b", "c"), ("2", "rdamedia"))
    yield _field("338", "  ", ("a", "online resource"), ("b", "cr"), ("2", "rdacarrier"))
    if metadata.series:
        number = metadata.series_number
        title = metadata.series + (" ;" if number and not metadata.record.issn else "")
        issn = metadata.record.issn + (" ;" if number and metadata.record.issn else "")
        yield _field("490", "0 ", ("a", title), ("x", issn), ("v", number))


def _notes(described: DescribedBook) -> Iterator[MarcField]:
    record = described.book.metadata.record
    yield from _contents(described)
    for part in _parted(described.abstract):
        yield _field("520", "3 " if record.abstract else "  ", ("a", part))
    for grant in record.grants:
        yield _field("536", "  ", ("a", grant.funder), ("c", grant.number), ("f", grant.project))
    if record.licence:
        yield _field("540", "  ", ("a", record.licence.name), ("u", record.licence.address))
    elif described.rights:
        yield from (_field("540", "  ", ("a", part)) for part in _parted(described.rights))


def _contents(described: DescribedBook) -> Iterator[MarcField]:
    """Yield the contents as titles with those who wrote them, in as many fields as they need."""
    entries: list[tuple[tuple[str, str], ...]] = []
    size = 0
    articles = described.book.articles
    for number, article in enumerate(articles, 1):
        entry = _content(described, article, is_last=number == len(articles))
        length = sum(len(value.encode()) + 3 for _, value in entry)
        if entries and size + length > _LONGEST_FIELD:
            yield _field("505", "00", *(pair for one in entries for pair in one))
            entries, size = [], 0
        entries.append(entry)
        size += length
    yield _field("505", "00", *(pair for one in entries for pair in one))


def _content(described: DescribedBook, article: Article, *, is_last: bool) -> tuple[tuple[str, str], ...]:
    title = whole_title(article.title, article.subtitle)
    authors = ", ".join(person.name for person in described.authors(article))
    end = "." if is_last else " --"
    if not authors:
        return (("t", f"{title}{end}"),)
    return ("t", f"{title} /"), ("r", f"{authors}{end}")


def _parted(text: str) -> Iterator[str]:
    """Yield a text in pieces that a field can hold, parted at blanks."""
    words: list[str] = []
    size = 0
    for word in text.split():
        length = len(word.encode()) + 1
        if words and size + length > _LONGEST_FIELD:
            yield " ".join(words)
            words, size = [], 0
        words.append(word)
        size += length
    if words:
        yield " ".join(words)


def _subjects(described: DescribedBook) -> Iterator[MarcField]:
    """Yield headings of the Library of Congress, of BISAC and of Thema, then the editor's own words."""
    for subject in described.book.metadata.subjects:
        if subject.scheme == "LCSH":
            record = f"http://id.loc.gov/authorities/subjects/{subject.code}" if subject.code else ""
            yield _field("650", " 0", ("a", f"{subject.label}."), ("0", record))
        elif subject.scheme:
            yield from _coded(subject)
    for keyword in described.keywords:
        yield _field("653", "  ", ("a", keyword))


def _coded(subject: Subject) -> Iterator[MarcField]:
    source = {"BISAC": "bisacsh", "Thema": "thema"}[subject.scheme]
    yield _field("072", " 7", ("a", subject.code), ("2", source))
    if subject.label != subject.code:
        yield _field("650", " 7", ("a", f"{subject.label}."), ("2", source))


def _added_names(described: DescribedBook) -> Iterator[MarcField]:
    for person, roles in described.people:
        tag = "710" if person.is_body else "700"
        name = person.name if person.is_body else person.sort
        entry = "2" if person.is_body else "1" if ", " in name else "0"
        terms = (("e", f"{_TERMS[role]}.") for role in roles)
        codes = (("4", f"http://id.loc.gov/vocabulary/relators/{role.value}") for role in roles)
        yield _field(tag, f"{entry} ", ("a", f"{name},"), *terms, *codes, *_identities(person))


def _identities(person: Contributor) -> Iterator[tuple[str, str]]:
    """Yield the authority record of a name ($0) and the addresses of the person behind it ($1)."""
    for address in person.identities.addresses:
        yield ("0" if "id.loc.gov" in address else "1"), address


def _addresses(described: DescribedBook) -> Iterator[MarcField]:
    record = described.book.metadata.record
    if record.doi:
        yield _field("856", "40", ("u", f"https://doi.org/{record.doi}"))
    if record.site:
        yield _field("856", "40", ("u", record.site))
