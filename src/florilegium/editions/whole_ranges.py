"""Ranges of numbers that no line divides, where readers look numbers up.

Unicode lets a line end after an en dash. In running text that is usual; in the notes, the works cited and the
contents half of a range leads nowhere. The locators of the index are kept whole by the style sheet alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.sections import SectionKind
from florilegium.system.patterns import regex

#: Sections in which numbers are looked up.
_LOOKED_UP: Final = frozenset(
    {SectionKind.NOTES, SectionKind.WORKS_CITED, SectionKind.SOURCES, SectionKind.CONTENTS}
)

#: A note that an edition prints at the foot of the page of its text.
_FOOTNOTES: Final = ".//span[@class='footnote']"

_RANGE: Final = regex(r"\d+\N{EN DASH}\d+")


def keep_ranges(tree: Element, kind: SectionKind) -> None:
    """Put a span round each range in sections and notes where readers look numbers up, in place."""
    for block in _blocks(tree, kind):
        if "\N{EN DASH}" in (text := runs.text_of(block)):
            for found in reversed(list(_RANGE.finditer(text))):
                _keep(block, found)


def _keep(block: Element, found: re.Match[str]) -> None:
    """Keep one range whole. One whose ends are links of their own is joined at its dash."""
    start, end = found.span()
    if any(run.start <= start and end <= run.end for run in runs.runs(block)):
        runs.wrap(block, start, end, etree.Element("span", {"class": "range"}))
    else:
        dash = start + found.group().index("\N{EN DASH}")
        runs.replace(block, dash, dash + 1, "\N{EN DASH}\N{WORD JOINER}")


def _blocks(tree: Element, kind: SectionKind) -> Iterator[Element]:
    if kind in _LOOKED_UP:
        body = tree.find("body")
        yield from runs.leaves(body) if body is not None else ()
    else:
        for note in tree.iterfind(_FOOTNOTES):
            yield from runs.leaves(note)
