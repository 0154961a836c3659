"""The order of a book's sections, the same for every edition (CMOS 1.4; docs/adr/0003).

A section is one opening of the printed book and one file of the EPUB. Sections never share a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum
from typing import Final

from florilegium.book.model import Article, Book, Chapter, Introduction, Part
from florilegium.editions.blocks import captions
from florilegium.languages.labels import Labels, labels_for
from florilegium.system.values import dataclass


class Matter(Enum):
    """Which of a book's three divisions a section belongs to; front matter has roman folios."""

    FRONT = "frontmatter"
    BODY = "bodymatter"
    BACK = "backmatter"


class SectionKind(Enum):
    """What a section is; the value is the name of its template."""

    HALF_TITLE = "half-title"
    TITLE_PAGE = "title-page"
    COPYRIGHT = "copyright"
    DEDICATION = "dedication"
    EPIGRAPH = "epigraph"
    CONTENTS = "contents"
    ILLUSTRATIONS = "list-of-illustrations"
    TABLES = "list-of-tables"
    FOREWORD = "foreword"
    INTRODUCTION = "introduction"
    PART = "part"
    CHAPTER = "chapter"
    ARTICLE = "article"
    AFTERWORD = "afterword"
    PLATES = "plates"
    APPENDIX = "appendix"
    CHRONOLOGY = "chronology"
    ABBREVIATIONS = "abbreviations"
    NOTES = "notes"
    GLOSSARY = "glossary"
    WORKS_CITED = "works-cited"
    CONTRIBUTORS = "contributors"
    SOURCES = "sources"
    NOTE_ON_TEXT = "note-on-the-text"
    INDEX = "index"
    COLOPHON = "colophon"


#: Sections that open on the next page, left or right; all others open on a right-hand page.
_NEXT_PAGE = frozenset(
    {
        SectionKind.COPYRIGHT,
        SectionKind.EPIGRAPH,
        SectionKind.ILLUSTRATIONS,
        SectionKind.TABLES,
        SectionKind.ARTICLE,
        SectionKind.WORKS_CITED,
        SectionKind.CONTRIBUTORS,
        SectionKind.SOURCES,
        SectionKind.NOTE_ON_TEXT,
        SectionKind.COLOPHON,
    }
)

#: Sections without running heads and folios, and without a line in the contents.
DISPLAY = frozenset(
    {
        SectionKind.HALF_TITLE,
        SectionKind.TITLE_PAGE,
        SectionKind.COPYRIGHT,
        SectionKind.DEDICATION,
        SectionKind.EPIGRAPH,
        SectionKind.COLOPHON,
    }
)

#: Sections that list others with their pages, and stand before them.
LISTS: Final = (SectionKind.CONTENTS, SectionKind.ILLUSTRATIONS, SectionKind.TABLES)

#: The editors' texts that end the body; those after them are back matter.
_ENDING: Final = frozenset({"afterword", "plates"})

#: Sections that print the page numbers of others, and so are set when those are known.
DEPENDENT = frozenset({*LISTS, SectionKind.INDEX})


@dataclass(frozen=True)
class Section:
    """One section. `id` is its anchor and the stem of its EPUB file; `parent` the id of its chapter or part.

    `byline` names its authors as printed. `verso` and `recto` are its running heads. `source` is the file
    that problems of its text name. `number` is a part's or chapter's. `label` is the language of a title
    that is a label of ours. One that `follows` another of its kind opens on the next page, left or right.
    """

    id: str
    kind: SectionKind
    title: str
    matter: Matter
    language: str
    parent: str = ""
    byline: str = ""
    verso: str = ""
    recto: str = ""
    source: str = ""
    label: str = ""
    number: str = ""
    follows: bool = False

    @property
    def title_language(self) -> str:
        """Return the language of the title, which may be another than that of what stands below it."""
        return self.label or self.language

    @property
    def opens_recto(self) -> bool:
        """Return whether it must begin on a right-hand page; others begin on the next one."""
        return self.kind not in _NEXT_PAGE and not self.follows

    @property
    def is_display(self) -> bool:
        """Return whether it is a page to look at, without furniture and without a line in the contents."""
        return self.kind in DISPLAY

    @property
    def is_listed(self) -> bool:
        """Return whether the contents have a line for it: for all that stands behind them."""
        return not self.is_display and self.kind is not SectionKind.CONTENTS


def has_one_author(sections: Iterable[Section]) -> bool:
    """Return whether all articles of a book have the same byline, which its contents then need not repeat."""
    bylines = [section.byline for section in sections if section.kind is SectionKind.ARTICLE]
    return len(bylines) > 1 and len(set(bylines)) == 1


def byline(book: Book, authors: tuple[str, ...]) -> str:
    """Return the names of an article's authors as its language lists them."""
    names = tuple(book.contributors[key].name for key in authors if key in book.contributors)
    return labels_for(book.metadata.language).join(names)


def sections_of(book: Book, *, with_index: bool) -> tuple[Section, ...]:
    """Return every section of the book in its order; one that would be empty is left out."""
    labels = labels_for(book.metadata.language)
    return (*_front(book, labels), *_body(book, labels), *_back(book, labels, with_index))


def _plain(book: Book, kind: SectionKind, title: str, matter: Matter) -> Section:
    metadata = book.metadata
    label = labels_for(metadata.language).language
    return Section(
        kind.value,
        kind,
        title,
        matter,
        metadata.language,
        verso=title,
        recto=title,
        source=metadata.manifest,
        label=label,
    )


