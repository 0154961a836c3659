"""How likely a bare number in a sentence is a note call, by what stands on either side of it."""

from __future__ import annotations

from typing import Final

from florilegium.system.patterns import regex

_CLOSERS: Final = "”’\"'»›)]“‘"
_STOPS: Final = ".,;:!?…"

#: After a number, these make it a quantity, a range, a sum.
_QUANTITY: Final = "%‰°€$£¥+=/×-–−^_*@#&~"

#: Before a number, these abbreviations point to a page, a volume, a number.
_POINTERS: Final = frozenset(
    {
        *(
            "p",
            "pp",
            "no",
            "nos",
            "nr",
            "nro",
            "n",
            "vol",
            "vols",
            "bd",
            "t",
            "art",
            "arts",
            "fig",
            "figs",
            "ch",
            "chap",
        ),
        *(
            "sec",
            "sect",
            "cf",
            "v",
            "vv",
            "fn",
            "s",
            "ss",
            "abs",
            "ff",
            "f",
            "kap",
            "pt",
            "par",
            "para",
            "ca",
            "c",
            "op",
        ),
        *(
            "ed",
            "eds",
            "núm",
            "pág",
            "págs",
            "cap",
            "l",
            "ll",
            "line",
            "col",
            "cols",
            "app",
            "ex",
            "tab",
            "abb",
            "st",
        ),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "okt", "dez"),
    }
)

#: Units that are raised to a power.
_UNITS: Final = frozenset({"m", "km", "cm", "mm", "dm", "ft", "yd", "in", "mi", "s", "sec", "ha", "µm", "nm"})

#: After a number that stands apart, these words make it a date, a measure or an era.
_MEASURES: Final = regex(
    r"(?:B\.?\s?C|A\.?\s?D|BCE|CE|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|USD|EUR|GBP|Mr|Uhr|GMT|UTC|AM|PM|Prozent)\b"
)


def strength(text: str, start: int, end: int) -> int:
    """Return how likely the number at `start:end` of a text is a call: 0 (not) to 9 (surely)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or after.isalnum() or (after and after in _QUANTITY):
        return 0
    if after in {".", ",", ":"} and text[end + 1 : end + 2].isdigit():
        return 0
    if before in _CLOSERS:
        return _after_closer(text, start)
    if before in _STOPS:
        return _after_stop(text, start, end)
    if before.isspace():
        return _apart(text, start, end)
    return _after_letter(text, start)


def in_parentheses(text: str, start: int, end: int) -> int:
    """Return how likely a number in parentheses is a call: `paid (3).`; not `(1) a rope, (2) a lamp`."""
    before, after = text[:start].rstrip()[-1:], text[end : end + 1]
    if not before or before in ":;":
        return 1
    if not after or after in ".,;:!?…。、，；」』" or before in "。」』":
        return 8
    return 8 if before in ".!?…" or before in _CLOSERS else 3


def is_power(text: str, start: int) -> bool:
    """Return whether a raised number at an offset belongs to a figure or a unit: `10²`, `40 m³`."""
    if text[start - 1 : start].isdigit():
        return True
    return word_before(text, start) in _UNITS


def _after_closer(text: str, start: int) -> int:
    """Weigh a number after a quotation mark, `important.”1`, unless the mark opens what follows."""
    opened = start < 2 or text[start - 2].isspace() or text[start - 2] in "(["
    return 0 if opened else 9


def _after_stop(text: str, start: int, end: int) -> int:
    """Weigh a number after a stop: `Kazuhiko,2` and `1980.10`; not `54.3`, `p.12`, `3:16`."""
    previous = text[start - 2 : start - 1] if start > 1 else ""
    if not previous or previous.isspace():
        return 0
    if previous.isdigit():
        return 2 if text[start - 1] == "." and _sentence_begins(text, end) else 0
    if previous in _CLOSERS:
        return 9
    word = word_before(text, start - 1)
    if len(word) == 1 and word.isupper():
        return 4 if text[start - 3 : start - 2] == "." else 0
    return 0 if word.lower() in _POINTERS else 8


def _after_letter(text: str, start: int) -> int:
    """Weigh a number after a letter: `islands3`; not `G7`, `mp3`, `H1N1`."""
    word = word_before(text, start)
    return 4 if len(word) >= 3 and word[-2:].islower() else 0


def _apart(text: str, start: int, end: int) -> int:
    """Weigh a number after the end of a sentence, before the next: `Abe.” 20 Such`; not `J. 20 B.C.`."""
    previous = text[start - 2 : start - 1] if start > 1 else ""
    if not previous or not _sentence_begins(text, end) or _MEASURES.match(text[end:].lstrip()[:20]):
        return 0
    if previous in _CLOSERS:
        return 3 if text[start - 3 : start - 2] in set(_STOPS) else 1
    word = word_before(text, start - 2)
    if previous in ".!?…" and len(word) >= 3 and word[-1].islower() and word.lower() not in _POINTERS:
        return 1
    return 0


def _sentence_begins(text: str, end: int) -> bool:
    """Return whether a new sentence, or nothing, follows."""
    rest = text[end : end + 4]
    if not rest.strip():
        return True
    following = rest.lstrip()
    return rest[0].isspace() and (following[0].isupper() or following[0] in "“‘\"'«»„([")


def word_before(text: str, end: int) -> str:
    """Return the letters just before an offset."""
    start = end
    while start > 0 and end - start < 30 and text[start - 1].isalpha():
        start -= 1
    return text[start:end]
