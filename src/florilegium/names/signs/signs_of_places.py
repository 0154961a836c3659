"""Signs that a name is a place's: where someone goes, what stands on it, who rules it, what lies near.

Each looks at the words on both sides of a name, as the rules of `sign_rules.py` do, which asks them.
"""

from __future__ import annotations

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.spelling import Sort, sort_of
from florilegium.names.signs.surroundings import ARTICLES, LINKS, Surroundings
from florilegium.system.patterns import regex

_REACH = 60
OF = frozenset("of de du d del di da von van der den des della dell do dos".split())  # noqa: SIM905
#: Callings that are no office and no kinship.
_TRADES = word_lists.KIN - word_lists.KINDRED - word_lists.RULERS
#: Words of the map and of what stands on it.
MAP = word_lists.GENERIC | word_lists.GROUND
#: Small words behind a name that are no things called after it.
_NO_THINGS = word_lists.GRAMMAR | word_lists.SPEAKING | word_lists.MAPPED | MAP
#: Where a work is cited behind its author: *Burk, Hist. Va., iii. 305*, *Kennedy, ii. 73*.
_CITED = regex(
    r", (?:[ivxlc]+\. ?\d|[ivxlc]+\. [a-z]|vol\.|pp?\.|ch\.|bk\.|op\.|l\. ?c\.|loc\.|Hist\b|Life\b|Works\b)"
)
#: *a place there called Salisbury*: a word of the map before the verb.
_CALLED = regex(
    r"\b([a-z]+)(?: [^.;:()]{0,30})?(?:,| was| is)? (?:called|named|known as|styled) (?:the )?['\"“]?\Z"
)
_NAMING = frozenset({"called", "named", "as", "styled"})
_NUMERAL = regex(r"s? (?:[IVX]{2,}|V|X)\b")
#: The date of a letter behind its place: *Yorktown, 12 January, 1778*.
_DATED = regex(r", (?:the )?(?:\d{1,2}(?:st|nd|rd|th|d)?\.? (?:of )?([A-Z]\w+)|([A-Z]\w+)\.? \d{1,2}\b)")
TO = frozenset({"to", "à", "an", "a", "al"})
_NEGATING = frozenset({"pas", "point", "plus", "rien", "jamais", "guère"})
FROM = frozenset({"of", "from", "de", "d", "von"})
ONWARD = frozenset({"down", "up", "on", "back", "home"})
_BEING = frozenset({"was", "were", "is"})
_BURNT = frozenset({"sword", "torch", "flames"})
#: Where a place is, or what: *Ulm now stands on the Danube*, *Ulm liegt an der Donau*, *Ulm is a small town*.
_SITUATED = regex(
    r" (?:now |still |once )?(?:(?:stands|lies|is situated|was situated|liegt|lag|est située?|se trouve)\b"
    r"|(?:is|was|ist|war|est|était|es|era|è) (?:a|an|eine?|une?|una) (?:[^\W\d_]+ ){0,2}"
    rf"(?i:{'|'.join(sorted(word_lists.APPOSED))})\b)"
)
#: Whence someone is, behind his name and a comma, and the small word before the name.
_WHENCE = regex(
    r"(?:([^\W\d_]+) )?(?:[^\W\d_a-z][\w'.-]* )*[^\W\d_a-z][\w'.-]*, (of|from|de|da|di|aus|von|uit) \Z"
)
_ANDS = frozenset({"and", "et", "e", "y", "en", "und"})
#: A small word before the first of two names.
_COUPLED = regex(r"\b([a-zà-ÿ]+) (?:[^\W\d_a-z][\w.-]* )*[^\W\d_a-z][\w-]* (?:and|et|e|y|en|und) \Z")
#: What someone has from another, before his name.
_HAD = regex(
    r"\b(?:had|has|got|bought|borrowed|inherited)"
    r" (?:it|them|this|(?:the|an?|his|her|their) (?:[a-z]+ ){0,2}[a-z]+)"
    r" from \Z"
)
#: Prepositions between a verb of going and the place that is left or passed: *partit de Zorbie*, *pasó por*.
WAYS = OF | {"par", "por", "per", "aus", "uit", "über"}


