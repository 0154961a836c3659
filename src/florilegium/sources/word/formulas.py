"""Word's formulas (Office Math, ECMA-376, Part 1, §22.1): as MathML, and on one line of text.

The line is that of Unicode's plain text of mathematics (UTN 28): `a/b`, `x^2`, `√(n)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.word.ooxml.wordml import M, local

#: Properties of parts, which show nothing themselves.
_PROPERTIES: Final = "Pr"

_ACCENTS: Final = {
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "¯",
    "\u0305": "¯",
    "\u20d7": "→",
    "\u0307": "˙",
    "\u0308": "¨",
}
_OPERATORS: Final = frozenset("+-−±∓×·∗/÷=≠<>≤≥≈≡∼∝∈∉⊂⊃⊆⊇∪∩∧∨¬→←↔⇒⇔∑∏∫∮|,;:!()[]{}…′″∂∇")


def formula(element: Element) -> Element | None:
    """Return a `math` element for an `m:oMath`, its `alttext` one line of text; None for an empty one."""
    line = " ".join(_line(element).split())
    if not line:
        return None
    math = etree.Element("math", {"alttext": line})
    _extend(math, element)
    return math


# ---- on one line


def _line(element: Element | None) -> str:
    """Return what stands in a part of a formula on one line."""
    if element is None:
        return ""
    return "".join(_line_of(child) for child in element if not local(child).endswith(_PROPERTIES))


def _line_of(element: Element) -> str:
    name = local(element)
    if name == "t":
        return element.text or ""
    shaped = _LINES.get(name)
    return shaped(element) if shaped else _line(element)


def _part(element: Element, name: str) -> str:
    return _line(element.find(f"{M}{name}")).strip()


def _grouped(text: str) -> str:
    """Return a part in brackets where it is more than one letter or number."""
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _fraction_line(element: Element) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _script_line(element: Element) -> str:
    before = f"_{_grouped(_part(element, 'sub'))}" if element.find(f"{M}sub") is not None else ""
    after = f"^{_grouped(_part(element, 'sup'))}" if element.find(f"{M}sup") is not None else ""
    before, after = (text if len(text) > 1 else "" for text in (before, after))
    base = _line(element.find(f"{M}e"))
    return f"{before}{after}{base}" if local(element) == "sPre" else f"{base}{before}{after}"


def _root_line(element: Element) -> str:
    degree = _part(element, "deg")
    return f"√({degree}&{_part(element, 'e')})" if degree else f"√({_part(element, 'e')})"


def _nary_line(element: Element) -> str:
    sign = _property(element, "chr", "∫")
    low, high = _part(element, "sub"), _part(element, "sup")
    limits = (f"_{_grouped(low)}" if low else "") + (f"^{_grouped(high)}" if high else "")
    return f"{sign}{limits} {_part(element, 'e')}"


def _delimited_line(element: Element) -> str:
    parts = (_line(one).strip() for one in element.findall(f"{M}e"))
    between = _property(element, "sepChr", "|")
    return f"{_property(element, 'begChr', '(')}{between.join(parts)}{_property(element, 'endChr', ')')}"


def _matrix_line(element: Element) -> str:
    rows = ("&".join(_line(one).strip() for one in row.findall(f"{M}e")) for row in element.findall(f"{M}mr"))
    return f"[{'; '.join(rows)}]"


def _rows_line(element: Element) -> str:
    return "; ".join(_line(one).strip() for one in element.findall(f"{M}e"))


def _function_line(element: Element) -> str:
    return f"{_part(element, 'fName')} {_grouped(_part(element, 'e'))}"


def _limit_line(element: Element) -> str:
    sign = "_" if local(element) == "limLow" else "^"
    return f"{_part(element, 'e')}{sign}{_grouped(_part(element, 'lim'))}"


def _accent_line(element: Element) -> str:
    return f"{_part(element, 'e')}{_property(element, 'chr', chr(0x302))}"


_LINES: Final[dict[str, Callable[[Element], str]]] = {
    "f": _fraction_line,
    **dict.fromkeys(("sSub", "sSup", "sSubSup", "sPre"), _script_line),
    "rad": _root_line,
    "nary": _nary_line,
    "d": _delimited_line,
    "m": _matrix_line,
    "eqArr": _rows_line,
    "func": _function_line,
    **dict.fromkeys(("limLow", "limUpp"), _limit_line),
    "acc": _accent_line,
}


def _property(element: Element, name: str, usual: str) -> str:
    """Return a sign from an element's properties; a sign that is said to be empty is none."""
    found = element.find(f"{M}{local(element)}Pr/{M}{name}")
    return usual if found is None else found.get(f"{M}val", "")


