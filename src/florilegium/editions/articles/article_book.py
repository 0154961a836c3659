"""A book of a single article, for a file of its own in the form of the book."""

from __future__ import annotations

import uuid
from dataclasses import replace

from florilegium.book.bibliographic import Subject
from florilegium.book.model import Article, Book


def book_of(book: Book, article: Article) -> Book:
    """Return a book that holds an article, bears its title and its language, and knows its authors alone.

    Its identifier is made of the book's and the article's key, so that it is the same each time.
    """
    (chapter,) = [one for one in book.chapters if article in one.articles]
    metadata, record = book.metadata, article.record
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{metadata.identifier}#{article.key}")
    own = replace(
        metadata.record,
        doi=record.doi,
        isbns=(),
        abstract=record.abstract,
        keywords=record.keywords,
        licence=record.licence or metadata.record.licence,
        copyright=record.copyright if record.copyright.holder else metadata.record.copyright,
    )
    alone = replace(chapter, title=article.title, subtitle="", introduction=None, articles=(article,))
    part = replace(book.parts[0], title="", introduction=None, chapters=(alone,))
    without = replace(book, introduction=None, epigraph=None, before=(), after=(), lists=())
    return replace(
        without,
        metadata=replace(
            metadata,
            title=article.title,
            subtitle=article.subtitle,
            language=article.text.language,
            identifier=f"urn:uuid:{name}",
            editors=(),
            edition="",
            series="",
            series_number="",
            subjects=tuple(Subject(word) for word in record.keywords),
            description=record.abstract,
            dedication="",
            rights=article.rights or metadata.rights,
            record=own,
        ),
        contributors={key: book.contributors[key] for key in article.authors if key in book.contributors},
        parts=(part,),
    )
