"""Words, and the spaces between them that justification widens."""

from __future__ import annotations

import re
from typing import Final

#: Space and no-break space; the spaces of fixed width are parts of words.
SPACES: Final = frozenset(" \N{NO-BREAK SPACE}")

TOKEN: Final = re.compile(r"[ \N{NO-BREAK SPACE}]|[^ \N{NO-BREAK SPACE}]+")

#: A text in words and single spaces.
tokens = TOKEN.findall
