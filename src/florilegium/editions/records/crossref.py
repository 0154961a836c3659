"""The deposit by which Crossref registers the DOIs of a book and of its articles (schema 5.5.0).

An edited book with a chapter for each article that has a DOI; each DOI leads to a page of the book's site.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Affiliation, Grant, Licence, Reference
from florilegium.book.model import Article, Contributor
from florilegium.editions.records.described_book import (
    DescribedBook,
    Role,
    authors_of,
    family_and_given,
    one_line,
    text_in,
    year_of,
)
from florilegium.editions.records.record_xml import add, add_all, to_xml

_VERSION: Final = "5.5.0"
_SCHEMA: Final = f"http://www.crossref.org/schema/{_VERSION}"
_JATS: Final = "http://www.ncbi.nlm.nih.gov/JATS1"
_ACCESS: Final = "http://www.crossref.org/AccessIndicators.xsd"
_FUNDING: Final = "http://www.crossref.org/fundref.xsd"

#: Formats whose ISBN is that of a printed book.
_PRINT: Final = frozenset({"paperback", "hardback"})

#: Letters of a name and of a title of which the schema takes no more.
_LONGEST_NAME: Final = 200


def crossref_deposit(described: DescribedBook) -> bytes:
    """Return the deposit of a book that has a DOI, a site, a publisher and a mailbox."""
    metadata = described.book.metadata
    root = etree.Element(
        f"{{{_SCHEMA}}}doi_batch",
        {"version": _VERSION},
        nsmap={None: _SCHEMA, "jats": _JATS, "ai": _ACCESS, "fr": _FUNDING},
    )
    head = add(root, "head")
    stamp = f"{described.made:%Y%m%d%H%M%S}"
    add(head, "doi_batch_id", f"{metadata.slug}-{stamp}"[:100])
    add(head, "timestamp", stamp)
    depositor = add(head, "depositor")
    add(depositor, "depositor_name", metadata.publisher)
    add(depositor, "email_address", metadata.record.publisher.contact.removeprefix("mailto:"))
    add(head, "registrant", metadata.publisher)
    book = add(add(root, "body"), "book", book_type="edited_book")
    _book(book, described)
    for article in described.book.articles:
        if article.record.doi:
            _chapter(book, described, article)
    return to_xml(root)


def _book(book: Element, described: DescribedBook) -> None:
    metadata = described.book.metadata
    record = metadata.record
    # A series is registered by its ISSN; one without is not known there.
    name = "book_series_metadata" if record.issn else "book_metadata"
    entry = add(book, name, language=_language(metadata.language))
    if record.issn:
        series = add(entry, "series_metadata")
        add(add(series, "titles"), "title", metadata.series)
        add(series, "issn", record.issn)
    _people(entry, ((Role.EDITOR, person) for person in described.editors))
    _titles(entry, metadata.title, metadata.subtitle)
    _abstract(entry, described.abstract)
    if record.issn:
        add_all(entry, {"volume": metadata.series_number})
    _date(entry, described)
    isbns = [(number, "print" if format_ in _PRINT else "electronic") for format_, number in record.isbns]
    for number, medium in isbns:
        add(entry, "isbn", number, media_type=medium)
    if not isbns:
        add(entry, "noisbn", reason="monograph")
    publisher = add(entry, "publisher")
    add(publisher, "publisher_name", metadata.publisher)
    add_all(publisher, {"publisher_place": metadata.publisher_place})
    _funding(entry, record.grants)
    _licence(entry, record.licence)
    _doi(entry, record.doi, record.site)


def _chapter(book: Element, described: DescribedBook, article: Article) -> None:
    item = add(
        book,
        "content_item",
        component_type="chapter",
        publication_type="full_text",
        language=_language(article.text.language),
    )
    _people(item, ((Role.AUTHOR, person) for person in described.authors(article)))
    _titles(item, article.title, article.subtitle)
    _abstract(item, one_line(article.record.abstract))
    _date(item, described)
    span = described.spans.get(article.key)
    if span:
        add_all(add(item, "pages"), {"first_page": span.first, "last_page": span.last})
    _licence(item, article.record.licence)
    _doi(item, article.record.doi, described.address_of(article))
    _citations(item, article.text.references)


def _citations(item: Element, references: Sequence[Reference]) -> None:
    """List the works that a text cites as data (Crossref 5.3, `citation_list`)."""
    if not references:
        return
    listed = add(item, "citation_list")
    for number, reference in enumerate(references, start=1):
        data = reference.data
        whole = text_in(data, "type") in {"book", "report", "thesis"}
        people = authors_of(data)
        title = one_line(text_in(data, "title"))
        container = one_line(text_in(data, "container-title"))
        journal = text_in(data, "type") == "article-journal"
        told = {
            "journal_title": container if journal else "",
            "author": str(people[0].get("family") or people[0].get("literal") or "") if people else "",
            "volume": text_in(data, "volume"),
            "issue": text_in(data, "issue"),
            "first_page": text_in(data, "page").partition("-")[0],
            "cYear": year_of(data),
            "doi": text_in(data, "DOI"),
            "volume_title": title if whole else "" if journal else container,
            "article_title": "" if whole else title,
        }
        add_all(add(listed, "citation", key=f"ref{number}"), told)


def _language(tag: str) -> str:
    """Return a language as the schema lists it: the two letters of ISO 639-1, or three where it has none."""
    return tag.split("-", maxsplit=1)[0].lower()


def _people(entry: Element, people: Iterable[tuple[Role, Contributor]]) -> None:
    roles = {Role.AUTHOR: "author", Role.EDITOR: "editor"}
    listed = list(people)
    if not listed:
        return
    contributors = add(entry, "contributors")
    for number, (role, person) in enumerate(listed):
        place = {"sequence": "additional" if number else "first", "contributor_role": roles[role]}
        if person.is_body:
            add(contributors, "organization", person.name, **place)
        else:
            _person(add(contributors, "person_name", **place), person)


def _person(entry: Element, person: Contributor) -> None:
    family, given = family_and_given(person)
    add_all(entry, {"given_name": given[:_LONGEST_NAME], "surname": family[:_LONGEST_NAME]})
    if person.affiliations:
        places = add(entry, "affiliations")
        for place in person.affiliations:
            _institution(add(places, "institution"), place)
    if person.identities.orcid:
        add(entry, "ORCID", f"https://orcid.org/{person.identities.orcid}")


def _institution(entry: Element, place: Affiliation) -> None:
    add(entry, "institution_name", place.name)
    if place.ror:
        add(entry, "institution_id", place.address, type="ror")


def _titles(entry: Element, title: str, subtitle: str) -> None:
    add_all(add(entry, "titles"), {"title": title, "subtitle": subtitle})


def _abstract(entry: Element, text: str) -> None:
    if text:
        add(add(entry, f"{{{_JATS}}}abstract"), f"{{{_JATS}}}p", text)


def _date(entry: Element, described: DescribedBook) -> None:
    date = described.book.metadata.date
    written = add(entry, "publication_date", media_type="online")
    add_all(written, {"month": f"{date:%m}", "day": f"{date:%d}", "year": described.year})


def _funding(entry: Element, grants: Iterable[Grant]) -> None:
    listed = list(grants)
    if not listed:
        return
    program = add(entry, f"{{{_FUNDING}}}program", name="fundref")
    for grant in listed:
        group = add(program, "assertion", name="fundgroup")
        if grant.ror:
            add(group, "assertion", f"https://ror.org/{grant.ror}", name="ror")
        else:
            funder = add(group, "assertion", grant.funder, name="funder_name")
            if grant.doi:
                add(funder, "assertion", f"https://doi.org/{grant.doi}", name="funder_identifier")
        if grant.number:
            add(group, "assertion", grant.number, name="award_number")


def _licence(entry: Element, licence: Licence | None) -> None:
    if licence:
        program = add(entry, f"{{{_ACCESS}}}program", name="AccessIndicators")
        add(program, "license_ref", licence.address)


def _doi(entry: Element, doi: str, address: str) -> None:
    add_all(add(entry, "doi_data"), {"doi": doi, "resource": address})
