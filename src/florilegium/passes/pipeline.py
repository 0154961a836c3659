"""The copy editing of a book: what is done to each text, in its order, and to what stands round the texts.

A text is edited by itself, by any process; what it must know of its book comes with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from florilegium.book.model import Book, Contributor, Text
from florilegium.book.texts import replace_texts
from florilegium.passes.anchors import place_anchors
from florilegium.passes.citations.cited_authors import Surnames
from florilegium.passes.citations.expand_ibid import expand_ibid
from florilegium.passes.citations.ibid import check_references
from florilegium.passes.citations.note_references import link_references
from florilegium.passes.foreign_passages import mark_foreign
from florilegium.passes.notes import notes_before, number_notes
from florilegium.passes.typography.typography import refine_text, refine_titles
from florilegium.passes.web_addresses import link_addresses, link_tree
from florilegium.problems import CATALOGUE, Place, Problem, Report
from florilegium.system.tasks.bounds import UNBOUNDED, Stop
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Typescript:
    """A text as it comes to the copy editor, with what must be known of its book.

    `before` notes of its run of numbers stand before it; `links` are those of its links that name another
    text, chapter or part. With `surnames`, references back such as *ibid.* are written out.
    """

    text: Text
    before: int = 0
    links: tuple[str, ...] = ()
    surnames: Surnames | None = None


@dataclass(frozen=True)
class Edited:
    """A text ready for every edition, and what was to be told of it."""

    text: Text
    problems: tuple[Problem, ...]


def edit(typescript: Typescript) -> Edited:
    """Number and join the notes, resolve what refers to them, set marks and spaces, give every block its id.

    Reports:
        N004: an *ibid.* or its like leans on a note that is not the one before it.
        N005, C004: as `link_references` and `place_anchors`.
    """
    report = Report()
    text = number_notes(typescript.text, typescript.before)
    check_references(text, report)
    text = link_references(text, report)
    if typescript.surnames:
        text = expand_ibid(text, typescript.surnames)
    text = link_addresses(text)
    text = mark_foreign(text)
    text = refine_text(text)
    text = place_anchors(text, typescript.links, report)
    return Edited(text, report.problems)


def _fatal(typescript: Typescript) -> Edited:
    """Return a text that ends each process which edits it as it was, and what is told of it.

    Reports:
        S040: as said.
    """
    place, text = Place(typescript.text.source), typescript.text
    message = f"editing this text {UNBOUNDED.said(Stop.DEATH)}"
    hint = "There may be too little memory: try `--jobs 1`."
    return Edited(text, (Problem("S040", CATALOGUE["S040"][0], place, message, hint),))


#: Edit a text.
EDIT: Final[Task[Typescript, Edited]] = Task(name="text", do=edit, kind=Edited, died=_fatal)


def typescripts_of(book: Book, *, expanded: bool) -> tuple[Typescript, ...]:
    """Return the texts of a book, each with what must be known of the others.

    With `expanded`, references back are to be written out.
    """
    before, keys = notes_before(book), _keys(book)
    surnames = Surnames.of(book) if expanded else None
    return tuple(Typescript(text, before[text.key], _links(text, keys), surnames) for text in book.texts)


def edit_round(book: Book) -> Book:
    """Edit all that stands round a book's texts: titles, names, lives, the index's headings."""
    people = {key: _linked(person) for key, person in book.contributors.items()}
    return refine_titles(replace(book, contributors=people))


def with_texts(book: Book, texts: Iterable[Text]) -> Book:
    """Return a book with other texts of the same keys."""
    of = {text.key: text for text in texts}
    return replace_texts(book, lambda text: of[text.key])


def _keys(book: Book) -> frozenset[str]:
    """Return all that a link may name: texts, chapters, and parts that have a page of their own."""
    return frozenset(
        {text.key for text in book.texts}
        | {chapter.key for chapter in book.chapters}
        | {part.key for part in book.parts if part.title}
    )


def _links(text: Text, keys: frozenset[str]) -> tuple[str, ...]:
    """Return which of some keys the links of a text name; it need not be edited again for a key of others."""
    trees = (text.body, *(note.body for note in text.notes))
    named = {unquote(link.get("href", "")[1:]) for tree in trees for link in tree.iter("a")}
    return tuple(sorted(named & keys))


def _linked(person: Contributor) -> Contributor:
    return person if person.biography is None else replace(person, biography=link_tree(person.biography))
