"""Lists whose items are numbered by letters or roman numerals, `(a)`, `ii.`, and examples, `(@)`.

CommonMark knows figures only, and runs such lines together into one paragraph. Lines that stand together,
begin a block, and count on from the first letter or numeral become items of a numbered list, each of which
keeps what its author wrote before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

_ITEM: Final = re.compile(r"( {0,3})(\(?)([A-Za-z]{1,5}|#)([.)])([ \t]+)(?=\S)")
_EXAMPLE: Final = re.compile(r"( {0,3})(\(?)@([\w-]*)([.)])([ \t]+)(?=\S)")
_NAMED: Final = re.compile(r"(?<![\w@`\\])@([\w-]+)(?!`)")
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
        after = max(run, default=start) + 1
        if run:
            _part(lines, start, after, run[start])
        start = after
    return shown


def _part(lines: list[str], start: int, end: int, first: re.Match[str]) -> None:
    """Part a list from one before it and behind it: two with the same sign would be one."""
    behind = next((number for number in range(end, len(lines)) if lines[number].strip()), end)
    counts_on = behind < len(lines) and re.match(rf" {{0,3}}\d{{1,9}}\{first[4]}[ \t]", lines[behind])
    for number in (start, behind) if counts_on else (start,):
        if number and not lines[number - 1].strip():
            lines[number - 1] = f"{first[1]}<!-- -->"


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


def number_examples(
    lines: list[str], code: Collection[int], gone: dict[int, list[str]], works: Collection[str]
) -> dict[int, str]:
    """Number examples through the whole text, `(@)` and `(@mill)`, and what names one, `(@mill)`, in place.

    Names go into `gone`, by their line; one that is a key in `works` is a citation.

    Returns:
        What stands before each item, by its line.
    """
    shown: dict[int, str] = {}
    numbers: dict[str, int] = {}
    last = 0
    for number, line in enumerate(lines):
        item = _EXAMPLE.match(line) if number not in code else None
        begins = not number or not lines[number - 1].strip() or number - 1 in shown
        if item is None or not begins or item[3] in works or bool(item[2]) > (item[4] == ")"):
            continue
        count = numbers.get(item[3]) or last + 1
        last = max(last, count)
        if item[3]:
            numbers[item[3]] = count
            gone[number].append(item[3])
        shown[number] = f"{item[2]}{count}{item[4]}"
        lines[number] = f"{item[1]}{count}{item[4]}{item[5]}{line[item.end() :]}"
    for number, line in enumerate(lines if numbers else ()):
        names = [one[1] for one in _NAMED.finditer(line) if one[1] in numbers]
        if names and number not in code:
            gone[number] += names
            lines[number] = _NAMED.sub(lambda one: str(numbers.get(one[1], one[0])), line)
    return shown
