"""The EPUB of each article, in the form of the book, with the title leaf of its offprint as title page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from florilegium.book.model import Article, Book
from florilegium.book.runs import leaves
from florilegium.editions.articles.article_book import book_of
from florilegium.editions.articles.title_leaf import title_leaf
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.epub.edition import begin, epub_of
from florilegium.editions.pagemap import PageStart, page_range
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.editions.sections import SectionKind, sections_of
from florilegium.passes.citations.expand_ibid import tell_sources
from florilegium.pipeline.release.offprints import ARTICLES

#: A chapter's page would only repeat the title.
_LEFT_OUT: Final = frozenset({SectionKind.PART, SectionKind.CHAPTER})


def article_epub_files(context: Context) -> dict[str, bytes]:
    """Return the EPUB of each article by its path in a release; errors as `epub_files`."""
    made = {article.key: book_of(context.book, article) for article in context.book.articles}
    for book in made.values():
        begin(book, context.runner)
    return {
        f"{ARTICLES}/{article.key}/{article.key}.epub": epub_of(
            replace(
                context,
                book=made[article.key],
                documents=tuple(_documents(context, made[article.key], article)),
                starts=tuple(_starts(context, article)),
                mentions=(),
            )
        )
        for article in context.book.articles
    }


def _documents(context: Context, book: Book, article: Article) -> Iterator[Document]:
    """Yield the documents of the file in their order."""
    sections = tuple(
        section for section in sections_of(book, with_index=False) if section.kind not in _LEFT_OUT
    )
    design = context.design
    matters = Matters(
        sections, made_with=context.made_with, typeface=design.text.name, abstracts=design.abstracts
    )
    for document in documents(tell_sources(book), sections, matters):
        section = document.section
        if section.kind is SectionKind.TITLE_PAGE:
            yield title_leaf(context.book, article, _pages(context, article))
        else:
            yield replace(document, section=replace(section, parent=""))


def _starts(context: Context, article: Article) -> Iterator[PageStart]:
    """Yield where printed pages begin in the article and in its notes."""
    blocks = {block.get("id") for note in article.text.notes for block in leaves(note.body)}
    for start in context.starts:
        if start.section == article.key or (start.block and start.block in blocks):
            yield start


def _pages(context: Context, article: Article) -> str:
    return page_range([start.label for start in context.starts if start.section == article.key])


#: Made for releases only, as the manifest says under `editions: epub`.
ARTICLE_EPUBS: Final = Edition(
    name="article-epubs",
    title="the EPUBs of the articles",
    endings=(),
    needs=Needs.MARKS,
    files=article_epub_files,
    asks="epub",
)
