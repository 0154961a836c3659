"""Tables that fit a phone: where a table has many columns, each cell can say of what it tells.

A style sheet may then set the rows one under another. The words and the table's own structure stay as they
are, so a reader who hears the book hears a table.
"""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

#: A phone has room for three columns of running words.
_NARROW: Final = 3


def label_cells(tree: Element) -> None:
    """Mark the wide tables of a document, in place, and give each cell the heading of its column.

    A table without one row of headings, or with joined cells, keeps its shape.
    """
    for table in tree.iter("table"):
        heads = table.findall("thead/tr")
        rows = table.findall("tbody/tr") or [row for row in table.findall("tr") if row.find("td") is not None]
        joined = any(cell.get("colspan") or cell.get("rowspan") for cell in table.iter("td", "th"))
        if joined or len(heads) != 1 or len(heads[0]) <= _NARROW:
            continue
        names = [" ".join("".join(str(piece) for piece in head.itertext()).split()) for head in heads[0]]
        table.set("class", f"{table.get('class', '')} wide".strip())
        for row in rows:
            for cell, name in zip(row, names, strict=False):
                if cell.tag == "td" and name:
                    cell.set("data-label", name)
