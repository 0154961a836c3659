"""The letters of a source as its file has them, run by run, each with its place.

A letter is a letter, a figure or a symbol of any script. Punctuation, white space and marks without width are
none: a reader may take them for markup.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Final

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Symbols that count as letters beside letters and figures: currency, mathematics, emoji.
_SYMBOLS: Final = "\u20a0-\u20cf\u2200-\u22ff\U0001f000-\U0001faff"

_WORD: Final = regex(f"(?:[^\\W_]|[{_SYMBOLS}])+")
#: What of ASCII stands between letters.
_PLAIN_BETWEEN: Final = bytes(sign for sign in range(128) if not _WORD.match(chr(sign)))
_BETWEEN: Final = regex(f"(?:[^\\w{_SYMBOLS}]|_)+")


#: A text of more letters, with so few different signs, loses them one sign after the other.
_SHORT, _FEW = 200, 60

#: A raised figure is often a call, whose mark is a figure.
_IS_RAISED: Final = regex("[⁰¹²³⁴-⁹]")
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class SourceRun:
    """Letters as they stand in a file, in order. `at` is `LINE:COLUMN`; in a DOCX the line counts paragraphs.

    What stands `apart`, such as an attribute, is first looked for as a unit of its own.
    """

    text: str
    at: str
    apart: bool = False


@dataclass(frozen=True)
class SourceText:
    """The runs of a file as one composed text, a line feed between two, with a way back to the place of an
    offset.
    """

    text: str
    offsets: tuple[int, ...]
    runs: tuple[SourceRun, ...]

    @classmethod
    def of(cls, runs: Iterable[SourceRun]) -> SourceText:
        """Join the runs of a file."""
        kept = tuple(runs)
        texts = [composed(run.text) for run in kept]
        offsets = [0, *accumulate(len(text) + 1 for text in texts)]
        return cls("\n".join(texts), tuple(offsets[: len(kept)]), kept)

    def place(self, offset: int) -> str:
        """Return `LINE:COLUMN` of an offset of the text."""
        number = bisect_right(self.offsets, offset) - 1
        if number < 0:
            return ""
        run = self.runs[number]
        before = composed(run.text)[: offset - self.offsets[number]]
        line, _, column = run.at.partition(":")
        breaks = before.count("\n")
        if breaks:
            return f"{int(line or 0) + breaks}:{len(before) - before.rfind(chr(10))}"
        return f"{line or 0}:{int(column or 1) + len(before)}"


class Places:
    """Lines and columns of a text that begins on `first_line`; offsets are asked for in rising order."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text
        self._line, self._counted, self._start = first_line, 0, 0

    def of(self, offset: int) -> str:
        """Return `LINE:COLUMN`."""
        breaks = self._text.count("\n", self._counted, offset)
        if breaks:
            self._line += breaks
            self._start = self._text.rfind("\n", self._counted, offset) + 1
        self._counted = offset
        return f"{self._line}:{offset - self._start + 1}"


def composed(text: str) -> str:
    """Return a text with its accents joined to their letters, and raised figures as others."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.translate(_RAISED) if _IS_RAISED.search(text) else text


def letters(text: str) -> str:
    """Return the letters of a text, composed, without what stands between them."""
    if text.isascii():
        return text.encode().translate(None, _PLAIN_BETWEEN).decode()
    text = composed(text)
    signs = list(filter(_stands_between, set(text))) if len(text) > _SHORT else ()
    if not 0 < len(signs) <= _FEW:
        return _BETWEEN.sub("", text)
    for sign in signs:  # a dozen of replacements are ten times faster than a pattern
        text = text.replace(sign, "")
    return text


@lru_cache(maxsize=4096)
def _stands_between(sign: str) -> bool:
    """Return whether a sign is none of a text's letters."""
    return _BETWEEN.match(sign) is not None


def words(text: str) -> Iterator[tuple[int, str]]:
    """Yield each word of a composed text, with its offset; together they are its `letters`."""
    for found in _WORD.finditer(text):
        yield found.start(), found[0]


def of_text(text: str, first_line: int = 1) -> Iterator[SourceRun]:
    """Yield a plain text, whose letters are those of the file."""
    yield SourceRun(text, f"{first_line}:1")
