"""Text as the matcher sees it: typographic differences that are no differences of name are levelled.

Curly and straight apostrophes, hyphens of every kind, no-break and thin spaces, soft hyphens, zero-width
marks and decomposed accents compare as equal. En and em dashes stay what they are, since they separate.
Every folded letter knows where it stood. This module knows nothing of names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u2032\uff07\u0060\u00b4"
_HYPHENS = "\u2010\u2011\ufe63\uff0d"
_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r"
)
_SILENT = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_LEVEL = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_HYPHENS, "-"), **dict.fromkeys(_SPACES, " ")}
)
#: A text has few of these letters: to look for each takes a tenth of the time of `str.translate`.
_LEVELLED = tuple((chr(letter), level) for letter, level in _LEVEL.items())
_SILENT_LETTER = regex(f"[{_SILENT}]")


@dataclass(frozen=True)
class Folded:
    """A folded text. `starts` and `ends` give each letter's place in the original, or are None when equal."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original text of the folded letters `start:end` (at least one)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the text in form NFC, every apostrophe `'`, every hyphen `-`, every space a single space."""
    level = _level(text)
    if "  " not in level and (text.isascii() or _is_plain(text)):
        return Folded(level)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        folded = unicodedata.normalize("NFC", text[start:end].translate(_LEVEL))
        if folded == " " and letters and letters[-1] == " ":
            ends[-1] = end
            continue
        letters += folded
        starts += [start] * len(folded)
        ends += [end] * len(folded)
    return Folded("".join(letters), starts, ends)


def _level(text: str) -> str:
    """Return the text with its apostrophes, hyphens and spaces levelled, letter for letter."""
    for letter, level in _LEVELLED:
        if letter in text:
            text = text.replace(letter, level)
    return text


def _is_plain(text: str) -> bool:
    """Return whether every letter of a text counts, and none has accents of its own."""
    return not _SILENT_LETTER.search(text) and unicodedata.is_normalized("NFC", text)


def fold_form(text: str) -> str:
    """Return a form of the authority, folded; white space at its ends is dropped."""
    if text.isascii() and text.isprintable() and "`" not in text and "  " not in text:
        return text.strip()  # nothing to level
    return fold(text).text.strip()


def unaccented(text: str) -> str:
    """Return the text without its accents: `Shinzō` becomes `Shinzo`."""
    if text.isascii():
        return text
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Return each letter with the accents that combine with it; silent letters belong to none."""
    found: list[tuple[int, int]] = []
    for index, letter in enumerate(text):
        if letter in _SILENT:
            continue
        if found and unicodedata.combining(letter):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found
