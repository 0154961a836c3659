"""Names whose first word is the family's, by their spelling: Chinese, Korean and Vietnamese ones.

The family names are few and known, and given names after them have a shape of their own. `family_names.toml`
has the lists. A guess for `index suggest` alone; the editor's `order:` decides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from florilegium.system.patterns import regex


def comes_first(parts: Sequence[str]) -> bool:
    """Return whether the first word of a whole name is the family's: *Mao Zedong*, *Kim Il Sung*."""
    if len(parts) < 2:
        return False
    family, *given = parts
    known = _lists()
    joined = len(given) == 1 and re.fullmatch(r"[^\W\d_]+-[a-z]+", given[0]) is not None
    if family in known["chinese"]:
        return joined or (len(given) == 1 and _is_pinyin(given[0]))
    if family in known["korean"]:
        return joined or len(given) == 2
    return family in known["vietnamese"] and len(given) in {1, 2} and all(map(_is_one_syllable, given))


def is_never_turned(parts: Sequence[str]) -> bool:
    """Return whether a name has no family's name in it, as in Burma: *Aung San* (CMOS 16.76)."""
    return len(parts) > 1 and parts[0] in _lists()["burmese"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = Path(__file__).with_name("family_names.toml").read_text(encoding="utf-8")
    return {people: frozenset(names.split()) for people, names in tomllib.loads(text).items()}


#: A syllable of Mandarin as pinyin writes it.
_SYLLABLE = (
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|üe|a|e|i|o|u|ü)"
)
_PINYIN = regex(rf"{_SYLLABLE}(?:'?{_SYLLABLE})?", re.IGNORECASE)
_ERA = regex(rf"{_SYLLABLE}'?{_SYLLABLE}", re.IGNORECASE)


def _is_pinyin(given: str) -> bool:
    return _PINYIN.fullmatch(given) is not None


def is_era(word: str) -> bool:
    """Return whether a word is spelled as the name of a Chinese emperor's reign: *Kangxi*."""
    return _ERA.fullmatch(word) is not None


def _is_one_syllable(word: str) -> bool:
    return len(re.findall(r"[aeiouyăâêôơư]+", word.lower())) == 1
