"""The patterns by which a language divides its words (Liang 1983), each read when a word asks for it.

pyphen reads all patterns of a language before it divides a first word: 0.1 s of English and ten times as long
of German, in every process that lays out. A book asks for few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyphen

from florilegium.system.patterns import regex

#: The figures of a pattern: values between its letters.
_FIGURES: Final = str.maketrans("", "", "0123456789")
_VALUE: Final = regex("[1-9]")

#: The values of a pattern from the first that is not 0 to the last, and the place of the first.
_Values: TypeAlias = tuple[int, Sequence[int]]


@lru_cache(maxsize=16)
def patterns(language: str, left: int, right: int) -> Any:
    """Return the patterns by which a language divides its words, or None when there are none."""
    known = pyphen.language_fallback(language) if language else None
    if known is None:
        return None
    path = pyphen.LANGUAGES[known]
    if path not in pyphen.hdcache:  # WeasyPrint, which divides what is not composed, looks there too
        pyphen.hdcache[path] = PatternsOnDemand(path)
    return pyphen.Pyphen(lang=known, left=left, right=right)


class PatternsOnDemand(pyphen.HyphDict):  # type: ignore[misc]
    """The patterns of a file (`man 4 hunspell`) as pyphen has them, each a line of the file until a word
    asks for it."""

    def __init__(self, path: Path) -> None:
        encoding, _, text = path.read_bytes().partition(b"\n")
        lines = (line.strip() for line in text.decode(encoding.decode().strip()).split("\n"))
        written = [line for line in lines if _VALUE.search(line) and not line.startswith(pyphen.ignored)]
        sought = "\n".join(line.partition("/")[0] if "=" in line else line for line in written)
        self.patterns: dict[str, str | _Values] = dict(
            zip(sought.translate(_FIGURES).split("\n"), written, strict=True)
        )
        self.cache: dict[str, list[int]] = {}
        self.maxlen = max(map(len, self.patterns))

    def positions(self, word: str) -> list[int]:
        """Return after how many letters a word can be divided: where the highest of all values is odd."""
        word = word.lower()
        if word not in self.cache:
            text = f".{word}."
            highest = [0] * (len(text) + 1)
            for place, values in self._found_in(text):
                span = slice(place, place + len(values))
                highest[span] = map(max, values, highest[span])
            odd = ((place - 1, value) for place, value in enumerate(highest) if value % 2)
            self.cache[word] = [pyphen.DataInt(place, reference=value) for place, value in odd]
        return self.cache[word]

    def _found_in(self, text: str) -> Iterator[_Values]:
        """Yield the values of each pattern in a text, with their place there."""
        patterns, longest, end = self.patterns, self.maxlen, len(text)
        for start in range(end):
            for stop in range(start + 1, min(start + longest, end) + 1):
                found = patterns.get(text[start:stop])
                if found is not None:
                    if isinstance(found, str):
                        found = patterns[text[start:stop]] = _values(found)
                    yield start + found[0], found[1]


def _values(pattern: str) -> _Values:
    """Return the values of a pattern; those at which the spelling changes have their change with them."""
    letters, _, change = pattern.partition("/") if "=" in pattern else (pattern, "", "")
    made = pyphen.AlternativeParser(letters, change) if change else int
    values = [made(figure or "0") for figure, _letter in pyphen.parse(letters)]
    first = next(place for place, value in enumerate(values) if value)
    last = next(place for place in range(len(values), 0, -1) if values[place - 1])
    return first, tuple(values[first:last])
