"""From a section of the book to its XHTML document, once for all editions.

A document is a whole XHTML tree: sectioning, `epub:type` and DPUB-ARIA roles are right, every block of
running text has an id, and a link names the anchor it means (`#kesavan-2016-n3`), unique in the book. An
edition only decides where an anchor is: a page, or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup

from florilegium.book import runs
from florilegium.book.bibliographic import Permission
from florilegium.book.model import Article, Book, Chapter, Index, Introduction, Note, Part
from florilegium.book.trees import language_at, parsed
from florilegium.editions.block_details import align_numbers, mark_terms, set_lead_in, set_verse, show_labels
from florilegium.editions.blocks import Inserts, captions, inner_markup
from florilegium.editions.endnotes import note_blocks, notes_by_text
from florilegium.editions.sections import Section, SectionKind, byline, has_one_author, ordinal_of
from florilegium.languages.labels import Labels, labels_for
from florilegium.system.patterns import regex
from florilegium.system.tasks.at_hand import Once, made_anew
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Document:
    """A section set in XHTML, in bytes: the trees of a large book would fill the memory.

    `anchors` are the ids in it, `links` the anchors that its links name, `pictures` the sources of its
    pictures: what an edition must know to join it to others.
    """

    section: Section
    xhtml: bytes
    anchors: tuple[str, ...]
    links: tuple[str, ...]
    pictures: tuple[str, ...]

    @classmethod
    def of(cls, section: Section, tree: Element) -> Document:
        """Return the document of a section with its `<html>` root, which has no namespace."""
        addresses = dict.fromkeys(link.get("href", "") for link in tree.iter("a"))
        return cls(
            section,
            etree.tostring(tree, encoding="utf-8"),
            anchors=tuple(str(anchor) for anchor in tree.xpath("//@id")),
            links=tuple(address[1:] for address in addresses if address.startswith("#")),
            pictures=tuple(dict.fromkeys(picture.get("src", "") for picture in tree.iter("img"))),
        )

    @property
    def tree(self) -> Element:
        """Return the `<html>` root, parsed for each call, so that it may be changed."""
        return parsed(self.xhtml)

    @cached_property
    def words(self) -> DocumentWords:
        """Return what its text is made of, read once."""
        return DocumentWords.of(self.tree)


@dataclass(frozen=True)
class DocumentWords:
    """The words of a document: its letters, whether any of it is code, and the running text of each block by
    its id."""

    letters: frozenset[str]
    code: bool
    blocks: Mapping[str, str]

    @classmethod
    def of(cls, tree: Element) -> DocumentWords:
        """Return the words of a document's tree."""
        return cls(
            letters=frozenset().union(*tree.itertext()),
            code=next(tree.iter("code", "pre"), None) is not None,
            blocks={block.get("id", ""): runs.text_of(block) for block in runs.leaves(tree)},
        )


@dataclass(frozen=True)
class ContentsLine:
    """One line of the contents. `level` is 0 for a part, 1 for a chapter or section, 2 for an article."""

    section: Section
    level: int
    folio: str


@dataclass(frozen=True)
class CaptionLine:
    """One line of a list of illustrations or of tables: the caption of a `figure` or a `table`.

    `anchor` is the id of its first block; `words` is its text without a point at the end, or its first
    sentence where that is long.
    """

    kind: str
    anchor: str
    words: str
    language: str
    folio: str = ""


@dataclass(frozen=True)
class Matters:
    """What documents need beside the book: the finished indexes, and the folio that each section opens on.

    With `abstracts`, articles open with what their records say of them. `captions` are those of all
    documents.
    """

    sections: tuple[Section, ...]
    indexes: tuple[Index, ...] = ()
    folios: Mapping[str, str] = field(default_factory=dict)
    made_with: str = ""
    typeface: str = ""
    abstracts: bool = False
    captions: tuple[CaptionLine, ...] = ()


def documents(
    book: Book, wanted: Sequence[Section], matters: Matters, once: Once = made_anew
) -> tuple[Document, ...]:
    """Return the documents of some sections of the book, in the order given.

    `once` takes over those whose words and texts are the same.
    """
    return tuple(_document(book, section, matters, once) for section in wanted)


#: The EPUB type and the role of the editors' texts (EPUB SSV 1.1, DPUB-ARIA 1.1); empty where there is none.
_SEMANTICS: Final = {
    SectionKind.FOREWORD: ("foreword", "doc-foreword"),
    SectionKind.INTRODUCTION: ("introduction", "doc-introduction"),
    SectionKind.AFTERWORD: ("afterword", "doc-afterword"),
    SectionKind.PLATES: ("", ""),
    SectionKind.APPENDIX: ("appendix", "doc-appendix"),
    SectionKind.CHRONOLOGY: ("", ""),
    SectionKind.ABBREVIATIONS: ("", ""),
    SectionKind.GLOSSARY: ("glossary", "doc-glossary"),
}

