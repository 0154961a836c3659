"""Names that a text writes in capitals, as old books do with persons: *Prince BELMONTE*, *Lieutenant BOVE*.

A word in capitals is taken for a name where a title, a given name or initials stand before it in their usual
letters, or where the text has it in usual letters too; and, in a text that has several such names, wherever
it stands among words in small letters. Acronyms and headings stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from florilegium.names.lexicon import word_lists
from florilegium.names.lexicon.folding import fold
from florilegium.names.lexicon.given_names import is_given
from florilegium.names.lexicon.spelling import is_initials
from florilegium.system.patterns import regex

_WORD = regex(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
#: Found in half the time of letters that are no small ones; small letters beyond ASCII do no harm here.
_SHOUT = regex(r"[A-Z\u0080-\U0010ffff]{3}")
_NUMERAL = regex(r"[IVXLCDM]+")
_VOWEL = regex(r"[AEIOUYÀ-ÖØ-Ý]")
_SHORTEST, _SHORTEST_ALONE = 3, 5
#: So many names with a title or a given name before them make capitals the manner of a text.
_MANNER = 3


def names_in_capitals(spoken: Iterable[str], vocabulary: Collection[str]) -> frozenset[str]:
    """Return the words in capitals that are names in a text; `vocabulary` are its words in small letters."""
    called: set[str] = set()
    alone: set[str] = set()
    usual: set[str] = set()
    for text in spoken:
        words = [match.group() for match in _WORD.finditer(fold(text).text)] if _SHOUT.search(text) else []
        loud = sum(_is_capitals(word) for word in words)
        if not loud or 2 * loud > len(words):
            continue
        called.update(_called(words))
        alone.update(word.rstrip(".") for word in words if _may_stand_alone(word.rstrip("."), vocabulary))
        usual.update(word.rstrip(".") for word in words if not word.isupper() and word[0].isupper())
    said = {word for word in alone if word.capitalize() in usual}
    return frozenset(called | said | (alone if len(called) >= _MANNER else set()))


def levelled(text: str, names: Collection[str]) -> str:
    """Return a folded text with these words in usual letters; every letter keeps its place."""
    if not names or not _SHOUT.search(text):
        return text
    return _WORD.sub(
        lambda match: _usual(match.group()) if match.group().rstrip(".") in names else match.group(), text
    )


def _called(words: list[str]) -> Iterator[str]:
    """Yield words in capitals that follow a title, a given name, initials, or another such word."""
    goes_on = False
    for word in words:
        bare = word.rstrip(".")
        if goes_on and _is_capitals(bare):
            yield bare
            goes_on = not word.endswith(".")
            continue
        titled = bare.lower() in word_lists.TITLES and not bare.isupper()
        given = is_given(bare.capitalize() if _is_capitals(bare) else bare)
        particle = goes_on and bare in word_lists.PARTICLES
        goes_on = particle or (bare[0].isupper() and (titled or given or is_initials(word)))


def _is_capitals(word: str) -> bool:
    bare = word.rstrip(".")
    return (
        len(bare) >= _SHORTEST
        and bare.isupper()
        and not _NUMERAL.fullmatch(bare)
        and _VOWEL.search(bare) is not None
    )


def _may_stand_alone(word: str, vocabulary: Collection[str]) -> bool:
    return len(word) >= _SHORTEST_ALONE and _is_capitals(word) and word.lower() not in vocabulary


def _usual(word: str) -> str:
    """Return *O'BRIEN* as *O'Brien*; a word whose length changes is left alone."""
    made = "".join(part.capitalize() for part in re.split(r"(['-])", word))
    return made if len(made) == len(word) else word
