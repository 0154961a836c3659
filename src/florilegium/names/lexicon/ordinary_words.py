"""Ordinary words of a language: what speaks against a name where a text does not say.

`english.txt` has the basic forms, `german.txt` the nouns; inflected ones are known by taking their endings
off, compounds by their parts, as far as that needs no grammar. A word that is no ordinary one may still be
misspelt or foreign, so this is a guess, for what is proposed and asked and never for what is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from florilegium.languages.folders import primary
from florilegium.names.lexicon import word_lists
from florilegium.system.patterns import regex

#: Endings of inflection with what stands in their place in the basic form.
_ENDINGS: Final = (
    ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("iness", "y"), ("men", "man"),
    ("ves", "f"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
    ("ly", "le"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ness", ""), ("less", ""),
    ("ment", ""), ("able", ""), ("able", "e"), ("ful", ""), ("ship", ""), ("like", ""), ("ward", ""),
    ("wards", ""),
)  # fmt: skip
_PREFIX = regex(r"(?:un|re|in|im|dis|non|over|under|out|fore|mis|pre)(?=\w{4})")
_CONTRACTED = regex(r"(?:'(?:ll|ve|re|d|s|m)|n't)\Z")
_DOUBLED = regex(r"([b-df-hj-np-tv-z])\1\Z")
#: British spellings that the list has in the American way.
_BRITISH: Final = (
    (regex(r"our(?=[a-z]|\Z)"), "or"),
    (regex(r"is(?=e|i|a)"), "iz"),
    (regex(r"ll(?=ed|ing|er|or|ous)"), "l"),
    (regex(r"re\Z|re(?=s\Z)"), "er"),
    (regex(r"ence\Z"), "ense"),
)

#: Articles, conjunctions and the like, which show where a text goes over into another language. Words that
#: names have in any language, such as *de la* and *von*, show nothing.
_SMALL_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the and of with that which was were from this these his her their they not but have has had",
        "de": "der die das und ist nicht ein eine einen einem mit auf dem den im war sich auch wie aus bei"
        " nach als",
        "fr": "les un une est et que qui dans avec pour par sur il elle ils ses leur leurs au aux comme plus"
        " tout tous cette ces mais ne pas était avait sont plusieurs nous vous",
        "es": "los las un una es que en con por para su sus como más fue pero no muy",
        "it": "il gli un una che con per suo sua come più non fu anche nel nella sono",
        "la": "et est cum ad non sed qui quae quod ab ex per sunt atque hoc",
    }.items()
}
#: So many of another language show it, if they are more than those of the text's own.
_ENOUGH = 2
_REACH = 60
_LETTERS = regex(r"[^\W\d_]+")


def knows_words_of(language: str) -> bool:
    """Return whether there is a list of the ordinary words of a language."""
    return primary(language) == "en"


@lru_cache(maxsize=50_000)
def is_ordinary_word(word: str) -> bool:
    """Return whether English has a word with small letters, inflected or not: *Galleys*, *Honoured*."""
    low = _CONTRACTED.sub("", word.lower())
    if not low.isascii():
        return False
    bare = _PREFIX.sub("", low, count=1)
    return _is_formed(low) or (bare != low and _is_formed(bare)) or any(map(_is_known, _in_american(low)))


def _in_american(low: str) -> Iterator[str]:
    spelled = (pattern.sub(put, low) for pattern, put in _BRITISH)
    return (one for one in spelled if one != low)


def _is_known(word: str) -> bool:
    return word in _words() or any(stem in _words() for stem in _stems(word))


def _is_formed(word: str) -> bool:
    """Return whether a word is a basic form, inflected at most twice: *seafarings*."""
    known = _words()
    once = set(_stems(word))
    return (
        word in known or not known.isdisjoint(once) or any(not known.isdisjoint(_stems(one)) for one in once)
    )


def _stems(word: str) -> Iterator[str]:
    for ending, basic in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield stem + basic
            if not basic and _DOUBLED.search(stem):
                yield stem[:-1]


@cache
def _words() -> frozenset[str]:
    return _listed("english.txt")


@cache
def _nouns() -> frozenset[str]:
    return _listed("german.txt")


def _listed(file: str) -> frozenset[str]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


#: Endings of German nouns that are made of other words, and are not listed.
_DERIVED = regex(
    r".+(?:heit|keit|ung|schaft|tum|ion|tät|ismus|chen|lein|erin|istin|logie|grafie|graphie|metrie|nis|ling)"
)
#: What an inflected German noun has behind its basic form.
_CASES = ("", "s", "es", "n", "en", "e", "er", "ern", "ens", "ns", "nen", "in", "innen")
#: What joins the parts of a German compound.
_LINKS = ("", "s", "es", "n", "en", "er", "ns", "e", "ens")
#: What begins a German compound and is no noun.
_HEADS = frozenset(
    """ab alt an auf aus außen bei durch ein erb erz fern frei früh ganz gegen groß halb haupt hinter hoch
    innen inner jung klein lang mit nach nah neben neu nieder ober rück schnell schwer selbst spät süß tief
    über um un unter ur viel voll vor weg weit wieder wohl zu zurück zusammen zwischen""".split()  # noqa: SIM905
)
#: German as it was spelled before 1901, with what is written now.
_OLD: Final = (("ey", "ei"), ("niß", "nis"), ("ss", "ß"), ("ß", "ss"), ("c", "k"), ("c", "z"))
_UMLAUTS = str.maketrans("äöü", "aou")
_SHORTEST = 3


def is_listed_noun(word: str) -> bool:
    """Return whether the list of German nouns has the word, inflected or not, and no mere parts of it."""
    low = word.lower()
    return any(low.endswith(case) and low[: len(low) - len(case)] in _nouns() for case in _CASES)


def is_noun_as_listed(word: str) -> bool:
    """Return whether the list of German nouns has the word as it stands: *Glas*, but not *Schillers*."""
    return word.lower() in _nouns()


@lru_cache(maxsize=50_000)
def is_german_word(word: str) -> bool:
    """Return whether German has a noun, inflected, compound or in old spelling, or an adverb.

    *Thürme*, *Hafenstädte*, *Dort*.
    """
    low = word.lower()
    modern = low.replace("th", "t")
    if any(_is_noun(stem) for one in {low, modern} for stem in _basic_forms(one)):
        return True
    spelled = [low.replace(old, new) for old, new in _OLD if old in low]
    return any(stem in _nouns() for one in spelled for stem in _basic_forms(one))


def _basic_forms(low: str) -> Iterator[str]:
    for ending in _CASES:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST:
            stem = low[: len(low) - len(ending)]
            yield stem
            if ending:
                yield f"{stem}e"
            plain = stem.translate(_UMLAUTS)
            if plain != stem:
                yield from (plain, f"{plain}e")


@lru_cache(maxsize=50_000)
def _is_noun(stem: str) -> bool:
    if stem in _nouns() or _DERIVED.fullmatch(stem):
        return True
    cuts = range(_SHORTEST, len(stem) - _SHORTEST + 1)
    tails = [cut for cut in cuts if stem[cut:] in _nouns() or _DERIVED.fullmatch(stem[cut:])]
    return any(_begins_compound(stem[:cut]) for cut in tails)


def _begins_compound(head: str) -> bool:
    if head in _HEADS:
        return True
    if not _nouns().isdisjoint((f"{head}e", f"{head}en")):  # *Schulhaus*, *Reithaus*
        return True
    bare = [head[: len(head) - len(link)] for link in _LINKS if head.endswith(link)]
    return any(len(stem) >= _SHORTEST and _is_noun(stem) for stem in bare)


@cache
def _foreign_to(language: str) -> frozenset[str]:
    """Return the words of other languages that a text of this one does not have in its own."""
    others = frozenset().union(*(words for one, words in _SMALL_WORDS.items() if one != language))
    others -= _SMALL_WORDS.get(language, frozenset()) | word_lists.PARTICLES
    return frozenset(word for word in others if not (knows_words_of(language) and is_ordinary_word(word)))


def is_among_foreign_words(text: str, start: int, end: int, language: str, near: Collection[str]) -> bool:
    """Return whether what stands round `start:end` of a text is of another language than the text.

    Words that stand `near` are looked at first, since in nearly every place none of them is foreign.
    """
    language = primary(language)
    foreign = _foreign_to(language)
    if foreign.isdisjoint(near) or language not in _SMALL_WORDS:
        return False
    own = _SMALL_WORDS[language]
    beside = _LETTERS.findall(text, max(0, start - _REACH), start) + _LETTERS.findall(text, end, end + _REACH)
    shown = sum(word in foreign for word in beside)
    return shown >= _ENOUGH and shown > sum(word in own for word in beside)
