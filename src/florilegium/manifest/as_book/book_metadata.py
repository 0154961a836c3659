"""What the manifest says to a catalogue, a copyright page and a note on the text, as values of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from florilegium.book.model import Correction, FirstPublication, Metadata, Subject
from florilegium.system import files

if TYPE_CHECKING:
    from florilegium.manifest.schema.contents import ArticleKeys
    from florilegium.manifest.schema.imprint import CoverKeys
    from florilegium.manifest.schema.manifest import Manifest


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
    )


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