def is_addressed(spot: Surroundings) -> bool:
    """Return whether someone speaks or writes to it: *écrivit à Moll*, *ne pardonnait pas à Moll*."""
    first, second, third = spot.low
    return first in TO and (third if second in _NEGATING else second) in word_lists.ADDRESSING


def is_towards(spot: Surroundings) -> bool:
    """Return whether it is as in *to Ulm*, *for Ulm*, *bis Ulm*, but not as in *bis Moll kam*."""
    clause = (
        spot.low[0] in spot.said.subordinating
        and spot.said.verb.fullmatch(spot.following.rstrip(".")) is not None
    )
    return spot.low[0] in spot.said.wayward - {"from"} and not clause and not is_addressed(spot)


def is_under_contraction(spot: Surroundings) -> bool:
    """Return whether it is as in *le golfe du Zuga*, but not as in *Mme du Moll*."""
    return spot.low[0] in spot.said.contracted and spot.low[1] not in word_lists.TITLES


def _has_plural_behind(spot: Surroundings) -> bool:
    """Return whether things called after the name follow, and no word of the map: *in the Moll letters*."""
    noun = spot.following
    return len(noun) > 3 and noun.endswith("s") and _NO_THINGS.isdisjoint((noun, noun[:-1]))


def _is_on_the_way(spot: Surroundings) -> bool:
    """Return whether it is as in *as far as Ulm*, *retired to Ulm*, *lay before Ulm*, *partit de Zorbie*."""
    first, second, _ = spot.low
    if second in spot.said.leaving and first in WAYS:
        return True
    words = {
        "as": frozenset({"far"}),
        "of": frozenset({"out"}),
        "to": spot.said.bound,
        "before": spot.said.encamped,
    }
    return second in words.get(first, ())


def goes_to(spot: Surroundings) -> bool:
    first, second, _ = spot.low
    if spot.is_possessive or is_addressed(spot) or is_cited(spot) or is_quoted_from(spot):
        return False
    if (first == "in" and second in spot.said.trusting) or second in spot.said.topical:
        return False
    if _is_on_the_way(spot) or (first in spot.said.whole and second in spot.said.whither):
        return True
    if (first in spot.said.definite and second in spot.said.along) or (
        first in spot.said.personal - ARTICLES and second in spot.said.motion  # *salirono alla Zorbia*
    ):
        return True
    whither = spot.said.whither
    if first in whither or (
        first in spot.said.towards and (second in spot.said.motion or not second.isalpha())
    ):
        return True
    led = first in spot.said.definite and second in whither and not _has_plural_behind(spot)
    return led and not is_inside(spot)


def is_inside(spot: Surroundings) -> bool:
    """Return whether it is as in *in the Ulm*: in a land or a valley, or in a ship."""
    within = spot.is_english and spot.low[:2] == ("the", "in")
    return within and not (spot.is_possessive or _has_plural_behind(spot))


def is_ground(spot: Surroundings) -> bool:
    """Return whether it is as in *the walls of Mdina*, *the siege of Mdina*, *the islands of Ulm*."""
    first, second, third = spot.low
    whose = second if first in OF else third if first in ARTICLES and second in OF else ""
    return whose in word_lists.GENERIC or whose in word_lists.GROUND or (first == "of" and second == "half")


def is_taken(spot: Surroundings) -> bool:
    """Return whether it is as in *they burnt Mdina*, *Mdina was burnt*."""
    passive = spot.following in {"was", "were"} and spot.right[1:2] and spot.right[1] in word_lists.TAKING
    comment = spot.low[0] == "upon" and spot.left[1:2] and spot.left[1][0].isupper()  # *Coke upon Littleton*
    comment = comment and spot.low[2] not in spot.said.whither  # but *at Gotha upon Ulm*
    if spot.low[0] == "took" and spot.right[:1] and spot.right[0] in spot.said.lasting:
        return False  # *the work took Moll nearly ten years*
    if spot.low[0] == "upon" and spot.low[1] in spot.said.waiting:
        return False
    put = spot.low[0] == "put" and spot.right[:2] == ("to", "the") and spot.right[2].rstrip(".") in _BURNT
    active = put or (spot.low[0] in word_lists.TAKING and not comment)
    return (active or bool(passive)) and not spot.is_possessive


