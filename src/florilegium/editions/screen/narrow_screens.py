"""What a narrow screen asks of a page: where an address may end a line, tables that can be read there.

A `wbr` is no letter: who copies the address gets it whole, and who searches for it finds it.

A frame of a reading system may be as wide as all its columns together, so no media query holds there. Each
table stands in a box of its own, of which a style can ask how wide it is, and bears the least width at which
it can be read. Below that each cell stands on a line and names its column; a table that cannot be parted so
is moved sideways. No number and no word is divided.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.address_breaks import PLACES
from florilegium.system.patterns import regex

#: Words of a link that are an address themselves.
_SHOWN: Final = regex(r"(?:doi:\s?)?[^\s.]+\.\S+", re.IGNORECASE)

#: An address of fewer letters goes into any line.
_SHORT: Final = 16


def let_addresses_break(tree: Element) -> None:
    """Put a `wbr` wherever a line may end in an address that stands in the text as a link, in place."""
    for link in tree.iter("a"):
        words = runs.text_of(link)
        if len(words) < _SHORT or not link.get("href", "").startswith("http") or not _SHOWN.fullmatch(words):
            continue
        for place in reversed(list(PLACES.finditer(words))):
            runs.insert(link, place.start(), etree.Element("wbr"))


#: The widths that the styles ask for, in the size of the text around; a table that needs more always stacks.
LEVELS: Final = (10, 14, 20, 26, 34, 44, 56)

#: Widths in that size: a letter of a table, and the gap behind a column.
_LETTER: Final = 0.45
_GAP: Final = 0.6

#: So many letters a line of running words should have in a column.
_LINE: Final = 12

#: Where a line may end inside a cell: at spaces, behind dashes, and between letters as wide as high.
_BREAK: Final = regex(r"\s+|(?<=[-–—/\u200b\u3000-\u9fff\uac00-\ud7ff\uff00-\uff60])")

#: The texts of a heading but for the numbers of the notes that it calls.
_UNCALLED: Final = etree.XPath(".//text()[not(ancestor::*[contains(concat(' ', @class, ' '), ' call ')])]")


def fit_tables(tree: Element) -> None:
    """Put each table of a document into a box, in place, and give each cell the heading of its column.

    The headings of a row say that they are of columns, since a corner cell leaves that in doubt.
    """
    for table in tree.xpath("//table[not(ancestor::table)]"):
        heads, rows = table.findall("thead/tr"), table.xpath("./tr | ./tbody/tr")
        for cell in (cell for head in heads for cell in head.iterfind("th")):
            cell.set("scope", cell.get("scope") or ("col" if _span(cell, "colspan") == 1 else "colgroup"))
        if heads and not any(cell.get("rowspan") for row in rows for cell in row):
            _label(rows, heads)
            way = "stacks"
        else:
            table.set("tabindex", "0")  # who has no pointer moves it by keys
            way = "scrolls"
        _box(table, f"table {way} {_level(_grid([*heads, *rows]))}")


def _label(rows: list[Element], heads: list[Element]) -> None:
    """Give each cell the headings above it, from the top down."""
    above = [[_name(cell) for cell in column if cell is not None] for column in zip_longest(*_grid(heads))]
    names = [", ".join(dict.fromkeys(filter(None, words))) for words in above]
    for row, cells in zip(rows, _grid(rows), strict=True):
        for cell in row.iterfind("td"):
            column = cells.index(cell)
            if column < len(names) and names[column]:
                cell.set("data-label", names[column])


def _name(cell: Element) -> str:
    """Return the words of a heading, without the numbers of the notes that it calls."""
    return " ".join("".join(map(str, _UNCALLED(cell))).split())


def _grid(rows: list[Element]) -> list[list[Element | None]]:
    """Return the cell of each column in each row; one that spans several stands in all of them."""
    grid: list[list[Element | None]] = [[] for _ in rows]
    for at, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(grid[at]) and grid[at][column] is not None:
                column += 1
            end = column + _span(cell, "colspan")
            for line in grid[at : at + _span(cell, "rowspan")]:
                line.extend([None] * (end - len(line)))
                line[column:end] = [cell] * (end - column)
            column = end
    return grid


def _span(cell: Element, name: str) -> int:
    return int(cell.get(name) or 1)


def _level(grid: list[list[Element | None]]) -> str:
    """Return the class that says below which width a table with these cells does not fit."""
    needed = sum(
        _GAP + max((_width(cell) for cell in column if cell is not None), default=0)
        for column in zip_longest(*grid)
    )
    return next((f"below-{level}" for level in LEVELS if needed <= level), "always")


def _width(cell: Element) -> float:
    """Return the least width in which a cell can be read: that of its longest word, or of a short line.

    A heading may have a word on each line.
    """
    words = _words(cell)
    line = 0.0 if cell.tag == "th" else _LETTER * _LINE
    longest = max(map(_length, _BREAK.split(words)), default=0)
    return max(longest, min(_length(words), line)) / _span(cell, "colspan")


def _length(words: str) -> float:
    """Return the width of letters; those of Chinese, Japanese and Korean are as wide as high."""
    wide = (
        unicodedata.east_asian_width(letter) in {"W", "F"}
        for letter in words
        if not unicodedata.combining(letter)
    )
    return sum(2 * _LETTER if full else _LETTER for full in wide)


def _words(cell: Element) -> str:
    return " ".join("".join(str(piece) for piece in cell.itertext()).split())


def _box(table: Element, kind: str) -> None:
    """Put a table into a `div` of a kind."""
    box = etree.Element("div", {"class": kind})
    box.tail, table.tail = table.tail, None
    parent = table.getparent()
    if parent is not None:
        parent.replace(table, box)
        box.append(table)
