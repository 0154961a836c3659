"""A number in the formats that Word has for lists, notes and pages (ECMA-376, Part 1, §17.18.59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_UNITS: Final = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_SIGNS: Final = "*†‡§"

#: Alphabets of lists by letters; after the last letter they begin again, doubled.
_ALPHABETS: Final = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "chicago": _SIGNS,
}
_CIRCLED: Final = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

#: Formats whose numbers are figures; those not named here are written in figures too.
_NONE: Final = frozenset({"none", "bullet"})


def in_format(number: int, format_: str) -> str:
    """Return a number in one of Word's formats; in figures where the format is none of those known here."""
    if format_ in _NONE:
        return ""
    if number < 1:
        return str(number)
    written = _FORMATS.get(format_)
    return written(number) if written else str(number)


def _counted(alphabet: str) -> Callable[[int], str]:
    """Return what writes a number by the letters of an alphabet."""
    return lambda number: alphabet[(number - 1) % len(alphabet)] * ((number - 1) // len(alphabet) + 1)


def _circled(number: int) -> str:
    return _CIRCLED[number] if number < len(_CIRCLED) else str(number)


def _in_words(number: int) -> str:
    return _words(number, ordinal=False).capitalize() if number < 100 else str(number)


def _nth_in_words(number: int) -> str:
    return _words(number, ordinal=True).capitalize() if number < 100 else str(number)


def _roman(number: int) -> str:
    found = ""
    if number >= 4000:
        return str(number)
    for size, letters in _ROMAN:
        found += letters * (number // size)
        number %= size
    return found


def _suffix(number: int) -> str:
    """Return the letters of an English ordinal in figures."""
    if number // 10 % 10 == 1:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _words(number: int, *, ordinal: bool) -> str:
    """Return a number below 100 in English words."""
    if number < len(_UNITS):
        head, last = "", _UNITS[number]
    else:
        head, last = _TENS[number // 10 - 2], _UNITS[number % 10] if number % 10 else ""
    if not ordinal:
        return "-".join(word for word in (head, last) if word)
    if not last:
        return head.removesuffix("y") + "ieth"
    return "-".join(word for word in (head, _ORDINALS.get(last, f"{last}th")) if word)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    **{name: _counted(alphabet) for name, alphabet in _ALPHABETS.items()},
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": lambda number: f"{number}{_suffix(number)}",
    "cardinalText": _in_words,
    "ordinalText": _nth_in_words,
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
}
