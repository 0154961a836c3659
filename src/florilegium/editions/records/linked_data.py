"""The book for machines that read the web: Dublin Core, and schema.org in JSON-LD."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from florilegium.book.bibliographic import Affiliation, Grant, Reference
from florilegium.book.model import Article, Contributor
from florilegium.editions.records.citations import to_json
from florilegium.editions.records.described_book import (
    DescribedBook,
    Role,
    authors_of,
    biography_of,
    family_and_given,
    one_line,
    text_in,
    whole_title,
    year_of,
)
from florilegium.editions.records.record_xml import add, to_xml

_DC: Final = "http://purl.org/dc/elements/1.1/"
_OAI_DC: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"

#: Media type and schema.org's word of each format that is a file or a printed book.
_FORMATS: Final = {
    "epub": ("application/epub+zip", "EBook"),
    "pdf": ("application/pdf", "EBook"),
    "web_edition": ("text/html", "EBook"),
    "paperback": ("", "Paperback"),
    "hardback": ("", "Hardcover"),
}


def dublin_core(described: DescribedBook) -> bytes:
    """Return the fifteen elements of Dublin Core in the envelope of OAI-PMH, those that are known."""
    metadata = described.book.metadata
    record = metadata.record
    root = etree.Element(f"{{{_OAI_DC}}}dc", nsmap={"oai_dc": _OAI_DC, "dc": _DC})
    licence = record.licence.address if record.licence else ""
    doi = f"https://doi.org/{record.doi}" if record.doi else ""
    subjects = [subject.label for subject in metadata.subjects if subject.scheme]
    authors, editors = described.writers, described.editors
    elements = {
        "title": [described.title],
        "creator": [person.sort for person in authors or editors],
        "contributor": [person.sort for person in editors if authors and person not in authors],
        "subject": [*subjects, *described.keywords],
        "description": [described.abstract],
        "publisher": [metadata.publisher],
        "date": [metadata.date.isoformat()],
        "type": ["Text", "book"],
        "format": [_FORMATS[one][0] for one in described.formats if one in _FORMATS],
        "identifier": [metadata.identifier, doi, *(f"urn:isbn:{isbn}" for _, isbn in record.isbns)],
        "language": list(described.languages),
        "relation": [metadata.series],
        "rights": [described.rights, licence],
    }
    for name, values in elements.items():
        for value in values:
            if value:
                add(root, f"{{{_DC}}}{name}", value)
    return to_xml(root)


def json_ld(described: DescribedBook) -> bytes:
    """Return the book as schema.org's `Book`, with its articles as `hasPart` and formats as `workExample`."""
    return to_json({"@context": "https://schema.org", **linked_book(described)})


def linked_book(described: DescribedBook) -> dict[str, Any]:
    """Return the book as a `Book` of schema.org, without context: for a page's own JSON-LD too."""
    metadata = described.book.metadata
    listed = [subject.label for subject in metadata.subjects if subject.scheme]
    others = [person for person, roles in described.people if not {Role.AUTHOR, Role.EDITOR} & set(roles)]
    # An editor is a person to schema.org; a body that edits is a contributor.
    editors = [person for person in described.editors if not person.is_body]
    bodies = [person for person in described.editors if person.is_body]
    return _told(
        {
            "@type": "Book",
            "@id": _book_id(described),
            "name": metadata.title,
            "alternativeHeadline": metadata.subtitle,
            "inLanguage": metadata.language,
            "author": [_person(person) for person in described.writers],
            "editor": [_person(person) for person in editors],
            "contributor": [_person(person) for person in (*bodies, *others)],
            "publisher": _publisher(described),
            "datePublished": metadata.date.isoformat(),
            "bookEdition": metadata.edition,
            "numberOfPages": described.pages,
            "description": described.description,
            "keywords": [*listed, *described.keywords],
            "isPartOf": _series(described),
            **_recorded(described),
            "accessibilityFeature": list(described.accessibility),
            "workExample": [_example(described, one) for one in _example_formats(described)],
            "hasPart": [linked_chapter(described, article) for article in described.book.articles],
        }
    )


def linked_whole(described: DescribedBook) -> dict[str, Any]:
    """Return the book as that of which an article is a part, without its articles."""
    return _told(
        {
            "@type": "Book",
            "@id": _book_id(described),
            "name": described.book.metadata.title,
            "publisher": _publisher(described),
            "url": described.book.metadata.record.site,
        }
    )


def _recorded(described: DescribedBook) -> dict[str, Any]:
    """Return what is said for registers: abstract, rights, money, address."""
    record = described.book.metadata.record
    return {
        "abstract": one_line(record.abstract),
        "license": record.licence.address if record.licence else "",
        "copyrightHolder": _holder(described),
        "copyrightYear": record.copyright.year,
        "funding": [_grant(grant) for grant in record.grants],
        "url": record.site,
    }


