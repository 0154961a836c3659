"""Titles that stand in capitals, in the capitals and small letters of a book.

A word is written as the article's own text writes it (`Saltmere`, `NATO`, German nouns). A word that the text
does not have keeps its capitals where it looks like an acronym or a numeral; so what comes out is a proposal.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from florilegium.system.patterns import regex

_WORD: Final = regex(r"[^\W_]+(?:[.’'][^\W_]+)*\.?")
_WORDS: Final = regex(r"[^\W_]+(?:[.’'][^\W_]+)*")

#: Words that an English headline writes small unless they begin or end it or follow a colon.
_SMALL: Final = frozenset(
    "a an and as at but by for from in into nor of on onto or per than the to via vs with".split()  # noqa: SIM905
)
_NUMERAL: Final = regex(r"(?=[IVXLCDM])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\Z")
_NUMERALS_THAT_ARE_WORDS: Final = frozenset({"MIX", "MI", "DI", "LI", "MD"})
_VOWEL: Final = regex(r"[AEIOUYÀ-ÖØ-ÝĀĒĪŌŪ]")
_STOPS: Final = regex(r"[:.?!—–]\W*\Z")

#: Languages that write nouns with a capital.
_NOUNS: Final = frozenset({"de", "lb"})


def is_in_capitals(title: str, text: str = "") -> bool:
    """Return whether a title has no small letter, and is more than an acronym, a numeral or a short word.

    A single short word (*FIGS*, *NATO*) is more where the article's `text` has it with small letters.
    """
    if title != title.upper() or title == title.lower():
        return False
    words = [word for word in _WORDS.findall(title) if not _keeps_capitals(word)]
    longest = max(words, key=len, default="")
    if len(longest) > (2 if len(words) > 1 else 6):
        return True
    if len(longest) < 4:
        return False
    either = rf"(?i:\b{re.escape(longest[0])}){re.escape(longest[1:].lower())}\b"
    return re.search(either, text) is not None


def recased(title: str, text: str, language: str, headline: bool) -> str:
    """Return a title of capitals with small letters, its words as `text` writes them.

    With `headline`, all words but the small ones of English begin with a capital; else the first alone does.
    """
    written = _spellings(text, {word.casefold() for word in _WORDS.findall(title)})
    words = list(_WORD.finditer(title))
    parts, end = [], 0
    for count, found in enumerate(words):
        before = title[end : found.start()]
        first = count == 0 or bool(_STOPS.search(before)) or title[end - 1 : end] == "."
        edge = first or (headline and count == len(words) - 1)
        parts += [before, _word(found[0], written, language, headline, edge)]
        end = found.end()
    return "".join([*parts, title[end:]])


def _spellings(text: str, wanted: set[str]) -> Mapping[str, str]:
    """Return the usual spelling in a text of each wanted word, where no sentence begins with it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for found in _WORDS.finditer(text):
        before = text[max(found.start() - 2, 0) : found.start()]
        if found[0].casefold() in wanted and re.match(r"[\w,;]\s", before):
            seen[found[0].casefold()][found[0]] += 1
    return {word: forms.most_common(1)[0][0] for word, forms in seen.items()}


def _word(word: str, written: Mapping[str, str], language: str, headline: bool, edge: bool) -> str:
    """Return one word of a title; an `edge` word begins or ends it, or follows a stop."""
    stem = word.rstrip(".")
    known = written.get(stem.casefold(), "")
    if known and known != known.lower():
        return known + word[len(stem) :]
    if not known and _keeps_capitals(stem):
        return word
    small = word.lower()
    if headline and not edge and small in _SMALL:
        return small
    capital = edge or headline or (not known and language.partition("-")[0] in _NOUNS)
    return _capital(small) if capital else small


def _keeps_capitals(word: str) -> bool:
    """Return whether a word seems to be an acronym, an abbreviation with stops, a numeral, or a formula."""
    if any(map(str.isdigit, word)) or ("." in word and max(map(len, word.split("."))) == 1):
        return True
    if _NUMERAL.match(word) and word not in _NUMERALS_THAT_ARE_WORDS:
        return True
    return len(word) > 1 and word.isascii() and word.isalpha() and not _VOWEL.search(word)


def _capital(word: str) -> str:
    """Return a word with a first capital, and one after the particle of a name (`O’Brien`, `D’Arcy`)."""
    particle = re.match(r"([odl][’'])(\w{3,}.*)", word)
    if particle:
        return particle[1].upper() + _capital(particle[2])
    return word[:1].upper() + word[1:]


def is_headline_case(titles: Iterable[str]) -> bool:
    """Return whether most of some titles begin their long words with capitals; True where none tells."""
    votes = [_votes(title) for title in titles if not is_in_capitals(title)]
    told = [vote for vote in votes if vote is not None]
    return not told or sum(told) * 2 >= len(told)


def _votes(title: str) -> bool | None:
    """Return whether a title is in headline case; None where it has no long word after its first."""
    long = [word for word in _WORDS.findall(title)[1:] if len(word) > 3]
    return sum(word[0].isupper() for word in long) * 2 > len(long) if long else None
