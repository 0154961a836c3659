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


def is_a_mans(name: str) -> bool:
    """Return whether a given name is one that men have, and hardly a woman: *Henri*."""
    return unaccented(name.partition("-")[0]) in _of_men()


def is_a_womans(name: str) -> bool:
    """Return whether a given name is one that women have, and hardly a man: *Agnes*."""
    return unaccented(name.partition("-")[0]) in _of_women()


@cache
def _of_women() -> frozenset[str]:
    return frozenset(unaccented(name) for name in _listed()["women"].split())


@cache
def _of_men() -> frozenset[str]:
    return frozenset(unaccented(name) for name in _listed()["men"].split())


@cache
def _listed() -> dict[str, str]:
    listed: dict[str, str] = tomllib.loads(
        Path(__file__).with_name("given_names.toml").read_text(encoding="utf-8")
    )
    return listed


@cache
def _known() -> frozenset[str]:
    return frozenset(unaccented(name) for names in _listed().values() for name in names.split())
