"""A formula of the text: MathML as its one form, whatever it was written in.

In a tree it is one element, `<math alttext mathml tex display>`, whose text is the one sign `runs.OBJECT`. So
it has no letters that a pass could change or an index find, and stands between two letters as a picture does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.system.values import dataclass


@dataclass(frozen=True)
class Formula:
    """A formula: its MathML without namespace, what is said for it, the TeX that it came from if any.

    One on `display` stands on lines of its own.
    """

    mathml: str
    said: str
    tex: str = ""
    display: bool = False

    @classmethod
    def of(cls, element: Element) -> Formula:
        """Return the formula that a tree's `math` is."""
        get = element.get
        return cls(
            get("mathml", "<math/>"), get("alttext", ""), get("tex", ""), get("display", "") == "block"
        )

    def attributes(self) -> dict[str, str]:
        """Return the attributes of the `math` that stands for it in a tree."""
        found = {"alttext": self.said, "mathml": self.mathml}
        if self.tex:
            found["tex"] = self.tex
        if self.display:
            found["display"] = "block"
        return found

    @cached_property
    def root(self) -> Element:
        """Return its MathML as a tree; it is not to be changed."""
        return etree.fromstring(self.mathml)

    @property
    def line(self) -> str:
        """Return it on one line of text, in Unicode's plain text of mathematics (UTN 28): `a/b`, `x^2`."""
        return " ".join(_line(self.root).split())


#: Operators that have a space on both sides, and those that have one behind them.
_SPACED: Final = frozenset("+−=≠<>≤≥≈≡∼∝±∓×÷→⇒⇔∈∉⊂⊆∪∩∧∨")
_FOLLOWED: Final = frozenset(",;")

_PRIMES: Final = frozenset("'′″‴")


def _line(element: Element) -> str:
    tag = str(element.tag)
    shaped = _LINES.get("atop" if is_atop(element) else tag)
    if shaped is not None:
        return shaped([_line(child) for child in element])
    if len(element):
        return "".join(_line(child) for child in element)
    text = element.text or ""
    if tag == "mspace":
        return " "
    if tag == "mo":
        infix = element.get("form") != "prefix" and element.getprevious() is not None
        return f" {text} " if text in _SPACED and infix else f"{text} " if text in _FOLLOWED else text
    return f" {text} " if tag in {"mi", "mtext"} and len(text.strip()) > 1 else text


def is_atop(element: Element) -> bool:
    """Return whether one part stands over another without a bar, as in a binomial coefficient."""
    return element.tag == "mfrac" and element.get("linethickness") == "0"


def grouped(text: str) -> str:
    """Return a part of a formula in brackets where it is more than one letter or number."""
    text = text.strip()
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _scripts(*signs: str) -> Callable[[list[str]], str]:
    def write(parts: list[str]) -> str:
        pairs = zip(signs, (part.strip() for part in parts[1:]), strict=False)
        added = (part if part in _PRIMES else f"{sign}{grouped(part)}" for sign, part in pairs if part)
        return f"{parts[0].rstrip() if parts else ''}{''.join(added)}"

    return write


def _before(parts: list[str]) -> str:
    """Write what stands before and behind a letter, as `mmultiscripts` has it: the letter comes first."""
    base, *rest = parts
    cut = rest.index(_PRESCRIPTS) if _PRESCRIPTS in rest else len(rest)
    after, before = rest[:cut], rest[cut + 1 :]
    return f"{_pairs(before)}{base}{_pairs(after)}"


_PRESCRIPTS: Final = "\0"


def _pairs(parts: list[str]) -> str:
    return "".join(
        f"{sign}{grouped(part)}" for sign, part in zip("_^" * len(parts), parts, strict=False) if part.strip()
    )


def _root(parts: list[str]) -> str:
    return f"√({''.join(parts).strip()})"


_LINES: Final[dict[str, Callable[[list[str]], str]]] = {
    "mfrac": lambda parts: "/".join(grouped(part) for part in parts),
    "atop": lambda parts: "¦".join(grouped(part) for part in parts),
    "msqrt": _root,
    "mroot": lambda parts: f"√({parts[1].strip()}&{parts[0].strip()})",
    **dict.fromkeys(("msub", "munder"), _scripts("_")),
    **dict.fromkeys(("msup", "mover"), _scripts("^")),
    **dict.fromkeys(("msubsup", "munderover"), _scripts("_", "^")),
    "mmultiscripts": _before,
    "mprescripts": lambda _parts: _PRESCRIPTS,
    "mtable": lambda rows: f"[{'; '.join(rows)}]" if len(rows) > 1 else "".join(rows),
    "mtr": lambda cells: "&".join(cell.strip() for cell in cells),
    "mphantom": lambda _parts: " ",
}