# ---- as MathML


def _extend(parent: Element, element: Element | None) -> Element:
    """Add what stands in a part of a formula to an element of MathML; returns that element."""
    for child in element if element is not None else ():
        name = local(child)
        if name.endswith(_PROPERTIES):
            continue
        if name == "t":
            _letters(parent, child.text or "")
        elif name in _SHAPES:
            _SHAPES[name](parent, child)
        else:
            _extend(parent, child)
    return parent


def _letters(parent: Element, text: str) -> None:
    """Add letters: a number whole, signs as operators, any other letter by itself."""
    number = ""
    for letter in [*text, ""]:
        if letter and (letter.isdigit() or (number and letter in ".,")):
            number += letter
            continue
        if number:
            etree.SubElement(parent, "mn").text = number.rstrip(".,")
            for stop in number[len(number.rstrip(".,")) :]:
                etree.SubElement(parent, "mo").text = stop
            number = ""
        if letter.strip():
            tag = "mo" if letter in _OPERATORS or not letter.isalpha() else "mi"
            etree.SubElement(parent, tag).text = letter


def _row(parent: Element, element: Element, name: str) -> Element:
    """Add a part of an element as one row."""
    return _extend(etree.SubElement(parent, "mrow"), element.find(f"{M}{name}"))


def _parts(tag: str, *names: str) -> Callable[[Element, Element], None]:
    """Return what adds an element of MathML with these parts of one of Word's as its rows."""

    def add(parent: Element, element: Element) -> None:
        made = etree.SubElement(parent, tag)
        for name in names:
            _row(made, element, name)

    return add


def _root(parent: Element, element: Element) -> None:
    degree = element.find(f"{M}deg")
    if degree is not None and _line(degree).strip():
        _parts("mroot", "e", "deg")(parent, element)
    else:
        _parts("msqrt", "e")(parent, element)


def _nary(parent: Element, element: Element) -> None:
    under = _property(element, "limLoc", "subSup") == "undOvr"
    low, high = _part(element, "sub"), _part(element, "sup")
    kinds = {(True, True): "munderover", (True, False): "munder", (False, True): "mover"}
    kinds = kinds if under else {(True, True): "msubsup", (True, False): "msub", (False, True): "msup"}
    tag = kinds.get((bool(low), bool(high)))
    holder = etree.SubElement(parent, tag) if tag else parent
    etree.SubElement(holder, "mo").text = _property(element, "chr", "∫")
    for name, text in (("sub", low), ("sup", high)):
        if text:
            _row(holder, element, name)
    _row(parent, element, "e")


def _delimited(parent: Element, element: Element) -> None:
    row = etree.SubElement(parent, "mrow")
    etree.SubElement(row, "mo").text = _property(element, "begChr", "(")
    for place, one in enumerate(element.findall(f"{M}e")):
        if place:
            etree.SubElement(row, "mo").text = _property(element, "sepChr", "|")
        _extend(etree.SubElement(row, "mrow"), one)
    etree.SubElement(row, "mo").text = _property(element, "endChr", ")")


def _matrix(parent: Element, element: Element) -> None:
    table = etree.SubElement(parent, "mtable")
    rows = [row.findall(f"{M}e") for row in element.findall(f"{M}mr")] or [
        [one] for one in element.findall(f"{M}e")
    ]
    for cells in rows:
        row = etree.SubElement(table, "mtr")
        for cell in cells:
            _extend(etree.SubElement(row, "mtd"), cell)


def _accent(parent: Element, element: Element) -> None:
    over = etree.SubElement(parent, "mover", {"accent": "true"})
    _row(over, element, "e")
    sign = _property(element, "chr", "\u0302")
    etree.SubElement(over, "mo").text = _ACCENTS.get(sign, sign)


_SHAPES: Final[dict[str, Callable[[Element, Element], None]]] = {
    "f": _parts("mfrac", "num", "den"),
    "sSub": _parts("msub", "e", "sub"),
    "sSup": _parts("msup", "e", "sup"),
    "sSubSup": _parts("msubsup", "e", "sub", "sup"),
    "limLow": _parts("munder", "e", "lim"),
    "limUpp": _parts("mover", "e", "lim"),
    "rad": _root,
    "nary": _nary,
    "d": _delimited,
    "m": _matrix,
    "eqArr": _matrix,
    "acc": _accent,
}
