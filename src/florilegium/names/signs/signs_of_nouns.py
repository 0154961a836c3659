"""Signs that a capital is no name of a person or a place: a noun, an adjective, a title, a word as a word.

Each looks at the words on both sides of a name, as the rules of `sign_rules.py` do, which asks them.
"""

from __future__ import annotations

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.ordinary_words import is_ordinary_word
from florilegium.names.signs.surroundings import ARTICLES, LINKS, Surroundings
from florilegium.system.patterns import regex

#: A stop within a sentence, which shows an abbreviation: *Lond., 1735*, *Eng. transl.*
_CLIPPED = regex(r"\.(?:[,;:)]| [a-z0-9])")
_FEAST = regex(r"'s? (?:Day|Eve|Mass|Night)\b")
_CHURCH = regex(r"'s? (?i:church|parish|cathedral|chapel|abbey)\b")
#: The second word of a species: *Rosmarus arcticus*.
_SPECIES = regex(r"[a-z]{3,}(?:us|um|is|ii|ensis|atus|ata|icus|ica|oides|osa|osus)")
#: A second word that is Latin in any text: *Kalmia latifolia*, *Systema naturae*.
_LATIN = regex(r"[a-z]{3,}(?:ae|[^w]orum|[^dw]arum|ensis|ibus|foli(?:a|us|um)|flor(?:a|us|um)|idei|ularis)")
#: A species with its author: *Bellis perennis, L.*, *Bellis perennis (Linn.)*.
_BY_ITS_AUTHOR = regex(r" [a-z]{3,}(?: [a-z]{3,})?,? (?:L\.|\(?(?:Linn\b|Linnaeus\b|L\.\)))")
#: Endings of adjectives of places and schools.
_OF_PLACES = regex(r".{2,}(?:[ie]an|ic|ese|ish|ine|ite|ot)")
_AT = frozenset({"of", "at", "in", "from", "to", "near", "outside", "before", "behind", "past", "opposite"})
STREETS = frozenset("rue quai boulevard place calle plaza via piazza".split())  # noqa: SIM905
_OF = frozenset({"de", "du", "des", "d", "di", "del", "della"})
QUOTING = frozenset('“"«„')
_UNQUOTED = regex(r"[,.;]?[”\"»“]")
_OPENED = frozenset(' (“"-')
_UNQUOTED_SINGLE = regex(r"(?:[,.;]'|'(?![\w-]))")
_OF_A_WORK = frozenset({"of", "de", "du", "des", "d'un", "d'une", "della", "del", "der", "sur", "on"})
_ENTITLED = frozenset(
    """entitled titled headed chapter poem essay article pamphlet überschrieben betitelt gedicht aufsatz
    kapitel intitulé intitulée poème chapitre titulado titulada""".split()  # noqa: SIM905
)
HIGHEST = frozenset({"grand", "high", "chief"})
#: An adjective that has its capital from a firm or a paper: *der Norddeutsche Lloyd*.
_FIRM = regex(r"[a-zäöüß]{2,}(?:deutsch|isch)e[nmrs]?")
#: Words of which one counts several, so that what they stand before is no name: *any common Zuga*.
_COUNTING = frozenset({"a", "an", "any", "every", "each", "no", "another", "some"})
#: Adjectives that persons have behind *a*: *a young Moll*, *a certain Moll*.
_OF_PERSONS = (
    word_lists.TITLES
    | word_lists.KIN
    | frozenset(
        """certain young old poor late second new mere little great dead living dying former future
    modern drunken triumphant real true""".split()  # noqa: SIM905
    )
)
#: What stands before a plural that is described: *the hardy Zugas*, *those hardy Zugas*.
_DEFINITE = ARTICLES | frozenset({"these", "those", "ces", "diese", "jene", "estos", "esos"})
#: Articles of German, which stand behind a comma for *whom*.
_RELATIVE = frozenset({"der", "die", "das", "den", "dem", "dessen", "deren"})
_CAPTAINS = frozenset({"Captain", "Capt.", "Commander", "Commodore", "Kapitän", "capitaine", "Capitaine"})
#: What a ship has: *the Zuga, whose captain fell*.
_OF_A_SHIP = frozenset({"captain", "crew", "master", "mast", "masts", "guns", "hull", "commander", "sails"})
#: Kinds of ship behind her name, but for those that ply to a place: *the Dover packet*.
_RIGS = word_lists.VESSELS - frozenset(
    {"aboard", "ship", "ships", "vessel", "vessels", "packet", "steamer", "steamers", "transport", "whalers"}
)
#: Small words behind a name that are no nouns.
_NO_NOUNS = word_lists.GRAMMAR | word_lists.SPEAKING
#: What stands before a name with an article that is not, or not alone, the subject of the verb behind it.
_GOVERNING = word_lists.GOVERNING | {"and", "or", ","}
#: A word that is spoken of as a word: *the name Zuga or Zugar*, *Zuga means the sea*.
_A_WORD = frozenset({"name", "names", "word", "term", "wort", "nom", "mot", "nombre", "palabra"})
_MEANS = frozenset(
    {"means", "meant", "signifies", "signified", "bedeutet", "bedeutete", "signifie", "signifiait"}
)


