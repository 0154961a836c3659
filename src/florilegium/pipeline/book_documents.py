"""The documents of a book: its sections as XHTML, with an index that counts printed pages or paragraphs.

And what its files say of it and of themselves: makers, moment, program.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from florilegium import __version__
from florilegium.book.model import Book, Index, Mention
from florilegium.editions.designs.design import design_of
from florilegium.editions.documents import Document, Matters, caption_lines, documents
from florilegium.editions.sections import DEPENDENT, LISTS, Section, SectionKind, sections_of
from florilegium.languages.labels import labels_for
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.editions.pagemap import PageStart
    from florilegium.editions.pdf.output.xmp import DocumentInfo
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.names.index.entries import Folio
    from florilegium.pipeline.prepare import Prepared
    from florilegium.pipeline.session import Session
    from florilegium.problems import Report


@dataclass(frozen=True)
class BookText:
    """The documents of a book, and the letter with which each printed page of them begins, if any is."""

    documents: tuple[Document, ...]
    starts: tuple[PageStart, ...] = ()


def book_sections(prepared: Prepared) -> tuple[Section, ...]:
    """Return the sections of every edition."""
    from florilegium.names.index.entries import is_indexed

    indexed = is_indexed(prepared.book, prepared.survey.mentions)
    return sections_of(prepared.book, with_index=indexed)


def is_index_wanted(book: Book) -> bool:
    """Return whether a book asks for any index; what it asks for may be empty."""
    return bool(book.authority.headings) or book.authority.follows_from_texts


def indexes(
    prepared: Prepared, session: Session, folio_of: Callable[[Mention], Folio | int], report: Report
) -> tuple[Index, ...]:
    """Return the indexes that the book asks for, with the folio of each mention."""
    from florilegium.names.index.entries import make_indexes

    if not is_index_wanted(prepared.book):
        return ()
    session.progress.stage("making the index")
    return make_indexes(prepared.book, prepared.survey.mentions, folio_of, report)


def unpaged_text(
    prepared: Prepared, session: Session, report: Report, begin: Callable[[Sequence[Document]], None]
) -> BookText:
    """Return the documents for screens of a book of which no page is known; locators count its paragraphs.

    `begin` is given those that need no index as soon as they are there.
    """
    from florilegium.names.index.locators import in_paragraphs
    from florilegium.passes.citations.expand_ibid import name_sources

    sections, design = book_sections(prepared), design_of(prepared.manifest.design)
    matters = Matters(sections, made_with=made_with(), typeface=design.text.name, abstracts=design.abstracts)
    # Where no folio is printed, the contents depend on nothing.
    last = [one for one in sections if one.kind in DEPENDENT - {SectionKind.CONTENTS}]
    text = documents(name_sources(prepared.book), [one for one in sections if one not in last], matters)
    begin(text)
    made = indexes(prepared, session, in_paragraphs(prepared.book), report)
    listed = any(one.kind in LISTS for one in last)
    matters = replace(matters, indexes=made, captions=tuple(caption_lines(text)) if listed else ())
    return BookText(in_order(sections, text, documents(prepared.book, last, matters)))


def with_notes_told(prepared: Prepared, text: BookText) -> BookText:
    """Return a printed text for screens: a note that refers back names the source, since one that pops up
    is alone."""
    from florilegium.passes.citations.expand_ibid import name_sources

    told = name_sources(prepared.book)
    if told is prepared.book:
        return text
    sections = book_sections(prepared)
    notes = documents(told, of_kind(sections, SectionKind.NOTES), Matters(sections))
    return BookText(in_order(sections, text.documents, notes), text.starts)


def of_kind(sections: Sequence[Section], kind: SectionKind) -> tuple[Section, ...]:
    """Return the sections of one kind."""
    return tuple(section for section in sections if section.kind is kind)


def in_order(sections: Sequence[Section], *made: Sequence[Document]) -> tuple[Document, ...]:
    """Return documents in the order of their sections; of one section, the last that was made."""
    by_id = {document.section.id: document for some in made for document in some}
    return tuple(by_id[section.id] for section in sections)


def facts_of(book: Book, manifest: Manifest) -> DocumentInfo:
    """Return what the PDF says of itself."""
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
        rights=" ".join(f"{metadata.notice}. {metadata.rights}".lstrip(". ").split()),
        creator=made_with(),
        producer=made_with(),
        page_word=labels.page,
        page_language=labels.language if labels.language != metadata.language else "",
        ua=int(manifest.editions.pdf.ua),
    )


def makers(book: Book) -> tuple[str, ...]:
    """Return the keys of everybody who made the text: editors, then authors in the order of the book, each
    once."""
    authors = (key for article in book.articles for key in article.authors)
    return tuple(key for key in dict.fromkeys((*book.metadata.editors, *authors)) if key in book.contributors)


def made_with() -> str:
    """Return how the colophon and the copyright page name the program."""
    return f"Florilegium {__version__}"


def build_moment(manifest: Manifest) -> datetime:
    """Return the moment that the files give as their making: SOURCE_DATE_EPOCH, else the manifest's date.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(manifest.date, time(), UTC)
