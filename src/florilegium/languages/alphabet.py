"""The order in which a language files its words: `alphabet.toml`.

An alphabet is a list of letters, some of several signs (`ch`, `dzs`). A text becomes a key of one sign for
each letter, so that keys compare as the words are filed. Case and accents do not count, but for letters of
their own: `ö` comes after `o` in Hungarian, after `ä` in Swedish, and is an `o` in German. The orders are
those of Unicode's CLDR at its first level, which `tests/unit/languages/test_alphabet.py` compares.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, Final

from florilegium.languages.folders import ANY, own, table_of
from florilegium.languages.traits import traits_of
from florilegium.system.values import dataclass

#: Keys of the letters of alphabets begin here, after the figures; all others keep their order behind them.
_OWN: Final = 0x100
_OTHERS: Final = 0x10000

_TURKISH: Final = str.maketrans({"I": "ı", "İ": "i"})


@dataclass(frozen=True)
class Alphabet:
    """An order of letters.

    `keys` gives each letter, in lower case, its key; `letters` gives a key's first sign the letter to print
    above a group. `articles` do not count at the head of a place's name, nor `small` at that of a subentry.
    A language whose order is not `known` gets that of the scripts alone.
    """

    keys: Mapping[str, str]
    letters: Mapping[str, str]
    dotless_i: bool
    articles: tuple[str, ...]
    small: frozenset[str]
    known: bool

    def key(self, text: str) -> str:
        """Return the key of a text without figures: what is no letter does not count."""
        lower = (text.translate(_TURKISH) if self.dotless_i else text).casefold()
        plain = unicodedata.normalize("NFKC", lower)
        return "".join(self._signs(plain))

    def places(self, key: str) -> bool:
        """Return whether a key, not empty, begins with a figure or a letter of a known alphabet."""
        return key[0] < chr(_OTHERS)

    def letter(self, key: str) -> str:
        """Return the letter under which a key, not empty, is filed: `Cs`, `Ö`."""
        return self.letters.get(key[0]) or chr(ord(key[0]) - _OTHERS).title()

    @cached_property
    def _longest(self) -> int:
        """Return how many signs the longest letter has."""
        return max(map(len, self.keys))

    def _signs(self, text: str) -> Iterator[str]:
        if self._longest == 1:
            for sign in text:
                known = self.keys.get(sign)
                yield self._stranger(sign) if known is None else known
            return
        place = 0
        while place < len(text):
            sizes = range(min(self._longest, len(text) - place), 0, -1)
            size = next((size for size in sizes if text[place : place + size] in self.keys), 0)
            yield self.keys[text[place : place + size]] if size else self._stranger(text[place])
            place += size or 1

    def _stranger(self, sign: str) -> str:
        """Return the key of a sign that no alphabet has: as one with fewer accents, or behind all others."""
        if not sign.isalnum():
            return ""
        base, *accents = list(unicodedata.normalize("NFD", sign))
        for accent in accents:
            marked = self.keys.get(unicodedata.normalize("NFC", base + accent))
            if marked is not None:
                return marked
        if base in self.keys:
            return self.keys[base]
        return chr(_OTHERS + ord(sign if len(accents) > 1 or base == sign else base))


@cache
def alphabet_of(tag: str) -> Alphabet:
    """Return the alphabet of a BCP 47 tag."""
    table, common = table_of(tag, "alphabet"), own(ANY, "alphabet")
    values: dict[str, Any] = {**common, **table}
    letters, groups = values["letters"].split(), values["groups"].split()
    order = _order(letters, table.get("equal", {}), common["scripts"])
    keys = {letter: chr(_OWN + place) for place, letter in enumerate(order)}
    heads = _heads(order, set(letters).difference(groups) if groups else (), values["dotless_i"])
    bare = Alphabet(keys, {}, False, (), frozenset(), known=False)
    equal = {**common["equal"], **table.get("equal", {})}
    return Alphabet(
        keys={**{same: bare.key(letter) for same, letter in equal.items()}, **keys},
        letters=dict(zip(keys.values(), heads, strict=True)),
        dotless_i=values["dotless_i"],
        articles=traits_of(tag).articles if values["skips_articles"] else (),
        small=frozenset(values["small"].split()),
        known=bool(table),
    )


def _order(letters: Sequence[str], equal: Mapping[str, str], scripts: Iterable[str]) -> tuple[str, ...]:
    """Return all letters of all scripts in order: those of the alphabet's own script first.

    A letter of that script which the alphabet lacks precedes the one that it precedes in its script.
    """
    own, others = list(letters), []
    for script in map(str.split, scripts):
        if set(script).isdisjoint(letters):
            others += script
            continue
        for place, letter in enumerate(script):
            if letter not in own and letter not in equal:
                own.insert(_before(own, script[place + 1 :]), letter)
    return (*own, *others)


def _before(merged: Sequence[str], later: Sequence[str]) -> int:
    """Return the place of the first of some letters that stands in a list, or the list's end."""
    return next((merged.index(letter) for letter in later if letter in merged), len(merged))


def _heads(order: Iterable[str], grouped: Collection[str], dotless_i: bool) -> Iterator[str]:
    """Yield what stands above the group of each letter: itself, or if it is `grouped` what the last has."""
    group = ""
    for letter in order:
        group = group if letter in grouped else letter
        yield "Iİ"["ıi".index(group)] if dotless_i and group in {"ı", "i"} else group.title()
