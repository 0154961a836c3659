"""What one line says of a language: `language.toml`."""

from __future__ import annotations

from functools import cache
from typing import Any

from florilegium.languages.folders import ANY, own, table_of
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Traits:
    """The facts of one language; `und/language.toml` explains each."""

    name: str
    script: str
    capital_nouns: bool
    spine_reads_up: bool
    articles: tuple[str, ...]
    encodings: tuple[str, ...]


@cache
def traits_of(tag: str) -> Traits:
    """Return the facts of a BCP 47 tag's language; for one without a folder, what `und` says."""
    values: dict[str, Any] = {**own(ANY, "language"), **table_of(tag, "language")}
    for name, value in values.items():
        values[name] = tuple(value) if isinstance(value, list) else value
    return Traits(**values)
