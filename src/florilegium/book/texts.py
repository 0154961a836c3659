"""Every running text of a book, replaced by one function, and the way from an element to its source.

The passes do the same thing to the introduction of the book, of a part and of a chapter as to an article.
Where those texts hang in the book is known here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml.etree import _Element as Element

from florilegium.book.model import Article, Book, Chapter, Introduction, Part, Text
from florilegium.problems import Place

Change = Callable[[Text], Text]


def replace_texts(book: Book, change: Change) -> Book:
    """Return a book with every text changed; `change` is called in the order of `Book.texts`."""
    before = tuple(replace(one, text=change(one.text)) for one in book.before)
    introduction = _introduction(book.introduction, change)
    parts = tuple(_part(part, change) for part in book.parts)
    after = tuple(replace(one, text=change(one.text)) for one in book.after)
    return replace(book, before=before, introduction=introduction, parts=parts, after=after)


def _introduction(introduction: Introduction | None, change: Change) -> Introduction | None:
    return replace(introduction, text=change(introduction.text)) if introduction else None


def _part(part: Part, change: Change) -> Part:
    introduction = _introduction(part.introduction, change)
    chapters = tuple(_chapter(chapter, change) for chapter in part.chapters)
    return replace(part, introduction=introduction, chapters=chapters)


def _chapter(chapter: Chapter, change: Change) -> Chapter:
    introduction = _introduction(chapter.introduction, change)
    articles = tuple(_article(article, change) for article in chapter.articles)
    return replace(chapter, introduction=introduction, articles=articles)


def _article(article: Article, change: Change) -> Article:
    return replace(article, text=change(article.text))


def place_of(element: Element, source: str) -> Place:
    """Return where an element stood in its source, or the nearest around it whose place is known (`at`)."""
    for around in (element, *element.iterancestors()):
        line, _, column = around.get("at", "").partition(":")
        if line.isdecimal():
            return Place(source, int(line), int(column) if column.isdecimal() else 0)
    return Place(source)
