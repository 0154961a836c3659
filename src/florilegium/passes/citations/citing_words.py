"""The words with which notes cite, as the folders of languages have them: `citations.toml`.

Those of all languages count in every text, since the notes of one text cite in several: a German essay has
*Ibid.*, an English one *ebd.* Nothing is read before a note asks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from florilegium.languages.folders import all_tags, own

#: Parts the words of one phrase; what is written *op.cit.* means *op. cit.*
_SPACE: Final = r"\s?"


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in all languages, each once; `en/citations.toml` explains the kinds."""
    said = (own(tag, "citations").get(kind, ()) for tag in all_tags())
    lists = (each.split() if isinstance(each, str) else each for each in said)
    return tuple(dict.fromkeys(word for each in lists for word in each))


@cache
def word_set(kind: str) -> frozenset[str]:
    """Return the words of a kind in all languages, to ask for one of them."""
    return frozenset(words(kind))


@cache
def choice(*kinds: str) -> str:
    """Return a pattern for any word of some kinds and nothing longer, the longest first."""
    known = sorted({word for kind in kinds for word in words(kind)}, key=lambda word: (-len(word), word))
    return "|".join(map(_pattern, known))


def _pattern(word: str) -> str:
    whole = re.escape(word).replace(r"\ ", _SPACE)
    return whole if not word[-1].isalnum() else rf"{whole}\b"


@cache
def _signals() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:(?:{choice('signals')})[.,]?\s+)*", re.IGNORECASE)


def after_signals(said: str) -> int:
    """Return the offset at which a source begins behind what may stand before it: *See also*, *vgl.*"""
    found = _signals().match(said)
    return found.end() if found else 0


def may_say(said: str, *kinds: str) -> bool:
    """Return whether the letters of any word of some kinds stand in a text, whatever its spaces and case: a
    look before a pattern is tried."""
    closed = _closed(said)
    return any(word in closed for word in _closed_words(*kinds))


@cache
def _closed_words(*kinds: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_closed(word) for kind in kinds for word in words(kind)))


def _closed(text: str) -> str:
    # To a pattern that overlooks case, *i* is also the Turks’ İ and ı.
    return "".join(text.split()).casefold().replace("i\N{COMBINING DOT ABOVE}", "i").replace("ı", "i")
