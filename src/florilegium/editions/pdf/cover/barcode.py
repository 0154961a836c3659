"""The barcode of an ISBN, EAN-13, as bars to be filled (ISO/IEC 15420; GS1 General Specifications 5.2).

Lengths are in points, at the nominal size: the narrowest bar is 0.33 mm.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from florilegium.system.values import dataclass

#: The narrowest bar.
MODULE: Final = 0.33 / 25.4 * 72

#: Bare paper on the left and on the right, in modules.
QUIET: Final = (11, 7)

#: The height of the bars; those at the ends and in the middle go five modules deeper.
HEIGHT: Final = 22.85 / 25.4 * 72
_DEEPER: Final = 5 * MODULE

#: Seven modules for each digit, 1 a bar: the odd set. The even set is its mirror, inverted; the right-hand
#: one is it inverted.
_ODD: Final = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)

#: By the first digit, which set each of the next six digits is taken from: O odd, E even.
_SETS: Final = (
    "OOOOOO",
    "OOEOEE",
    "OOEEOE",
    "OOEEEO",
    "OEOOEE",
    "OEEOOE",
    "OEEEOO",
    "OEOEOE",
    "OEOEEO",
    "OEEOEO",
)
_INVERTED: Final = str.maketrans("01", "10")


@dataclass(frozen=True)
class BarcodeBar:
    """A bar: its left edge from the code's first bar, its width, and how far below the others it reaches."""

    left: float
    width: float
    deeper: float


def check_digit(twelve: str) -> int:
    """Return the thirteenth digit of an EAN."""
    return -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve)) % 10


def modules(digits: str) -> str:
    """Return the 95 modules of thirteen digits, 1 a bar and 0 a space.

    Raises:
        ValueError: they are not thirteen, or their last one is wrong.
    """
    if len(digits) != 13 or not digits.isdigit() or check_digit(digits[:12]) != int(digits[12]):
        raise ValueError(f"“{digits}” is no EAN-13")
    sets = _SETS[int(digits[0])]
    left = (_left(int(digit), kind) for digit, kind in zip(digits[1:7], sets, strict=True))
    right = (_ODD[int(digit)].translate(_INVERTED) for digit in digits[7:])
    return f"101{''.join(left)}01010{''.join(right)}101"


def _left(digit: int, kind: str) -> str:
    return _ODD[digit] if kind == "O" else _ODD[digit].translate(_INVERTED)[::-1]


def bars(digits: str) -> Iterator[BarcodeBar]:
    """Yield the bars of thirteen digits, from left to right."""
    at = 0
    for sign, run in groupby(modules(digits)):
        count = len(list(run))
        if sign == "1":
            guard = at < 3 or 45 <= at < 50 or at >= 92
            yield BarcodeBar(at * MODULE, count * MODULE, _DEEPER if guard else 0.0)
        at += count
