"""Signs that a name is a person's: a title, a calling, a verb of persons, kin, someone's house.

Each looks at the words on both sides of a name, as the rules of `sign_rules.py` do, which asks them.
"""

from __future__ import annotations

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.family_names import is_era
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import word_before
from florilegium.names.signs.signs_of_nouns import HIGHEST, is_grand, is_plural
from florilegium.names.signs.signs_of_places import MAP, OF, ONWARD, is_coupled, is_passed, is_whence
from florilegium.names.signs.surroundings import ARTICLES, LINKS, Surroundings
from florilegium.system.patterns import regex

#: A church's name with a title in it: *Notre-Dame de Moll*.
_CHURCHES = frozenset({"notre-dame"})
_INDEFINITE = frozenset({"a", "an"})
#: Callings that stand behind a comma without an article.
_CALLINGS = ((word_lists.KIN | word_lists.OFFICES) - {"one"}) | frozenset(
    ["né", "née", "nato", "nata", "nacido", "nacida", "geboren"]
)
#: What stands between commas behind a subject: *Moll, in Ulm, had*.
_ASIDE = regex(r", (?:in|at|from|with|after|before|on|by|for) [^,.;:()]{1,40}, ([a-z]+)")
_LIFE = regex(
    r" \((?:(?:b\.|d\.|born|died|geb\.|gest\.|né|née|m\.|†|\*) ?\d{3,4}\b|\d{3,4} ?[–-] ?\d{2,4}\))"
)
#: The article of a town in German: *das alte Ulm*.
_NEUTER = frozenset({"das"})
_ITS = frozenset({"it", "himself", "herself"})
_ANDS = frozenset({"et", "e", "y", "en", "und"})
#: What stands before a place on which a clause about someone else may follow: *a man of Ulm, who*.
_LEADING = frozenset("of from at in to near into through for".split())  # noqa: SIM905
_WHO = frozenset({"who", "whom", "whose"})
_WHILE = frozenset("when as if though although since while because after before till until".split())  # noqa: SIM905
_HE = frozenset({"he", "she"})
_THAT = frozenset({"that", "this", "it"})
#: A participle that closes a German or a Dutch clause: *bei Moll gelernt*.
_PARTICIPLE = regex(r"ge[a-zäöüß]{2,}(?:t|en|d)|[a-zäöüß]{3,}iert|[a-z]{3,}eerd")


def is_titled(spot: Surroundings) -> bool:
    """Return whether a title stands before the name, a particle between or not: *Monsieur de Lesseps*."""
    text, start = spot.text, spot.begin
    if start < 2 or text[start - 1] != " " or not spot.left:
        return False
    before, begin = word_before(text, start - 1)
    if before in word_lists.PARTICLES and begin > 1 and text[begin - 1] == " ":
        particle, before = before, word_before(text, begin - 1)[0]
        if spot.said.leads_to_a_place(before, particle):
            return False
    low = before.rstrip(".").lower()
    if low in _CHURCHES:
        return False
    low = low if low in word_lists.TITLES else low.rpartition("-")[2]  # *Consul-General*
    if low in HIGHEST and is_grand(spot):
        return False
    return before[:1].isupper() and low in word_lists.TITLES and low not in word_lists.GRAMMAR


def has_office(spot: Surroundings) -> bool:
    """Return whether it is as in *the emperor Charles*: a title in small letters behind an article."""
    first, second, _ = spot.low
    return bool(spot.left) and spot.left[0].islower() and first in word_lists.TITLES and second in LINKS


def is_kin(spot: Surroundings) -> bool:
    """Return whether it is as in *his brother Isaac*, *son of Amram*, *the corsair Dragut*."""
    first, second, third = spot.low
    if first in word_lists.KIN and second not in {"of", "the"}:
        return True
    if third.endswith("'s"):
        return False  # *a baker's son of Ulm*
    return (first in word_lists.KIN and second == "the" and third != "of") or (
        first in OF and second in word_lists.KINDRED
    )


def is_relation(spot: Surroundings) -> bool:
    """Return whether it is as in *his son Jan Moll*, *Sato's brother Moll*: someone of the same family."""
    first, second, _ = spot.low
    return first in word_lists.KINDRED and (second in spot.said.whose or second.endswith("'s"))


def has_calling(spot: Surroundings) -> bool:
    """Return whether it is as in *der Maler Moll*, *des alten Malers Moll*, but not *das Kloster Moll*."""
    agent = spot.said.agent
    if not agent.pattern or len(spot.left) < 2 or not agent.fullmatch(spot.left[0]):
        return False
    mapped = spot.low[0] in word_lists.APPOSED | word_lists.GROUND
    return spot.left[1].islower() and spot.low[1] not in spot.said.whither and not mapped


def is_emperor(spot: Surroundings) -> bool:
    """Return whether it is as in *the Kangxi emperor*: the name of a Chinese reign."""
    return spot.following.rstrip(".,") in {"emperor", "emperors"} and is_era(spot.name)


