"""Numbers that a line divides. Nobody can look up the page `5`, where `52` was meant.

Lines know with which letter of their block they begin, so what stands at their ends is read from the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Final

from florilegium.book.runs import leaves, letters, text_of
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import LineStart
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.sections import SectionKind

#: Sections in which a range is one number that is looked up.
_LOOKED_UP: Final = frozenset(
    {SectionKind.NOTES, SectionKind.SOURCES, SectionKind.CONTENTS, SectionKind.INDEX}
)

#: A number, with signs between its figures, or with that of a note behind it.
_NUMBER: Final = re.compile(r"\d+(?:[.,n]?\d+)+")
_RANGE: Final = re.compile(r"\d+(?:[.,n\N{EN DASH}]\N{WORD JOINER}?\d+|\d)+")

#: The next line of a column is so much lower at least, in points; no call or index of a formula is.
_LOWER: Final = 8.0


def divided_numbers(document: Document, layout: Layout) -> Iterator[tuple[int, str]]:
    """The page of its section, from 0, and the text of each number that the end of a line divides."""
    pattern = _RANGE if document.section.kind in _LOOKED_UP else _NUMBER
    lines = sorted(layout.lines, key=attrgetter("block"))
    of_block = {block: list(pieces) for block, pieces in groupby(lines, key=attrgetter("block"))}
    for block in leaves(document.tree):
        pieces = of_block.get(block.get("id", ""), [])
        text = text_of(block) if len(pieces) > 1 else ""
        begins = {line.offset: line.page for line in _first_pieces(pieces)} if text else {}
        for found in pattern.finditer(text) if begins else ():
            start = letters(text[: found.start()])
            for place in range(start + 1, start + letters(found.group())):
                if place in begins:
                    yield begins[place], found.group().replace("\N{WORD JOINER}", "")


def _first_pieces(pieces: Sequence[LineStart]) -> Iterator[LineStart]:
    """Of the pieces of a block's lines those that begin a line, but for the block's first."""
    ordered = sorted(pieces, key=attrgetter("offset"))
    for before, line in pairwise(ordered):
        if line.page != before.page or line.left < before.left or abs(line.top - before.top) > _LOWER:
            yield line