def is_ruled(spot: Surroundings) -> bool:
    """Return whether it is as in *the king of Zorbia*, *member for Ely*, *Rat zu Ulm*: an office over it."""
    first, second, third = spot.low
    if (first == "for" and second in spot.said.elected) or (
        first in spot.said.seats and second in word_lists.TITLES and spot.said.leads_to_a_place(second, first)
    ):
        return True
    whose = second if first in OF else third if first in ARTICLES and second in OF else ""
    return whose in word_lists.OFFICES and whose != "abbé"  # *l'abbé de Choisy*


def is_of_a_trade(spot: Surroundings) -> bool:
    """Return whether it is as in *a painter of Ulm*, *a baker's son of Ulm*: whence someone is."""
    who = spot.low[1]
    son = who in word_lists.KINDRED and spot.low[2].endswith("'s")
    return (who in _TRADES or who in spot.said.folk or son) and not spot.is_possessive


def is_giver(spot: Surroundings) -> bool:
    """Return whether it is as in *had his grammar from Moll*: nobody goes anywhere."""
    return _HAD.search(spot.text, max(0, spot.start - _REACH), spot.start) is not None


def is_passed(spot: Surroundings) -> bool:
    """Return whether it is as in *went by Ulm to Gotha*, *a car took me by Ulm to Gotha*."""
    right = (*spot.right, "", "")
    onward = right[0] in {"to", "into", "and"} and right[1][:1].isupper()
    far = spot.low[1] in ONWARD and spot.low[2] in spot.said.travelling  # *came down by Ulm*
    beside = spot.low[1] in MAP  # *the desert by Ulm*
    led = (onward and spot.low[1] in spot.said.travelling) or far or beside
    return spot.low[0] == "by" and led and not spot.is_possessive


def is_described(spot: Surroundings) -> bool:
    """Return whether it is as in *Ulm, a town on the Danube*."""
    right = (*spot.right, "", "", "")
    distant = right[1] in spot.said.numbers and right[2] in word_lists.DISTANCES  # *Ulm, six miles from*
    return right[0] == "," and (distant or (right[1] in LINKS and right[2].rstrip(".,") in MAP))


def is_bearing(spot: Surroundings) -> bool:
    """Return whether it is as in *north of Ulm*, *six miles from Ulm*, *off Ulm*."""
    first, second, _ = spot.low
    if first == "off":  # but not *took off Moll's head*
        led = second[:1].isalpha() and second not in spot.said.ridding
        return not spot.is_possessive and (led or second in {",", ""})
    is_verb = second == "est" and spot.left[1] == "est"  # *il est de Moll*, but *à l'est de Zuga*
    return (
        first in FROM
        and not is_verb
        and (second in word_lists.COMPASS or second in word_lists.DISTANCES or second in spot.said.bearings)
    )


def is_situated(spot: Surroundings) -> bool:
    if not spot.text.startswith(" ", spot.end):
        return False
    flows = bool(spot.said.flowing.pattern) and spot.said.flowing.match(spot.text, spot.end + 1) is not None
    return flows or _SITUATED.match(spot.text, spot.end) is not None


def is_cited(spot: Surroundings) -> bool:
    return spot.text.startswith(", ", spot.end) and _CITED.match(spot.text, spot.end) is not None


def is_quoted_from(spot: Surroundings) -> bool:
    """Return whether it is as in *quoted in Burk*, *as given by Burk*."""
    return spot.low[0] in {"in", "by", "from"} and spot.low[1] in {"quoted", "cited", "copied"}


def is_dateline(spot: Surroundings) -> bool:
    """Return whether it opens a letter: a place with its date, where the block begins or a line."""
    dated = _DATED.match(spot.text, spot.end) if spot.start <= 1 else None
    return dated is not None and (dated[1] or dated[2]).lower() in word_lists.CALENDAR


def is_numbered(spot: Surroundings) -> bool:
    """Return whether it is as in *die Burg Welfs VI.*, in a language whose genitive has no apostrophe."""
    return bool(spot.said.agent.pattern) and _NUMERAL.match(spot.text, spot.end) is not None


