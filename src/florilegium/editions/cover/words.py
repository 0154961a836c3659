"""What stands on a cover that is drawn, the same for every edition."""

from __future__ import annotations

from florilegium.book.model import Book
from florilegium.languages.labels import labels_for
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Words:
    """What stands on a cover; everything but the title may be empty. `names` are editors or authors."""

    title: str
    subtitle: str = ""
    names: str = ""
    series: str = ""
    publisher: str = ""


def words_of(book: Book) -> Words:
    """Return the words of a drawn cover; a name is never broken across lines."""
    metadata, labels = book.metadata, labels_for(book.metadata.language)
    unbroken = {
        key: person.name.replace(" ", "\N{NO-BREAK SPACE}") for key, person in book.contributors.items()
    }
    authors = tuple(dict.fromkeys(key for article in book.articles for key in article.authors))
    chosen = metadata.editors or (authors if len(authors) <= 4 else ())
    names = labels.join([unbroken[key] for key in chosen if key in unbroken])
    if names and metadata.editors:
        names = f"{labels.edited_by} {names}"
    number = f", {metadata.series_number}" if metadata.series and metadata.series_number else ""
    return Words(
        " ".join(metadata.title.split()),
        " ".join(metadata.subtitle.split()),
        names,
        f"{metadata.series}{number}",
        metadata.publisher or metadata.edition,
    )
