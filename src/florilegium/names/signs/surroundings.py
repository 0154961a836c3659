"""A name where it stands: the words and marks on both sides of it, cut once for all rules."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.spelling import is_abbreviation
from florilegium.names.lexicon.words_beside_names import WordsBesideNames, words_beside_names
from florilegium.system.patterns import regex

#: Articles of the languages that write common nouns small, and of German.
ARTICLES = frozenset("the la le l' el il lo der die das den dem les los las".split())  # noqa: SIM905
_SPANISH = frozenset({"las", "los"})
#: Articles, and what stands in their place before a noun.
LINKS = ARTICLES | frozenset(
    [
        "a",
        "an",
        "un",
        "une",
        "ein",
        "eine",
        "einen",
        "uno",
        "una",
        "his",
        "her",
        "son",
        "sa",
        "sein",
        "su",
        "sus",
        "suo",
        "sua",
        "ihr",
        "ihre",
        "zijn",
        "haar",
    ]
)
_TOKEN = regex(r"[^\W_][\w'-]*\.?(?=\W|\Z)|[^\w\s]")
#: So many letters on each side hold the words that are asked for, so many nearly always.
_REACH, _NEAR = 60, 30
_ELIDED = regex(r"(?<!\w)(?:[ldnsj]|qu)'(?=\w)")


class Surroundings(NamedTuple):
    """A name where it stands, `start:end` in the folded text of its block, with the words beside it.

    `begin` is where it begins with the sign of an Arabic letter before it (*Khalif 'Omar*). `left` are up to
    three words or marks of the sentence before it, the nearest first, and `low` the same in small letters
    without full stops, empty where there is none. `right` are up to three behind it, a possessive left out;
    `following` is the next word, if it has no capital and only a space parts it from the name. `said` are the
    words of the text's language that stand beside names.
    """

    text: str
    start: int
    end: int
    is_english: bool
    name: str
    begin: int
    left: tuple[str, ...]
    low: tuple[str, str, str]
    right: tuple[str, ...]
    following: str
    is_possessive: bool
    said: WordsBesideNames

    @classmethod
    def of(
        cls, text: str, start: int, end: int, *, is_english: bool = True, language: str = ""
    ) -> Surroundings:
        """Look round a name in a text of a language.

        `is_english` says that *a* and *an* are articles, and no prepositions as in other languages.
        """
        name = text[start:end]
        signed = start > 1 and text[start - 1] == "'" and text[start - 2] in " ("
        begin = start - 1 if signed else start
        left = _before(text, begin)
        owned = text.startswith("'s", end)
        right = _behind(text, end + 2 if owned else end)
        said = words_beside_names(language)
        noun = name[-1:] == "s" and bool(right) and right[0][0].isupper() and text.startswith(" ", end)
        owned = owned or (noun and bool(said.agent.pattern))  # *Humboldts Reisen*
        return cls(
            text=text,
            start=start,
            end=end,
            is_english=is_english,
            name=name,
            begin=begin,
            left=left,
            low=_lowered(left),
            right=right,
            following=right[0] if right and right[0][0].islower() and text.startswith(" ", end) else "",
            said=said,
            is_possessive=owned or (name[-1:] == "s" and text.startswith("' ", end)),  # *at Collins' house*
        )

    @property
    def is_definite(self) -> bool:
        """Return whether an article stands before it; *las* is a verb in German, *los* an adverb."""
        return self.low[0] in ARTICLES and not (bool(self.said.agent.pattern) and self.low[0] in _SPANISH)

    @property
    def is_governed(self) -> bool:
        """Return whether it is no subject, in German: *nach der Schlacht bei Ulm kam er*."""
        return bool(self.said.agent.pattern) and self.low[0] in word_lists.GOVERNING


def _before(text: str, begin: int) -> tuple[str, ...]:
    found = _TOKEN.findall(text, max(0, begin - _NEAR), begin)
    if len(found) <= 3 and begin > _NEAR:  # the first of them may be cut
        found = _TOKEN.findall(text, max(0, begin - _REACH), begin)
    kept = []
    for word in reversed(found[-3:]):
        if word[-1] in "!?" or (word[-1] == "." and not is_abbreviation(word)):
            break
        kept.append(word)
    return tuple(kept)


def _behind(text: str, begin: int) -> tuple[str, ...]:
    return tuple([match.group() for match in islice(_TOKEN.finditer(text, begin, begin + _REACH), 3)])


def _lowered(left: tuple[str, ...]) -> tuple[str, str, str]:
    found = [word.rstrip(".").lower() for word in left]
    found = [_ELIDED.sub("", word).removesuffix("d'") or "d" if "'" in word else word for word in found]
    return (*found, "", "", "")[:3]  # type: ignore[return-value]
