"""Names among the nouns of a language that writes every noun with a capital, such as German.

A capital shows nothing there. A word is taken for a name when it is known for one, as a place or a given
name, and no article or pronoun stands before it; when it follows a given name, a title or another such
word; when the text goes *in* it, *from* it or *to* it more than once without an article; or when the language
has no such noun, and it seldom has an article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from florilegium.book.model import Kind
from florilegium.languages.folders import primary
from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.folding import fold
from florilegium.names.lexicon.gazetteer import Gazetteer, Rank, gazetteer_for
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.ordinary_words import is_german_word, is_listed_noun, is_noun_as_listed
from florilegium.names.lexicon.spelling import Sort, is_abbreviation, is_roman, sort_of
from florilegium.names.lexicon.well_known import is_well_known
from florilegium.names.lexicon.words_beside_names import WordsBesideNames, words_beside_names
from florilegium.system.patterns import regex

_WORD = regex(r"[^\W\d_][\w'-]*\.?")
#: Articles, pronouns and contractions that stand before a noun and seldom before a name.
_DETERMINER = regex(
    r"(?:d(?:er|ie|as|en|em|es)|(?:k|m|d|s)?ein(?:e[rsmn]?)?|(?:ihr|unser|euer|eur|dies|jed|jen|all|manch|solch|welch|viel)"
    r"(?:e[rsmn]?)?|wenige?|mehr|am|im|ins|zum|zur|vom|beim|ans|aufs|fürs|ums)",
    re.IGNORECASE,
)
_WHITHER = frozenset({"in", "nach", "aus"})
_TOWARDS = _WHITHER | {"von", "bei"}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzäöüß'-.")
#: What ties the halves of a name: *Wilhelm von Struve*; an article only behind one of them.
_TIES = frozenset({"von", "van", "vom", "zu", "de", "du", "da", "di", "of"})
_ARTICLES = frozenset({"der", "den", "dem"})
#: Nouns that stand after such words without an article, by their endings.
_ABSTRACT = regex(
    r".*(?:heit|keit|ung|schaft|tum|nis|ion|tät|ei|er|en)|Haus|Hause|Zeit|Not|Angst|Liebe|Ruhe|Eile"
)
#: Endings that nouns have and names do not.
_NOUN = regex(r".+(?:heit|keit|ungs?|schaft|tum|nis|ion|tät|ismus|chen|lein|ungen|ionen|heiten|keiten)")
#: Behind these, without an article, stands a town with such an ending, or what is no thing that is counted.
_BESIDE_TOWNS = frozenset(
    """in bei von bis um zu über durch gegen vor nach aus an liegt lag burg kloster
    abtei""".split()  # noqa: SIM905
)
_BESIDE_PERSONS = frozenset("bei von mit für durch gegen an daß wo".split())  # noqa: SIM905
#: Words that end so, or that a small town has for its name too.
_NO_TOWNS = frozenset(
    """Übersee Nachfeld Vorfeld Umfeld Oberstadt Altstadt Vorstadt Neustadt Eisen Holz Stein Glas Gold Silber
    Kupfer Leder Papier Wolle Leinen Wachs Stroh Erz Blei Stahl Sand Ton""".split()  # noqa: SIM905
)
#: Halves of a land's name: *Oberschwaben*, *Niederösterreich*.
_HALF = regex(
    r"(?:Ober|Unter|Nieder|Ost|West|Nord|Süd|Mittel|Hinter|Vorder|Inner|Alt|Neu|Groß|Klein)(?=[a-zäöü]{4})"
)
#: What parts a town from the river on which it stands.
_ON_A_RIVER = frozenset({"an", "am"})
#: An adjective or a numeral before a noun.
_ADJECTIVE = regex(r"[a-zäöüß]+e[rsnm]?|zwei|drei|vier|fünf|sechs|acht|zwölf")
_COUNTED = regex(
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|viele|alle|einige|mehrere|wenige"
)
#: An adjective in the name of a body: *der Norddeutsche Lloyd*.
_LARGE = regex(r"[A-ZÄÖÜ][a-zäöüß]+sche[nrsm]?")
#: What parts words within a sentence.
_WITHIN = frozenset(" ,;()»«„“”‚‘’›‹–-")
#: A verb in the past tense.
_ACTS = regex(r"[a-zäöüß]{2,}ten?")
#: Endings of what begins a sentence and is an adjective, a participle or an adverb.
_LIKE_NO_NOUN = regex(
    r".+(?:(?:lich|tig|dig|bar|sam|los)er|lich|ig|isch|end|ends|weise|mals|wärts|bar|sam|los)"
)
#: Nouns that are spelled as those for who does something.
_AGENT = regex(r".{2,}[^aeiou]er")
#: Adjectives that persons have.
_OF_PERSONS = regex(r"(?:heilige|alte|jung|jünger|älter|groß|selige|liebe|gut|arm|klein)e?[nrsm]?")
_SHORTEST_NAME = 3
#: Marks behind which a clause begins, with its subject or without.
_HEADS = frozenset({".", ";"})
#: So many places without an article show a word that could be a compound for a name.
_STEADY = 3
#: Letters that end plurals.
_OF_PLURALS = frozenset("enrs")
#: Letters behind which the old genitive is *ens*: *Leibnizens*.
_HISSING = frozenset("sxzß")
#: Words of the map in other languages, part of the names that they begin.
_FOREIGN_FEATURES = frozenset(
    [
        "villa",
        "palazzo",
        "piazza",
        "porta",
        "monte",
        "castel",
        "castello",
        "san",
        "santa",
        "santo",
        "fort",
        "kap",
    ]
)


class _Spoken(NamedTuple):
    """A word with the one before it, if only a space is between them.

    Else `parted` says what is: `.` where a sentence begins with the word, `;` where a clause of its own does,
    and `,` for any other mark.
    """

    before: str
    word: str
    parted: str = ""

    @property
    def is_capital(self) -> bool:
        low = self.word.lower()
        return self.word[0].isupper() and low not in word_lists.GRAMMAR | word_lists.CALENDAR and low != "man"


def names_among(spoken: Iterable[str], language: str) -> frozenset[str]:
    """Return the words of a text that are names, with their genitives; `language` is one of capital nouns."""
    gazetteer = gazetteer_for(language)
    said = [word for text in spoken for word in _words(fold(text).text)]
    bound = {word for before, word, _ in said if _DETERMINER.fullmatch(before) or _LARGE.fullmatch(before)}
    counted = {word for before, word, _ in said if _COUNTED.fullmatch(before)}
    small = {word.capitalize() for _, word, _ in said if word.islower()}  # *Man* at the head of a sentence
    parts = _Compounds({word.lower() for _, word, _ in said})
    found = (
        {one.word for one in said if one.is_capital and _is_known(one.word, gazetteer, bound)}
        - small
        - counted
    )
    found |= {
        word
        for word in _pairs(said, bound | small | {f"{name}s" for name in found | bound}, gazetteer)
        if is_given(word) or not parts.have(word)
    }
    found |= set(_after_names(said, found))
    found |= set(_after_callings(said, bound | small, gazetteer))
    found |= set(_rivers(said, found))
    found |= set(_features(said))
    likely = {*_goals(said, bound), *_towns(said, bound | small, gazetteer), *_foreign(said, bound)}
    if primary(language) == "de":
        nouns = bound | small
        likely |= {*_strangers(said, small), *_uncounted(said, nouns), *_numbered(said)}
        likely |= {*_bare_subjects(said, nouns), *_owners(said, nouns)}
    found |= {word for word in likely if not parts.have(word)}
    found -= {word for word in found if _is_noun(word, bound, gazetteer)}
    return frozenset(
        found | {f"{name}s" for name in found} | {f"{name}ens" for name in found if name[-1] in _HISSING}
    )


def kinds_by_ending() -> tuple[tuple[Kind, re.Pattern[str], str], ...]:
    """Return endings that hardly any surname has, or none but surnames.

    Each has the kind for which it speaks, and in which words that is said.
    """
    surname, town = _said().countable_surname, _said().surely_town
    return (Kind.PERSON, surname, "it ends as surnames do"), (Kind.PLACE, town, "it ends as towns do")


def _said() -> WordsBesideNames:
    """Return what German says of names, the language of capital nouns that is known."""
    return words_beside_names("de")


def _words(text: str) -> Iterator[_Spoken]:
    before, reach = "", 0
    for match in _WORD.finditer(text):
        gap = text[reach : match.start()]
        opens = not reach or _ends_sentence(before) or not _WITHIN.issuperset(gap)
        adjoins = gap == " " and not opens
        parted = "" if adjoins else "." if opens else ";" if ";" in gap else ","
        yield _Spoken(before.rstrip(".") if adjoins else "", match.group().rstrip("."), parted)
        before, reach = match.group(), match.end()


def _ends_sentence(word: str) -> bool:
    return word.endswith(".") and not is_abbreviation(word)


def _rivers(said: list[_Spoken], known: set[str]) -> Iterator[str]:
    """Yield the river of *Ravensburg an der Schussen*."""
    for town, on, article, river in zip(said, said[1:], said[2:], said[3:], strict=False):
        adjoin = on.before == town.word and article.before == on.word and river.before == article.word
        if (
            adjoin
            and town.word in known
            and on.word in _ON_A_RIVER
            and article.word == "der"
            and river.is_capital
        ):
            yield river.word


def _features(said: list[_Spoken]) -> Iterator[str]:
    """Yield *Villa* and *Giulia*: a foreign word of the map with its name; and what is but a known lake's."""
    for one, two in pairwise(said):
        foreign = one.word.lower() in _FOREIGN_FEATURES and two.before == one.word and two.word[0].isupper()
        if foreign and not is_german_word(two.word):
            yield from (one.word, two.word)
    for one in said:
        if one.is_capital and _said().landform.fullmatch(one.word) and not is_german_word(one.word):
            yield one.word  # *Gardasee*, *das Remstal*


