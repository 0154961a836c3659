"""The EPUB of each article, in the form of the book, with the title leaf of its offprint as title page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from florilegium.book.model import Article, Book
from florilegium.book.runs import leaves
from florilegium.editions.articles.article_book import book_of
from florilegium.editions.articles.title_leaf import title_leaf
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.epub.edition import EpubInput, EpubOptions, epub_input, make_epub
from florilegium.editions.epub.media.cover import given_cover
from florilegium.editions.epub.package import PackageItem
from florilegium.editions.pagemap import PageStart, page_range
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.editions.sections import SectionKind, sections_of
from florilegium.passes.citations.expand_ibid import name_sources
from florilegium.pipeline.release.offprints import ARTICLES
from florilegium.problems import Problem, Report
from florilegium.system.tasks.runner import Runner
from florilegium.system.tasks.store import Store
from florilegium.system.tasks.task import Task, whole

#: A chapter's page would only repeat the title.
_LEFT_OUT: Final = frozenset({SectionKind.PART, SectionKind.CHAPTER})


@dataclass(frozen=True)
class ArticleEpub:
    """All that the EPUB of one article is made of, so that any process can make it.

    `cover` is the editor's image, fitted for readers once for all articles, if the book has one; `kept` is
    where pieces of it are kept that other files have too.
    """

    book: Book
    documents: tuple[Document, ...]
    root: Path
    modified: datetime
    pages: tuple[PageStart, ...]
    sheets: Mapping[str, str]
    options: EpubOptions
    made_with: str
    cover: PackageItem | None
    kept: Store | None


@dataclass(frozen=True)
class MadeEpub:
    """A finished EPUB, and what was found."""

    data: bytes
    problems: tuple[Problem, ...]


def article_epub(wanted: ArticleEpub) -> MadeEpub:
    """Return the EPUB of one article. Reports and raises as `make_epub`."""
    report = Report()
    given = EpubInput(
        book=wanted.book,
        documents=wanted.documents,
        root=wanted.root,
        modified=wanted.modified,
        pages=wanted.pages,
        sheets=wanted.sheets,
        options=wanted.options,
        made_with=wanted.made_with,
        runner=Runner(store=wanted.kept),
        cover=wanted.cover,
    )
    return MadeEpub(make_epub(given, report), report.problems)


def _fingerprint(wanted: ArticleEpub) -> str:
    return whole(replace(wanted, kept=None))


#: Make the EPUB of one article.
MAKE: Final[Task[ArticleEpub, MadeEpub]] = Task(
    name="article-epub",
    do=article_epub,
    kind=MadeEpub,
    fingerprint=_fingerprint,
    root=lambda wanted: wanted.root,
    weight=lambda wanted: sum(len(document.xhtml) for document in wanted.documents),
)


def article_epub_files(context: Context) -> dict[str, bytes]:
    """Return the EPUB of each article by its path in a release; errors as `epub_files`."""
    whole_input = epub_input(context)
    cover = given_cover(context.book, context.root, context.report, context.runner)
    wanted = {}
    for article in context.book.articles:
        book = book_of(context.book, article)
        wanted[f"{ARTICLES}/{article.key}/{article.key}.epub"] = ArticleEpub(
            book=book,
            documents=tuple(_documents(context, book, article)),
            root=whole_input.root,
            modified=whole_input.modified,
            pages=tuple(_starts(context, article)),
            sheets=whole_input.sheets,
            options=whole_input.options,
            made_with=whole_input.made_with,
            cover=cover,
            kept=context.runner.store,
        )
    made = list(context.runner.map(MAKE, list(wanted.values())))
    context.report.extend(tuple(problem for one in made for problem in one.problems))
    return {name: one.data for name, one in zip(wanted, made, strict=True)}


def _documents(context: Context, book: Book, article: Article) -> Iterator[Document]:
    """Yield the documents of the file in their order."""
    sections = tuple(
        section for section in sections_of(book, with_index=False) if section.kind not in _LEFT_OUT
    )
    design = context.design
    matters = Matters(
        sections, made_with=context.made_with, typeface=design.text.name, abstracts=design.abstracts
    )
    for document in documents(name_sources(book), sections, matters):
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
