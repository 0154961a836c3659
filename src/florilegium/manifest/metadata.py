"""What the manifest tells a catalogue and a copyright page, as a value of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from florilegium.book.model import Metadata, Subject

if TYPE_CHECKING:
    from florilegium.manifest.schema import Manifest


def metadata_of(manifest: Manifest, editors: tuple[str, ...]) -> Metadata:
    """The metadata of a book; `editors` are the keys that have been looked up."""
    publisher, series, cover = manifest.publisher, manifest.series, manifest.cover
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
    )
