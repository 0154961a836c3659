"""The title leaf of an article's own file: its title large, the authors below, at the foot the reference."""

from __future__ import annotations

from florilegium.book.model import Article, Book
from florilegium.book.trees import parsed
from florilegium.editions.articles.reference import reference_of
from florilegium.editions.documents import Document, language_mark
from florilegium.editions.sections import Matter, Section, SectionKind, byline
from florilegium.editions.templating import environment
from florilegium.languages.labels import labels_for


def leaf_id(article: Article) -> str:
    """Return the id of the section that is an article's title leaf; no section of the book has such a one."""
    return f"{article.key}--offprint"


def title_leaf(book: Book, article: Article, pages: str) -> Document:
    """Return the document of the leaf; `pages` are those on which the article is printed."""
    labels = labels_for(book.metadata.language)
    section = Section(
        id=leaf_id(article),
        kind=SectionKind.TITLE_PAGE,
        title=labels.title_page,
        matter=Matter.FRONT,
        language=article.text.language,
        byline=byline(book, article.authors),
        source=book.metadata.manifest,
        label=labels.language,
    )
    page = (
        environment()
        .get_template("title-leaf.xhtml")
        .render(
            section=section,
            titled=language_mark(labels.language, article.text.language),
            article=article,
            reference=reference_of(book, article, pages),
            language=book.metadata.language,
            labels=labels,
            rights=[line for line in _rights(book, article) if line],
        )
    )
    return Document.of(section, parsed(page.encode()))


def _rights(book: Book, article: Article) -> tuple[str, str]:
    """Return what is said of the rights: the article's own words, else the book's, and the licence."""
    licence = article.record.licence or book.metadata.record.licence
    words = " ".join((article.rights or book.metadata.rights).split())
    return words, f"{licence.name} ({licence.address})" if licence else ""
