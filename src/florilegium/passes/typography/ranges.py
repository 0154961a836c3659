"""Ranges of numbers: where a hyphen between two numbers means *to*, it becomes an en dash (CMOS 6.78).

A hyphen between numbers is also part of dates, telephone numbers, ISBNs, issue numbers, scores and names of
things. So it is changed only where the second number is the greater one and the words round it say that a
range is meant. What is unsure stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from florilegium.languages.orthography import NO_BREAK, Conventions
from florilegium.passes.typography.draft import Edit
from florilegium.system.patterns import regex

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"

_RANGE = regex(
    rf"(?<![\w/#-])(?<!\w[.,])(?P<coin>[$€£¥]?)(?P<first>{_NUMBER})(?P<share>%?)-"
    rf"(?P<coins>[$€£¥]?)(?P<last>{_NUMBER})(?![\w/-]|[.,:]\d)"
)

_ABBREVIATED = regex(r"(?<=\w\.)(?P<first>\d+)-(?P<last>\d+)(?![\w/-]|[.,:]\d)")

_TIMES = regex(r"(?<![\w:.-])\d{1,2}:\d\d-\d{1,2}:\d\d(?![\w:-])")

_ROMAN = regex(r"(?<![\w-])[ivxlc]+-[ivxlc]+(?![\w-])")

#: Pairs of numbers that name something.
_NAMES: Final = frozenset({"9-11", "7-11", "24-7", "737-800", "737-900"})

#: What comes before a number that counts or calls something and is no quantity.
_CODE_BEFORE = regex(r"(?:\b(?:no|nr|núm|isbn|issn|tel|fax|phone|flight)\.?:?|#)\s*$", re.IGNORECASE)

#: How many letters round a number show what it is.
_NEAR: Final = 40

_LEADING_ZERO = regex(r"0\d")


def ranges(text: str, rules: Conventions) -> Iterator[Edit]:
    """Yield edits that turn the hyphen of each range into an en dash."""
    sides = {(text[place - 1 : place], text[place + 1 : place + 2]) for place in _hyphens(text)}
    if any(_is_roman(left) and _is_roman(right) for left, right in sides):
        for found in _ROMAN.finditer(text):
            if _counts(rules).search(_before(text, found.start())):
                yield _at_hyphen(found)
    if not any(left.isdigit() or left == "%" for left, _ in sides):
        return
    for found in _RANGE.finditer(text):
        if _is_range(found, text, rules):
            yield _at_hyphen(found)
    for found in _ABBREVIATED.finditer(text):
        if _counts(rules).search(_before(text, found.start())) and _grows(found["first"], found["last"]):
            yield _at_hyphen(found)
    for found in _TIMES.finditer(text):
        yield _at_hyphen(found)


def _hyphens(text: str) -> Iterator[int]:
    """Yield where the hyphens inside a text are: few, so that the patterns need not look at every letter."""
    place = text.find("-", 1)
    while place > 0:
        yield place
        place = text.find("-", place + 1)


def _is_roman(letter: str) -> bool:
    return bool(letter) and letter in "ivxlc"


def is_span_of_years(text: str, start: int, end: int) -> bool:
    """Return whether two years stand round `start:end`, the earlier first: `1938 - 2021`."""
    first = re.search(r"(?<!\w)\d{4}$", _before(text, start))
    last = re.match(r"\d{4}(?!\w)", text[end : end + _NEAR])
    return bool(first and last and _is_year(first.group()) and _grows(first.group(), last.group()))


def _before(text: str, place: int) -> str:
    """Return the words that stand near before a place."""
    return text[max(0, place - _NEAR) : place]


def _at_hyphen(found: re.Match[str]) -> Edit:
    place = found.start() + found.group().index("-")
    return Edit(place, place + 1, "–")


def _is_range(found: re.Match[str], text: str, rules: Conventions) -> bool:
    first, last = found["first"], found["last"]
    before, after = _before(text, found.start()), text[found.end() : found.end() + _NEAR]
    if not _grows(first, last) or f"{first}-{last}" in _NAMES or _CODE_BEFORE.search(before):
        return False
    if _is_year(first) and (len(last) == 2 or _is_year(last)):
        return True
    if found["coin"] or found["share"] or _counts(rules).search(before) or re.search(r":\s?$", before):
        return True
    return _is_quantity(first, last, rules, before, after)


def _is_quantity(first: str, last: str, rules: Conventions, before: str, after: str) -> bool:
    """Return whether two small numbers count what follows them: `10-15 people`, `May 6-8`."""
    if len(first) > 3 and "," not in first and "." not in first:
        return False
    if len(last) - len(first) not in {0, 1} or (len(last) > 3 and "," not in last and "." not in last):
        return False
    word = re.search(rf"(\S+)[ {NO_BREAK}]$", before)
    month_after = re.match(rf"[ {NO_BREAK}](?:de )?(\S+?)[,;:)]?(?:\s|$)", after)
    if (word and word[1] in rules.months) or (month_after and month_after[1] in rules.months):
        return True
    named = word and word[1][0].isupper() and not re.search(r"(?:^|[.!?:]\s)\S+\s$", before)
    counts_on = re.match(rf"$|[)\],;.%]|[ {NO_BREAK}]%|\s[^\W\d_A-Z]", after)
    return not named and counts_on is not None


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdecimal() and 1000 <= int(number) <= 2100


def _grows(first: str, last: str) -> bool:
    """Return whether the second number, written in full or shortened, is the greater one."""
    if _LEADING_ZERO.match(first) or (_LEADING_ZERO.match(last) and len(last) >= len(first)):
        return False
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return float(first.replace(",", "")) < float(last.replace(",", ""))


@cache
def _counts(rules: Conventions) -> re.Pattern[str]:
    """Return a pattern for a word at a text's end after which numbers count pages and the like."""
    short = "|".join(re.escape(word) for word in rules.abbreviations if word.lower() not in {"no", "nr"})
    long = "|".join(re.escape(word) for word in rules.counted)
    return re.compile(rf"(?<!\w)(?:(?:{short})\.\s?|(?:{long})\s)$", re.IGNORECASE)