def _front(book: Book, labels: Labels) -> Iterator[Section]:
    front = Matter.FRONT
    yield _plain(book, SectionKind.HALF_TITLE, labels.half_title, front)
    yield _plain(book, SectionKind.TITLE_PAGE, labels.title_page, front)
    yield _plain(book, SectionKind.COPYRIGHT, labels.copyright, front)
    if book.metadata.dedication:
        yield _plain(book, SectionKind.DEDICATION, labels.dedication, front)
    if book.epigraph:
        yield _plain(book, SectionKind.EPIGRAPH, labels.epigraph, front)
    yield _plain(book, SectionKind.CONTENTS, labels.contents, front)
    if has_captions(book, "figure"):
        yield _plain(book, SectionKind.ILLUSTRATIONS, labels.list_of_illustrations, front)
    if has_captions(book, "table"):
        yield _plain(book, SectionKind.TABLES, labels.list_of_tables, front)
    for one in book.before:
        yield _editorial(book, one, labels, front)


def has_captions(book: Book, kind: str) -> bool:
    """Return whether a list is wanted of what is a `figure` or a `table`, and something is to be listed."""
    if kind not in book.lists:
        return False
    return any(found == kind for text in book.texts for found, _ in captions(text.body))


def _editorial(book: Book, one: Introduction, labels: Labels, matter: Matter) -> Section:
    """Return the section of an editors' text, which is called by its title or by what it is."""
    title = one.title or labels.title_of(one.kind)
    over = ordinal_of(book, one, labels) if one.kind == "appendix" else ""
    return Section(
        one.text.key,
        SectionKind(one.kind),
        f"{over}: {title}" if over and labels.language == one.text.language else title,
        matter,
        one.text.language,
        byline=byline(book, one.authors),
        verso=title,
        recto=title,
        source=one.text.source,
        label="" if one.title else labels.language,
        follows=one.kind == "appendix" and one is not appendices(book)[0],
    )


def appendices(book: Book) -> tuple[Introduction, ...]:
    """Return the appendices of a book."""
    return tuple(one for one in book.after if one.kind == "appendix")


def ordinal_of(book: Book, appendix: Introduction, labels: Labels) -> str:
    """Return what an appendix is called before its title: with its number, where there are several."""
    all_ = appendices(book)
    if len(all_) == 1:
        return labels.appendix
    return labels.appendix_number.format(number=1 + next(n for n, one in enumerate(all_) if one is appendix))


def _body(book: Book, labels: Labels) -> Iterator[Section]:
    if book.introduction:
        yield _editorial(book, book.introduction, labels, Matter.BODY)
    for part in book.parts:
        if part.title:
            yield _part(book, part)
        for chapter in part.chapters:
            yield _chapter(book, chapter, part)
            for article in chapter.articles:
                yield _article(book, article, chapter)
    yield from (_editorial(book, one, labels, Matter.BODY) for one in book.after if one.kind in _ENDING)


def _part(book: Book, part: Part) -> Section:
    return Section(
        part.key,
        SectionKind.PART,
        part.title,
        Matter.BODY,
        book.metadata.language,
        verso=part.title,
        recto=part.title,
        source=part.introduction.text.source if part.introduction else book.metadata.manifest,
        number=str(part.number),
    )


def _chapter(book: Book, chapter: Chapter, part: Part) -> Section:
    head = chapter.short or chapter.title
    return Section(
        chapter.key,
        SectionKind.CHAPTER,
        chapter.title,
        Matter.BODY,
        book.metadata.language,
        parent=part.key if part.title else "",
        verso=head,
        recto=head,
        source=chapter.introduction.text.source if chapter.introduction else book.metadata.manifest,
        number=str(chapter.number),
    )


def _article(book: Book, article: Article, chapter: Chapter) -> Section:
    names = tuple(_surname(book, key) for key in article.authors)
    surnames = labels_for(book.metadata.language).first_of([name for name in names if name])
    head = article.short or article.title
    return Section(
        article.key,
        SectionKind.ARTICLE,
        article.title,
        Matter.BODY,
        article.text.language,
        parent=chapter.key,
        byline=byline(book, article.authors),
        verso=chapter.short or chapter.title,
        recto=f"{surnames} · {head}" if surnames else head,
        source=article.text.source,
    )


def _surname(book: Book, key: str) -> str:
    """Return the name by which a running head calls an author, with the particles that filing puts last."""
    contributor = book.contributors.get(key)
    if contributor is None:
        return ""
    surname = contributor.sort.split(",", maxsplit=1)[0]
    before, found, _ = contributor.name.partition(surname)
    particles: list[str] = []
    for word in reversed(before.split() if found else []):
        if not word.islower():
            break
        particles.insert(0, word)
    return " ".join([*particles, surname])


def _back(book: Book, labels: Labels, with_index: bool) -> Iterator[Section]:
    back = Matter.BACK
    rest = [one for one in book.after if one.kind not in _ENDING]
    yield from (_editorial(book, one, labels, back) for one in rest if one.kind != "glossary")
    if any(text.notes for text in book.texts):
        yield _plain(book, SectionKind.NOTES, labels.notes, back)
    yield from (_editorial(book, one, labels, back) for one in rest if one.kind == "glossary")
    if book.works_cited is not None:
        yield _plain(book, SectionKind.WORKS_CITED, book.works_cited.title, back)
    if any(person.biography is not None for person in book.contributors.values()):
        yield _plain(book, SectionKind.CONTRIBUTORS, labels.contributors, back)
    yield _plain(book, SectionKind.SOURCES, labels.sources, back)
    if any(article.corrections for article in book.articles):
        yield _plain(book, SectionKind.NOTE_ON_TEXT, labels.note_on_text, back)
    if with_index:
        own = "" if book.authority.follows_from_texts else book.authority.title
        section = _plain(book, SectionKind.INDEX, own or labels.index, back)
        yield replace(section, label="") if own else section
    yield _plain(book, SectionKind.COLOPHON, labels.colophon, back)
