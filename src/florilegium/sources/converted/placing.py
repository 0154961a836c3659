"""Where in its source a block of a converted file stands: found by its words.

A converter does not say. The letters of a block are looked for in those of the source, onwards from where the
block before it was found; those of notes, which a converter moves to the end, from where the note before was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.account.source_letters import SourceText, letters, words
from florilegium.sources.converted.marked_runs import MarkedRun, as_letters
from florilegium.sources.parts import content_of

_BLOCKS: Final = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "pre", "div", "figcaption"),
        *("caption", "blockquote", "ul", "ol", "dl", "table", "tbody", "thead", "tr", "figure", "img"),
    }
)

#: Letters of a block that are looked for, and those that are sure to be no accident.
_PROBE, _SURE = 40, 12

#: How far ahead a shorter block is looked for, in letters.
_NEAR: Final = 400

#: So many blocks may be looked for in the whole source without being found.
_PATIENCE: Final = 100


def mark_places(root: Element, runs: Sequence[MarkedRun]) -> None:
    """Give every block of a tree its place (`data-at`), in place."""
    finder = _Finder(runs)
    notes = {one for listed in root.iter("section") if _is_notes(listed) for one in listed.iter()}
    for element in root.iter(etree.Element):
        if element.tag in _BLOCKS:
            element.set("data-at", finder.place(element, is_note=element in notes))


def _is_notes(element: Element) -> bool:
    return "footnotes" in (element.get("class") or "").split()


class _Finder:
    """Finds blocks in the letters of a source."""

    def __init__(self, runs: Iterable[MarkedRun]) -> None:
        self._source = SourceText.of(as_letters(run for run in runs if not run.fate))
        known = list(words(self._source.text))
        self._offsets = [offset for offset, _ in known]
        self._starts = [0, *accumulate(len(word) for _, word in known)]
        self._letters = "".join(word for _, word in known)
        self._cursors = {False: 0, True: 0}
        self._failed = 0

    def place(self, block: Element, *, is_note: bool) -> str:
        """Return where a block stands, `LINE:COLUMN`; where it is not found, where the one before does."""
        probe = letters(content_of(block)[:400])[:_PROBE]
        cursor = self._cursors[is_note]
        found = self._find(probe, cursor) if probe else -1
        if found >= 0:
            self._cursors[is_note] = cursor = found
        return self._told(cursor)

    def _find(self, probe: str, cursor: int) -> int:
        near = self._letters.find(probe[:_SURE], cursor, cursor + _NEAR)
        if near >= 0 or len(probe) < _SURE:
            return near
        if self._failed > _PATIENCE:
            return -1
        found = self._letters.find(probe, cursor)
        found = found if found >= 0 else self._letters.find(probe[:_SURE], cursor)
        self._failed += found < 0
        return found

    def _told(self, letter: int) -> str:
        if not self._offsets:
            return "1:1"
        number = min(bisect_right(self._starts, letter) - 1, len(self._offsets) - 1)
        return self._source.place(self._offsets[number] + max(letter - self._starts[number], 0))
