"""How a language writes its quotation marks, dashes and spaces: `orthography.toml`.

A region says only what differs (`en-GB`); a language without the table gets that of `und`. The lists of a
table are added to those of its base, every other value replaces the base's.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, Final

from florilegium.languages.folders import ANY, nearest, own
from florilegium.system.values import dataclass

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Conventions:
    """The rules of one language. `und/orthography.toml` explains each field."""

    double: Pair
    single: Pair
    inner: tuple[str, ...]
    inside: str
    spaced_before: str
    wide_before: str
    dash_spaced: str
    dash_closed: str
    dash_leaning: bool
    calls_after_marks: bool
    decade_digits: tuple[int, ...]
    elisions: tuple[str, ...]
    clinging: str
    grouped_digits: bool
    months: tuple[str, ...]
    titles: tuple[str, ...]
    abbreviations: tuple[str, ...]
    counted: tuple[str, ...]
    units: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def within(self) -> Pair:
        """Return the marks of a straight double quotation mark inside another."""
        return (self.inner[0], self.inner[1]) if self.inner else self.double


#: The lists that a file adds to those of its base; every other value replaces the base's.
_ADDED: Final = frozenset({"elisions", "months", "titles", "abbreviations", "counted", "units", "phrases"})


@cache
def conventions_for(language: str) -> Conventions:
    """Return the rules for a BCP 47 tag: its region’s, its language’s, or those of every language."""
    values = _with_bases(nearest(language, "orthography") or ANY)
    values["dash_spaced"] = values["dash_spaced"].replace("~", NO_BREAK)
    frozen: dict[str, Any] = {}
    for field in fields(Conventions):
        value = values[field.name]
        frozen[field.name] = tuple(value) if isinstance(value, list) else value
    return Conventions(**frozen)


def _with_bases(folder: str) -> dict[str, Any]:
    said = dict(own(folder, "orthography"))
    base = said.pop("base", "" if folder == ANY else ANY)
    if not base:
        return said
    values = _with_bases(base)
    for key, value in said.items():
        values[key] = [*values[key], *value] if key in _ADDED else value
    return values
