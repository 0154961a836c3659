"""Optical margins: what stands out of the measure, so that the edge of the text looks straight.

A line that ends flush with a hyphen or a comma looks short, since there is so little ink. How far each sign
stands out is a table of the style, so that every face can have its own (Hàn Thế Thành, *Micro-typographic
Extensions*, 2000, chapter 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Margins:
    """What part of its width a sign stands out, at the left edge and at the right one."""

    left: Mapping[str, float] = field(default_factory=dict)
    right: Mapping[str, float] = field(default_factory=dict)


#: Nothing stands out.
STRAIGHT = Margins()
