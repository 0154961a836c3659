"""Where a text may be divided, and what a break there costs: words, dashes, slashes.

Hyphenation is by the patterns of the language (Liang 1983), with judgement: no abbreviation, number or
address is divided, nor the last word of a paragraph, and a proper name only at a high penalty. A line may end
after a dash and not before it (CMOS 6.90), and a span of numbers is not taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from florilegium.editions.address_breaks import LAST_RESORTS, PLACES, WEB_ADDRESS
from florilegium.editions.pdf.linebreak.hyphenation_patterns import patterns
from florilegium.languages.traits import traits_of
from florilegium.system.patterns import regex

SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"

#: Penalties, in the unit of `lines.BreakParameters`, beside that of the hyphen.
_NAME: Final = 8.0
_SPARED: Final = 12.0
_COMPOUND: Final = 1.5
_DASH: Final = 0.2
_BEFORE_DASH: Final = 1.0
_SLASH: Final = 1.5
_IN_ADDRESS: Final = 0.5
_IN_ELEMENT: Final = 4.0
_SCRAP: Final = 6.0
_NUMBERS: Final = 9.0

_LONG_WORD: Final = regex(r"[^\W\d_]{4,}")
_UNSPACED: Final = regex(r"\S+")
_SHOWS_ADDRESS: Final = regex(r"://|@|\bwww\.|\w\.\w{2,}", re.IGNORECASE)
_SENTENCE_BEGINS: Final = regex(r"(?:\A|[.?!:…]\W*?\s|[—\n])[^\w]*\Z")

_EM_DASHES: Final = "\N{EM DASH}\N{TWO-EM DASH}\N{THREE-EM DASH}\N{HORIZONTAL BAR}"
_DASHES: Final = f"{_EM_DASHES}\N{EN DASH}"
_HYPHENS: Final = frozenset("-\N{HYPHEN}")


class BreakOpportunity(NamedTuple):
    """A place between two letters at which a line may end, with its penalty.

    At a `space` the space vanishes; a `hyphen` is added where a word is divided. The line `divides` when it
    ends with a hyphen, added or not. A `forced` cut is a line's end that the text itself asks for.
    """

    place: int
    penalty: float = 0.0
    space: bool = False
    hyphen: bool = False
    divides: bool = False
    forced: bool = False


class Hyphenator:
    """Hyphenation of words in a language: of `least` letters, `left` before the hyphen, `right` after it.

    `exceptions` gives words in lower case their own places; `spared` words, capitals and all, should stay
    whole.
    """

    def __init__(
        self,
        language: str,
        limits: tuple[int, int, int],
        exceptions: Mapping[str, tuple[int, ...]],
        spared: frozenset[str],
    ) -> None:
        self.language = language
        self._capital_nouns = traits_of(language).capital_nouns
        self.least, self.left, self.right = limits
        self._known: dict[str, tuple[int, ...]] = dict(exceptions)
        self._asked: dict[str, tuple[int, ...]] = {}
        self._spared = spared
        self._patterns = patterns(language, self.left, self.right)

    def places(self, word: str) -> tuple[int, ...]:
        """Return after how many letters a word may be divided."""
        places = self._asked.get(word)
        if places is None:
            places = self._asked[word] = self._places(word)
        return places

    def _places(self, word: str) -> tuple[int, ...]:
        if len(word) < self.least or word.isupper():
            return ()
        low = word.lower()
        known = self._known.get(low)
        if known is None:
            known = self._known[low] = self._by_patterns(low)
        return known

    def _by_patterns(self, word: str) -> tuple[int, ...]:
        if self._patterns is None:
            return ()
        # A place with data would change the word's spelling (ck → k-k).
        return tuple(int(place) for place in self._patterns.positions(word) if not place.data)

    def penalty(self, word: str, *, begins: bool) -> float:
        """Return what dividing a word costs for what it is; `begins` when it is the first of a sentence."""
        if word in self._spared:
            return _SPARED
        is_name = word[0].isupper() and not begins and not self._capital_nouns
        return _NAME if is_name else 0.0


@dataclass(frozen=True, slots=True)
class HyphenationRange:
    """A part of a text, and who divides its words; None when they are not to be divided."""

    start: int
    end: int
    hyphenator: Hyphenator | None


def break_opportunities(
    text: str, allowed: Iterable[int], ranges: Sequence[HyphenationRange]
) -> list[BreakOpportunity]:
    """Return all places at which a line of a text may end, in order.

    `allowed` are the letters before which Unicode allows a line to end (UAX 14).
    """
    found = {cut.place: cut for cut in _divisions(text, ranges)}
    for place in allowed:
        cut = _plain(text, place)
        if cut is not None:
            found[place] = cut
    for address in WEB_ADDRESS.finditer(text):
        for place in range(address.start() + 1, address.end()):
            found.pop(place, None)
        for pattern, penalty in ((LAST_RESORTS, _IN_ELEMENT), (PLACES, _IN_ADDRESS)):
            for sign in pattern.finditer(text, address.start(), address.end()):
                found[sign.start()] = BreakOpportunity(sign.start(), penalty)
    return [found[place] for place in sorted(found)]


def _divisions(text: str, ranges: Sequence[HyphenationRange]) -> Iterator[BreakOpportunity]:
    """Yield where words may be divided."""
    last = _last_word(text)
    runs = _UNSPACED.finditer(text) if _SHOWS_ADDRESS.search(text) else ()
    addresses = [run.span() for run in runs if _SHOWS_ADDRESS.search(run.group())]
    for zone in ranges:
        if zone.hyphenator is not None:
            words = _LONG_WORD.finditer(text, zone.start, min(zone.end, last))
            for word in _outside(words, addresses) if addresses else words:
                if places := zone.hyphenator.places(word[0]):
                    yield from _in_word(text, word, places, zone.hyphenator)


def _outside(words: Iterable[re.Match[str]], addresses: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the words, in order, that stand in none of the addresses, in order too."""
    at = 0
    for word in words:
        while at < len(addresses) and addresses[at][1] <= word.start():
            at += 1
        if at == len(addresses) or addresses[at][0] >= word.end():
            yield word


