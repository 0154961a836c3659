"""Scripts: their letters, the language that each is taken for, and which way it is written.

A script tells a language only by habit: Cyrillic is taken for Russian, Han for Japanese when kana stand in
the same text. Ranges of letters are given as the inside of a pattern's brackets.
"""

from __future__ import annotations

from typing import Final

from florilegium.languages.folders import primary
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Script:
    """A script: its letters as ranges of a pattern, the language it is taken for, those that use it."""

    letters: str
    language: str
    used_by: frozenset[str]
    right_to_left: bool = False


_CYRILLIC: Final = "ru uk be bg sr mk kk ky mn tg tt ba cv os ab"

#: The scripts whose passages in a text of another script are marked with a language.
SCRIPTS: Final = (
    Script("\\u0370-\\u03ff\\u1f00-\\u1fff", "el", frozenset({"el", "grc"})),
    Script("\\u0400-\\u052f\\u1c80-\\u1c8f", "ru", frozenset(_CYRILLIC.split())),
    Script("\\u0590-\\u05ff\\ufb1d-\\ufb4f", "he", frozenset({"he", "yi"}), right_to_left=True),
    Script(
        "\\u0600-\\u06ff\\u0750-\\u077f\\u08a0-\\u08ff\\ufb50-\\ufdff\\ufe70-\\ufefe",
        "ar",
        frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd", "ks"}),
        right_to_left=True,
    ),
    Script("\\u1100-\\u11ff\\u3130-\\u318f\\uac00-\\ud7af", "ko", frozenset({"ko"})),
    Script(
        "\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u9fff\\uf900-\\ufaff",
        "zh",
        frozenset({"zh", "ja", "ko"}),
    ),
)

#: The letters of all scripts that are written from right to left (Unicode's blocks with that default).
RIGHT_TO_LEFT_LETTERS: Final = (
    "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)

#: Marks that may turn a line to the left, and all that name a direction.
TURNING_MARKS: Final = "\u200f\u202a-\u202e\u2066-\u2069"
DIRECTION_MARKS: Final = f"\u200e{TURNING_MARKS}"

#: The letters of Chinese, Japanese and Korean, which stand without spaces between words or count as words.
CJK_LETTERS: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"

#: Languages written without spaces, in which a zero-width space marks where a line may break.
SPACELESS: Final = frozenset({"th", "km", "lo", "my", "bo"})

#: Languages written from right to left beside those of `SCRIPTS`, and scripts that are so in any language.
_MORE_RIGHT_TO_LEFT: Final = frozenset({"arc", "dv", "nqo", "syr"})
_RIGHT_TO_LEFT_SCRIPTS: Final = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo"})


def is_right_to_left(tag: str) -> bool:
    """Return whether a BCP 47 tag means a language written from right to left: `ar`, `pa-Arab`."""
    script = next((part for part in tag.lower().split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if script:
        return script in _RIGHT_TO_LEFT_SCRIPTS
    language = primary(tag)
    used = any(language in one.used_by for one in SCRIPTS if one.right_to_left)
    return used or language in _MORE_RIGHT_TO_LEFT
