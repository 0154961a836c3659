"""The folders of languages: which there are, and the tables in them.

A folder of a region or a script (`de-CH`, `sr-Latn`) stands beside that of its language and holds only what
differs. A table may name a folder as its `base`: what it does not say is then as in that folder's table.
`und` (undetermined) holds what every language gets, and explains the keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

#: What every language gets that does not say otherwise.
ANY: Final = "und"

#: The tables that a folder may hold, by file name without ending.
TABLES: Final = (
    "language",
    "labels",
    "index",
    "alphabet",
    "orthography",
    "note_references",
    "citations",
    "cues",
    "website",
    "formulas",
    "names",
)

_HOME: Final = Path(__file__).parent


def primary(tag: str) -> str:
    """Return the language of a BCP 47 tag in lower case: `de` for `de-CH`."""
    return re.split("[-_]", tag, maxsplit=1)[0].lower()


@cache
def all_tags() -> tuple[str, ...]:
    """Return the tags of all folders but `und`, in order. It reads the disk."""
    found = (entry.name for entry in _HOME.iterdir() if entry.is_dir() and not entry.name.startswith("__"))
    return tuple(sorted(name for name in found if name != ANY))


@cache
def nearest(tag: str, table: str) -> str:
    """Return the nearest folder to a tag that has a table, or nothing.

    `de-AT` finds `de`, `en-Latn-GB` finds `en-GB`.
    """
    language, *rest = re.split("[-_]", tag)
    script = next((part.title() for part in rest if re.fullmatch("[A-Za-z]{4}", part)), "")
    region = next((part.upper() for part in rest if re.fullmatch("[A-Za-z]{2}", part)), "")
    low = language.lower()
    for name in (f"{low}-{region}" if region else "", f"{low}-{script}" if script else "", low):
        if re.fullmatch(r"[a-z]{2,3}(-\w+)?", name, re.ASCII) and (_HOME / name / f"{table}.toml").is_file():
            return name
    return ""


@cache
def own(folder: str, table: str) -> Mapping[str, Any]:
    """Return a table as its file says it, `base` and all; empty where the folder has none."""
    path = _HOME / folder / f"{table}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def table_of(tag: str, table: str) -> Mapping[str, Any]:
    """Return the table of the nearest folder to a tag, with what its bases add; empty where there is none."""
    folder = nearest(tag, table)
    values: dict[str, Any] = {}
    while folder:
        said = dict(own(folder, table))
        folder = said.pop("base", "")
        values = said | values
    return values
