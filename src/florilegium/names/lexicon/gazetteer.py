"""Places known beforehand: what a capitalised name may be when the text does not say.

Countries come from CLDR in the languages of Europe and in the book's own, and the great cities as each of
them spells them; regions, waters and others from `places.toml`; the towns of the world from `towns.txt`, and
for texts in German and French the villages of their lands. A gazetteer only ever guesses a kind; it never
makes a mention.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.languages.folders import primary
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.folding import fold_form, unaccented
from florilegium.names.lexicon.given_names import is_given
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from babel import Locale

#: The world, the European Union, the euro zone, the United Nations and what is no country at all.
_NO_COUNTRIES = frozenset({"001", "EU", "EZ", "UN", "XA", "XB", "ZZ"})
#: A text in one language has places in the spelling of another: *Angleterre*, *Kopenhagen*.
_TONGUES = ("en", "de", "fr", "es", "it", "nl", "pt")
#: A city of so many thousands is likelier to be meant than a person of its name; a town is not, nor a city
#: of less that is not old enough to stand in `places.toml`: many have their names from persons.
_CITY = 250


#: What *St.* stands for in the name of a town.
_SAINTS = ("St. ", "St ", "Sankt ", "Saint ", "Saint-")


class Rank(IntEnum):
    """How well known a place is: its number weighs against what speaks for a person.

    A realm is a country in another language than the book's.
    """

    UNKNOWN = 0
    TOWN = 1
    CITY = 2
    REALM = 3
    LAND = 4


@dataclass(frozen=True)
class Gazetteer:
    """Ranks of places by name, folded and without accents, and the headings of those with several names.

    `villages` are too small for a rank: a person of the name is as likely, but where *in* or *from* stands
    before it.
    """

    ranks: Mapping[str, Rank]
    headings: Mapping[str, str]
    villages: frozenset[str] = frozenset()

    def rank(self, name: str) -> Rank:
        """Return how well known a place is; *St. Gallen* goes for *Sankt Gallen* too."""
        saint, stop, rest = name.partition(". ")
        if not stop or saint != "St":
            return self.ranks.get(unaccented(name), Rank.UNKNOWN)
        names = [f"{spelled}{rest}" for spelled in _SAINTS]
        return max(self.ranks.get(unaccented(one), Rank.UNKNOWN) for one in [name, *names])

    def knows(self, name: str) -> bool:
        """Return whether the name alone is likelier a place's than not."""
        return self.rank(name) >= Rank.CITY

    def has(self, name: str) -> bool:
        """Return whether there is a place of the name, be it a village."""
        return name in self.villages or self.rank(name) > Rank.UNKNOWN

    def heading(self, name: str) -> str:
        """Return the name under which a place is filed: `United States` for `U.S.`"""
        return self.headings.get(name, name)


@cache
def gazetteer_for(language: str) -> Gazetteer:
    """Return the gazetteer of a book's language."""
    listed = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
    aliases: dict[str, list[str]] = listed["aliases"]
    own = primary(language)
    written = {alias: heading for heading, known in aliases.items() for alias in known}
    ranks = dict(_towns())
    for tongue in dict.fromkeys((*_TONGUES, own)):
        ranks.update((name, Rank.CITY) for name in _cities(tongue))
        foreign = (name for name in _countries(tongue) if not _is_word(name))
        ranks.update((name, max(Rank.REALM, ranks.get(name, Rank.UNKNOWN))) for name in foreign)
    ranks.update((name, Rank.LAND) for name in _countries(own))
    cities = (
        name.strip() for key in ("cities", "storied") for name in listed[key].replace("\n", " ").split(";")
    )
    lands = (name.strip() for name in listed["names"].replace("\n", " ").split(";"))
    ranks.update((name, Rank.CITY) for name in cities)
    ranks.update((name, Rank.LAND) for name in (*lands, *written, *aliases))
    found = {name if name.isascii() else unaccented(fold_form(name)): rank for name, rank in ranks.items()}
    villages = frozenset(_villages(own))
    headings = dict(_translated(own)) | written
    return Gazetteer({name: rank for name, rank in found.items() if name}, headings, villages)


def _countries(tongue: str) -> Iterator[str]:
    locale = _locale(tongue)
    for code, name in locale.territories.items() if locale else ():
        if code not in _NO_COUNTRIES:
            yield name
            yield name.partition(" & ")[0]


def _translated(own: str) -> Iterator[tuple[str, str]]:
    """Yield each country in other languages, with its name in the book's: *Allemagne*, *Germany*."""
    locale = _locale(own)
    known = dict(locale.territories) if locale else {}
    for tongue in _TONGUES:
        foreign = _locale(tongue)
        for code, name in foreign.territories.items() if foreign else ():
            if code in known and name not in known.values() and not _is_word(name):
                yield name, known[code]


def _is_word(name: str) -> bool:
    """Return whether a country's name in another language is something else as well: *Maurice*, *Island*."""
    return is_given(name) or name.lower() in word_lists.GENERIC


def _cities(tongue: str) -> Iterator[str]:
    """Yield the cities after which the zones of time are named, as a language spells them."""
    locale = _locale(tongue)
    for zone in locale.time_zones.values() if locale else ():
        if "city" in zone:
            yield zone["city"]


def _locale(tongue: str) -> Locale | None:
    """Return what CLDR knows of a language; nothing of one that it does not know."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale(tongue)
    except (UnknownLocaleError, ValueError):
        return None


def _villages(tongue: str) -> Iterator[str]:
    """Yield the small places of the lands that speak a language, where they are listed."""
    listed = Path(__file__).with_name(f"villages_{tongue}.txt")
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ():
        if not line.startswith("#"):
            yield line


def _towns() -> Iterator[tuple[str, Rank]]:
    text = Path(__file__).with_name("towns.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, _, thousands = line.partition("\t")
        if thousands:
            rank = Rank.CITY if int(thousands) >= _CITY else Rank.TOWN
            yield name, rank
            bare = name.partition(" (")[0]  # *Kempten (Allgäu)*
            if bare != name:
                yield bare, rank
