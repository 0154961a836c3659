"""What the manifest says to a catalogue, a copyright page and a note on the text, as values of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from florilegium.book.bibliographic import (
    Affiliation,
    ArticleRecord,
    BookRecord,
    Copyright,
    Correction,
    Evidence,
    FirstPublication,
    Grant,
    Identities,
    Licence,
    Metadata,
    PublisherRecord,
    Subject,
)
from florilegium.manifest.schema.identifiers import licence_address
from florilegium.system import files

if TYPE_CHECKING:
    from florilegium.manifest.reading.tree import Way
    from florilegium.manifest.schema.contents import ArticleKeys, ContributorKeys
    from florilegium.manifest.schema.imprint import CoverKeys
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.manifest.schema.rights_and_numbers import CopyrightKeys


def metadata_of(manifest: Manifest, editors: tuple[str, ...]) -> Metadata:
    """Return the metadata of a book; `editors` are the keys that have been looked up."""
    publisher, series, cover = manifest.publisher, manifest.series, _cover(manifest)
    return Metadata(
        title=manifest.title,
        subtitle=manifest.subtitle,
        language=manifest.language,
        identifier=manifest.identifier,
        slug=manifest.stem,
        date=manifest.date,
        editors=editors,
        publisher=publisher.name if publisher else "",
        publisher_place=publisher.place if publisher else "",
        edition=manifest.edition,
        series=series.title if series else "",
        series_number=series.number if series else "",
        description=manifest.description,
        subjects=tuple(
            Subject(subject.label or subject.code, subject.scheme, subject.code)
            for subject in manifest.subjects
        ),
        rights=manifest.rights,
        dedication=manifest.dedication,
        cover=cover.image if cover else "",
        cover_alt=cover.alt if cover else "",
        manifest=manifest.name,
        record=_book_record(manifest),
    )


def _book_record(manifest: Manifest) -> BookRecord:
    publisher = manifest.publisher
    return BookRecord(
        doi=manifest.doi,
        isbns=tuple((name, isbn) for name, isbn in manifest.isbns.model_dump().items() if isbn),
        abstract=manifest.abstract,
        keywords=manifest.keywords,
        licence=_licence(manifest.licence),
        copyright=_copyright(manifest.copyright),
        grants=tuple(
            Grant(each.funder, each.grant, each.project, each.ror, each.doi) for each in manifest.funding
        ),
        publisher=PublisherRecord(publisher.address, publisher.contact, publisher.ror)
        if publisher
        else PublisherRecord(),
        site=manifest.site,
        accessibility_contact=manifest.accessibility.contact if manifest.accessibility else "",
        issn=manifest.series.issn if manifest.series else "",
    )


def article_record(manifest: Manifest, article: ArticleKeys, way: Way) -> ArticleRecord:
    """Return what registers are told of the article at `way`; what it does not say is the book's."""
    return ArticleRecord(
        doi=article.doi,
        abstract=article.abstract,
        keywords=article.keywords,
        licence=_licence(article.licence or manifest.licence),
        copyright=_copyright(article.copyright),
        evidence=_evidence(manifest, article, way),
    )


def _evidence(manifest: Manifest, article: ArticleKeys, way: Way) -> Evidence:
    """Return how it is known that the article at `way` may be printed, by its own word or the book's."""
    if article.permission:
        allowed, place = article.permission, manifest.place(*way, "permission")
    elif "permission" in manifest.model_fields_set:
        allowed, place = manifest.permission, manifest.place("permission")
    else:
        allowed, place = manifest.permission, manifest.place(*way, "source")
    return Evidence(allowed.evidence, allowed.file, place)


def identities_of(person: ContributorKeys) -> Identities:
    """Return the numbers under which registers know a contributor."""
    return Identities(person.orcid, person.isni, person.wikidata, person.lcnaf, person.ror)


def affiliations_of(person: ContributorKeys) -> tuple[Affiliation, ...]:
    """Return the institutions of a contributor."""
    return tuple(Affiliation(each.name, each.ror, each.position) for each in person.affiliations)


def _licence(name: str) -> Licence | None:
    return Licence(name, licence_address(name)) if name else None


def _copyright(written: CopyrightKeys | None) -> Copyright:
    return Copyright(written.holder, written.year) if written else Copyright()


def _cover(manifest: Manifest) -> CoverKeys | None:
    """Return the cover, if its file is there; else the loader has reported it already."""
    try:
        files.locate(manifest.root, manifest.cover.image if manifest.cover else "")
    except files.FileRefusedError:
        return None
    return manifest.cover


def publication_of(article: ArticleKeys) -> FirstPublication:
    """Return where and when an article first appeared; empty when the editor says nothing of it."""
    told = article.published
    if told is None:
        return FirstPublication()
    return FirstPublication(told.where, told.when, told.address or "", told.note)


def corrections_of(article: ArticleKeys) -> tuple[Correction, ...]:
    """Return the slips of an article that the book mends."""
    return tuple(Correction(each.find, each.replace, each.reason) for each in article.corrections)