def is_one_of_many(spot: Surroundings) -> bool:
    """Return whether it is as in *any common Zuga*, *a Christian Zuga*: a noun behind its adjective."""
    if not spot.is_english or " " in spot.name or spot.low[1] not in _COUNTING:
        return False
    adjective = spot.low[0]
    plain = adjective.isalpha() and not adjective.endswith("ed")
    return plain and adjective not in _OF_PERSONS and adjective not in word_lists.GRAMMAR


def is_described_noun(spot: Surroundings) -> bool:
    """Return whether it is as in *the painted Procession*: a noun behind an article and its adjective."""
    described = spot.is_english and " " not in spot.name and spot.low[1] in {"the", "a", "an"}
    plain = described and spot.left[0].islower() and spot.low[0] not in _OF_PERSONS | word_lists.GRAMMAR
    return plain and is_ordinary_word(spot.name)


def is_a_word(spot: Surroundings) -> bool:
    """Return whether it is spoken of as a word: *the name Zuga or Zugar*, *Zuga means the sea*."""
    first, second, third = spot.low
    named = (first in _A_WORD and second in ARTICLES) or (first == "or" and third in _A_WORD)
    return named or spot.following in _MEANS


def is_adjective(spot: Surroundings) -> bool:
    """Return whether it is as in *the Algerine galleys*: before a small word, no word of grammar, no verb."""
    following = spot.following
    noun = len(following) > 2 and following not in _NO_NOUNS
    flows = bool(spot.said.flowing.pattern) and spot.said.flowing.match(spot.text, spot.end + 1)
    if (
        is_relative(spot)
        or flows
        or spot.said.verb.fullmatch(following)
        or (not spot.is_english and spot.low[0] in {"a", "an"})
    ):
        return False  # *il Goethe tradusse*, *a Zorbia col bailo*
    return spot.low[0] in LINKS and noun and not following.endswith(("ed", "ly"))


def is_relative(spot: Surroundings) -> bool:
    """Return whether an article before the name is a relative pronoun: *der Herzog, den Luther schalt*."""
    return spot.low[1] == "," and spot.low[0] in _RELATIVE


def is_plural(spot: Surroundings) -> bool:
    """Return whether it is as in *the Zugas*, *the hardy Zugas*, *those hardy Zugas*."""
    described = spot.low[1] in _DEFINITE and spot.left[0].islower()
    return (
        (spot.is_definite or described)
        and " " not in spot.name
        and spot.name.endswith("s")
        and spot.name[-2:] not in {"ss", "us", "is"}
    )


def is_thing(spot: Surroundings) -> bool:
    """Return whether it is someone's: *Lord Exmouth's Despatch*."""
    owner = bool(spot.left) and spot.left[0].endswith("'s") and spot.left[0][0].isupper()
    return owner and " " not in spot.name


def is_beside_a_people(spot: Surroundings) -> bool:
    """Return whether it is as in *Turks and Zugas*: one people beside another."""
    before = spot.low[0] in {"and", "or"} and spot.low[1] in word_lists.PEOPLES and spot.low[1].endswith("s")
    right = [word.rstrip(".,").lower() for word in spot.right[:2]]
    after = len(right) == 2 and right[0] in {"and", "or"} and right[1] in word_lists.PEOPLES
    listed = spot.low[0] == "," and spot.low[1] in word_lists.PEOPLES
    listed = listed or (spot.low[:2] == ("and", ",") and spot.low[2] in word_lists.PEOPLES)
    return " " not in spot.name and (before or listed or (after and right[1].endswith("s")))


def is_grand(spot: Surroundings) -> bool:
    """Return whether it is as in *the Grand Constable of all*, *the Grand Monarque*: an office."""
    high = bool(spot.left) and spot.left[0].lower() in HIGHEST and spot.left[0][0].isupper()
    return high and " " not in spot.name and (spot.following == "of" or spot.low[1] in ARTICLES)


def is_ship_behind(spot: Surroundings) -> bool:
    """Return whether it is as in *the Zuga frigate*, *the Zuga, Captain Moll,*, *the Zuga lost her mast*."""
    if not spot.is_definite or spot.is_possessive:
        return False
    right = (*spot.right, "", "", "")
    captain = right[0] == "," and right[1] in _CAPTAINS and right[2][:1].isupper()
    whose = right[:2] == (",", "whose") and right[2].rstrip(".,").lower() in _OF_A_SHIP
    hers = spot.is_english and bool(spot.following) and right[1] == "her"
    return captain or whose or hers or spot.following.rstrip(".") in _RIGS


