"""Books of a few lines, for the tests of the passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Metadata
from florilegium.book.model import Article, Authority, Book, Chapter, Introduction, Note, Part, Text
from florilegium.book.texts import replace_texts
from florilegium.passes.anchors import place_anchors
from florilegium.passes.citations.ibid import check_references
from florilegium.passes.citations.note_references import link_references
from florilegium.passes.notes import notes_before, number_notes
from florilegium.passes.pipeline import edit, edit_round, typescripts_of, with_texts
from florilegium.problems import Place, Report


def tree(markup: str) -> Element:
    """A `<body>` that holds some XHTML."""
    return etree.fromstring(f"<body>{markup}</body>")


def markup(body: Element) -> str:
    """What stands in a `<body>`."""
    return "".join(etree.tostring(child, encoding="unicode") for child in body)


def note(label: str, words: str = "The Almanack, 1871.", line: int = 0) -> Note:
    """A note of one paragraph, or of the blocks given."""
    body = tree(words if words.startswith(("<p", "<ul", "<blockquote")) else f"<p>{words}</p>")
    return Note(label, body, Place("tides.md", line))


def text(body: str, notes: Sequence[Note] = (), key: str = "tides", language: str = "en-US") -> Text:
    return Text(key, tree(body), tuple(notes), language, f"{key}.md")


def with_notes(*words: str) -> Text:
    """A text that calls some notes in their order; their labels are 1, 2, …"""
    calls = "".join(f'<p>Said.<call note="{count}"/></p>' for count in range(1, len(words) + 1))
    return text(calls, [note(str(count), said, count) for count, said in enumerate(words, start=1)])


@dataclass(frozen=True)
class Plan:
    """Chapters of a book: each a chapter's introduction, or None, and its articles."""

    introduction: Text | None
    articles: tuple[Text, ...]


def book(*plans: Plan, introduction: Text | None = None, numbering: str = "article") -> Book:
    """A book of chapters; its language is American English."""
    chapters = tuple(
        Chapter(
            key=f"chapter-{number}",
            number=number,
            title=f"Chapter {number}",
            subtitle="",
            short="",
            introduction=Introduction("", (), plan.introduction) if plan.introduction else None,
            articles=tuple(Article(each.key, each.key, "", "", (), each) for each in plan.articles),
        )
        for number, plan in enumerate(plans, start=1)
    )
    metadata = Metadata("Tides", "", "en-US", "urn:uuid:0", "tides", date(2026, 1, 1))
    return Book(
        metadata=metadata,
        contributors={},
        introduction=Introduction("", (), introduction) if introduction else None,
        parts=(Part("part", 1, "", None, chapters),),
        authority=Authority(),
        numbering=numbering,
    )


def book_of(*texts: Text, numbering: str = "article") -> Book:
    """A book of one chapter with these articles."""
    return book(Plan(None, texts), numbering=numbering)


def shown(a_book: Book) -> list[tuple[object, ...]]:
    """A book's texts and notes as plain values, so that two books can be compared."""
    return [
        (
            each.key,
            markup(each.body),
            [(markup(one.body), replace(one, body=None)) for one in each.notes],  # type: ignore[arg-type]
        )
        for each in a_book.texts
    ]


def each(a_book: Book, change: Callable[[Text], Text]) -> Book:
    """A book with each of its texts changed."""
    return replace_texts(a_book, change)


def numbered(a_book: Book, report: Report | None = None) -> Book:
    """A book whose notes are numbered and joined to their calls."""
    before = notes_before(a_book)
    done = each(a_book, lambda one: number_notes(one, before[one.key]))
    for one in done.texts:
        check_references(one, report or Report())
    return done


def linked(a_book: Book, report: Report | None = None) -> Book:
    """A numbered book with its references between notes led."""
    return each(a_book, lambda one: link_references(one, report or Report()))


def anchored(a_book: Book, report: Report | None = None) -> Book:
    """A book whose blocks have their ids; links may name its texts and chapters."""
    keys = {one.key for one in a_book.texts} | {chapter.key for chapter in a_book.chapters}
    return each(a_book, lambda one: place_anchors(one, keys, report or Report()))


def edited(a_book: Book, report: Report | None = None, *, expanded: bool = False) -> Book:
    """A book with all that is done to its texts, and to what stands round them."""
    done = [edit(one) for one in typescripts_of(a_book, expanded=expanded)]
    if report:
        for one in done:
            report.extend(one.problems)
    return with_texts(edit_round(a_book), [one.text for one in done])
