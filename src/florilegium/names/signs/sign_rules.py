"""What stands beside a name and speaks for a person or a place: one named rule for each sign.

A rule looks at the words on both sides of a name and nothing else. `candidates.py` asks every rule of every
name, `classification.py` adds up what they weigh, and a proposal prints the names of those that held. The
weights are set by hand. `python -m bench.index_measured FOLDER BOOK...` prints beside each how many persons
and how many places of printed indexes have proposals with the sign.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from florilegium.book.model import Kind
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.words_beside_names import words_of_all_languages
from florilegium.names.signs.signs_of_nouns import (
    HIGHEST,
    QUOTING,
    STREETS,
    has_plural_verb,
    is_a_word,
    is_abbreviated,
    is_adjective,
    is_attributive,
    is_beside_a_people,
    is_between_marks,
    is_counted,
    is_described_noun,
    is_entitled,
    is_feast,
    is_firm,
    is_grand,
    is_house,
    is_one_of_many,
    is_plural,
    is_relative,
    is_ship_behind,
    is_species,
    is_street,
    is_thing,
    is_titled_work,
    is_under_article,
)
from florilegium.names.signs.signs_of_persons import (
    acts,
    has_calling,
    has_kin_behind,
    has_kindred,
    has_office,
    is_aged,
    is_apposed,
    is_doing,
    is_emperor,
    is_holy,
    is_host,
    is_kin,
    is_meant,
    is_named_behind,
    is_near,
    is_one,
    is_owner,
    is_portrayed,
    is_quoted,
    is_relation,
    is_source,
    is_subject,
    is_titled,
    is_who,
    lives,
    lives_in,
    speaks,
    takes,
)
from florilegium.names.signs.signs_of_places import (
    FROM,
    OF,
    TO,
    WAYS,
    goes_to,
    has_clause_of_place,
    is_addressed,
    is_bearing,
    is_cited,
    is_dateline,
    is_dedicated,
    is_described,
    is_giver,
    is_ground,
    is_inside,
    is_mapped,
    is_native,
    is_numbered,
    is_of_a_trade,
    is_origin,
    is_passed,
    is_quoted_from,
    is_ruled,
    is_situated,
    is_taken,
    is_towards,
    is_under_contraction,
)
from florilegium.names.signs.surroundings import ARTICLES, LINKS, Surroundings
from florilegium.system.values import dataclass

#: Words of the map that follow a name in small letters: *Ulm river*, *Ulm parish*.
_GENERIC_BEHIND = word_lists.GENERIC | {"parish", "township"}
#: Words directly before a name without which a rule is not asked.
_COMMA, _OF_ALONE, _INDEFINITE = frozenset(","), frozenset({"of"}), frozenset({"a", "an"})
#: What leads to a place in a few phrases: *as far as Ulm*, *salirono alla Zorbia*, *lay before Ulm*.
_WHITHER = words_of_all_languages("whither", "towards", "definite", "whole", "personal") | WAYS
_WHITHER |= {"as", "of", "to", "before"}
_THE = frozenset({"the"})


@dataclass(frozen=True)
class SignRule:
    """A named sign: for which kind it speaks, how strongly, and in which words a proposal says so.

    One that counts `once` weighs by its share of the places of a name and no more, however many there are. It
    is asked only where one of the words or marks of `after` stands directly before the name, if there are
    any, with `followed` only where a small word follows, and with `mark` only where that mark does.
    """

    name: str
    kind: Kind
    weight: float
    says: str
    holds: Callable[[Surroundings], bool]
    once: bool = False
    after: frozenset[str] | None = None
    followed: bool = False
    mark: str = ""


def _is_set_apart(_spot: Surroundings) -> bool:
    """Return False: `candidates.py` sees italics and other languages, knowing the source."""
    return False


def _stands_so(_spot: Surroundings) -> bool:
    """Return True: the word before the name is all that such a rule goes by."""
    return True


RULES: Final[tuple[SignRule, ...]] = (
    SignRule("title", Kind.PERSON, 3, "a title stands before it", is_titled),
    SignRule("office", Kind.PERSON, 2, "an office stands before it", has_office, after=word_lists.TITLES),
    SignRule("endearment", Kind.PERSON, 3, "a word of endearment stands before it",
             _stands_so, after=word_lists.ENDEARING),
    SignRule("holy", Kind.PERSON, 3, "“saint” stands before it in small letters",
             is_holy, after=word_lists.HOLY),
    SignRule("kin", Kind.PERSON, 2, "a word of kinship or calling stands before it",
             is_kin, after=word_lists.KIN | OF),
    SignRule("relation", Kind.PERSON, 0.5, "someone’s relation it is stands before it",
             is_relation, once=True, after=word_lists.KINDRED),
    SignRule("calling", Kind.PERSON, 2, "a calling stands before it", has_calling),
    SignRule("emperor", Kind.PERSON, 4, "“emperor” follows a reign’s name", is_emperor, followed=True),
    SignRule("named behind", Kind.PERSON, 1.5, "it follows a calling behind a comma",
             is_named_behind, after=_COMMA),
    SignRule("quoted", Kind.PERSON, 1, "a verb of speaking between it and a quotation",
             is_quoted, after=word_lists.TITLES | word_lists.SPEAKING),
    SignRule("owner", Kind.PERSON, 0.5, "a possessive without an article", is_owner, once=True),
    SignRule("speaking", Kind.PERSON, 1, "a verb of persons follows", speaks, followed=True),
    SignRule("addressed", Kind.PERSON, 2.5, "someone speaks or writes to it",
             is_addressed, after=TO),
    SignRule("acted upon", Kind.PERSON, 1, "a verb or preposition of persons stands before it",
             _stands_so, after=word_lists.ACTING),
    SignRule("agent", Kind.PERSON, 1, "something is done by it",
             is_doing, after=words_of_all_languages("doing")),
    SignRule("life", Kind.PERSON, 2, "dates of a life follow", lives, mark="("),
    SignRule("apposition", Kind.PERSON, 1, "a calling or “who” follows behind a comma",
             is_apposed, mark=","),
    SignRule("subject", Kind.PERSON, 0.5, "a verb in the singular follows", is_subject, once=True),
    SignRule("kindred", Kind.PERSON, 1.5, "a relation or what a person has is said to be its own",
             has_kindred),
    SignRule("action", Kind.PERSON, 0.4, "a verb in the past tense follows", acts, followed=True),
    SignRule("cited", Kind.PERSON, 2, "a work is cited with it",
             lambda spot: is_cited(spot) or is_quoted_from(spot)),
    SignRule("possessed", Kind.PERSON, 1.5, "what a person has stands before it",
             lambda spot: spot.low[1] in word_lists.POSSESSED and not spot.low[2].endswith("'s"),
             after=_OF_ALONE),
    SignRule("whither", Kind.PLACE, 2, "“in”, “at” or the like stands before it",
             goes_to, after=_WHITHER),
    SignRule("inside", Kind.PLACE, 2, "“in the” stands before it", is_inside, after=_THE),
    SignRule("from", Kind.PLACE, 1, "“from” stands before it",
             lambda spot: spot.low[0] == "from", after=frozenset({"from"})),
    SignRule("to or for", Kind.PLACE, 0.5, "“to”, “for” or the like stands before it",
             is_towards,
             after=words_of_all_languages("wayward")),
    SignRule("feature", Kind.PLACE, 2, "a word of the map goes with it", is_ground, after=OF | ARTICLES),
    SignRule("described", Kind.PLACE, 2, "a word of the map follows behind a comma",
             is_described, mark=","),
    SignRule("event", Kind.PLACE, 1, "a siege, a treaty or the like of it is named",
             lambda spot: spot.low[1] in word_lists.EVENTS, after=_OF_ALONE | {"bei"}),
    SignRule("taken", Kind.PLACE, 1.5, "it is taken, besieged, burnt or the like", is_taken),
    SignRule("local", Kind.PLACE, 2, "a word of the map follows",
             lambda spot: spot.is_english and spot.following in _GENERIC_BEHIND, followed=True),
    SignRule("ruled", Kind.PLACE, 2, "an office over it is named",
             is_ruled, after=OF | ARTICLES | {"for"} | words_of_all_languages("seats")),
    SignRule("trade", Kind.PLACE, 1, "someone of a calling is of it",
             is_of_a_trade, after=OF),
    SignRule("map word", Kind.PLACE, 2, "a word of the map is joined to it", is_mapped),
    SignRule("dateline", Kind.PLACE, 2, "the date of a letter follows", is_dateline, mark=","),
    SignRule("situated", Kind.PLACE, 1.5, "it stands or lies somewhere, or is a town or the like",
             is_situated, followed=True),
    SignRule("introduced", Kind.PERSON, 2, "“one” or “a certain” stands before it",
             is_one, after=words_of_all_languages("introducing")),
    SignRule("near", Kind.PLACE, 0.7, "“near” follows", is_near, followed=True),
    SignRule("abbreviated", Kind.OTHER, 2.5, "a full stop shortens it", is_abbreviated, mark="."),
    SignRule("feast", Kind.OTHER, 4, "a feast or a church is called after it", is_feast),
    SignRule("species", Kind.OTHER, 4, "it is a species in parentheses", is_species),
    SignRule("thing", Kind.OTHER, 1, "its owner stands before it", is_thing),
    SignRule("people", Kind.OTHER, 2, "it stands beside a people", is_beside_a_people),
    SignRule("grand", Kind.OTHER, 3, "it is an office", is_grand, after=HIGHEST),
    SignRule("many", Kind.OTHER, 2, "a verb in the plural follows", has_plural_verb, followed=True),
    SignRule("counted", Kind.OTHER, 2, "a number stands before it",
             is_counted, after=words_of_all_languages("numbers")),
    SignRule("attributive", Kind.OTHER, 1.5, "an adjective’s ending, before a common noun",
             is_attributive, followed=True),
    SignRule("between marks", Kind.OTHER, 0.8, "it stands in quotation marks", is_between_marks),
    SignRule("firm", Kind.OTHER, 4, "an adjective with a capital stands before it", is_firm),
    SignRule("entitled", Kind.OTHER, 3, "it is a title between quotation marks",
             is_entitled, after=QUOTING),
    SignRule("work", Kind.OTHER, 3, "it begins the title of a work", is_titled_work, followed=True),
    SignRule("italic", Kind.OTHER, 2, "it is set in italics", _is_set_apart, after=frozenset()),
    SignRule("several", Kind.OTHER, 1.5, "an article of the plural stands before it",
             lambda spot: spot.low[0] in spot.said.several and " " not in spot.name,
             once=True, after=words_of_all_languages("several")),
    SignRule("possessive", Kind.OTHER, 1.5, "a possessive stands before it",
             lambda spot: spot.low[0] in spot.said.possessive and " " not in spot.name,
             once=True, after=words_of_all_languages("possessive")),
    SignRule("a noun", Kind.OTHER, 2, "“a” or “an” stands before it",
             lambda spot: spot.is_english, after=_INDEFINITE),
    SignRule("one of many", Kind.OTHER, 2, "“a” or “any” and an adjective stand before it", is_one_of_many),
    SignRule("described noun", Kind.OTHER, 1.5, "an article and an adjective stand before it",
             is_described_noun),
    SignRule("a word", Kind.OTHER, 2, "it is spoken of as a word", is_a_word),
    SignRule("foreign", Kind.OTHER, 2, "it stands among words of another language",
             _is_set_apart, once=True, after=frozenset()),
    SignRule("adjective", Kind.OTHER, 1, "it stands between an article and a common noun",
             is_adjective, after=LINKS, followed=True),
    SignRule("definite", Kind.OTHER, 0.8, "an article stands before it",
             lambda spot: spot.is_definite
             and spot.low[0] not in spot.said.personal and not is_relative(spot),
             once=True, after=ARTICLES),
    SignRule("street", Kind.OTHER, 3, "it is a street’s name", is_street, after=STREETS | OF | ARTICLES),
    SignRule("plural", Kind.OTHER, 1, "it has an article and a plural’s ending", is_plural, once=True),
    SignRule("clause", Kind.PLACE, 2, "“where” follows behind a comma", has_clause_of_place, mark=","),
    SignRule("origin", Kind.PLACE, 2, "someone is of it, between commas or behind “was”",
             is_origin, after=OF | {"from", "aus", "uit"}),
    SignRule("native", Kind.PLACE, 2, "one of a people or a creed is of it",
             is_native, after=OF | {"from", "aus", "uit"}),
    SignRule("host", Kind.PERSON, 1.5, "it is someone’s house, school or press",
             is_host, after=words_of_all_languages("hosts")),
    SignRule("source", Kind.PERSON, 2, "its word is reported", is_source),
    SignRule("aged", Kind.PERSON, 1.5, "an article and “old” or “young” stand before it",
             is_aged, after=words_of_all_languages("aged") | {"young", "old"}),
    SignRule("resident", Kind.PERSON, 0.8, "where it is follows without a comma", lives_in, followed=True),
    SignRule("taker", Kind.PERSON, 1.5, "it takes a place", takes, followed=True),
    SignRule("dedicated", Kind.PLACE, 3, "a church is called so behind a preposition",
             is_dedicated, after=word_lists.GOVERNING),
    SignRule("kin behind", Kind.PERSON, 2, "whose kin it is follows behind a comma",
             has_kin_behind, mark=","),
    SignRule("portrayed", Kind.OTHER, 4, "it is someone’s, and called after whom it shows", is_portrayed),
    SignRule("passed", Kind.PLACE, 2, "someone travels by it", is_passed, after=frozenset({"by"})),
    SignRule("numbered", Kind.PERSON, 3, "a ruler’s numeral follows its genitive", is_numbered),
    SignRule("honoured", Kind.OTHER, 4, "it is a form of address",
             lambda spot: spot.name == "Grace", after=frozenset({"his", "her", "your"})),
    SignRule("had from", Kind.PERSON, 1, "someone has something from it",
             is_giver, after=frozenset({"from"})),
    SignRule("ship behind", Kind.OTHER, 2, "a kind of ship, a captain or “her” follows", is_ship_behind,
             after=ARTICLES),
    SignRule("article alone", Kind.OTHER, 0.02, "an article and no noun stand beside it", is_under_article,
             once=True, after=_THE),
    SignRule("contracted", Kind.PLACE, 1, "“of” with an article stands before it",
             is_under_contraction, once=True, after=words_of_all_languages("contracted")),
    SignRule("house", Kind.OTHER, 3, "a house of trade or of learning is called so", is_house,
             after=words_of_all_languages("houses")),
    SignRule("who", Kind.PERSON, 2.5, "a clause with “who” or “he” follows behind a comma", is_who,
             once=True, mark=","),
    SignRule("meant", Kind.PERSON, 2, "someone is said to be it", is_meant, after=frozenset({"was"})),
    SignRule("bearing", Kind.PLACE, 2, "a distance or a point of the compass is given from it",
             is_bearing, after=FROM | {"off"}),
)  # fmt: skip


@lru_cache(maxsize=1 << 12)
def _shared(signs: frozenset[str]) -> frozenset[str]:
    """Return the same signs as one object, however many names have them."""
    return signs


@cache
def _telling_words() -> frozenset[str]:
    """Return every word before a name without which some rule is not asked."""
    return frozenset().union(*(rule.after for rule in RULES if rule.after is not None))


_MARKS: Final = frozenset(rule.mark for rule in RULES) - {""}


@cache
def _rules_beside(word: str, mark: str, followed: bool) -> tuple[SignRule, ...]:
    """Return the rules to be asked of a name behind a telling word, or another.

    A telling mark stands behind it, or another, or a small word.
    """
    return tuple(
        rule
        for rule in RULES
        if (rule.after is None or word in rule.after)
        and (not rule.mark or rule.mark == mark)
        and (followed or not rule.followed)
    )


def signs_at(spot: Surroundings) -> frozenset[str]:
    """Return the names of the rules that hold where a name stands."""
    word = spot.low[0] if spot.low[0] in _telling_words() else ""
    mark = spot.right[0] if spot.right and spot.right[0] in _MARKS else ""
    asked = _rules_beside(word, mark, bool(spot.following))
    return _shared(frozenset([rule.name for rule in asked if rule.holds(spot)]))


def signs_of(text: str, start: int, end: int) -> frozenset[str]:
    """Return the names of the rules that hold for a name at `start:end` of a folded text."""
    return signs_at(Surroundings.of(text, start, end))