def _holder(described: DescribedBook) -> dict[str, Any] | str:
    """Return who holds the copyright: somebody whom the book knows, else a name of which it is not known
    whether it is a person's or a body's."""
    holder = described.book.metadata.record.copyright.holder
    known = (person for person in described.book.contributors.values() if person.name == holder)
    found = next(known, None)
    return _person(found) if found else holder


#: schema.org's word for what CSL calls a work; any other is a `CreativeWork`.
_WORK_TYPES: Final = {
    "book": "Book",
    "chapter": "Chapter",
    "article-journal": "ScholarlyArticle",
    "article-newspaper": "NewsArticle",
    "report": "Report",
    "thesis": "Thesis",
    "webpage": "WebPage",
}


def _cited(reference: Reference) -> dict[str, Any]:
    """Return a work that a text cites."""
    data = reference.data
    authors = (
        {"@type": "Person", "name": " ".join(filter(None, (one.get("given", ""), one["family"])))}
        if one.get("family")
        else one.get("literal", "")
        for one in authors_of(data)
    )
    doi = text_in(data, "DOI")
    return _told(
        {
            "@type": _WORK_TYPES.get(text_in(data, "type"), "CreativeWork"),
            "@id": f"https://doi.org/{doi}" if doi else "",
            "name": one_line(text_in(data, "title")),
            "author": [author for author in authors if author],
            "datePublished": year_of(data),
            "url": "" if doi else text_in(data, "URL"),
        }
    )


def linked_chapter(described: DescribedBook, article: Article) -> dict[str, Any]:
    """Return an article as a `Chapter` of schema.org, without context and without its book."""
    span = described.spans.get(article.key)
    record = article.record
    return _told(
        {
            "@type": "Chapter",
            "@id": _chapter_id(described, article),
            "name": whole_title(article.title, article.subtitle),
            "position": described.numbers[article.key],
            "inLanguage": article.text.language,
            "author": [_person(person) for person in described.authors(article)],
            "pageStart": span.first if span else "",
            "pageEnd": span.last if span else "",
            "abstract": one_line(record.abstract),
            "keywords": list(record.keywords),
            "license": record.licence.address if record.licence else "",
            "url": described.address_of(article),
            "citation": [_cited(reference) for reference in article.text.references],
        }
    )


def _book_id(described: DescribedBook) -> str:
    doi = described.book.metadata.record.doi
    return f"https://doi.org/{doi}" if doi else described.book.metadata.identifier


def _chapter_id(described: DescribedBook, article: Article) -> str:
    doi = article.record.doi
    return f"https://doi.org/{doi}" if doi else f"{_book_id(described)}#{article.key}"


def _told(value: dict[str, Any]) -> dict[str, Any]:
    """Return what is known."""
    return {name: one for name, one in value.items() if one}


def _person(person: Contributor) -> dict[str, Any]:
    family, given = family_and_given(person)
    addresses = list(person.identities.addresses)
    return _told(
        {
            "@type": "Organization" if person.is_body else "Person",
            "@id": addresses[0] if addresses else "",
            "name": person.name,
            "familyName": family if given else "",
            "givenName": given,
            "sameAs": addresses,
            "affiliation": [_institution(place) for place in person.affiliations],
            "description": biography_of(person),
        }
    )


def _institution(place: Affiliation) -> dict[str, Any]:
    return _told({"@type": "Organization", "@id": place.address, "name": place.name})


def _publisher(described: DescribedBook) -> dict[str, Any]:
    metadata = described.book.metadata
    if not metadata.publisher:
        return {}
    known = metadata.record.publisher
    return _told(
        {
            "@type": "Organization",
            "@id": f"https://ror.org/{known.ror}" if known.ror else "",
            "name": metadata.publisher,
            "url": known.address,
            "location": metadata.publisher_place,
        }
    )


def _series(described: DescribedBook) -> dict[str, Any]:
    metadata = described.book.metadata
    if not metadata.series:
        return {}
    return _told({"@type": "BookSeries", "name": metadata.series, "issn": metadata.record.issn})


def _grant(grant: Grant) -> dict[str, Any]:
    address = f"https://ror.org/{grant.ror}" if grant.ror else ""
    doi = f"https://doi.org/{grant.doi}" if grant.doi else ""
    funder = _told({"@type": "Organization", "@id": address or doi, "name": grant.funder})
    return _told({"@type": "Grant", "name": grant.project, "identifier": grant.number, "funder": funder})


def _example_formats(described: DescribedBook) -> tuple[str, ...]:
    known = {*described.formats, *dict(described.book.metadata.record.isbns)}
    return tuple(one for one in _FORMATS if one in known)


def _example(described: DescribedBook, format_: str) -> dict[str, Any]:
    media_type, form = _FORMATS[format_]
    return _told(
        {
            "@type": "Book",
            "bookFormat": f"https://schema.org/{form}",
            "encodingFormat": media_type,
            "isbn": described.book.metadata.record.isbn(format_),
        }
    )
