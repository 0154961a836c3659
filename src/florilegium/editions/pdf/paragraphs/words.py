"""Where a text may be divided, and what a break there costs: words, dashes, slashes.

Hyphenation is by the patterns of a word's language (Liang 1983), with judgement: no abbreviation or number is
divided, nor the last word of a paragraph; a proper name only at a high price. After a dash a line may end,
never before one (CMOS 6.90); a range of numbers is not taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyphen import Pyphen

SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"

#: The prices of breaks, in the unit of `breaking.Taste`.
_NAME: Final = 4.0
_COMPOUND: Final = 1.5
_SPARED: Final = 9.0
_SLASH: Final = 1.5
_DASH: Final = 0.2
_NUMBERS: Final = 9.0
_SCRAP: Final = 6.0

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS_BEFORE: Final = re.compile(r"[^\W\d_]*\Z")
_LETTERS_AFTER: Final = re.compile(r"[^\W\d_]*")
_EM_DASHES: Final = "\N{EM DASH}\N{TWO-EM DASH}\N{THREE-EM DASH}\N{HORIZONTAL BAR}"
_HYPHENS: Final = "-\N{HYPHEN}"
_OPENING: Final = re.compile(r"[\s\"'“”‘’«»‹›„‚(\[{¿¡—–]*\Z")
_SENTENCE_ENDS: Final = ".?!:…"

#: Languages that write every noun with a capital.
_NOUNS_CAPITALISED: Final = ("de", "lb")


@dataclass(frozen=True)
class Hyphenation:
    """How words of a language are divided: only those of `least` letters, `left` before and `right` after.

    `exceptions` are words in lower case with their own places, `spared` words in lower case that had best
    stay whole.
    """

    language: str
    least: int
    left: int
    right: int
    exceptions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    spared: frozenset[str] = frozenset()