def is_under_article(spot: Surroundings) -> bool:
    """Return whether it is as in *in the Zuga, ...*: behind *the*, before no noun and no *of*."""
    right = (*spot.right, "")
    noun = right[0][:1].isupper() or is_adjective(spot) or spot.following == "of"
    return spot.is_english and not (noun or spot.is_possessive)


def is_abbreviated(spot: Surroundings) -> bool:
    return " " not in spot.name and _CLIPPED.match(spot.text, spot.end) is not None


def is_house(spot: Surroundings) -> bool:
    """Return whether it is as in *la brasserie Zuga*, *à l'académie Zuga*: a house of trade or learning."""
    return spot.left[0].rpartition("'")[2].islower() and (
        "'" in spot.left[0] or spot.low[1] in LINKS | word_lists.GOVERNING
    )


def is_feast(spot: Surroundings) -> bool:
    """Return whether it is as in *St. John's Day*, *St. Paul's church*."""
    saintly = spot.name.partition(" ")[0].rstrip(".").lower() in {"saint", "st", "all"}
    dedicated = saintly and _CHURCH.match(spot.text, spot.end) is not None
    person = spot.right[:1] and spot.right[0].rstrip(".,") in word_lists.KINDRED | word_lists.POSSESSED
    parish = saintly and spot.is_possessive and spot.low[0] in _AT and not person  # *Vicar of St. Mary's*
    dedicated = dedicated or parish
    return dedicated or _FEAST.match(spot.text, spot.end) is not None


def is_species(spot: Surroundings) -> bool:
    """Return whether it is as in *(Rosmarus arcticus, L.)*, *Bellis perennis (Linn.)*: a species.

    It stands in parentheses, or has its author behind it.
    """
    following = spot.following.rstrip(".")
    latin = _LATIN.fullmatch(following) is not None and " " not in spot.name
    if latin and not (spot.is_english and is_ordinary_word(following)):
        return True
    opened = spot.start > 0 and spot.text[spot.start - 1] == "("
    if opened and _SPECIES.fullmatch(spot.following) is not None:
        return True
    return bool(spot.following) and _BY_ITS_AUTHOR.match(spot.text, spot.end) is not None


def has_plural_verb(spot: Surroundings) -> bool:
    """Return whether it is as in *the Almohades were*, but not as in *Moll and Sato were*."""
    subject = not spot.left or (spot.is_definite and spot.low[1] not in _GOVERNING)
    return subject and spot.following in {"were", "are", "have"}


def is_counted(spot: Surroundings) -> bool:
    return spot.low[0] in spot.said.numbers and " " not in spot.name


def is_attributive(spot: Surroundings) -> bool:
    """Return whether the noun behind it shows an adjective: *Fabian policy*, *a Zuga soldier*."""
    if not spot.following:
        return False
    if spot.following in word_lists.ATTRIBUTED and " " not in spot.name and not spot.is_possessive:
        return True
    if spot.said.adjective.fullmatch(spot.name):
        return True
    if not spot.is_english:
        return False
    noun = len(spot.following) > 3 and spot.following not in _NO_NOUNS
    verb = spot.following in word_lists.SINGULAR or spot.following.endswith(("ed", "ly"))
    return noun and not verb and " " not in spot.name and _OF_PLACES.fullmatch(spot.name) is not None


def is_firm(spot: Surroundings) -> bool:
    """Return whether it is as in *der Norddeutsche Lloyd*: behind an adjective with a capital, in German."""
    capital = bool(spot.said.agent.pattern) and bool(spot.left) and spot.left[0][0].isupper()
    return capital and " " not in spot.name and _FIRM.fullmatch(spot.low[0]) is not None


def is_entitled(spot: Surroundings) -> bool:
    """Return whether it is all of a title: *in a chapter entitled “Gallia Victrix”*."""
    return spot.low[1] in _ENTITLED and _UNQUOTED.match(spot.text, spot.end) is not None


def is_titled_work(spot: Surroundings) -> bool:
    """Return whether it is as in *Histoire de l'abbaye*, *Life of the admiral*."""
    return spot.name.lower() in word_lists.WORKS and spot.following in _OF_A_WORK


def is_between_marks(spot: Surroundings) -> bool:
    """Return whether all between quotation marks is the name: what something is called."""
    before = spot.text[max(0, spot.start - 2) : spot.start]
    if before[-1:] == "'" and (len(before) == 1 or before[0] in _OPENED):
        return _UNQUOTED_SINGLE.match(spot.text, spot.end) is not None
    return before[-1:] in QUOTING and _UNQUOTED.match(spot.text, spot.end) is not None


def is_street(spot: Surroundings) -> bool:
    """Return whether it is as in *rue Moll*, *rue du Moll*, *calle de la Molla*."""
    first, second, third = spot.low
    led = first in _OF | ARTICLES and (second in STREETS or (second in _OF and third in STREETS))
    return led or first in STREETS
