"""Chemical formulas as mhchem has them (`\\ce{H2SO4}`), as letters with what is lowered and raised in them.

Read are figures behind an element or a bracket, charges and masses behind `^`, and arrows. What is more than
that (bonds, equilibria with words) keeps its signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Final

from florilegium.system.patterns import regex

#: A command of mhchem with what it holds.
CHEMISTRY: Final = regex(r"\\(?:ce|cee|chem)\{((?:[^{}]|\{[^{}]*\})*)\}")

_PART: Final = regex(
    r"\s*(?P<arrow><=+>+|<-+>|-+>)\s*"
    r"|\^(?:\{(?P<braced>[^{}]*)\}|(?P<raised>\d*[+\-]|\d+))"
    r"|_(?:\{(?P<set>[^{}]*)\}|(?P<one>\w))"
    r"|(?<=[A-Za-z)\]])(?P<figure>\d+)"
    r"|(?P<rest>[^\^_<\-\d]+|\d+|.)",
    re.DOTALL,
)


class Chemical(StrEnum):
    """How a part of a chemical formula stands."""

    PLAIN = "plain"
    LOWERED = "lowered"
    RAISED = "raised"
    ARROW = "arrow"


def parts_of(formula: str) -> Iterator[tuple[Chemical, str]]:
    """Yield the parts of a formula of mhchem, in order."""
    for found in _PART.finditer(formula):
        lowered = found["set"] or found["one"] or found["figure"]
        raised = found["braced"] or found["raised"]
        if found["arrow"]:
            yield Chemical.ARROW, found["arrow"]
        elif lowered:
            yield Chemical.LOWERED, lowered
        elif raised:
            yield Chemical.RAISED, raised
        elif found["rest"]:
            yield Chemical.PLAIN, found["rest"]


def rewritten(text: str, write: Callable[[Chemical, str], str]) -> str:
    """Return a text whose commands of mhchem are written in another way, part by part."""
    return CHEMISTRY.sub(lambda found: "".join(write(kind, said) for kind, said in parts_of(found[1])), text)


def as_tex(text: str) -> str:
    """Return TeX whose commands of mhchem are formulas of upright letters."""
    signs = {Chemical.LOWERED: "_{%s}", Chemical.RAISED: "^{%s}"}

    def written(found: re.Match[str]) -> str:
        parts = []
        for kind, said in parts_of(found[1]):
            if kind is Chemical.ARROW:
                parts.append(r"\rightarrow " if "<" not in said else r"\rightleftharpoons ")
            else:
                upright = rf"\mathrm{{{said.strip()}}}" if said.strip() else r"\ "
                parts.append(signs.get(kind, "%s") % upright)
        return "{" + "".join(parts) + "}"

    return CHEMISTRY.sub(written, text)