def is_named_behind(spot: Surroundings) -> bool:
    """Return whether it is as in *the Venetian commander, Moll,*: a calling, and the name between commas."""
    first, second, third = spot.low
    calling = second in word_lists.KIN or (second in word_lists.TITLES and spot.left[1].islower())
    closed = bool(spot.right) and spot.right[0] in {",", ";", "."}
    return first == "," and calling and third not in {",", "and"} and closed


def is_quoted(spot: Surroundings) -> bool:
    """Return whether it is as in *“…,” says Moll*: a verb of speaking between a quotation and the name.

    A title may stand before the name.
    """
    first, second, third = spot.low
    if first in word_lists.TITLES:
        first, second = second, third
    return first in word_lists.SPEAKING and second in {",", "”", '"', "»", "“"}


def is_owner(spot: Surroundings) -> bool:
    """Return whether it has a possessive and no article: *Moll's galleys*."""
    return spot.is_possessive and not spot.is_definite and spot.low[0] not in _INDEFINITE


def has_kindred(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll's friend*, *Moll's younger brother*, *Moll's death*."""
    whose = [word.rstrip(".,") for word in spot.right[:2]]
    kindred = word_lists.KINDRED | word_lists.POSSESSED
    return spot.is_possessive and not spot.is_definite and not kindred.isdisjoint(whose)


def is_subject(spot: Surroundings) -> bool:
    """Return whether a verb in the singular follows: *Moll was*, *Moll, in Ulm, had*."""
    led = spot.low[0] == "of" and spot.low[1] in spot.said.folk  # *a man of Ulm was*
    if spot.is_definite or led or is_plural(spot) or spot.is_governed or is_coupled(spot):
        return False
    if spot.following:
        joined = spot.following in _ANDS and not spot.left and spot.right[1:2] and spot.right[1][0].isupper()
        verb = spot.following in word_lists.SINGULAR
        if spot.following == "a" and not spot.is_english:  # *a Moll* is no verb but in French
            verb = spot.said.verb.fullmatch("a") is not None
        return verb or bool(joined)  # *Pitt et Sheridan*
    aside = _ASIDE.match(spot.text, spot.end)
    return aside is not None and aside[1] in word_lists.SINGULAR | word_lists.SPEAKING


def is_being(spot: Surroundings) -> bool:
    """Return whether a verb of being or having follows: *Moll was*, as well as *Ulm was*."""
    has = spot.following in spot.said.having and spot.right[1:2] and spot.right[1].lower() in LINKS
    return (bool(has) or spot.following in spot.said.being) and is_subject(spot)


def speaks(spot: Surroundings) -> bool:
    """Return whether a verb of persons or *who* follows, but not as in *a smith of Ulm who had*."""
    led = spot.low[0] == "of" and spot.low[1].isalpha() and spot.left[1].islower()
    told = (
        spot.following in word_lists.SPEAKING
        or (  # *Moll called it*
            spot.right[1:2] and spot.right[1] in _ITS and acts(spot)
        )
    )
    return bool(told) and not led and not spot.is_governed


def lives(spot: Surroundings) -> bool:
    return spot.text.startswith(" (", spot.end) and _LIFE.match(spot.text, spot.end) is not None


def is_apposed(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll, the painter*, *Moll, who*, but not as in *Ulm, a town*."""
    right = (*spot.right, "", "", "")
    if right[0] != "," or right[1] in {"which", "where"}:
        return False
    if right[1] in LINKS and is_whence(spot):
        return False  # *Moll from Ulm, the professor*
    ruler = right[2] == "of" and right[1] in word_lists.OFFICES  # *Moll, prince of thieves*
    if ruler or right[1] in {"who", "whose", "qui", "quien", "welcher"}:
        return True
    noun = right[2].rstrip(".,")
    office = right[1] in _CALLINGS and right[2] in OF | {
        ",",
        "à",
        "a",
        "en",
        "in",
    }  # *Moll, discípulo de Sato*
    owned = right[1].endswith("'s") and noun in word_lists.KIN  # *Moll, Sato's secretary*
    if office or owned:
        return True
    agent = bool(spot.said.agent.pattern) and spot.said.agent.fullmatch(noun) is not None
    small = noun[:1].islower() and right[1] not in spot.said.relative  # no person: *Ulm, das er*
    known = noun.lower() in word_lists.PEOPLES | word_lists.KINDRED  # *Moll, a Quaker*, *Moll, der Sohn*
    called = small or agent or known
    return right[1] in LINKS and called and noun.lower() not in MAP


def acts(spot: Surroundings) -> bool:
    if is_coupled(spot):
        return False
    yields = spot.following == "surrendered" or is_being(spot)  # as a town does
    acts = spot.said.verb.fullmatch(spot.following) is not None
    return (
        acts
        and not yields
        and not spot.is_governed
        and (not spot.is_definite or spot.low[0] in spot.said.personal)
    )


def is_who(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll, who*, *Moll, when he*, but not as in *a man of Ulm, who*."""
    first, second, third = (*spot.right, "", "", "")[:3]
    led = spot.low[0] in _LEADING or spot.is_definite or spot.low[0] in spot.said.whose
    several = spot.name.endswith("s") and spot.name[-2:] not in {"ss", "us", "is"}  # *Moriscos, who*
    if first != "," or spot.is_possessive or led or several:
        return False
    return second in _WHO or (second in _WHILE and third in _HE)


def is_meant(spot: Surroundings) -> bool:
    """Return whether it is as in *That was Moll.*, *It was Moll who*: someone is told to be meant."""
    who = bool(spot.right) and spot.right[0] in {".", "who", ";"}
    return spot.low[0] == "was" and spot.low[1] in _THAT and who


def has_kin_behind(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll, his uncle*, *Moll, Sato's daughter*: whose kin someone is."""
    right = (*spot.right, "", "", "")
    whose = right[1] in spot.said.whose or right[1].endswith("'s")
    return whose and right[2].rstrip(".,") in word_lists.KINDRED


def is_portrayed(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll's David*, *Moll's St. Ursula*: a work, called after whom it shows."""
    owner = bool(spot.left) and spot.left[0].endswith("'s") and spot.left[0][0].isupper()
    holy = spot.name.startswith(("St. ", "Saint "))
    goes_on = bool(spot.right) and spot.right[0][0].isupper() and not spot.is_possessive
    return owner and (holy or is_given(spot.name)) and not goes_on


def is_doing(spot: Surroundings) -> bool:
    """Return whether something is done by it, and nobody travels by it: *went by Ulm to Gotha*."""
    named = len(spot.left) > 2 and spot.left[1][0].isupper()  # *the Zuga by Ulm*, but *Read by Moll*
    onward = spot.low[0] == "by" and spot.low[1] in ONWARD  # *home by Ulm*
    return spot.low[1][:1].isalpha() and not named and not onward and not is_passed(spot)


def is_holy(spot: Surroundings) -> bool:
    """Return whether it is as in *l'ordre de saint Benoît*: a saint, in small letters."""
    return spot.left[0].islower() and " " not in spot.name


def is_one(spot: Surroundings) -> bool:
    """Return whether it is as in *one Moll*, *un certain Moll*, *ein gewisser Moll*: somebody not known."""
    return not (spot.low[1] in {"no", "every", "each", "any"} or spot.is_possessive or spot.is_definite)


def is_near(spot: Surroundings) -> bool:
    return spot.following in {"near", "bei", "près"} and not spot.is_possessive


def is_host(spot: Surroundings) -> bool:
    """Return whether it is as in *bei Moll in Ulm*, *bei Moll gelernt*, *chez Moll*: someone’s house."""
    if spot.low[0] not in spot.said.hosts:
        return False
    first, second, *_ = (*spot.right, "", "")
    placed = first in {"in", "te"} and second[:1].isupper() and second.lower() not in word_lists.CALENDAR
    return placed or spot.low[0] == "chez" or _PARTICIPLE.fullmatch(first.rstrip(".")) is not None


def is_source(spot: Surroundings) -> bool:
    """Return whether it is as in *according to Moll*, *knew from Moll*, *selon Moll*."""
    first, second, _ = spot.low
    if first in spot.said.sources or spot.following in {"zufolge"}:
        return True
    return (first == "to" and second == "according") or (first == "from" and second in spot.said.learning)


def is_aged(spot: Surroundings) -> bool:
    """Return whether it is as in *der alte Moll*, *le vieux Moll*, *young Moll*: no town is called so."""
    word, link = spot.left[0], spot.low[1]
    if " " in spot.name:
        return False
    if spot.is_english and word in {"young", "old"} and link not in LINKS:
        return not (spot.is_possessive or (word == "old" and link in spot.said.whither))  # *in old Ulm*
    return word != "old" and word.islower() and link in ARTICLES - _NEUTER


def lives_in(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll in Ulm and Sato in Gotha*: someone, and where he is."""
    right = (*spot.right, "", "")
    placed = right[0] in {"in", "te", "à"} and right[1][:1].isupper()
    governed = spot.is_definite or (spot.low[0] in word_lists.GOVERNING - spot.said.hosts)
    return placed and right[1].lower().rstrip(".") not in word_lists.CALENDAR and not governed


def takes(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll took Ulm*: no town takes another."""
    right = (*spot.right, "", "")
    taken = right[1][:1].isupper() and right[1].lower() not in word_lists.CALENDAR
    governed = spot.is_definite or spot.low[0] in word_lists.GOVERNING
    return spot.following in word_lists.TAKING - {"surrendered"} and taken and not governed
