"""Places at which a reading system may end a line in a long address of the web.

A `wbr` is no letter: who copies the address gets it whole, and who searches for it finds it.
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