def _last_word(text: str) -> int:
    """Return where the last word of a text begins."""
    bare = text.rstrip()
    return max(bare.rfind(" "), bare.rfind("\N{NO-BREAK SPACE}")) + 1


def _in_word(
    text: str, word: re.Match[str], places: tuple[int, ...], hyphenator: Hyphenator
) -> Iterator[BreakOpportunity]:
    """Yield where a word may be divided that has places for it."""
    start, end = word.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if _joins(before) or _joins(after):
        return
    penalty = hyphenator.penalty(word[0], begins=word[0][0].isupper() and _begins(text, start))
    if before in _HYPHENS or after in _HYPHENS:
        penalty += _COMPOUND
    for place in places:
        yield BreakOpportunity(start + place, penalty, hyphen=True, divides=True)


def _joins(letter: str) -> bool:
    """Return whether a letter beside a run of letters makes it part of something longer, or of a number."""
    return letter.isalnum() or letter in {"_", SOFT_HYPHEN}


def _begins(text: str, place: int) -> bool:
    """Return whether a word is the first of a sentence, so that its capital shows nothing."""
    return _SENTENCE_BEGINS.search(text, max(place - 12, 0), place) is not None


def _plain(text: str, place: int) -> BreakOpportunity | None:
    """Return the cut before `text[place]`, where Unicode allows one, or None where a book does not."""
    before, after = text[place - 1], text[place]
    if before == "\n":
        return BreakOpportunity(place, forced=True)
    if before == " ":
        spaced_dash = after in _DASHES and text[place + 1 : place + 2] == " "
        return BreakOpportunity(place, _BEFORE_DASH if spaced_dash else 0.0, space=True)
    if before == SOFT_HYPHEN:
        return BreakOpportunity(place, hyphen=True, divides=True)
    if after in _EM_DASHES:
        return None
    return BreakOpportunity(place, _penalty_after(text, place), divides=before in _HYPHENS)


def _penalty_after(text: str, place: int) -> float:
    """Return what it costs to end a line with `text[place - 1]`, which is no space."""
    before = text[place - 1]
    if before in _DASHES:
        return _NUMBERS if _parts_numbers(text, place) else _DASH
    if before in _HYPHENS:
        return _hyphen_penalty(text, place)
    return _SLASH if before == "/" else 0.0


def _parts_numbers(text: str, place: int) -> bool:
    return text[place - 2 : place - 1].isdigit() or text[place].isdigit()


def _hyphen_penalty(text: str, place: int) -> float:
    """Return the penalty of a written hyphen: a good place, but for numbers and for scraps of words."""
    if _parts_numbers(text, place):
        return _NUMBERS
    before, after = text[max(place - 3, 0) : place - 1], text[place : place + 3]
    return 0.0 if before.isalpha() and len(before) > 1 and after.isalpha() and len(after) > 2 else _SCRAP
