"""The authors of a citation: a string of names taken apart, and which part of each name is the surname.

Which part that is cannot be told from the words alone. The book's contributors and its index know some; of
all others the last word is taken, and the name of a body stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Final

from florilegium.book.model import Book
from florilegium.passes.citations.citing_words import choice, word_set
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_SUFFIX: Final = regex(r",?\s+((?:Jr|Sr)\.?|I{2,3}|IV)\Z")


@cache
def _between() -> re.Pattern[str]:
    """Match what parts two authors."""
    return re.compile(rf",?\s+(?:{choice('and')}|&)\s+|,\s+(?!Jr|Sr)")


@cache
def _and_others() -> re.Pattern[str]:
    """Match what stands at the end for authors that are not named."""
    return re.compile(rf",?\s+(?:{choice('others')})\Z")


def without_others(names: str) -> str:
    """Return the authors of a citation without its *et al.*"""
    return _and_others().sub("", names)


def parted(names: str) -> tuple[tuple[str, ...], bool]:
    """Return the authors of a citation one by one, and whether there are others that it does not name."""
    alone = without_others(names)
    authors = (alone,) if is_body(alone) else tuple(_between().split(alone))
    return authors, alone != names


def is_body(author: str) -> bool:
    """Return whether an author is a body, such as a ministry, and no person."""
    words = author.split()
    return words[0] == "The" or not word_set("bodies").isdisjoint(word.casefold() for word in words)


@dataclass(frozen=True)
class Surnames:
    """Surnames of authors. `filed_names` are those that the book knows, each as its surname and the rest."""

    filed_names: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, book: Book) -> Surnames:
        """Return the surnames of a book's contributors and headings."""
        return cls(tuple(_filed(book)))

    @cached_property
    def known(self) -> Mapping[frozenset[str], str]:
        """Return the surname of each whole name, by the set of its words."""
        return {frozenset(f"{rest} {surname}".split()): surname for surname, rest in self.filed_names}

    def surname(self, author: str) -> str:
        """Return the surname as the book knows it, else the last word; a body's name stays whole."""
        if is_body(author):
            return author
        words = _SUFFIX.sub("", author).split()
        return self.known.get(frozenset(words)) or words[-1]

    def filed(self, author: str) -> str:
        """Return the name as an index files it: `Crane, Agnes`, `King, Martin Luther, Jr.`"""
        if is_body(author):
            return author
        surname, suffix = self.surname(author), _SUFFIX.search(author)
        whole = _SUFFIX.sub("", author)
        given = " ".join(re.sub(rf"(?<!\S){re.escape(surname)}(?!\S)", "", whole, count=1).split())
        return ", ".join(part for part in (surname, given, suffix[1] if suffix else "") if part)


def _filed(book: Book) -> Iterator[tuple[str, str]]:
    """Yield surname and the rest of every name that contributors and headings are filed by."""
    for name in (
        *(who.sort for who in book.contributors.values()),
        *(h.name for h in book.authority.headings),
    ):
        surname, comma, rest = name.partition(",")
        if comma:
            yield surname, rest
    for heading in book.authority.headings:
        if heading.order == "family-first" and "," not in heading.name:
            surname, _, rest = heading.name.partition(" ")
            yield surname, rest