#: What is listed by a section, and its EPUB type.
_LISTED: Final = {SectionKind.ILLUSTRATIONS: ("figure", "loi"), SectionKind.TABLES: ("table", "lot")}

#: Templates of sections that are made alike.
_TEMPLATES: Final = {
    **dict.fromkeys(_SEMANTICS, "editorial"),
    **dict.fromkeys(_LISTED, "list-of-captions"),
}

#: A caption of more letters is listed by its first sentence.
_LONG_CAPTION: Final = 120
_SENTENCE: Final = regex(r".{24,}?[.!?…](?=\s+\W*[^\W\d_a-z])")


def caption_lines(made: Sequence[Document]) -> Iterator[CaptionLine]:
    """Yield the captions of pictures and tables in some documents, in their order, without folios."""
    for document in made:
        for kind, caption in captions(document.tree):
            anchor = next((one.get("id", "") for one in caption.iter() if one.get("id")), "")
            words = " ".join(" ".join(runs.text_of(block) for block in runs.leaves(caption)).split())
            first = _SENTENCE.match(words) if len(words) > _LONG_CAPTION else None
            language = language_at(caption, document.section.language)
            listed = (first.group() if first else words).removesuffix(".")
            yield CaptionLine(kind, anchor, listed, language)


def _document(book: Book, section: Section, matters: Matters, once: Once) -> Document:
    from florilegium.editions.templating import environment

    template = environment().get_template(f"{_TEMPLATES.get(section.kind, section.kind.value)}.xhtml")
    labels, inserts = labels_for(book.metadata.language), Inserts()
    page = template.render(
        book=book,
        metadata=book.metadata,
        section=section,
        labels=labels,
        matters=matters,
        subject=_subject(book, section),
        lang=_language_marker(section),
        heading=_headings(book).get,
        blocks=inserts.place,
        **_marks_of_labels(section, labels),
        **_views(book, section, matters, labels, once),
    )

    def filled() -> Document:
        tree = parsed(page.encode())
        inserts.fill(tree)
        set_lead_in(tree, section)
        align_numbers(tree)
        show_labels(tree)
        mark_terms(tree, section)
        set_verse(tree, book.verse)
        _identify(tree, section)
        return Document.of(section, tree)

    return once(f"document {section.id}", (section, page, inserts.bodies, book.verse), filled)


def language_mark(language: str, around: str) -> Markup:
    """Return ` lang="…"` for a language other than that round it (WCAG 2.2, 3.1.2)."""
    return Markup() if language == around else Markup(' lang="{}"').format(language)


def _language_marker(section: Section) -> Callable[[str], Markup]:
    return lambda language: language_mark(language, section.language)


def _headings(book: Book) -> Mapping[str, Markup]:
    """Return the titles that have markup, by the keys of what they stand over."""
    titled: tuple[Part | Chapter | Article, ...] = (*book.parts, *book.chapters, *book.articles)
    return {one.key: inner_markup(one.marked_title[0]) for one in titled if one.marked_title is not None}


def _marks_of_labels(section: Section, labels: Labels) -> dict[str, Any]:
    """Return what marks our own words where they are in another language than what stands round them.

    `said` is written on an element of labels, `own` inside it where the book goes on, `titled` on the title;
    `say` gives a label among other words. All are empty for labels in the language of the section.
    """
    mark = _language_marker(section)
    said = mark(labels.language)
    span = Markup("<span{}>{}</span>")
    return {
        "said": said,
        "own": language_mark(section.language, labels.language),
        "titled": mark(section.title_language),
        "say": lambda words: span.format(said, words) if said else words,
    }


def _subject(book: Book, section: Section) -> Article | Chapter | Part | Introduction | None:
    """Return the part of the book that a section shows, if it shows one."""
    match section.kind:
        case SectionKind.ARTICLE:
            return next(article for article in book.articles if article.key == section.id)
        case SectionKind.CHAPTER:
            return next(chapter for chapter in book.chapters if chapter.key == section.id)
        case SectionKind.PART:
            return next(part for part in book.parts if part.key == section.id)
        case kind if kind in _SEMANTICS:
            return _introduction_of(book, section)
        case _:
            return None


def _introduction_of(book: Book, section: Section) -> Introduction:
    return next(one for one in book.introductions if one.text.key == section.id)


