"""What finished files say of the book and of themselves: makers, moment, program."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from florilegium import __version__
from florilegium.book.model import Book
from florilegium.languages.labels import labels_for

if TYPE_CHECKING:
    from florilegium.editions.pdf.output.xmp import DocumentInfo
    from florilegium.manifest.schema.manifest import Manifest


def facts_of(book: Book, manifest: Manifest) -> DocumentInfo:
    """What the PDF says of itself."""
    from florilegium.editions.pdf.output.xmp import DocumentInfo

    metadata, labels = book.metadata, labels_for(book.metadata.language)
    title = f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title
    return DocumentInfo(
        title=title,
        language=metadata.language,
        identifier=metadata.identifier,
        made=build_moment(manifest),
        authors=tuple(book.contributors[key].name for key in makers(book)),
        description=" ".join(metadata.description.split()),
        keywords=tuple(subject.label for subject in metadata.subjects),
        rights=" ".join(metadata.rights.split()),
        creator=made_with(),
        producer=made_with(),
        page_word=labels.page,
        page_language=labels.language if labels.language != metadata.language else "",
    )


def makers(book: Book) -> tuple[str, ...]:
    """The keys of everybody who made the text: editors, then authors in the order of the book, each once."""
    authors = (key for article in book.articles for key in article.authors)
    return tuple(key for key in dict.fromkeys((*book.metadata.editors, *authors)) if key in book.contributors)


def made_with() -> str:
    """How the colophon and the copyright page name the program."""
    return f"Florilegium {__version__}"


def build_moment(manifest: Manifest) -> datetime:
    """The moment that the files give as their making: SOURCE_DATE_EPOCH, else the manifest's date.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(manifest.date, time(), UTC)
