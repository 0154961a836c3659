"""The letters of a file of XML: every text between its tags, cut by one regular expression, nothing else.

No tree is built, no table of elements is asked, nothing is mended. So an element that the reader passes
over, renames or takes for data is here with its words, in the order of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from florilegium.sources.account.source_letters import Places, SourceRun
from florilegium.system.patterns import regex

#: What is no text: remarks, instructions, tags; the text of a section is.
MARKUP: Final = regex(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<section>.*?)\]\]>|<!DOCTYPE[^>\[]*>"
    r"|<(?P<name>[^\s/>!?]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*>|</(?P<end>[^\s>]*)\s*>",
    re.DOTALL,
)

#: Elements whose content is no text: a picture as data.
_BINARY: Final = frozenset({"binary", "binaryObject"})


def letters_of(text: str) -> Iterator[SourceRun]:
    """Yield the runs of a file."""
    return _Walk(text).runs()


class _Walk:
    """Goes from tag to tag."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = Places(text)
        self._binary = ""  # the element with data that is open

    def runs(self) -> Iterator[SourceRun]:
        """Yield the text between two tags, and that of sections whose markup is text."""
        last = 0
        for found in MARKUP.finditer(self._text):
            yield from self._run(last, found.start(), unescape(self._text[last : found.start()]))
            if found["section"]:
                yield from self._run(found.start("section"), found.end("section"), found["section"])
            self._tag(found)
            last = found.end()
        yield from self._run(last, len(self._text), unescape(self._text[last:]))

    def _run(self, start: int, end: int, text: str) -> Iterator[SourceRun]:
        if end > start and not self._binary and text.strip():
            yield SourceRun(text, self._places.of(start))

    def _tag(self, tag: re.Match[str]) -> None:
        """Pass a tag; the content of an element with data is passed over."""
        if tag["name"] and tag["name"].rpartition(":")[2] in _BINARY and not tag[0].endswith("/>"):
            self._binary = tag["name"]
        elif self._binary and tag["end"] == self._binary:
            self._binary = ""
