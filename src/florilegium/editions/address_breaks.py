"""Addresses of the web in print and on screen: where a line may end in one.

An address is divided without a hyphen, which a reader would take for a part of it (CMOS 14.18).
"""

from __future__ import annotations

import re
from typing import Final

#: An address in running text, without the punctuation at its end.
WEB_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi:\s?(?=10\.))\S*[\w/]", re.IGNORECASE)

#: Where one may be divided: after its scheme and before a sign, not at its ends (CMOS 14.18).
PLACES: Final = re.compile(r"(?<=://)(?=.)|(?<=[\w%])(?=[./,_~?#%=&-]\w)")

#: Where one may be divided so that a line is not torn apart: in long numbers, and where figures meet letters.
LAST_RESORTS: Final = re.compile(r"(?<=\d{4})(?=\d{4})|(?<=\d{2})(?=[A-Za-z]{2})|(?<=[A-Za-z]{2})(?=\d{2})")
