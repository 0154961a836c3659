"""Addresses of the web in print and on screen: where a line may end in one.

An address is divided without a hyphen, which a reader would take for a part of it (CMOS 14.18).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.system.patterns import regex

#: An address in running text, without the punctuation at its end.
WEB_ADDRESS: Final = regex(r"(?:https?://|www\.|doi:\s?(?=10\.))\S*[\w/]", re.IGNORECASE)

#: Where one may be divided: after its scheme and before a sign, not at its ends (CMOS 14.18).
PLACES: Final = regex(r"(?<=://)(?=.)|(?<=[\w%])(?=[./,_~?#%=&-]\w)")

#: Where one may be divided so that a line is not torn apart: in long numbers, and where figures meet letters.
LAST_RESORTS: Final = regex(r"(?<=\d{4})(?=\d{4})|(?<=\d{2})(?=[A-Za-z]{2})|(?<=[A-Za-z]{2})(?=\d{2})")

#: A hyphen in an address and the letter after it. Unicode lets a line end between the two (UAX 14, HY).
_HYPHEN: Final = regex(r"(?<=[\w%])-\w")


def keep_hyphens(block: Element) -> None:
    """Put a span round each hyphen of the addresses in a block, so that no line ends with it, in place."""
    text = runs.text_of(block)
    for address in reversed(list(WEB_ADDRESS.finditer(text))):
        for hyphen in reversed(list(_HYPHEN.finditer(text, *address.span()))):
            runs.wrap(block, *hyphen.span(), etree.Element("span", {"class": "hyphen"}))
