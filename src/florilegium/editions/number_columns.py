"""Columns of numbers, which stand right where their source does not say how they stand.

A column of amounts is compared figure under figure (CMOS 3.72); set left, tens stand under thousands. What a
source says of any column of its table goes before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs

#: The classes of cells whose text does not begin at the left.
ALIGNED: Final = frozenset({"right", "center"})

#: An amount, with its sign, currency and unit; its decimals come after the last point or comma.
_AMOUNT: Final = re.compile(
    r"[+\-−±≈~<>]?\s?[$€£¥₽]?\s?"
    r"\d{1,3}(?:[ ,.’\u00a0\u2009\u202f]?\d{3})*(?:[.,](?P<decimals>\d{1,2}|\d{4,}))?"
    r"\s?[%‰°$€£¥₽]?"
)

#: What stands in a cell for which there is no amount.
_NOTHING: Final = frozenset({"", "-", "–", "—", "−", "…", "n/a", "n.a."})


def align_numbers(tree: Element) -> None:
    """Let the columns of numbers of a document's tables stand right, their heads with them, in place.

    The first column names the rows, and stays. Amounts that differ in their decimals stay too: at the right
    their points would not stand under one another.
    """
    for table in tree.iter("table"):
        cells = list(table.iter("td", "th"))
        joined = any(cell.get("colspan") or cell.get("rowspan") for cell in cells)
        if joined or any(cell.get("class") in ALIGNED for cell in cells):
            continue
        heads = table.findall("thead/tr")
        rows = [row for row in table.iter("tr") if row not in heads]
        for at in range(1, min(map(len, rows), default=0)):
            if _are_amounts([runs.text_of(row[at]).strip() for row in rows]):
                for row in (*heads, *rows):
                    if at < len(row):
                        row[at].set("class", "right")


def _are_amounts(texts: Sequence[str]) -> bool:
    """Whether texts are amounts with the same number of decimals, or stand for none."""
    found = [_AMOUNT.fullmatch(text) for text in texts if text not in _NOTHING]
    decimals = {len(amount["decimals"] or "") if amount else -1 for amount in found}
    return len(decimals) == 1 and -1 not in decimals
