"""What a narrow screen asks of a page: where an address may end a line, cells that name their column.

A `wbr` is no letter: who copies the address gets it whole, and who searches for it finds it. Where a table is
too wide for a telephone, each cell can name its column.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.address_breaks import PLACES

#: Words of a link that are an address themselves.
_SHOWN: Final = re.compile(r"(?:doi:\s?)?[^\s.]+\.\S+", re.IGNORECASE)

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


#: A phone has room for three columns of running words,
_NARROW: Final = 3

#: or for so many letters in a row, two for each gap between columns.
_ROW: Final = 44


def label_cells(tree: Element) -> None:
    """Mark the wide tables of a document, in place, and give each cell the heading of its column.

    A table without one row of headings, or with joined cells, keeps its shape. The headings of a row say that
    they are of columns, since a corner cell leaves that in doubt.
    """
    for table in tree.iter("table"):
        heads = table.findall("thead/tr")
        rows = table.findall("tbody/tr") or [row for row in table.findall("tr") if row.find("td") is not None]
        if len(heads) != 1 or any(
            cell.get("colspan") or cell.get("rowspan") for cell in table.iter("td", "th")
        ):
            continue
        for head in heads[0].iterfind("th"):
            head.set("scope", "col")
        if _fits(heads + rows):
            continue
        names = [_words(head) for head in heads[0]]
        table.set("class", f"{table.get('class', '')} wide".strip())
        for row in rows:
            for cell, name in zip(row, names, strict=False):
                if cell.tag == "td" and name:
                    cell.set("data-label", name)


def _fits(rows: list[Element]) -> bool:
    """Return whether the columns are few, or their longest cells short enough to stand side by side."""
    columns = max(map(len, rows))
    widths = (max(len(_words(row[at])) for row in rows if at < len(row)) for at in range(columns))
    return columns <= _NARROW or sum(widths) + 2 * (columns - 1) <= _ROW


def _words(cell: Element) -> str:
    return " ".join("".join(str(piece) for piece in cell.itertext()).split())
