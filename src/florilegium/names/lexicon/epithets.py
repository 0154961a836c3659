"""Epithets that tell a ruler from others of his name, and German ones in every case.

*Peter the Great* and *Philippe le Bel* stay as they are; *Karls des Kühnen* is *Karl der Kühne*. The epithets
of a language stand in `languages/xx/names.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.given_names import is_a_womans, is_given
from florilegium.names.lexicon.words_beside_names import words_of_all_languages
from florilegium.system.patterns import regex

#: An article with what may be an epithet, behind a given name.
AFTER_A_NAME = regex(r" (?:the|der|die|den|dem|des|le|la|el|il|de) ([^\W\d_a-zß-öø-ÿ]\w+)")
_GERMAN = regex(r"([^\W\d_]+) (der|die|den|dem|des) ([^\W\d_]+)")


def is_epithet(word: str) -> bool:
    """Return whether a word behind a given name and an article tells a ruler from others of his name."""
    return word.lower() in _epithets()


@cache
def _epithets() -> frozenset[str]:
    return word_lists.EPITHETS | words_of_all_languages("epithets")


def is_bearer(given: str, told: re.Match[str]) -> bool:
    """Return whether a name and what stands behind it are as *Peter the Great*, *Karls des Kühnen*.

    But for *the* a given name must stand before the article.
    """
    named = told.group().startswith(" the ") or is_given(given) or is_given(given.removesuffix("s"))
    return named and is_epithet(told.group(1))


def in_the_nominative(name: str) -> str:
    """Return *Karl der Kühne* of *Karl den Kühnen* and *Karls des Kühnen*; any other name as it is."""
    german = _GERMAN.fullmatch(name)
    if german is None or not is_epithet(german[3]):
        return name
    given, article, epithet = german.groups()
    if article in {"die", "der"} and (article == "die") == is_a_womans(given):
        return name
    if article == "des":
        given = given.removesuffix("s")
        epithet = epithet.removesuffix("s")
    weak = epithet[:-1] if epithet.endswith("en") and is_epithet(epithet[:-1]) else epithet
    return f"{given} {'die' if is_a_womans(given) else 'der'} {weak}"


def declined(name: str) -> Iterator[str]:
    """Yield *Karl den Kühnen*, *Karls des Kühnen* of a German name in the nominative."""
    german = _GERMAN.fullmatch(name)
    if german is None or german[2] not in {"der", "die"} or not is_epithet(german[3]):
        return
    given, article, epithet = german.groups()
    weak = f"{epithet}n" if epithet.endswith("e") else epithet
    if article == "die":
        yield from (f"{given} der {weak}", f"{given}s der {weak}")
        return
    strong = epithet if weak != epithet or epithet.endswith("s") else f"{epithet}s"
    genitive = weak if weak != epithet else strong
    yield from (f"{given} den {weak}", f"{given} dem {weak}", f"{given}s des {genitive}")
