"""The words of a language that stand beside names and tell what they are: `languages/xx/names.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from florilegium.languages.folders import ANY, all_tags, own, primary, table_of
from florilegium.names.lexicon import word_lists
from florilegium.system.values import dataclass

#: Keys that hold a regular expression.
_PATTERNS: Final = frozenset(
    {
        "verb",
        "adjective",
        "agent",
        "flowing",
        "uncounted",
        "town",
        "countable_town",
        "countable_surname",
        "surely_town",
        "landform",
    }
)


@dataclass(frozen=True)
class WordsBesideNames:
    """What one language says of names; `und/names.toml` explains each."""

    whither: frozenset[str]
    wayward: frozenset[str]
    towards: frozenset[str]
    motion: frozenset[str]
    definite: frozenset[str]
    leaving: frozenset[str]
    along: frozenset[str]
    hosts: frozenset[str]
    sources: frozenset[str]
    relative: frozenset[str]
    parting: frozenset[str]
    coupling: frozenset[str]
    called: frozenset[str]
    personal: frozenset[str]
    prepositions: frozenset[str]
    seats: frozenset[str]
    landed: frozenset[str]
    possessive: frozenset[str]
    whose: frozenset[str]
    aged: frozenset[str]
    introducing: frozenset[str]
    doing: frozenset[str]
    learning: frozenset[str]
    folk: frozenset[str]
    bearings: frozenset[str]
    elected: frozenset[str]
    trusting: frozenset[str]
    travelling: frozenset[str]
    topical: frozenset[str]
    numbers: frozenset[str]
    bound: frozenset[str]
    encamped: frozenset[str]
    ridding: frozenset[str]
    lasting: frozenset[str]
    houses: frozenset[str]
    whole: frozenset[str]
    contracted: frozenset[str]
    being: frozenset[str]
    having: frozenset[str]
    waiting: frozenset[str]
    called_nouns: frozenset[str]
    subordinating: frozenset[str]
    measures: frozenset[str]
    openers: frozenset[str]
    epithets: frozenset[str]
    several: frozenset[str]
    pronouns: frozenset[str]
    adjective: re.Pattern[str]
    agent: re.Pattern[str]
    flowing: re.Pattern[str]
    uncounted: re.Pattern[str]
    town: re.Pattern[str]
    countable_town: re.Pattern[str]
    countable_surname: re.Pattern[str]
    surely_town: re.Pattern[str]
    landform: re.Pattern[str]
    verb: re.Pattern[str]
    suffixes: str

    def leads_to_a_place(self, title: str, particle: str) -> bool:
        """Return whether a particle leads from an office to its place: *Bischof von Ulm*, *Rat zu Ulm*."""
        office = title.lower()
        seated = particle in self.seats and office not in word_lists.NOBLES | self.landed
        return particle in self.prepositions and (seated or office in word_lists.RULERS - word_lists.NOBLES)


@cache
def words_beside_names(language: str) -> WordsBesideNames:
    """Return the words of a BCP 47 tag's language; for one without a table, what `und` says."""
    said: dict[str, Any] = {**own(ANY, "names"), **table_of(primary(language) if language else ANY, "names")}
    for key, words in said.items():
        said[key] = words if key == "suffixes" else _read(key, words)
    return WordsBesideNames(**said)


def _read(key: str, words: str) -> frozenset[str] | re.Pattern[str]:
    return re.compile(words) if key in _PATTERNS else frozenset(words.split())


@cache
def words_of_all_languages(*keys: str) -> frozenset[str]:
    """Return the words that any language has under one of some keys."""
    every = [words_beside_names(tag) for tag in _languages()]
    return frozenset().union(*(getattr(said, key) for said in every for key in keys))


@cache
def suffix_pattern() -> re.Pattern[str]:
    """Return what stands behind a name and is part of it in some language: *Jr*, *il Giovane*."""
    found = [words_beside_names(tag).suffixes for tag in _languages()]
    return re.compile(rf",? (?:(?:Jr|Sr)\b\.?|(?<!, )(?:{'|'.join(filter(None, found))})(?!\w))")


def _languages() -> Iterator[str]:
    yield from (ANY, *(tag for tag in all_tags() if own(tag, "names")))
