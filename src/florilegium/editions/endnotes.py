"""The notes of a book as its section of notes groups them, each with its mark and its ways back."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup

from florilegium.book import runs
from florilegium.book.model import Book, Introduction, Note, Text
from florilegium.book.namespaces import EPUB_TYPE
from florilegium.editions.blocks import finish, markup
from florilegium.editions.sections import byline
from florilegium.languages.labels import Labels
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class NotesOfText:
    """The notes of one text under its title: the author's, and apart from them the editors'.

    `language` is the text's, in which author's notes are written; `titled` is that of the title.
    """

    key: str
    title: str
    byline: str
    language: str
    notes: tuple[Note, ...]
    editorial: tuple[Note, ...] = ()
    titled: str = ""


def notes_by_text(book: Book, labels: Labels) -> tuple[NotesOfText, ...]:
    """Return the notes of every text that has some, in the order of the book."""
    groups: list[NotesOfText] = []

    def add(title: str, authors: tuple[str, ...], text: Text, key: str, titled: str = "") -> None:
        if text.notes:
            own = tuple(note for note in text.notes if not note.editorial)
            editorial = tuple(note for note in text.notes if note.editorial)
            groups.append(
                NotesOfText(
                    key=key,
                    title=title,
                    byline=byline(book, authors),
                    language=text.language,
                    notes=own,
                    editorial=editorial,
                    titled=titled or text.language,
                )
            )

    def add_own(intro: Introduction) -> None:
        titled = "" if intro.title else labels.language
        add(intro.title or labels.title_of(intro.kind), intro.authors, intro.text, intro.text.key, titled)

    for intro in (*book.before, *([book.introduction] if book.introduction else [])):
        add_own(intro)
    for part in book.parts:
        if part.introduction:
            add(part.title, part.introduction.authors, part.introduction.text, part.key)
        for chapter in part.chapters:
            if chapter.introduction:
                add(chapter.title, chapter.introduction.authors, chapter.introduction.text, chapter.key)
            for article in chapter.articles:
                add(article.title, article.authors, article.text, article.key)
    for intro in book.after:
        add_own(intro)
    return tuple(groups)


def note_blocks(note: Note, labels: Labels, language: str) -> Markup:
    """Return a note's blocks, in a list of a language.

    Its number leads the first line and back to its first call.

    A note that begins with a list or a quotation has its number on a line before it.
    """
    body = deepcopy(note.body)
    finish(body)
    if not len(body) or body[0].tag != "p":
        body.insert(0, etree.Element("p"))
    _number(body[0], note, labels)
    for count, call in enumerate(note.calls[1:], start=2):
        last = list(runs.leaves(body))[-1]
        back = _back(call, chr(ord("a") + count - 1), f"{labels.back_to_text} ({note.mark}, {count})")
        runs.append(last, "\N{NO-BREAK SPACE}")
        back.set("class", "number again")
        last.append(back)
    for link in body.iter("a"):
        if link.get("role") == "doc-backlink" and labels.language != language:
            link.set("lang", labels.language)
    return markup(body)


def _number(block: Element, note: Note, labels: Labels) -> None:
    """Stand the note's number before its text, as a way back where there is a call to go back to."""
    mark = note.sign or f"{note.number}."
    if note.calls:
        number = _back(note.calls[0], mark, f"{labels.back_to_text} ({note.mark})")
    else:
        number = etree.Element("span", {"class": "number"})
        number.text = mark
    # The space is the number's own: mentions count the letters of the note's text alone.
    number.text = f"{number.text}\N{NO-BREAK SPACE}"
    number.tail = block.text
    block.text = None
    block.insert(0, number)


def _back(call: str, text: str, name: str) -> Element:
    link = etree.Element("a", {"class": "number", "role": "doc-backlink", "href": f"#{call}"})
    link.set(EPUB_TYPE, "backlink")
    link.set("aria-label", name)
    link.text = text
    return link