def _views(book: Book, section: Section, matters: Matters, labels: Labels, once: Once) -> dict[str, Any]:
    """Return what the template of one kind of section needs beside the book."""
    names = {"byline": lambda authors: byline(book, authors)}
    match section.kind:
        case SectionKind.CONTENTS:
            return {"lines": contents_lines(matters), "one_author": has_one_author(matters.sections)}
        case SectionKind.NOTES:
            return {"groups": notes_by_text(book, labels), "blocks_of": _blocks_of_notes(labels, once)}
        case SectionKind.CONTRIBUTORS:
            told = [person for person in book.contributors.values() if person.biography is not None]
            return {"people": sorted(told, key=lambda person: person.sort.casefold())}
        case SectionKind.COPYRIGHT | SectionKind.SOURCES:
            open_cases = [a for a in book.articles if a.permission is Permission.NOT_CLEARED]
            return {"not_cleared": len(open_cases), "credits": credits_of(book, labels), **names}
        case SectionKind.INDEX:
            return {"indexes": matters.indexes, "anchors": _entry_anchors(matters.indexes)}
        case _:
            return {**_views_of_editors(book, section, matters, labels), **names}


def _blocks_of_notes(labels: Labels, once: Once) -> Callable[[Note, str], Markup]:
    """Return what gives the blocks of a note in a list of a language."""
    return lambda note, language: once(
        f"note {note.id}", (note, labels, language), lambda: note_blocks(note, labels, language)
    )


def _views_of_editors(book: Book, section: Section, matters: Matters, labels: Labels) -> dict[str, Any]:
    """Return the same for what the editors set round the chapters."""
    if section.kind in _LISTED:
        kind, semantics = _LISTED[section.kind]
        return {"lines": [line for line in matters.captions if line.kind == kind], "type": semantics}
    if section.kind not in _SEMANTICS:
        return {}
    # Words of another language than the title's cannot stand in it unmarked.
    stands_over = section.kind is SectionKind.APPENDIX and labels.language != section.language
    ordinal = ordinal_of(book, _introduction_of(book, section), labels) if stands_over else ""
    return {"semantics": _SEMANTICS[section.kind], "ordinal": ordinal}


def contents_lines(matters: Matters) -> tuple[ContentsLine, ...]:
    """Return the lines of the contents: everything after the front matter that is not a page to look at."""
    lines = []
    for section in matters.sections:
        if not section.is_listed:
            continue
        level = {SectionKind.PART: 0, SectionKind.ARTICLE: 2}.get(section.kind, 1)
        lines.append(ContentsLine(section, level, matters.folios.get(section.id, "")))
    return tuple(lines)


@dataclass(frozen=True)
class Credits:
    """What accounts for articles: sentences that hold for all of them, and for groups of neighbours.

    Each sentence says whether it is in the words of the labels.
    """

    common: tuple[tuple[str, bool], ...]
    groups: tuple[tuple[tuple[Article, ...], tuple[tuple[str, bool], ...]], ...]


def credits_of(book: Book, labels: Labels) -> Credits:
    """Return the sentences on the articles' sources, none of them said again for each that it holds for."""
    of_article = [labels.provenance(article) for article in book.articles]
    shared = set.intersection(*map(set, of_article)) if len(of_article) > 1 else set()
    common = tuple(line for line in of_article[0] if line in shared) if shared else ()
    pairs = [
        (article, tuple(line for line in lines if line not in shared))
        for article, lines in zip(book.articles, of_article, strict=True)
    ]
    alike = groupby(pairs, key=lambda pair: (pair[0].authors, pair[1], pair[0].published.address))
    groups = ((tuple(a for a, _ in group), key) for key, group in alike)
    return Credits(common, tuple((articles, key[1]) for articles, key in groups if key[1] or key[2]))


def _entry_anchors(indexes: Sequence[Index]) -> dict[str, str]:
    """Return the id of each printed heading's entry, and of each `heading: subentry`, for references."""
    # The index of contributors comes last, and may have a heading of the first one again.
    groups = (group for index in reversed(indexes) for group in index.groups)
    entries = [entry for group in groups for entry in group.entries]
    under = {f"{entry.label}: {sub.heading}": sub.id for entry in entries for sub in entry.subentries}
    return under | {entry.label: entry.id for entry in entries}


def _identify(tree: Element, section: Section) -> None:
    """Give an id to every block that has none, so that a printed page can begin in it."""
    body = tree.find("body")
    if body is None:
        return
    count = 0
    for block in runs.leaves(body):
        if not block.get("id"):
            count += 1
            block.set("id", f"{section.id}-b{count}")
