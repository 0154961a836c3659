"""Capitalised words that name no person and no place, and the words that show a longer name.

The lists, in `words.toml`, decide two questions only: whether a capital beside a mention makes it part of a
longer name, and whether the audit asks about a capital that nothing covers. They never make a mention.

The policy (`docs/index.md` explains it): words of grammar, days and months, titles and offices, adjectives
of nations, languages and creeds, and acronyms name nobody; a run of capitals that holds the name of a kind of
body, event or work (*Council*, *University*, *War*, *Times*) is the name of that body, event or work.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

_LISTS: Final = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


#: Words of grammar and of argument, in English, French, Spanish, German and Italian: never a name.
GRAMMAR: Final = _words("grammar")

#: Days, months, feasts and eras.
CALENDAR: Final = _words("calendar")

#: Titles, ranks and offices, which are no part of a name.
TITLES: Final = _words("titles")

#: Titles that take a place into a person's name: *the Bishop of Lincoln* does not speak of Lincoln.
STYLES: Final = _words("styles")

#: Nouns that a longer name of a body, an event, a law or a work ends in or begins with.
BODIES: Final = _words("bodies")

#: Nouns of the map that make a new name with `of`: *Gulf of Mexico*, *Republic of China*.
GEOGRAPHY: Final = _words("geography")

#: Words that make another place of the place they stand before.
QUALIFIERS: Final = _words("qualifiers")

#: Points of the compass, which alone name no place.
COMPASS: Final = _words("compass")

#: Adjectives and peoples, languages, creeds and schools: *Russian* is not Russia.
PEOPLES: Final = _words("peoples")

#: First halves of compounds such as *Sino-Japanese* or *pro-Moscow*, with their capital or without.
COMBINING: Final = _words("combining")

#: Small words that tie the halves of one name: *Stratford-upon-Avon*, *Aix-en-Provence*.
JOINERS: Final = _words("joiners")

#: Particles of personal names, in lower case in the middle of a name.
PARTICLES: Final = _words("particles")

#: Particles that cannot be the preposition "of" in front of another's name.
STRONG_PARTICLES: Final = _words("strong_particles")

#: Words that distinguish one bearer of a name from another: *the elder Abe*.
BEARERS: Final = _words("bearers")

#: Epithets of rulers after *the*: *Peter the Great*.
EPITHETS: Final = _words("epithets")

#: Acronyms that do name a place.
PLACE_ACRONYMS: Final = _words("place_acronyms")

#: Elided words before an apostrophe: *l'Italie*, *dell'Arno*.
ELIDED: Final = _words("elided")

#: Common nouns of the map, which a place's name turns on (`Baikal, Lake`) or puts in the plural.
GENERIC: Final = _words("generic")

#: Verbs after the name of a person.
SPEAKING: Final = _words("speaking")

#: Verbs and nouns before *to* and the name of a person: *wrote to Voltaire*.
ADDRESSING: Final = _words("addressing")

#: Titles that are surnames too when they end a name: *Martin Luther King*.
SURNAMES: Final = _words("surnames")

#: Titles behind a name that are part of it.
BEHIND: Final = _words("behind")

#: Adjectives that are seas when no noun follows: *the Baltic*.
SEAS: Final = _words("seas")

#: Peers, whose title names a person in full: *Duke of Devonshire*.
PEERS: Final = _words("peers")

#: Kinds of ship, before a ship's name or at its end.
VESSELS: Final = _words("vessels")

#: Titles of courtesy, which no body has in its name.
COURTESIES: Final = _words("courtesies")

#: Words of endearment before a person's name.
ENDEARING: Final = _words("endearing")

#: Words for *saint* in small letters before a name.
HOLY: Final = _words("holy")

#: Verbs and prepositions before the name of a person whom they act upon.
ACTING: Final = _words("acting")

#: Words of kinship and callings before a person's name: *the corsair Dragut*.
KIN: Final = _words("kin")

#: Nouns that go with a place: *the walls of Mdina*.
GROUND: Final = _words("ground")

#: Events that a place has, and a general now and then.
EVENTS: Final = _words("events")

#: Verbs of war and travel whose object is a place: *burnt Mdina*.
TAKING: Final = _words("taking")

#: Words of the map that end a name of several words, besides `GENERIC`: *Henry County*.
MAPPED: Final = _words("mapped")

#: Nouns that begin the title of a work about someone: *Life of Moll*.
WORKS: Final = _words("works")

#: Offices over a place, besides `STYLES`: *the king of Zorbia*.
RULERS: Final = _words("rulers")

#: Offices over a place, styles of peers among them.
OFFICES: Final = RULERS | STYLES

#: Verbs in the singular, behind a subject.
SINGULAR: Final = _words("singular")

#: Articles and possessives that may stand between a preposition and a name.
ARTICLES: Final = _words("articles")

#: Prepositions, whose object is seldom what a sentence treats of.
GOVERNING: Final = _words("governing")

#: Measures of a distance before *from* and a place.
DISTANCES: Final = _words("distances")

#: Nouns that end the name of an estate, and surnames too.
ESTATES: Final = _words("estates")

#: Phrases of capitals that name an age, a war or a custom.
STOCK: Final[tuple[str, ...]] = tuple(_LISTS["stock"])

#: Phrases of capitals that name a region, though each word alone names nothing.
REGIONS: Final[tuple[str, ...]] = tuple(_LISTS["regions"])

#: Nouns and adjectives that often open a sentence; with a capital elsewhere they may still be names.
OPENERS: Final = _words("openers")

#: Endings that an ordinary word at the head of a sentence has and a name seldom.
ENDINGS: Final[tuple[str, ...]] = tuple(_LISTS["endings"].split())

#: Words of the map that stand before a name and make it a place's: *Fort Angelo*, *Cape Bona*.
FEATURES: Final = _words("features")

#: The given names that a shortened one stands for: *Sam* for *Samuel*.
SHORTENED: Final[dict[str, frozenset[str]]] = {}
for _line in _LISTS["shortened"].split(";"):
    _name, _, _shorts = _line.partition(":")
    for _short in _shorts.split():
        SHORTENED[_short] = SHORTENED.get(_short, frozenset()) | {_name.strip()}

#: Shortened given names whose full stop ends no sentence: *Wm.*, *Geo.*
CLIPPED: Final = _words("clipped")

#: Titles and words of the map whose full stop ends no sentence: *Lieut.*, *Mt.*
STOPPED: Final = _words("stopped")

#: Nouns of the map behind the owner after whom a place is called: *Hudson's Bay*.
OWNED: Final = _words("owned")

#: Nouns of the map directly before a name: *the river Maska*.
APPOSED: Final = _words("apposed")

#: What an adjective of a people stands before: *a Zuga soldier*.
ATTRIBUTED: Final = _words("attributed")

#: Bodies that stand for the land whose they are: *the Assembly of Virginia*.
LEGISLATURES: Final = _words("legislatures")

#: What a person has, before *of*: *the letters of Moll*.
POSSESSED: Final = _words("possessed")

#: Nouns that end the name of a street.
STREETS: Final = _words("streets")

#: Titles of those who are called by given names alone: *Kaiser Franz Joseph*.
REIGNING: Final = _words("reigning")

#: Titles of women.
FEMININE: Final = _words("feminine")

#: Numerals of rulers by the words for them: *George the Third*.
ORDINALS: Final[dict[str, str]] = dict(
    zip(
        "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth".split(),  # noqa: SIM905
        "I II III IV V VI VII VIII IX X XI XII".split(),  # noqa: SIM905
        strict=True,
    )
)

#: Titles behind which a surname stands, and no given name.
BEFORE_SURNAMES: Final = _words("before_surnames")

#: Offices over a place that are titles of families too: *Graf von Platen*.
NOBLES: Final = _words("nobles")

#: Words of kinship and friendship, of which a person's name is the other half.
KINDRED: Final = _words("kindred")
