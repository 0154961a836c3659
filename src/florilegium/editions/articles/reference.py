"""The full reference to an article in its book, as one who cites it writes it (after CMOS 14.106)."""

from __future__ import annotations

from florilegium.book.model import Article, Book
from florilegium.editions.sections import byline
from florilegium.languages.labels import Labels, labels_for
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class FullReference:
    """A reference in three pieces, of which the title of the `book` is set as such, and an `address`.

    `language` is that of the words between the names.
    """

    before: str
    book: str
    after: str
    address: str
    language: str

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.before}{self.book}{self.after}", self.address)))


def reference_of(book: Book, article: Article, pages: str = "") -> FullReference:
    """Return the reference to an article; `pages` are those on which it is printed, such as `17–24`."""
    metadata = book.metadata
    labels = labels_for(metadata.language)
    authors = byline(book, article.authors)
    whole = f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title
    doi = article.record.doi
    return FullReference(
        before=f"{f'{authors}, ' if authors else ''}{_titled(article, labels)} {labels.inside} ",
        book=whole,
        after=f"{edited_and_published(book)}{f', {pages}' if pages else ''}.",
        address=f"https://doi.org/{doi}" if doi else "",
        language=labels.language,
    )


def _titled(article: Article, labels: Labels) -> str:
    """Return the title in quotation marks with the comma after it; none after a question mark."""
    title = f"{article.title}: {article.subtitle}" if article.subtitle else article.title
    quoted = labels.quoted(title)
    if title.endswith(("?", "!", "…")):
        return quoted
    if labels.puts_comma_inside(quoted):
        return f"{quoted[:-1]},{quoted[-1]}"
    return f"{quoted},"


def edited_and_published(book: Book) -> str:
    """Return what follows the title of a book: `, edited by Name (Place: Publisher, Year)`, as far as it is
    known."""
    metadata = book.metadata
    names, said = byline(book, metadata.editors), labels_for(metadata.language).edited_by
    edited = f", {said[:1].lower()}{said[1:]} {names}" if names else ""
    house = ": ".join(
        filter(None, (metadata.publisher_place if metadata.publisher else "", metadata.publisher))
    )
    return f"{edited} ({', '.join(filter(None, (house, str(metadata.date.year))))})"
