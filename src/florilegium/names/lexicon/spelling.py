"""What a capitalised word is by its spelling and by the lists of `word_lists.py`, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from functools import lru_cache

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.given_names import is_given
from florilegium.system.patterns import regex

_ROMAN = regex(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_COUNTRYMAN = regex(r"(?:wo)?m[ae]n\Z")  # *Scotchman*, *Welshwomen*
#: No word of a name is longer; what looks so is a line of figures or an address.
_LONGEST_WORD = 100


class Sort(Enum):
    """What a word beside a name is."""

    PLAIN = "names nobody"
    BODY = "a body, event or work"
    QUALIFIER = "makes another place"
    UNKNOWN = "may be a name"


@lru_cache(maxsize=50_000)
def sort_of(word: str) -> Sort:
    """Return what kind of word it is by the lists alone; a word without a capital is always plain."""
    bare = word.strip("'.,").removesuffix("'s")
    low = bare.lower()
    if (
        not bare[:1].isupper()
        or low in word_lists.GRAMMAR
        or low in word_lists.TITLES
        or low.removesuffix("s") in word_lists.CALENDAR
        or low in word_lists.CALENDAR
    ):
        return Sort.PLAIN if low not in word_lists.QUALIFIERS - word_lists.COMPASS else Sort.QUALIFIER
    if low in word_lists.BODIES:
        return Sort.BODY
    if low in word_lists.QUALIFIERS:
        return Sort.QUALIFIER
    if low in word_lists.PEOPLES or _COUNTRYMAN.sub("", low) in word_lists.PEOPLES or is_acronym(bare):
        return Sort.PLAIN
    if "-" in bare and all(_plain_part(part) for part in bare.split("-")):
        return Sort.PLAIN
    return Sort.UNKNOWN


def is_roman(word: str) -> bool:
    """Return whether a word is a numeral such as rulers have, up to XXXIX."""
    return _ROMAN.fullmatch(word) is not None


def is_acronym(word: str) -> bool:
    """Return whether a word is like `NATO`, `G7`, `U.S.`, `PhDs`: letters of which most are capitals."""
    letters = [letter for letter in word if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) == 1:
        return any(letter.isdigit() for letter in word)
    return capitals >= 2 and capitals * 2 > len(letters) and not is_initials(word)


def is_initials(word: str) -> bool:
    """Return whether a word is initials of a name, `J.` or `J.R.`; only the lists know a country's `U.S.`"""
    return (
        word.endswith(".")
        and word not in word_lists.PLACE_ACRONYMS
        and re.fullmatch(r"(?:\w\.)+", word) is not None
    )


def is_abbreviation(word: str) -> bool:
    """Return whether the full stop of `Gen.`, `J.` or `No.` ends no sentence."""
    bare = word.rstrip(".").lower()
    short = {
        "no",
        "nos",
        "vol",
        "vols",
        "p",
        "pp",
        "ed",
        "eds",
        "trans",
        "cf",
        "ca",
        "fig",
        "vs",
        "e.g",
        "i.e",
    }
    return bare in short or bare in word_lists.CLIPPED or bare in word_lists.STOPPED or is_initials(word)


def is_ordinary(word: str, vocabulary: Collection[str]) -> bool:
    """Return whether a word at the head of a sentence is likely no name."""
    low = word.strip("'.,").removesuffix("'s").lower()
    if "-" in low:
        return all(part in vocabulary or part in word_lists.GRAMMAR for part in low.split("-"))
    if low in vocabulary or low in word_lists.OPENERS:
        return True
    ending = low.isascii() and low.endswith(word_lists.ENDINGS)  # *Kodály* is no adverb
    return ending and not is_given(low.capitalize())  # nor is *Emily*, and *Edward* no direction


def word_before(text: str, end: int) -> tuple[str, int]:
    """Return the word that ends at `end`, hyphens and inner stops included, and where it begins."""
    begin = text.rfind(" ", max(0, end - _LONGEST_WORD), end) + 1
    if begin and text[begin:end].isalnum():
        return text[begin:end], begin
    start = end
    while start > max(0, end - _LONGEST_WORD) and (text[start - 1].isalnum() or text[start - 1] in "'.&-"):
        start -= 1
    while start < end and text[start] in "'.-":
        start += 1
    return text[start:end], start


def _plain_part(part: str) -> bool:
    low = part.lower()
    behind = low in word_lists.BEHIND  # *Captain-Pasha*
    return (
        part[:1].islower()
        or behind
        or low in word_lists.COMBINING
        or sort_of(part) in {Sort.PLAIN, Sort.QUALIFIER}
    )
