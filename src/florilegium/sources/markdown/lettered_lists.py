"""Lists whose items are numbered by letters or roman numerals, `(a)`, `b)`, `ii.`, as pandoc has them.

CommonMark knows figures only, and runs such lines together into one paragraph. Lines that stand together,
begin a block, and count on from the first letter or numeral become items of a numbered list, each of which
keeps what its author wrote before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

_ITEM: Final = re.compile(r"( {0,3})(\(?)([A-Za-z]{1,5}|#)([.)])([ \t]+)(?=\S)")
_NUMERALS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS: Final = "-abcdefghijklmnopqrstuvwxyz"

#: A capital and a stop may be the initial of a name; pandoc wants two spaces behind it, and so do we.
_APART: Final = 2


def number_lettered(lines: list[str], code: Collection[int]) -> dict[int, str]:
    """Write figures for the letters of such lists, in place; return what stood before each item, by its line.

    Lines count from 0; those of `code` are no items. `#.` is a number that the machine counts, shown as one.
    """
    shown: dict[int, str] = {}
    start = 0
    while start < len(lines):
        run = _run(lines, start, code) if not start or not lines[start - 1].strip() else {}
        for place, (number, found) in enumerate(run.items(), start=1):
            if found[3] != "#":
                shown[number] = f"{found[2]}{found[3]}{found[4]}"
            lines[number] = f"{found[1]}{place}{found[4]}{found[5]}{lines[number][found.end() :]}"
        start = max(run, default=start) + 1
    return shown


def _run(lines: Sequence[str], start: int, code: Collection[int]) -> dict[int, re.Match[str]]:
    """Return the items of a list that begins on a line: two at least, of one look, each the next."""
    found: dict[int, re.Match[str]] = {}
    for number in range(start, len(lines)):
        item = _ITEM.match(lines[number]) if number not in code else None
        if item is not None and (not found or _is_alike(item, found[start])):
            found[number] = item
        elif not found or not lines[number].startswith((" ", "\t")) or not lines[number].strip():
            break
    labels = [item[3] for item in found.values()]
    return found if len(labels) > 1 and _counts(labels) and _is_list(found[start]) else {}


def _is_alike(item: re.Match[str], first: re.Match[str]) -> bool:
    """Return whether an item has the signs of the first one, and its capitals."""
    return (item[2], item[4]) == (first[2], first[4]) and item[3].isupper() == first[3].isupper()


def _is_list(first: re.Match[str]) -> bool:
    """Return whether the first item is none of a name's initials, and no bracket stays open."""
    initial = first[3].isupper() and first[4] == "." and len(first[5].expandtabs()) < _APART
    return not initial and not (first[2] and first[4] == ".")


def _counts(labels: Sequence[str]) -> bool:
    """Return whether labels count on from the first letter or numeral, or leave it to the machine."""
    said = [label.lower() for label in labels]
    if set(said) == {"#"}:
        return True
    return any(said == list(series[1 : len(said) + 1]) for series in (_LETTERS, _NUMERALS))
