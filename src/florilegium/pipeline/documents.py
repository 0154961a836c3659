"""The documents of a book: its sections as XHTML, with an index that counts printed pages or paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from florilegium.book.model import Index, Mention
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.sections import Section, SectionKind, sections_of
from florilegium.pipeline.document_info import made_with

if TYPE_CHECKING:
    from florilegium.editions.pagemap import PageStart
    from florilegium.names.index.entries import Folio
    from florilegium.pipeline.session import Session
    from florilegium.pipeline.texts import Prepared
    from florilegium.problems import Report

#: The family in which a book for screens is set that brings one.
_SCREEN_TYPEFACE: Final = "EB Garamond"


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


def indexes(
    prepared: Prepared, session: Session, folio_of: Callable[[Mention], Folio | int], report: Report
) -> tuple[Index, ...]:
    """Return the indexes that the book asks for, with the folio of each mention."""
    from florilegium.names.index.entries import make_indexes

    wanted = prepared.book.authority
    if not (wanted.headings or wanted.contributors or wanted.works):
        return ()
    session.progress.stage("making the index")
    return make_indexes(prepared.book, prepared.survey.mentions, folio_of, report)


def unpaged_text(prepared: Prepared, session: Session, report: Report) -> BookText:
    """Return the documents of a book of which no page is known; locators count its paragraphs."""
    from florilegium.names.index.locators import in_paragraphs

    sections = book_sections(prepared)
    made = indexes(prepared, session, in_paragraphs(prepared.book), report)
    matters = Matters(sections, made, made_with=made_with(), typeface=_SCREEN_TYPEFACE)
    return BookText(documents(prepared.book, sections, matters))


def with_notes_told(prepared: Prepared, text: BookText) -> BookText:
    """Return a text for screens: a note that refers back names the source, since one that pops up is
    alone."""
    from florilegium.passes.citations.expand_ibid import tell_sources

    told = tell_sources(prepared.book)
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
