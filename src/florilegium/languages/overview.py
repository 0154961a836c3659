"""What there is of each language and what is missing, as the table that `docs/languages.md` shows.

    python -m florilegium.languages.overview

prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from florilegium.languages.folders import TABLES, all_tags, nearest, own, table_of
from florilegium.languages.traits import traits_of

#: The tables of words and rules, which a language may lack.
_COLUMNS: Final = tuple(table for table in TABLES if table != "language")

_NONE: Final = "–"


def overview() -> str:
    """Return the table in Markdown: a row for each folder, a column for each table."""
    rows = [["language", "", "script", *(name.replace("_", " ") for name in _COLUMNS)]]
    rows += [[f"`{tag}`", _name(tag), traits_of(tag).script, *_cells(tag)] for tag in all_tags()]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    lines = (" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"| {line} |\n" for line in lines)


def missing(tag: str) -> tuple[str, ...]:
    """Return the names of the tables that a language has neither itself nor from another."""
    return tuple(name for name, cell in zip(_COLUMNS, _cells(tag), strict=True) if cell == _NONE)


def _name(tag: str) -> str:
    return traits_of(tag).name if own(tag, "language") else f"{traits_of(tag).name}, regional"


def _cells(tag: str) -> Iterator[str]:
    for table in _COLUMNS:
        folder = nearest(tag, table)
        said = own(folder, table) if folder else {}
        if not folder:
            yield _NONE
        elif folder != tag:
            yield f"as `{folder}`"
        elif set(said) == {"base"}:
            yield f"as `{said['base']}`"
        else:
            yield _share(tag) if table == "cues" else "yes"


def _share(tag: str) -> str:
    """Return how many kinds of cues a language has, of those that English has."""
    known, all_kinds = table_of(tag, "cues"), table_of("en", "cues")
    return "yes" if set(known) == set(all_kinds) else f"{len(known)} of {len(all_kinds)}"


if __name__ == "__main__":
    sys.stdout.write(overview())
