"""Texts as YAML has them, for the files that the program writes for an editor to go on with."""

from __future__ import annotations

import json
import re
from typing import Final

_PLAIN: Final = re.compile(r"[^\W\d_][\w’'./–-]*(?:,? [\w(’'.–-][\w’'./)–-]*)*")
_WORDS: Final = frozenset({"yes", "no", "true", "false", "null", "on", "off", "y", "n"})


def scalar(text: str) -> str:
    """Return a text as a YAML value: plain where that is safe, else in double quotes (YAML 1.2 §7.3)."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
