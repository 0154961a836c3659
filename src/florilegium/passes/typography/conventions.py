"""How a language writes its quotation marks, dashes and spaces: the data of the typography pass.

Each language is one file of `orthography/`, which an editor can add or mend without knowing Python. A region
names only what differs (`en-GB.toml`); a language that has no file gets `und.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Conventions:
    """The rules of one language. `orthography/und.toml` tells what each field means."""

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
        """The marks of a straight double quotation mark inside another."""
        return (self.inner[0], self.inner[1]) if self.inner else self.double


#: The lists that a file adds to those of its base; every other value replaces the base's.
_ADDED: Final = frozenset({"elisions", "months", "titles", "abbreviations", "counted", "units", "phrases"})


@cache
def conventions_for(language: str) -> Conventions:
    """The rules for a BCP 47 tag: of its language and region, of its language, or those of every language."""
    values = _read(_file_for(language))
    values["dash_spaced"] = values["dash_spaced"].replace("~", NO_BREAK)
    frozen: dict[str, Any] = {}
    for field in fields(Conventions):
        value = values[field.name]
        frozen[field.name] = tuple(value) if isinstance(value, list) else value
    return Conventions(**frozen)


def _file_for(language: str) -> str:
    """The name of the nearest file: `de-AT` finds `de`, `en-Latn-GB` finds `en-GB`."""
    parts = re.split(r"[-_]", language)
    region = next((part for part in parts[1:] if re.fullmatch(r"[A-Za-z]{2}", part)), "")
    folder = files("florilegium") / "orthography"
    for name in (f"{parts[0].lower()}-{region.upper()}", parts[0].lower()):
        if name.isascii() and name.replace("-", "").isalpha() and (folder / f"{name}.toml").is_file():
            return name
    return "und"


def _read(name: str) -> dict[str, Any]:
    text = (files("florilegium") / "orthography" / f"{name}.toml").read_text(encoding="utf-8")
    own = tomllib.loads(text)
    base = own.pop("base", "" if name == "und" else "und")
    if not base:
        return own
    values = _read(base)
    for key, value in own.items():
        values[key] = [*values[key], *value] if key in _ADDED else value
    return values
