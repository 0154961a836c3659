"""The order of a book's sections, the same for every edition (CMOS 1.4; docs/adr/0003).

A section is one opening of the printed book and one file of the EPUB. Sections never share a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from florilegium.book.model import Article, Book, Chapter, Part
from florilegium.languages.labels import Labels, labels_for


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
    CONTENTS = "contents"
    INTRODUCTION = "introduction"
    PART = "part"
    CHAPTER = "chapter"
    ARTICLE = "article"
    NOTES = "notes"
    CONTRIBUTORS = "contributors"
    SOURCES = "sources"
    NOTE_ON_TEXT = "note-on-the-text"
    INDEX = "index"
    COLOPHON = "colophon"


#: Sections that open on the next page, left or right; all others open on a right-hand page.
_NEXT_PAGE = frozenset(
    {
        SectionKind.COPYRIGHT,
        SectionKind.ARTICLE,
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
        SectionKind.COLOPHON,
    }
)

#: Sections that print the page numbers of others, and so are set when those are known.
DEPENDENT = frozenset({SectionKind.CONTENTS, SectionKind.INDEX})


@dataclass(frozen=True)
class Section:
    """One section. `id` is its anchor and the stem of its EPUB file; `parent` the id of its chapter or part.

    `byline` names its authors as printed. `verso` and `recto` are its running heads. `source` is the file
    that problems of its text name. `number` is a part's or chapter's. `label` is the language of a title
    that is a label of ours.
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

    @property
    def title_language(self) -> str:
        """Return the language of the title, which may be another than that of what stands below it."""
        return self.label or self.language

    @property
    def opens_recto(self) -> bool:
        """Return whether it must begin on a right-hand page; others begin on the next one."""
        return self.kind not in _NEXT_PAGE

    @property
    def is_display(self) -> bool:
        """Return whether it is a page to look at, without furniture and without a line in the contents."""
        return self.kind in DISPLAY


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
    yield _plain(book, SectionKind.CONTENTS, labels.contents, front)


def _body(book: Book, labels: Labels) -> Iterator[Section]:
    if book.introduction:
        intro = book.introduction
        title = intro.title or labels.introduction
        yield Section(
            "introduction",
            SectionKind.INTRODUCTION,
            title,
            Matter.BODY,
            intro.text.language,
            byline=byline(book, intro.authors),
            verso=title,
            recto=title,
            source=intro.text.source,
            label="" if intro.title else labels.language,
        )
    for part in book.parts:
        if part.title:
            yield _part(book, part)
        for chapter in part.chapters:
            yield _chapter(book, chapter, part)
            for article in chapter.articles:
                yield _article(book, article, chapter)


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
    if any(text.notes for text in book.texts):
        yield _plain(book, SectionKind.NOTES, labels.notes, back)
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
