"""Words, the spaces between them that justification widens, and letters that run from right to left."""

from __future__ import annotations

import re
from typing import Final

from florilegium.languages.scripts import RIGHT_TO_LEFT_LETTERS, TURNING_MARKS

#: Space and no-break space; the spaces of fixed width are parts of words.
SPACES: Final = frozenset(" \N{NO-BREAK SPACE}")

#: A word is shaped again for each place where it may be divided. So that the cost stays linear in the text,
#: what runs on without a space for longer than any word is taken in pieces of 256 letters.
TOKEN: Final = re.compile(r"[ \N{NO-BREAK SPACE}]|[^ \N{NO-BREAK SPACE}]{1,256}")

#: A text in words and single spaces.
tokens = TOKEN.findall

#: Letters of scripts that run from right to left, and marks that turn a text round, as in a set of `re`.
LEFTWARD: Final = f"{RIGHT_TO_LEFT_LETTERS}{TURNING_MARKS}"
