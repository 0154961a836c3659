"""How a language refers to a note of the same text: the pattern of `note_references.toml`.

In a language without that table nothing is taken for a reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from florilegium.languages.folders import table_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_FIGURE = regex(r"\d")


@dataclass(frozen=True)
class Phrases:
    """The words of one language; `en/note_references.toml` explains each list."""

    note: tuple[str, ...]
    notes: tuple[str, ...]
    signals: tuple[str, ...]
    articles: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    joined: tuple[str, ...]
    belonging: tuple[str, ...]
    here: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """A reference as it stands in a text, by offsets.

    `numbers` are the spans of its numbers, `joints` what stands between them. `word` is where the word for
    the note before the first number begins. `side` is -1 above, 1 below, 0 when it does not say. One that is
    `elsewhere` means a note of another text of the book.
    """

    start: int
    end: int
    word: int
    numbers: tuple[tuple[int, int], ...]
    joints: tuple[str, ...]
    side: int
    elsewhere: bool = False


@dataclass(frozen=True)
class Language:
    """The pattern of references in one language, and what distinguishes them."""

    reference: re.Pattern[str]
    likely: re.Pattern[str]
    above: frozenset[str]

    def references(self, text: str) -> Iterator[Reference]:
        """Yield every reference of a text to notes of its own, or of another text of the book."""
        if not (_FIGURE.search(text) and self.likely.search(text)):
            return
        for found in self.reference.finditer(text):
            side = " ".join((found["before"] or found["behind"] or "").lower().split())
            elsewhere = bool(found["there"] or found["alien"])
            if not elsewhere and not side and (found["belonging"] or not found["signal"]):
                continue
            listed = "listed" if found["listed"] else "one"
            first = found.start(listed)
            spans = [(first + one.start(), first + one.end()) for one in re.finditer(r"\d+", found[listed])]
            yield Reference(
                start=found.start(),
                end=found.end("alien" if found["alien"] else "behind" if found["behind"] else listed),
                word=found.start("word"),
                numbers=tuple(spans),
                joints=tuple(text[one[1] : two[0]].strip() for one, two in pairwise(spans)),
                side=0 if not side else -1 if side in self.above else 1,
                elsewhere=elsewhere,
            )


@cache
def language_of(tag: str) -> Language | None:
    """Return the pattern of a BCP 47 tag's language, or None for a language without one."""
    data = table_of(tag, "note_references")
    if not data:
        return None
    phrases = Phrases(**{name: tuple(words) for name, words in data.items()})
    words = _any((*phrases.note, *phrases.notes))
    return Language(
        re.compile(_pattern(phrases), re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{words})\s?\d", re.IGNORECASE),
        frozenset(word.lower() for word in phrases.above),
    )


def _pattern(phrases: Phrases) -> str:
    """Return the pattern of a reference, in the order in which its parts stand."""
    texts, sides = _any(phrases.texts), _any((*phrases.above, *phrases.below))
    joint = rf"(?:\s?[-–&]\s?|,?\s(?:{_any(phrases.joined)})\s)"
    there = rf"(?P<there>(?:{texts})(?:\s(?:\d+|[IVX]+))?),?\s"
    led = rf"(?:(?P<signal>{_any(phrases.signals)}),?\s)?(?:(?P<before>{sides}),?\s)?"
    numbers = (
        rf"(?:{_any(phrases.notes)})\s?(?P<listed>\d{{1,3}}(?:(?:,\s?|{joint})\d{{1,3}})*)|"
        rf"(?:{_any(phrases.note)})\s?(?P<one>\d{{1,3}}(?:{joint}\d{{1,3}})*)"
    )
    here = rf"(?!\s(?:{_any(phrases.belonging)})\s(?:{_any(phrases.here)})(?!\w))"
    alien = rf"(?P<alien>\s\w+\s(?:{texts})(?!\w))|(?P<belonging>\s(?:{_any(phrases.belonging)})\s)"
    return (
        rf"(?<!\w)(?:{there}|{led})(?:(?:{_any(phrases.articles)})\s)?(?<!\w)(?P<word>{numbers})"
        rf"(?!\w|[.,]\d)(?:,?\s\(?(?P<behind>{sides})(?!\w))?(?:{here}(?:{alien}))?"
    )


def _any(words: tuple[str, ...]) -> str:
    """Return a pattern for any of some words, longest first; their spaces match any space."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in ordered)
