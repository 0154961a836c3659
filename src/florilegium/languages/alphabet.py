"""The order in which a language files its words: `alphabet.toml`.

An alphabet is a list of letters, some of several signs (`ch`, `dzs`). A text becomes a key of one sign for
each letter, so that keys compare as the words are filed. Case and accents do not count, but for letters of
their own: `ö` comes after `o` in Hungarian, after `ä` in Swedish, and is an `o` in German. The orders are
those of Unicode's CLDR at its first level, which `tests/unit/languages/test_alphabet.py` compares.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from florilegium.languages.folders import ANY, own, table_of
from florilegium.languages.traits import traits_of

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

    def letter(self, key: str) -> str:
        """Return the letter under which a key, not empty, is filed: `Cs`, `Ö`."""
        return self.letters.get(key[0]) or chr(ord(key[0]) - _OTHERS).title()

    def _signs(self, text: str) -> Iterator[str]:
        longest, place = max(map(len, self.keys)), 0
        while place < len(text):
            sizes = range(min(longest, len(text) - place), 0, -1)
            size = next((size for size in sizes if text[place : place + size] in self.keys), 0)
            yield self.keys[text[place : place + size]] if size else self._stranger(text[place])
            place += size or 1

    def _stranger(self, sign: str) -> str:
        """Return the key of a sign that no alphabet has: as one with fewer accents, or behind all others."""
        base, *accents = list(unicodedata.normalize("NFD", sign))
        for accent in accents:
            marked = self.keys.get(unicodedata.normalize("NFC", base + accent))
            if marked is not None:
                return marked
        if base in self.keys:
            return self.keys[base]
        return (
            chr(_OTHERS + ord(sign if len(accents) > 1 or base == sign else base)) if sign.isalnum() else ""
        )


@cache
def alphabet_of(tag: str) -> Alphabet:
    """Return the alphabet of a BCP 47 tag."""
    table = table_of(tag, "alphabet")
    common = own(ANY, "alphabet")
    values: dict[str, Any] = {**common, **table}
    order = tuple(_order(values["letters"].split(), table.get("equal", {}), common["scripts"]))
    keys = {letter: chr(_OWN + place) for place, letter in enumerate(order)}
    letters = {key: _capital(letter, values["dotless_i"]) for letter, key in keys.items()}
    equal = {**common["equal"], **table.get("equal", {})}
    added = {same: letter for same, letter in equal.items() if same not in keys}
    bare = Alphabet(keys, letters, False, (), frozenset(), known=False)
    return Alphabet(
        keys={**keys, **{same: bare.key(letter) for same, letter in added.items()}},
        letters=letters,
        dotless_i=values["dotless_i"],
        articles=traits_of(tag).articles if values["skips_articles"] else (),
        small=frozenset(values["small"].split()),
        known=bool(table),
    )


def _order(letters: Sequence[str], equal: Mapping[str, str], scripts: Sequence[str]) -> Iterator[str]:
    """Yield all letters of all scripts in order: those of the alphabet's own script first.

    A letter of that script which the alphabet lacks precedes the one that it precedes in its script.
    """
    rest = []
    for line in scripts:
        script = line.split()
        if set(script).isdisjoint(letters):
            rest += script
            continue
        merged = list(letters)
        for place, letter in enumerate(script):
            if letter not in merged and letter not in equal:
                merged.insert(_before(merged, script[place + 1 :]), letter)
        yield from merged
    yield from (letter for letter in rest if letter not in letters)


def _before(merged: Sequence[str], later: Sequence[str]) -> int:
    """Return the place of the first of some letters that stands in a list, or the list's end."""
    return next((merged.index(letter) for letter in later if letter in merged), len(merged))


def _capital(letter: str, dotless_i: bool) -> str:
    if dotless_i and letter in "ıi":
        return "Iİ"["ıi".index(letter)]
    return letter.title()