def _is_known(word: str, gazetteer: Gazetteer, bound: set[str]) -> bool:
    half = _HALF.match(word)
    if half and gazetteer.rank(word[half.end() :].capitalize()) is Rank.LAND:
        return True
    listed = is_given(word) or gazetteer.knows(word)
    listed = listed or (is_well_known(word) and not is_noun_as_listed(word))
    return gazetteer.rank(word) is Rank.LAND or (word not in bound and listed)


def _pairs(said: list[_Spoken], nouns: set[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield two nouns side by side, the first without an article or an adjective: *Tycho Brahe*."""
    for one, two in pairwise(said):
        adjoin = (
            two.before == one.word and one.is_capital and two.is_capital and not gazetteer.knows(two.word)
        )
        noun = (
            one.word in nouns | _said().measures or sort_of(one.word) is not Sort.UNKNOWN or two.word in nouns
        )
        town = gazetteer.rank(one.word) > Rank.UNKNOWN and not is_given(one.word)
        noun = noun or town or gazetteer.knows(two.word.removesuffix("s"))
        noun = noun or (is_german_word(one.word) and not is_given(one.word))
        if adjoin and not noun and not _is_told(one) and not one.word.endswith("s"):
            yield from (one.word, two.word)


def _is_told(one: _Spoken) -> bool:
    """Return whether an adjective or a numeral shows a word to be a noun, or is it, at a sentence’s head."""
    before = one.before or one.word.lower()
    adjective = _ADJECTIVE.fullmatch(before) is not None and before not in word_lists.GRAMMAR
    return adjective or _DETERMINER.fullmatch(one.word) is not None


def _after_names(said: list[_Spoken], known: set[str]) -> Iterator[str]:
    """Yield surnames: what follows a given name or a title, with a particle between them or not."""
    goes_on = tied = False
    for before, word, _ in said:
        goes_on = goes_on and bool(before)
        if goes_on and (word in _TIES or (tied and word in _ARTICLES)):
            tied = True
            continue
        tied = False
        capital, title = word[0].isupper(), word[0].isupper() and word.lower() in word_lists.TITLES
        if capital and goes_on and not title and not is_roman(word):
            yield word
            if is_given(word.removesuffix("s")) and not is_given(word):
                yield word.removesuffix("s")  # *Kaiser Maximilians*
        genitive = word.endswith("s") and word[:-1] in known
        goes_on = title or (capital and not genitive and (goes_on or (is_given(word) and word in known)))


def _after_callings(said: list[_Spoken], nouns: set[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield what follows a calling or a word of the map: *der Dichter Rist*, *der Hafen von Konstanz*."""
    for (noun, tie, _), (before, word, _) in pairwise(said):
        joined = noun.lower() in word_lists.GROUND and noun[:1].isupper() and tie == "von" == before
        fought = noun.lower() in word_lists.EVENTS and tie == "bei" == before  # *die Schlacht bei Ulm*
        if (joined or fought) and word[0].isupper() and word not in nouns and sort_of(word) is Sort.UNKNOWN:
            yield word
    agent = _said().agent
    for earlier, (of, noun, _), (before, word, _) in zip(said, said[1:], said[2:], strict=False):
        close = before == noun and of == earlier.word and word[0].isupper() and word not in nouns
        called = close and agent.fullmatch(noun) and is_german_word(noun) and _is_determined(earlier, of)
        if called and not _is_of_a_town(noun, gazetteer):
            yield word  # *der Diener Seidel*, *den jungen Zeichner Kniep*
    for before, word, _ in said:
        called = before[:1].isupper() and before.lower() in word_lists.KIN | word_lists.GROUND
        if called and word[0].isupper() and word not in nouns and sort_of(word) is Sort.UNKNOWN:
            yield word.removesuffix("s") if gazetteer.rank(word.removesuffix("s")) >= Rank.REALM else word


def _is_of_a_town(word: str, gazetteer: Gazetteer) -> bool:
    """Return whether it is as in *im Berliner Jahrbuch*, *die Dresdner Galerie*: no calling."""
    stem = word.removesuffix("er")
    return any(gazetteer.has(town) for town in (stem, f"{stem}en", f"{stem.removesuffix('n')}en"))


def _is_determined(earlier: _Spoken, word: str) -> bool:
    """Return whether the word is an article, or an adjective behind one: *der*, *dem jungen*."""
    if _DETERMINER.fullmatch(word):
        return True
    return _ADJECTIVE.fullmatch(word) is not None and _DETERMINER.fullmatch(earlier.before) is not None


def _towns(said: list[_Spoken], nouns: set[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield towns that are known, or end as towns do, behind a preposition: *von Havre*, *bei Linz*."""
    for before, word, _ in said:
        if before.lower() not in _TOWARDS or word in nouns:
            continue
        ended = before.lower() in _WHITHER and _said().town.fullmatch(word)
        if word not in _NO_TOWNS and (gazetteer.has(word) or ended):
            yield word


def _uncounted(said: list[_Spoken], nouns: set[str]) -> Iterator[str]:
    """Yield what ends as towns or surnames do, and stands bare where a thing that is counted has an article.

    So do *bei Zuqabach*, *Zuqabach liegt*, and *von Zuqamann*; a word that is listed is a noun all the same.
    """
    for one, following in pairwise([*said, _Spoken("", "", ".")]):
        word, before = one.word, one.before.lower()
        town, surname = _said().countable_town.fullmatch(word), _said().countable_surname.fullmatch(word)
        if not (town or surname) or word in nouns or not one.is_capital or is_listed_noun(word):
            continue
        present = following.before == word and following.word.islower() and following.word.endswith("t")
        opens = one.parted in _HEADS and (present or _opens_as_name(one, following))
        if opens or (town and before in _BESIDE_TOWNS) or (surname and before in _BESIDE_PERSONS):
            yield word


def _numbered(said: list[_Spoken]) -> Iterator[str]:
    """Yield the ruler of *die Burg Welfs VI.*, without the ending of his genitive."""
    for one, following in pairwise(said):
        numeral = is_roman(following.word) and following.before == one.word and following.word != "I"
        if numeral and one.is_capital and not is_listed_noun(one.word):
            yield one.word.removesuffix("s")


def _foreign(said: list[_Spoken], bound: set[str]) -> Iterator[str]:
    """Yield capitalised words with letters that German has not: *Lapérouse*, *Toriañes*."""
    for one in said:
        if one.is_capital and one.word not in bound and not set(one.word.lower()) <= _LETTERS:
            yield one.word


def _strangers(said: list[_Spoken], small: set[str]) -> Iterator[str]:
    """Yield capitalised words that German has not for nouns and that mostly stand without an article.

    At the head of a sentence alone a word shows itself by the verb behind it: *Kuhnau starb*.
    """
    free, tied = Counter[str](), Counter[str]()
    beyond = _Spoken("", "", ".")
    for earlier, last, one, following in zip(
        [beyond, beyond, *said], [beyond, *said], said, [*said[1:], beyond], strict=False
    ):
        if one.is_capital and one.word not in small and len(one.word) >= _SHORTEST_NAME:
            stands = _opens_as_name(one, following) if one.parted == "." else _is_free(earlier, last, one)
            owner = (
                stands
                and one.word.endswith("s")
                and not one.word.endswith("us")  # *Nikolaus Forkel*
                and not is_given(one.word)
                and following.before == one.word
                and following.is_capital
            )
            word = one.word[:-1] if owner else one.word  # *Catesbys Kupfer*
            (free if stands else tied)[word] += stands or one.parted != "."
    local = {one.word for one in said if one.before.lower() in _TOWARDS}
    for word, times in free.items():
        if not times or times < 2 * tied[word] or sort_of(word) is not Sort.UNKNOWN:
            continue
        steady = times >= _STEADY and not tied[word] and word in local and _is_countable(word)
        if steady or not is_german_word(word):
            yield word


def _is_countable(word: str) -> bool:
    """Return whether a word, if it were a noun, would be a compound in the singular of what is counted."""
    return (
        not (is_listed_noun(word) or _said().uncounted.fullmatch(word) or _NOUN.fullmatch(word))
        and word[-1] not in _OF_PLURALS
    )


def _opens_as_name(one: _Spoken, following: _Spoken) -> bool:
    """Return whether what begins a sentence is its subject, before a verb or a relative clause."""
    verbs = word_lists.SINGULAR | word_lists.SPEAKING
    acts = _said().verb.fullmatch(following.word) or _ACTS.fullmatch(following.word)
    verb = following.before == one.word and (following.word in verbs or acts)
    told = following.parted == "," and following.word in {"der", "die", "dessen", "deren", "ein", "eine"}
    joined = following.before == one.word and following.word == "und"  # *Quantz und Benda spielten*
    return bool(verb or told or joined) and not _LIKE_NO_NOUN.fullmatch(one.word)


def _bare_subjects(said: list[_Spoken], nouns: set[str]) -> Iterator[str]:
    """Yield what is alone, without an article, the subject of a verb in the singular: *Gutenberg starb*.

    Nouns have an article there, but for those of what is not counted, and *Bauer* is one of them as little.
    """
    beyond = _Spoken("", "", ".")
    for one, following in pairwise([*said, beyond]):
        word = one.word
        if not one.is_capital or word in nouns or len(word) <= _SHORTEST_NAME or _NOUN.fullmatch(word):
            continue
        if _said().uncounted.fullmatch(word) or (is_listed_noun(word) and not _AGENT.fullmatch(word)):
            continue
        opens = one.parted in _HEADS or one.before in _said().subordinating
        if opens and (_has_singular_verb(one, following) or _has_clause_of_his(following)):
            yield word


def _has_singular_verb(one: _Spoken, following: _Spoken) -> bool:
    verb = following.word
    known = verb in word_lists.SINGULAR | word_lists.SPEAKING or _said().verb.fullmatch(verb)
    return following.before == one.word and bool(known) and not verb.endswith("en")


def _has_clause_of_his(following: _Spoken) -> bool:
    """Return whether a clause on a man follows: *Gutenberg, der*, *Gutenberg, dessen*."""
    return following.parted == "," and following.word in {"der", "dessen"}


def _owners(said: list[_Spoken], nouns: set[str]) -> Iterator[str]:
    """Yield whose a thing is, before it and without an article: *Schillers Haus*; a noun stands behind it."""
    beyond = _Spoken("", "", ".")
    for earlier, last, one, following in zip(
        [beyond, beyond, *said], [beyond, *said], said, [*said[1:], beyond], strict=False
    ):
        owned = following.before == one.word and following.is_capital and is_german_word(following.word)
        stem = one.word[:-1]
        if not owned or not one.is_capital or not one.word.endswith("s") or stem[-1:] in _HISSING | {"u"}:
            continue
        common = {stem, one.word} & nouns or is_given(one.word) or is_noun_as_listed(one.word)
        if len(stem) > _SHORTEST_NAME and not common and _is_free(earlier, last, one):
            yield stem


def _is_free(earlier: _Spoken, last: _Spoken, one: _Spoken) -> bool:
    """Return whether no article or adjective of its own stands before a word within a sentence."""
    if one.parted or (last.word == "des" and not one.word.endswith("s")):  # *die Bauten des Palladio*
        return True
    if _DETERMINER.fullmatch(last.word):
        return last.parted == ","  # *den Luther schalt*
    adjective = _ADJECTIVE.fullmatch(last.word) is not None and last.word not in word_lists.GRAMMAR
    verb = _ACTS.fullmatch(last.word) is not None and not _DETERMINER.fullmatch(last.before)
    return not adjective or verb or _OF_PERSONS.fullmatch(last.word) is not None


class _Compounds:
    """The words of a text, asked whether another is a part of one of them: *Hafen* in *Hafenstadt*."""

    def __init__(self, spoken: set[str]) -> None:
        self._forward = sorted(spoken)
        self._backward = sorted(word[::-1] for word in spoken)

    def have(self, word: str) -> bool:
        """Return whether the word begins or ends a longer one that is no mere inflection of it."""
        low = word.lower()
        return _starts(self._forward, low) or _starts(self._backward, low[::-1])


def _starts(ordered: Sequence[str], sought: str) -> bool:
    """Return whether one of some words in order begins so and has at least four letters more."""
    place = bisect_left(ordered, sought)
    while place < len(ordered) and ordered[place].startswith(sought):
        if len(ordered[place]) >= len(sought) + 4:
            return True
        place += 1
    return False


def _is_noun(word: str, bound: set[str], gazetteer: Gazetteer) -> bool:
    """Return whether an ending shows a common noun, or another of its forms stands behind an article."""
    if is_given(word) or gazetteer.has(word):
        return False
    stems = {word.removesuffix(ending) for ending in ("e", "n", "en", "er", "s", "es")} - {word}
    plural = ("er",) if is_german_word(word) else ()  # else those who live there: *die Ulmer*
    forms = {f"{word}{ending}" for ending in ("e", "n", "en", "es", *plural)} | {
        one for one in stems if len(one) > 3
    }
    return _NOUN.fullmatch(word) is not None or not bound.isdisjoint(forms)


def _goals(said: list[_Spoken], bound: set[str]) -> Iterator[str]:
    gone = [one.word for one in said if one.before.lower() in _WHITHER and one.is_capital]
    for word in dict.fromkeys(gone):
        if gone.count(word) > 1 and word not in bound and not _ABSTRACT.fullmatch(word):
            yield word