def is_mapped(spot: Surroundings) -> bool:
    """Return whether it is as in *the river Maska*, *its capital, Tunis,*, *a town there called Tunis*."""
    first, second, third = spot.low
    plain = bool(spot.left) and spot.left[0].rpartition("'")[2].islower()  # *L'hôtel*
    small = plain or (spot.left and spot.said.pronouns)  # *Villa*, but *die Villa*
    before = bool(small) and first in word_lists.APPOSED
    before = before or (first.endswith("s") and first[:-1] in word_lists.FEATURES and spot.left[0].istitle())
    closed = bool(spot.right) and spot.right[0] in {",", ";", ".", ")"}
    behind = first == "," and second in word_lists.APPOSED and third not in {",", "and", "of"} and closed
    if (before and not is_numbered(spot)) or behind:
        return True
    if _NAMING.isdisjoint(spot.low):
        return False
    called = _CALLED.search(spot.text, max(0, spot.start - _REACH), spot.start)
    named = called.group().split() if called else ()
    return any(
        word.strip(",") in word_lists.APPOSED or word.strip(",") in spot.said.called_nouns for word in named
    )


def has_clause_of_place(spot: Surroundings) -> bool:
    """Return whether it is as in *Ulm, where*, *Ulm, wo*."""
    right = (*spot.right, "", "")
    behind = right[0] == "," and right[1] in spot.said.relative
    told = spot.low[0] == "chez" or spot.low[0] in word_lists.SPEAKING  # *so erzählt Moll, das Essen*
    return behind and not spot.is_possessive and not told


def is_origin(spot: Surroundings) -> bool:
    """Return whether it is as in *Moll, of Ulm, a surgeon*: whence someone is, between commas."""
    closed = bool(spot.right) and spot.right[0] in {",", ";", ".", ")"} and " " not in spot.name
    if closed and spot.low[0] == "of" and spot.low[1] in _BEING and spot.low[2] not in {"it", "this"}:
        return not spot.is_possessive  # *Moll was of Ulm*
    if not closed or spot.low[1] != "," or not spot.low[2][:1].isalpha() or spot.is_possessive:
        return False
    told = _WHENCE.search(spot.text, max(0, spot.start - _REACH), spot.start)
    return told is not None and told[1] != told[2]  # no list: *the friend of Moll, of Sato*


def is_whence(spot: Surroundings) -> bool:
    """Return whether a name or *was* stands before *of* or *from*: what follows a comma is not of Ulm."""
    named = len(spot.left) > 1 and spot.left[1][0].isupper() and spot.low[1] not in word_lists.TITLES
    return spot.low[0] in FROM | {"aus", "d"} and (named or spot.low[1] in _BEING)


def is_coupled(spot: Surroundings) -> bool:
    """Return whether a preposition governs it and the name before it: *the monks of Ulm and Zorbia had*."""
    if spot.low[0] not in _ANDS or len(spot.left) < 2 or not spot.left[1][0].isupper():
        return False
    led = _COUPLED.search(spot.text, max(0, spot.start - _REACH), spot.start)
    return led is not None and led[1].lower() in word_lists.GOVERNING


def is_native(spot: Surroundings) -> bool:
    """Return whether it is as in *un Grec de Zorbie*, *a Quaker from Ulm*: one of a people is of it."""
    people = spot.low[1]
    capital = len(spot.left) > 1 and (people in word_lists.PEOPLES or sort_of(spot.left[1]) is Sort.PLAIN)
    whole = spot.low[2] in LINKS or spot.low[2] in {",", ""}
    several = people in {"messieurs", "messrs"}  # of a town, *Mme de Moll* is of none
    titled = (people in word_lists.TITLES and not several) or people in word_lists.OFFICES
    return capital and spot.left[1][0].isupper() and whole and not titled


def is_dedicated(spot: Surroundings) -> bool:
    """Return whether it is as in *Prior bei Sankt Moll*: a church behind a preposition.

    A saint himself is *der heilige Moll* where churches are so called.
    """
    return spot.name.startswith(("Sankt ", "Sint ")) and spot.low[0] in word_lists.GOVERNING
