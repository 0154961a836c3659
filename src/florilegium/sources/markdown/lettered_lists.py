"""Lists whose items are numbered by letters, `(a)`, roman numerals, `ii.`, in brackets, `(1)`; and examples.

CommonMark knows figures before a sign only, and runs such lines together into one paragraph. Lines that stand
together, begin a block, and count on from the first letter or numeral, or from any number, become items of a
numbered list, each of which keeps what its author wrote before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from florilegium.system.patterns import regex

_ITEM: Final = regex(r"( *)(\(?)([A-Za-z]{1,5}|#|(?<=\()\d{1,3}(?=\)))([.)])([ \t]+)(?=\S)")
#: An item of a list with bullets or figures; how far in a list may stand that is in no other.
_LISTED: Final = regex(r" *(?:[-*+]|\d{1,9}[.)])[ \t]")
_FURTHEST: Final = 3
#: How many lines above an item the one that it stands in is looked for.
_LONGEST: Final = 100
_EXAMPLE: Final = regex(r"( {0,3})(\(?)@([\w-]*)([.)])([ \t]+)(?=\S)")
_NAMED: Final = regex(r"(?<![\w@`\\])@([\w-]+)(?!`)")
_NUMERALS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS: Final = "-abcdefghijklmnopqrstuvwxyz"

#: A capital and a stop may be the initial of a name; pandoc wants two spaces behind it, and so do we.
_APART: Final = 2


def number_lettered(lines: list[str], code: Collection[int]) -> dict[int, str]:
    """Write figures for the letters of such lists, in place; return what stood before each item, by its line.

    Lines count from 0; those of `code` are no items. `#.` is a number that the machine counts, shown as one.
    """
    shown: dict[int, str] = {}
    taken: set[int] = set()
    for start in range(len(lines)):
        if start in taken or start in code or not _begins(lines, start, taken):
            continue
        run = _run(lines, start, code)
        taken.update(run)
        for place, (number, found) in enumerate(run.items(), start=1):
            if found[3] != "#":
                shown[number] = f"{found[2]}{found[3]}{found[4]}"
            lines[number] = f"{found[1]}{place}{found[4]}{found[5]}{lines[number][found.end() :]}"
        if run:
            _part(lines, start, max(run) + 1, run[start])
    return shown


def _begins(lines: Sequence[str], start: int, taken: Collection[int]) -> bool:
    """Return whether a list may begin on a line: behind an empty one, or within an item right above it.

    Further in than three spaces it stands in an item of another list, or is code.
    """
    if not _ITEM.match(lines[start]):
        return False
    far = _far(lines[start])
    before = range(start - 1, max(start - _LONGEST, 0) - 1, -1) if far else ()
    above = next((one for one in before if lines[one].strip() and _far(lines[one]) < far), -1)
    within = above >= 0 and (above in taken or _LISTED.match(lines[above]) is not None)
    if far > _FURTHEST and not within:
        return False
    return not start or not lines[start - 1].strip() or (within and above == start - 1)


def _far(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


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
    labels: list[str] = []
    for number in range(start, len(lines)):
        item = _ITEM.match(lines[number]) if number not in code else None
        if item is not None and (not found or _is_alike(item, found[start])):
            if not _counts([*labels, item[3]]):
                break
            found[number] = item
            labels.append(item[3])
        elif not found or (lines[number].strip() and not _goes_on(lines[number], found[start][1])):
            break
    return found if len(labels) > 1 and _is_list(found[start]) else {}


def _goes_on(line: str, indent: str) -> bool:
    """Return whether a line is set in further than the items of a list, and so goes on with one."""
    return line.startswith((f"{indent} ", "\t"))


def _is_alike(item: re.Match[str], first: re.Match[str]) -> bool:
    """Return whether an item has the signs of the first one, its capitals, and stands as far in."""
    same = (item[1], item[2], item[4]) == (first[1], first[2], first[4])
    return same and item[3].isupper() == first[3].isupper()


def _is_list(first: re.Match[str]) -> bool:
    """Return whether the first item is none of a name's initials, and no bracket stays open."""
    initial = first[3].isupper() and first[4] == "." and len(first[5].expandtabs()) < _APART
    return not initial and not (first[2] and first[4] == ".")


def _counts(labels: Sequence[str]) -> bool:
    """Return whether labels count on from the first letter or numeral, or leave it to the machine."""
    said = [label.lower() for label in labels]
    if set(said) == {"#"}:
        return True
    if said[0].isdigit():
        return said == [str(int(said[0]) + place) for place in range(len(said))]
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
