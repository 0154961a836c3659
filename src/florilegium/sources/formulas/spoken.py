"""What is said for a formula: its MathML read from left to right, in the words of a language.

The words stand in `formulas.toml` of each language. A language without them has the line of signs that UTN 28
writes, which any reader can spell out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.formula import Formula, is_atop
from florilegium.languages.folders import table_of

_BIG: Final = {
    "∑": "sum",
    "∏": "product",
    "∫": "integral",
    "∮": "integral",
    "⋃": "union",
    "⋂": "intersection",
}

#: Signs that say nothing when spoken.
_MUTE: Final = frozenset("\u2061\u2062\u2063\u2064")


def spoken(root: Element, language: str) -> str:
    """Return what is said for a formula; never nothing for one with letters."""
    words = _words(language)
    if not words:
        return Formula(etree.tostring(root, encoding="unicode"), "").line
    said = " ".join(_Reader(words).row(root).split())
    return said.replace(" ,", ",") or Formula(etree.tostring(root, encoding="unicode"), "").line


@cache
def _words(language: str) -> Mapping[str, Any]:
    return table_of(language, "formulas")


class _Reader:
    """Reads a formula aloud."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words
        self._signs: Mapping[str, str] = words["signs"]

    def row(self, element: Element) -> str:
        """Return what is said for what stands in an element, one after another.

        A binomial coefficient in its brackets is one thing, and so are cases behind their brace.
        """
        said: list[str] = []
        waiting = list(element)
        while waiting:
            first, *others = waiting
            signs = [_sign(one) for one in waiting[:3]]
            if len(others) > 1 and (signs[0], signs[2]) == ("(", ")") and _is_choice(others[0]):
                said.append(self._say("choose", *_core(others[0])))
                waiting = others[2:]
            elif signs[0] == "{" and len(others) == 1 and _core(others[0]).tag == "mtable":
                said.append(self._say("cases", self._rows(_core(others[0]))))
                waiting = []
            else:
                said.append(self.of(first))
                waiting = others
        return " ".join(said)

    def of(self, element: Element) -> str:
        """Return what is said for one element."""
        tag = str(element.tag)
        if tag in {"mi", "mo", "mn", "mtext", "ms"}:
            return self._token(element)
        if tag in {"mspace", "mphantom", "none", "mprescripts"}:
            return ""
        shaped = getattr(self, f"_{tag}", None)
        return shaped(element) if shaped else self.row(element)

    def _token(self, element: Element) -> str:
        text = element.text or ""
        if element.tag == "mo":
            return "".join(self._signs.get(sign, sign) for sign in text if sign not in _MUTE)
        return self._signs.get(text, text)

    def _say(self, phrase: str, *parts: Element | str) -> str:
        said = [part if isinstance(part, str) else self.of(part) for part in parts]
        return f" {self._words[phrase].format(*said)} "

    def _mfrac(self, element: Element) -> str:
        simple = all(is_simple(part) for part in element)
        return self._say("over" if simple else "fraction", *element)

    def _msqrt(self, element: Element) -> str:
        return self._say("root", self.row(element))

    def _mroot(self, element: Element) -> str:
        return self._say("nth_root", *element)

    def _msub(self, element: Element) -> str:
        base, low = element
        if _sign(base) in _BIG:
            return self._say("over_all", self._big(base), low)
        return self._say("sub" if _is_letter(base) else "under", base, low)

    def _munder(self, element: Element) -> str:
        base, low = element
        return (
            self._say("over_all", self._big(base), low)
            if _sign(base) in _BIG
            else self._say("under", base, low)
        )

    def _msup(self, element: Element) -> str:
        base, high = element
        power = _sign(high)
        if power in {"2", "3"}:
            return self._say("squared" if power == "2" else "cubed", base)
        if power in {"′", "″", "'"}:
            return f"{self.of(base)} {self._signs.get(power, power)}"
        return self._say("power", base, high)

    def _mover(self, element: Element) -> str:
        base, high = element
        accent = self._words["accents"].get(_sign(high))
        return f"{self.of(base)} {accent}" if accent else self._say("above", base, high)

    def _msubsup(self, element: Element) -> str:
        base, low, high = element
        if _sign(base) in _BIG:
            return self._say("from_to", self._big(base), low, high)
        return self._say("power", self._say("sub", base, low), high)

    def _munderover(self, element: Element) -> str:
        base, low, high = element
        return self._say("from_to", self._big(base), low, high)

    def _big(self, base: Element) -> str:
        name = _BIG.get(_sign(base))
        return str(self._words[name]) if name else self.of(base)

    def _mtable(self, element: Element) -> str:
        if len(element) < 2:
            return self.row(element)
        return self._say("table", self._rows(element))

    def _rows(self, table: Element) -> str:
        rows = (f"{self._say('row', str(number))} {self.row(row)}" for number, row in enumerate(table, 1))
        return ", ".join(" ".join(row.split()) for row in rows)

    def _mtr(self, element: Element) -> str:
        return ", ".join(filter(None, (" ".join(self.row(cell).split()) for cell in element)))


def _sign(element: Element) -> str:
    """Return the one sign of which a part consists, however many rows stand round it."""
    while len(element) == 1:
        element = element[0]
    return "" if len(element) else (element.text or "").strip()


def _core(element: Element) -> Element:
    """Return what stands in an element, however many rows stand round it."""
    while element.tag in {"mrow", "mstyle", "mpadded"} and len(element) == 1:
        element = element[0]
    return element


def _is_choice(element: Element) -> bool:
    """Return whether an element is a binomial coefficient without its brackets."""
    core = _core(element)
    return is_atop(core) and len(core) == 2


def _is_letter(element: Element) -> bool:
    return len(_sign(element)) == 1


def is_simple(element: Element) -> bool:
    """Return whether a part is one letter or number."""
    return bool(_sign(element))
