"""A book as the desk holds it: read, with its problems, and set in pages where nothing stops it.

It goes through the stages of a build and stops before a file is bound, so that what is seen is what will be
printed.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from florilegium.pipeline.build import prepare_and_begin
from florilegium.pipeline.live.article_changes import ArticleAt, articles_of
from florilegium.pipeline.live.block_places import BlockPlaces
from florilegium.problems import Report
from florilegium.system.files import hash_of
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from florilegium.book.model import Authority, Index, Mention
    from florilegium.editions.documents import Document
    from florilegium.editions.pdf.section.printed_section import Layout
    from florilegium.names.index.locators import FolioOf
    from florilegium.names.mentions.indexable_text import IndexableBlock
    from florilegium.names.mentions.survey import Survey
    from florilegium.passes.notes_survey import TextNotes
    from florilegium.pipeline.prepare import Prepared
    from florilegium.pipeline.printing import BegunText, SetBook
    from florilegium.pipeline.session import Session


@dataclass(frozen=True)
class ReadBook:
    """A book whose texts have been read and edited.

    What is looked up in it is made when it is first asked for, once for each change of the book.
    """

    prepared: Prepared

    @cached_property
    def places(self) -> BlockPlaces:
        """Return the way from blocks to sources."""
        return BlockPlaces(self.prepared)

    @cached_property
    def articles(self) -> tuple[ArticleAt, ...]:
        """Return the articles that could be read, in their order."""
        return articles_of(self.prepared)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return by its key the title of each article, and that of what a text introduces."""
        book = self.prepared.book
        titles = {
            **{part.key: part.title for part in book.parts},
            **{chapter.key: chapter.title for chapter in book.chapters},
            **{article.key: article.title for article in book.articles},
        }
        introduced = {f"{key}-introduction": f"Introduction to {title}" for key, title in titles.items()}
        return {"introduction": "General introduction", **titles, **introduced}

    @cached_property
    def blocks(self) -> tuple[IndexableBlock, ...]:
        """Return the blocks in which names are looked for."""
        from florilegium.names.mentions.indexable_text import read_book as blocks_of

        return tuple(blocks_of(self.prepared.book))

    @cached_property
    def names_stamp(self) -> str:
        """Return what changes when the names do that are marked on the pages."""
        kinds = [(one.label, one.kind) for one in self.prepared.book.authority.headings]
        return hash_of(repr((kinds, self.prepared.survey.mentions)).encode())[:16]

    @cached_property
    def notes(self) -> tuple[TextNotes, ...]:
        """Return the notes of each text, every one with its calls in context; texts with odd ones first."""
        from florilegium.passes.notes_survey import survey_notes

        return tuple(sorted(survey_notes(self.prepared.book), key=lambda text: -text.odd))


def read_book(session: Session) -> tuple[ReadBook, BegunText | None]:
    """Read the manifest and the articles, and find the names, while the text is set already.

    Raises:
        ManifestError: the manifest cannot be read.
    """
    prepared, begun = prepare_and_begin(session)
    return ReadBook(prepared), begun


def set_pages(
    read: ReadBook,
    session: Session,
    text_is_set: Callable[[Sequence[Document], Mapping[str, Layout]], object] | None = None,
    begun: BegunText | None = None,
) -> SetBook:
    """Set a book that has been read, and of which the text may have been `begun`. `text_is_set` is given the
    text before index and contents are made.

    Raises:
        FlorilegiumError: as `build`; the session's report has what is wrong.
    """
    from florilegium.pipeline.printing import set_book

    session.stop_at_faults()
    made = set_book(read.prepared, session, text_is_set=text_is_set, begun=begun)
    session.stop_at_faults()
    return made


def index_with(read: ReadBook, authority: Authority, folio_of: FolioOf) -> tuple[tuple[Index, ...], Survey]:
    """Return the indexes that a book has with another authority, on the pages as they are, and what they are
    made of.

    An authority changes no page of the text, so nothing is set for it. Mentions of texts whose pages are
    not known are left out.
    """
    from florilegium.names.index.entries import make_indexes
    from florilegium.names.mentions.survey import survey

    report = Report()
    book = replace(read.prepared.book, authority=authority)
    found = survey(book, report, read.blocks)
    known = [mention for mention in found.mentions if _has_page(mention, folio_of)]
    return make_indexes(book, known, folio_of, report), found


def _has_page(mention: Mention, folio_of: FolioOf) -> bool:
    try:
        folio_of(mention)
    except KeyError:
        return False
    return True
