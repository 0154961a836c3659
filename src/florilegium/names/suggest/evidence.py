"""What kind of thing a name is likely to name, weighed from where it stands and from its own words.

Those who tell names in texts call the two external and internal evidence. Each rule that holds adds its
weight to one kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain

from florilegium.book.model import Kind
from florilegium.languages.traits import traits_of
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.family_names import comes_first, is_never_turned
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.nouns import kinds_by_ending
from florilegium.names.lexicon.ordinary_words import is_ordinary_word, knows_words_of
from florilegium.names.lexicon.spelling import Sort, is_roman, sort_of
from florilegium.names.lexicon.well_known import is_well_known
from florilegium.names.lexicon.words_beside_names import words_beside_names
from florilegium.names.signs.sign_rules import RULES
from florilegium.names.suggest.candidates import Seen
from florilegium.names.suggest.compounds import is_work
from florilegium.names.suggest.judgement import RANKS, Judgement
from florilegium.system.patterns import regex

SAINTLY = frozenset({"saint", "st", "sainte", "ste", "san", "santa", "sankt"})
_INITIAL = regex(r"(?<![^\W_])[^\W\d_]\.")
_FROM = regex(r" (?:of|de|d'|von|di|da) ?(?=[^\W\d_a-z]|(?:la|las|los|les|le|the|den|der) |l')")
#: A body behind the land that it governs: *Virginia House of Delegates*.
_BODY_WITHIN = regex(r" (?:House|Houses|Council|Board|Committee|Court|Chamber|Department) of (?=[^\W\d_a-z])")
#: What begins the name of a tribe or a dynasty: *Benī Hafs*.
_TRIBAL = frozenset({"beni", "benī", "banu", "banū", "bani", "banī", "ouled", "oulad", "aït"})
_OWNED = regex(r"(?<! de)'s? [^\W\d_a-z]")
#: Words of the map that alone are no place.
_MAP_NOUNS = (word_lists.MAPPED | word_lists.OWNED | word_lists.GENERIC) - {"archipelago"}
_CALLED_AFTER_SAINTS = ("Saint-", "Sainte-", "Sankt-")
#: A town's name that hyphens join: *Pont-Aven*, *Chalon-sur-Saône*.
_JOINED = regex(
    r"(?:Pont|Port|Mont|Bourg|Château|Villeneuve|Bois|Roche|Fort|Cap|Bad|Neu|Alt|Ober|Unter|Nieder|Klein|Groß)-.+"
    r"|.+-(?:sur|sous|en|lès|les|aux|le|la|du|upon|on|under|an|am|op|aan)-.+"
)
#: What ends the name of an order or a house: *Redemptionist Fathers*.
_BRETHREN = frozenset(
    {"fathers", "brothers", "brethren", "sisters", "kings", "princes", "knights", "lords", "earls"}
)
#: Words of the map that are hardly surnames when they end a name.
_SURELY_MAPPED = frozenset(
    """county parish creek river falls springs ferry landing harbor harbour sound fjord glacier canal
    canyon inlet reef shoal junction borough township city town village valley peninsula archipelago
    lighthouse island islands isle isles ocean sea gulf bay strait straits mountains lake lakes""".split()  # noqa: SIM905
)
#: What a given name weighs against a place of the same name (`Rank`).
_GIVEN = 2.5
#: So many places of a name count; more of them make no weak sign strong.
_MOST_PLACES = 3
#: What an article before each place of a given name with another weighs.
_FULL_WITH_ARTICLE = 3.0
#: What a well-known person of the name weighs; where a place is called so too, in its silent places alone.
_WELL_KNOWN = 2.0
#: What an article before each place of a word takes from a person's weight.
_ARTICLED = 1.5
#: What a place's being known keeps of its weight where no sign of a place is among many of a person.
_UNLIKE = 0.3
_PEOPLE = regex(r".*(?:[ciae]ans|eses?|ites|ards|ists?|isms?|ishmen|[iae]nians?|[^aeiou]ines?)")
#: Signs of a person that no city has.
_OF_PERSONS = frozenset(
    """taker source host speaking kindred calling introduced quoted addressed aged agent who meant""".split()  # noqa: SIM905
) | {"acted upon"}
#: Signs that a title or a calling stands before a name.
_CALLED = frozenset({"title", "calling"})
#: Signs that an article stands before a name.
_ARTICLES = frozenset({"definite", "contracted"})
#: Signs that several are meant: *die Schweden*, *achthundert Schweden*.
_OF_PEOPLES = frozenset({"definite", "counted"})
#: Signs of a place that someone leaves or goes to.
_REACHED = frozenset({"from", "to or for", "whither"})
#: Signs that a word is the subject of a sentence.
_SUBJECT = frozenset({"action", "subject", "speaking", "apposition", "owner"})


class Weigher:
    """Weighs a name of one book by itself: by what stands beside it, and by what is known of its words."""

    def __init__(self, gazetteer: Gazetteer, vocabulary: Collection[str], language: str = "") -> None:
        self._has_list = knows_words_of(language)
        self._is_english = self._has_list or not language
        self._said = words_beside_names(language)
        self._has_capital_nouns = traits_of(language).capital_nouns if language else False
        self._gazetteer = gazetteer
        self._vocabulary = vocabulary

    def is_word(self, name: str) -> bool:
        """Return whether the book has the word, or its singular or plural, in small letters."""
        low = name.lower()
        forms = {low, f"{low}s", low.removesuffix("s"), low.removesuffix("es"), re.sub("ies$", "y", low)}
        return not (forms.isdisjoint(self._vocabulary) and forms.isdisjoint(word_lists.OPENERS))

    def _is_common(self, name: str) -> bool | None:
        """Return whether the language has the word in small letters; None where its words are not listed."""
        return is_ordinary_word(name) if self._has_list else None

    def weigh(self, found: Sequence[Seen]) -> Judgement:
        """Return what a name is taken for in some places."""
        first, judged = found[0], Judgement()
        bodily = sum(seen.body for seen in found) * 2 > len(found) and not self._is_like_a_body(found)
        if bodily or _BODY_WITHIN.search(first.name):
            return judged.settle(Kind.ORGANISATION, "a word of it is a kind of body, event or work")
        if first.office:
            return judged.settle(Kind.PERSON, "it is the title of a peer")
        if _OWNED.search(first.name):
            return judged.settle(Kind.PLACE, "a word of the map behind its owner")
        if 3 * sum(seen.afloat for seen in found) >= len(found):
            return judged.settle(Kind.OTHER, "a kind of ship goes with it")
        if is_work(first.name):
            return judged.settle(Kind.OTHER, "it begins as the title of a work")
        self._weigh_signs(judged, found)
        if first.is_full:
            self._weigh_whole(judged, found)
        else:
            self._weigh_word(judged, found)
        return judged

    def _is_like_a_body(self, found: Sequence[Seen]) -> bool:
        """Return whether a word for a body is someone's name: *Cortes*, without an article."""
        told = any(seen.is_personal or "apposition" in seen.signs for seen in found)
        bare = not found[0].is_full and not any(seen.definite for seen in found)
        return bare and told and self._is_common(found[0].name) is False

    def _weigh_signs(self, judged: Judgement, found: Sequence[Seen]) -> None:
        """Add what stands beside a name, as if it stood in no more places than a few."""
        counts = Counter(chain.from_iterable(seen.signs for seen in found))
        share = min(len(found), _MOST_PLACES) / len(found)
        for rule in RULES if counts else ():
            if rule.name in counts:
                times = f" ({counts[rule.name]} of {len(found)})"
                often = counts[rule.name] / len(found) if rule.once else counts[rule.name] * share
                judged.add(rule.kind, rule.weight * often, rule.says + times)

    def _weigh_word(self, judged: Judgement, found: Sequence[Seen]) -> None:
        """Weigh what is known of a word alone."""
        name, rank = found[0].name, self._gazetteer.rank(found[0].name)
        given, place = is_given(name), judged.weights[Kind.PLACE]
        word = self.is_word(name)
        judged.add(Kind.PERSON, _GIVEN * given, "it is a given name" if given else "")
        if is_well_known(name) and judged.weights[Kind.OTHER] < _WELL_KNOWN:  # no *rue Racine*
            silent = sum(not seen.is_local for seen in found) / len(found)
            judged.add(
                Kind.PERSON, _WELL_KNOWN * (silent if rank else 1.5), "someone of that name is well known"
            )
        judged.add(Kind.PERSON, 1.0 * name[0].islower(), "it has an Arabic article")
        judged.add(Kind.PERSON, 0.5 * (rank < Rank.CITY))
        judged.add(Kind.PLACE, 3.0 * name.endswith("shire"), "it ends as the name of a county does")
        judged.add(Kind.OTHER, 3.0 * name.endswith("'d"), "it ends as a verb that is cut short does")
        articled = sum(not _ARTICLES.isdisjoint(seen.signs) for seen in found) / len(found)
        judged.add(Kind.PERSON, -_ARTICLED * articled)  # no person’s name has an article
        shown = self._is_english and given and not place and all(seen.definite for seen in found)
        judged.add(Kind.OTHER, 2.5 * shown, "a given name with an article is a work’s")
        told = sum(not _OF_PEOPLES.isdisjoint(seen.signs) for seen in found)
        people = self._has_capital_nouns and told == len(found) and name.endswith("en")  # *die Schweden*
        judged.add(Kind.OTHER, 5.0 * people, "it ends as the name of a people or a school does")
        unlike = not place and self._is_unlike(judged, found, rank)
        unlike = unlike or (word and place < 2 and self._is_common(name) is True)  # *this Commonwealth*
        self._weigh_as_place(judged, found, unlike=unlike)
        judged.add(
            Kind.OTHER, (1.0 if given or rank else 2.0) * word, "the book has the word in small letters"
        )
        if rank < Rank.CITY and not given:
            self._weigh_spelling(judged, found, only_articled=articled == 1)
        surnamed = all(seen.is_surnamed for seen in found)
        noun = name.lower() in _MAP_NOUNS and not surnamed  # *the Brothers Rocks*, but *General Lake*
        judged.add(Kind.OTHER, 4.0 * noun, "it is a word of the map without a name")
        for kind, ending, says in kinds_by_ending() if self._has_capital_nouns and not rank else ():
            judged.add(kind, 0.8 * (ending.fullmatch(name) is not None), says)
        title = name.lower() in word_lists.BEHIND
        judged.add(Kind.OTHER, 4.0 * title, "it is a title that stands behind names")

    def _weigh_as_place(self, judged: Judgement, found: Sequence[Seen], *, unlike: bool) -> None:
        """Weigh how well known a place of the name is, or how such places are called.

        A place that is `unlike` one here weighs little.
        """
        name, rank = found[0].name, self._gazetteer.rank(found[0].name)
        holy = not rank and name.startswith(_CALLED_AFTER_SAINTS) and not is_well_known(name)
        judged.add(Kind.PLACE, 1.0 * holy, "a place called after a saint" if holy else "")
        ended = self._said.landform.fullmatch(name) is not None
        article = ended and any(not _ARTICLES.isdisjoint(seen.signs) for seen in found)
        judged.add(Kind.PLACE, 2.5 * article, "it ends as a valley or a hill does" if article else "")
        mapped = not rank and _JOINED.fullmatch(name) is not None
        judged.add(Kind.PLACE, 2.0 * mapped, "a word of the map in it" if mapped else "")
        if rank is Rank.CITY and all("article alone" in seen.signs for seen in found):
            judged.add(Kind.OTHER, _ARTICLED, "an article stands before each place of a city’s name")
        elif rank >= Rank.CITY or (rank and judged.weights[Kind.PLACE] >= 1):
            judged.add(Kind.PLACE, _UNLIKE * rank if unlike else float(rank), RANKS[rank])
        elif self._gazetteer.has(name) and not self.is_word(name):
            judged.add(Kind.PLACE, 0.8, RANKS.get(rank, "a village of that name is known"))

    def _is_unlike(self, judged: Judgement, found: Sequence[Seen], rank: Rank) -> bool:
        """Return whether a place of the name is unlikely, where no sign of a place is."""
        if all(not _CALLED.isdisjoint(seen.signs) for seen in found):
            return True  # *Mrs. Jordan*
        told = rank is Rank.CITY and any(not _OF_PERSONS.isdisjoint(seen.signs) for seen in found)
        known = rank < Rank.REALM and is_well_known(found[0].name)
        enough = judged.weights[Kind.PERSON] >= (2 if rank >= Rank.REALM else 1)
        return enough and (len(found) > _MOST_PLACES or told or known)  # *Amherst told him*

    def _weigh_spelling(self, judged: Judgement, found: Sequence[Seen], *, only_articled: bool) -> None:
        """Weigh how a word is spelled that is no given name and no place that is well known."""
        name, common = found[0].name, self._is_common(found[0].name)
        noun = only_articled and name.lower() not in word_lists.MAPPED  # *the Regency*
        listed = (2.5 if noun else 1.0) * (common is True and not self.is_word(name))
        judged.add(Kind.OTHER, listed, "English has the word in small letters")
        if not self._is_english:
            self._weigh_opening(judged, found)
            return
        people = _PEOPLE.fullmatch(name) is not None
        judged.add(Kind.OTHER, 2.0 * people, "it ends as the name of a people or a school does")
        adjective = name.endswith("ic") and not name.endswith("ric")  # *Demosthenic*, but *Alaric*
        judged.add(Kind.OTHER, 1.5 * adjective, "it ends as adjectives do")
        if common is not False:
            ending = not people and name.isascii() and name.lower().endswith(word_lists.ENDINGS)
            judged.add(Kind.OTHER, 1.0 * ending, "it ends as common nouns do")
            opens = (1.5 if common else 1.0) * all(seen.opens for seen in found)
            judged.add(Kind.OTHER, opens, "it only begins sentences")

    def _weigh_opening(self, judged: Judgement, found: Sequence[Seen]) -> None:
        """Weigh a word that only begins sentences of a language whose words are not listed.

        A verb or an apposition behind it shows its subject; in a language of capital nouns it is one already.
        """
        told = any(not _SUBJECT.isdisjoint(seen.signs) for seen in found)
        if told or self._has_capital_nouns or not all(seen.opens for seen in found):
            return
        verb = self._said.verb.fullmatch(found[0].name.lower()) is not None  # *Explicó a Moll*
        judged.add(Kind.OTHER, 2.0 if verb else 1.0, "it only begins sentences")

    def _weigh_whole(self, judged: Judgement, found: Sequence[Seen]) -> None:
        """Weigh a name of several words: a place only as a whole, or by a word of the map in it."""
        first, rank = found[0], self._gazetteer.rank(found[0].name)
        parts = first.parts
        low = [part.lower().rstrip(".") for part in parts]
        dedicated = first.name.startswith("S. ") or low[0] in {"san", "santa", "santo"}
        holy = dedicated and any(seen.is_local for seen in found)  # *castle of S. Lucida*
        given = not holy and (is_given(parts[0]) or _INITIAL.search(first.name) is not None)
        peculiar = comes_first(parts) or is_never_turned(parts)
        judged.add(Kind.PERSON, 0.6 if low[0] in SAINTLY else 1.2)
        judged.add(Kind.PERSON, _GIVEN * given, "it begins with a given name or an initial")
        judged.add(Kind.PERSON, _GIVEN * peculiar, "its first word is a family’s name")
        judged.add(Kind.PERSON, 3.0 * is_roman(parts[-1]), "it has a ruler’s numeral")
        office = all(seen.definite for seen in found)  # *the Liman Reïs*
        judged.add(Kind.PERSON, 3.0 * (low[-1] in word_lists.BEHIND and not office), "a title ends it")
        judged.add(Kind.PERSON, 1.2 * (low[0] in SAINTLY and not holy), "it is a saint’s name")
        strange = low[0] in SAINTLY and not _is_a_saint(first)
        reached = any(not _REACHED.isdisjoint(seen.signs) and not seen.is_personal for seen in found)
        judged.add(Kind.PLACE, 1.5 * (strange and reached), "a place called after a saint")
        judged.add(Kind.PLACE, 1.0 + rank if rank else 0, RANKS.get(rank, ""))
        housed = parts[0].lower() in self._said.houses
        ship = self._is_english and given and " of " not in first.name and all(map(_is_articled, found))
        judged.add(Kind.OTHER, _FULL_WITH_ARTICLE * ship, "an article stands before a full name")
        judged.add(Kind.OTHER, 4.0 * housed, "a house of trade or of learning begins it")
        tied = _FROM.match(first.name, len(parts[0])) is not None and first.name.startswith(parts[0])
        quoted = not peculiar and not given and all("between marks" in seen.signs for seen in found)
        judged.add(Kind.OTHER, 1.2 * quoted)  # *the “Portus Divinus” of the Romans*
        ruler = low[0] in word_lists.RULERS and low[0] not in word_lists.PEERS and tied
        judged.add(Kind.OTHER, 3.0 * ruler, "it is an office")  # *Gouverneur de la Zorbie*
        whole = tied and self._gazetteer.knows(parts[0]) and not given
        land = not given and not rank and self._gazetteer.rank(parts[0]) is Rank.LAND and len(parts) == 2
        noun = is_ordinary_word(parts[-1]) or sort_of(parts[-1]) is not Sort.UNKNOWN
        whole = whole or (land and not is_given(parts[0]) and not noun)  # *Arabia Felix*
        judged.add(Kind.PLACE, 2.0 * whole, "a place begins it")  # *Napoli di Romania*
        if not rank and not peculiar:
            self._weigh_map(judged, low, parts)
            self._weigh_words(judged, found, low)

    def _weigh_map(self, judged: Judgement, low: Sequence[str], parts: Sequence[str]) -> None:
        """Weigh a word of the map in a name, at its end or before it: *Lake Antioch*, *Fort Angelo*."""
        estate = low[-1] in word_lists.ESTATES
        county = low[-1] in word_lists.MAPPED
        if low[0] in word_lists.FEATURES:
            judged.add(Kind.PLACE, 4.0, "a word of the map begins it")
        elif low[-1] == "land" and not is_given(parts[0]):
            judged.add(Kind.PLACE, 4.0, "“Land” ends it")
        elif low[-1] in _SURELY_MAPPED:
            judged.add(Kind.PLACE, 4.5, "a word of the map ends it")
        elif {low[0], low[-1]} & word_lists.GENERIC or low[0] in word_lists.COMPASS:
            judged.add(Kind.PLACE, 3.0, "a word of the map is in it")
        elif county:
            judged.add(Kind.PLACE, 3.0, "a word of the map ends it")
        elif low[0] in word_lists.QUALIFIERS and low[0] not in SAINTLY:
            judged.add(Kind.PLACE, 1.5, "a word such as “New” begins it")
        elif estate:
            judged.add(Kind.PLACE, 1.0, "it ends as an estate’s name does")

    def _weigh_words(self, judged: Judgement, found: Sequence[Seen], low: Sequence[str]) -> None:
        """Weigh words that the book has in small letters too: they make a name no name."""
        plain = [
            part not in word_lists.QUALIFIERS and (self.is_word(part) or part in word_lists.OPENERS)
            for part in low
        ]
        first = found[0]
        street = low[0] in word_lists.REIGNING and low[-1] in word_lists.STREETS  # *Queen Street*
        spelled = (
            not street
            and all(one or part in word_lists.QUALIFIERS for one, part in zip(plain, low, strict=True))
            and any(plain)
        )
        judged.add(Kind.OTHER, 3.0 * spelled, "the book has its words in small letters")
        work = self._is_english and all(seen.definite for seen in found) and is_ordinary_word(first.parts[0])
        headed = plain[0] or (work and low[0] not in _MAP_NOUNS)  # *the Rape of Europa*
        headed = headed and low[0] not in word_lists.FEATURES and not is_given(first.parts[0])
        headed = headed and _FROM.search(first.name) is not None
        cited = any("cited" in seen.signs for seen in found)  # *Warburton, Conquest of Canada, ii. 3*
        judged.add(Kind.OTHER, (4.0 if cited else 2.0) * headed, "its first word is a common noun")
        judged.add(Kind.OTHER, 1.0 * (2 * sum(seen.definite for seen in found) > len(found)))
        judged.add(Kind.OTHER, 1.0 * (sort_of(first.parts[0]) is Sort.PLAIN), "its first word is no name’s")
        given = is_given(first.parts[0]) or _INITIAL.search(first.name) is not None
        people = _PEOPLE.fullmatch(first.parts[-1]) is not None and not given
        judged.add(Kind.OTHER, 2.0 * people, "it ends as the name of a people or a school does")
        mapped = low[0] in (word_lists.QUALIFIERS | word_lists.GENERIC) - SAINTLY
        dwellers = mapped and low[-1].endswith(("ers", "ars", "ans", "men", "ites"))
        dwellers = dwellers or low[-1] in _BRETHREN
        judged.add(Kind.OTHER, 4.0 * (low[0] in _TRIBAL), "it begins as the name of a tribe does")
        judged.add(Kind.OTHER, 4.0 * dwellers, "it ends as the name of those who live there")
        local = self._gazetteer.knows(first.parts[0]) and plain[-1] and not given
        judged.add(Kind.OTHER, 2.0 * local, "a place begins it and a common noun ends it")


def _is_articled(seen: Seen) -> bool:
    """Return whether an article alone stands before a name: *the Edward Moll*, a ship's."""
    return seen.definite and not seen.title and not seen.is_personal


def _is_a_saint(seen: Seen) -> bool:
    """Return whether a saint's given name is all of it: *St. Francis of Assisi*, no *San Giorgio Zuqeto*."""
    called = len(seen.parts) < 2 or is_given(seen.parts[1])
    return called and (len(seen.parts) < 3 or _FROM.search(seen.name) is not None)
