"""Optical margins: what stands out of the measure, so that the edge of the text looks straight.

A line that ends flush with a hyphen or a comma looks short, since there is so little ink. How far each sign
stands out is a table of the style, so that every face can have its own (Hàn Thế Thành, *Micro-typographic
Extensions*, 2000, chapter 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Margins:
    """What part of its width a sign stands out, at the left edge and at the right one."""

    left: Mapping[str, float] = field(default_factory=dict)
    right: Mapping[str, float] = field(default_factory=dict)


#: Nothing stands out.
STRAIGHT = Margins()


def table(tokens: Iterable[Any]) -> tuple[tuple[str, float], ...]:
    """Return a property of style that pairs signs with numbers, as CSS tokens: `"," 0.7, "-" 0.6`."""
    pairs: list[tuple[str, float]] = []
    sign = ""
    for token in tokens:
        if token.type == "string":
            sign = token.value
        elif token.type == "number" and sign:
            pairs += [(letter, float(token.value)) for letter in sign]
            sign = ""
    return tuple(pairs)


def hanging_in(sheets: Iterable[str]) -> dict[str, tuple[float, ...]]:
    """Return all that style sheets let stand out at the right, in one face or another."""
    import tinycss2

    found: dict[str, set[float]] = {}
    for sheet in sheets:
        for measured in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
            if measured.type != "qualified-rule":
                continue
            for own in tinycss2.parse_blocks_contents(measured.content):
                if own.type == "declaration" and own.lower_name == "--hang-right":
                    for sign, part in table(own.value):
                        found.setdefault(sign, set()).add(part)
    return {sign: tuple(sorted(parts)) for sign, parts in found.items()}
