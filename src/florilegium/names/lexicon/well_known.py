"""Persons whom texts call by one name and tell nothing of, since every reader knows them: *Newton*, *Racine*.

The list, in `well_known.toml`, speaks for a person where nothing beside the name shows a place.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


def is_well_known(name: str) -> bool:
    """Return whether a word alone is likelier a well-known person's name than another's."""
    return name in _listed()


@cache
def _listed() -> frozenset[str]:
    text = Path(__file__).with_name("well_known.toml").read_text(encoding="utf-8")
    return frozenset(name for names in tomllib.loads(text).values() for name in names.split())
