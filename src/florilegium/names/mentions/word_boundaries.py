"""Where a word begins and ends: whether a form found in a folded text stands there as words of its own.

`China` in *Indochina* and `Abe` in *Abeokuta* are no words. Possessives, contractions and French or Italian
elisions end or begin a word; a dash and a slash always do. Hyphens are left to `name_boundaries.py`, since
what stands on their other side decides.
"""

from __future__ import annotations

import re

from florilegium.names.lexicon.word_lists import ELIDED

#: Endings after an apostrophe that leave the word what it was.
_ENDINGS = re.compile(r"'(?:s|S|d|ll|ve|re|LL|D|VE|RE)?(?![^\W_])")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|@\w+", re.IGNORECASE)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `start:end` of a folded text begins and ends where words do."""
    return _begins(text, start) and _ends(text, end)


def is_genitive(text: str, start: int, end: int) -> bool:
    """Whether a form stands there with the *s* of a German genitive: *Humboldts Reisen*."""
    return text.startswith("s", end) and text[end - 1] not in "sxzß" and stands_alone(text, start, end + 1)


def addresses(text: str) -> list[tuple[int, int]]:
    """Web and mail addresses and handles, in which no name is meant."""
    if "@" not in text and "www." not in text and "://" not in text:
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]


def _begins(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before.isalnum() or before in "_@":
        return False
    if before == "'" and start > 1 and text[start - 2].isalnum():
        head = start - 1
        while head > 0 and text[head - 1].isalnum():
            head -= 1
        return text[head : start - 1].lower() in ELIDED
    return True


def _ends(text: str, end: int) -> bool:
    if end == len(text):
        return True
    after = text[end]
    if after.isalnum() or after in "_@":
        return False
    if after == "'":
        return _ENDINGS.match(text, end) is not None
    # "kremlin.ru" is an address; "Europe.Abe" is two sentences whose space was lost.
    return not (after == "." and end + 1 < len(text) and text[end + 1].islower())
