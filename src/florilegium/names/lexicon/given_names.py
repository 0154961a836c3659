"""Given names: what speaks for a person where a text does not say.

The lists, in `given_names.toml`, are a guess for `index suggest`, and part names from nouns in German texts.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from florilegium.names.lexicon.folding import unaccented


@lru_cache(maxsize=1 << 14)
def is_given(name: str) -> bool:
    """Return whether a word is a given name, or several with hyphens: *Jean-Paul*."""
    return all(unaccented(part) in _known() for part in name.split("-"))


@cache
def _known() -> frozenset[str]:
    text = Path(__file__).with_name("given_names.toml").read_text(encoding="utf-8")
    return frozenset(unaccented(name) for names in tomllib.loads(text).values() for name in names.split())
