"""The EPUB of each article, in the form of the book, with the title leaf of its offprint as title page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
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
from florilegium.pipeline.release.offprints import ARTICLES, made_by
from florilegium.problems import Problem, Report
from florilegium.system.tasks.runner import Runner
from florilegium.system.tasks.store import Store
from florilegium.system.tasks.task import Task, whole
from florilegium.system.values import dataclass

#: A chapter's page would only repeat the title.
_LEFT_OUT: Final = frozenset({SectionKind.PART, SectionKind.CHAPTER})


@dataclass(frozen=True)
class ArticleEpub:
    """All that the EPUB of one article is made of, so that any process can make it.

    `leaf` is the title page, which tells of what book the article is a part. `cover` is the editor's image,
    fitted for readers once for all articles, if the book has one; `kept` is where pieces of it are kept that
    other files have too.
    """

    book: Book
    leaf: Document
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
        documents=tuple(_documents(wanted)),
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
)


def article_epub_files(context: Context) -> Iterator[tuple[str, bytes]]:
    """Yield the EPUB of each article with its path in a release; errors as `epub_files`."""
    whole_input = epub_input(context)
    cover = given_cover(context.book, context.root, context.report, context.runner)
    marks = _Marks(context.starts)

    def wanted() -> Iterator[tuple[str, ArticleEpub]]:
        for article in context.book.articles:
            yield (
                f"{ARTICLES}/{article.key}/{article.key}.epub",
                ArticleEpub(
                    book=book_of(context.book, article),
                    leaf=title_leaf(context.book, article, marks.pages_of(article)),
                    root=whole_input.root,
                    modified=whole_input.modified,
                    pages=marks.starts_of(article),
                    sheets=whole_input.sheets,
                    options=whole_input.options,
                    made_with=whole_input.made_with,
                    cover=cover,
                    kept=context.runner.store,
                ),
            )

    for name, made in made_by(context.runner, MAKE, wanted()):
        context.report.extend(made.problems)
        yield name, made.data


def _documents(wanted: ArticleEpub) -> Iterator[Document]:
    """Yield the documents of the file in their order."""
    sections = tuple(
        section for section in sections_of(wanted.book, with_index=False) if section.kind not in _LEFT_OUT
    )
    design = wanted.options.design
    matters = Matters(
        sections, made_with=wanted.made_with, typeface=design.text.name, abstracts=design.abstracts
    )
    for document in documents(name_sources(wanted.book), sections, matters):
        section = document.section
        if section.kind is SectionKind.TITLE_PAGE:
            yield wanted.leaf
        else:
            yield replace(document, section=replace(section, parent=""))


class _Marks:
    """The letters with which printed pages begin, by the sections and the blocks in which they stand."""

    def __init__(self, starts: Sequence[PageStart]) -> None:
        self._starts = starts
        self._in_section: dict[str, list[int]] = {}
        self._in_block: dict[str, list[int]] = {}
        for place, start in enumerate(starts):
            self._in_section.setdefault(start.section, []).append(place)
            self._in_block.setdefault(start.block, []).append(place)

    def starts_of(self, article: Article) -> tuple[PageStart, ...]:
        """Return where printed pages begin in an article and in its notes."""
        places = set(self._in_section.get(article.key, ()))
        for block in (block.get("id") for note in article.text.notes for block in leaves(note.body)):
            places.update(self._in_block.get(block, ()) if block else ())
        return tuple(self._starts[place] for place in sorted(places))

    def pages_of(self, article: Article) -> str:
        """Return the folios on which an article is printed, such as `17–24`."""
        return page_range([self._starts[place].label for place in self._in_section.get(article.key, ())])


#: Made for releases only, as the manifest says under `editions: epub`.
ARTICLE_EPUBS: Final = Edition(
    name="article-epubs",
    title="the EPUBs of the articles",
    endings=(),
    needs=Needs.MARKS,
    begin_files=lambda context: partial(article_epub_files, context),
    imports=(__name__, "ebooklib.epub"),
    asks="epub",
)
