"""Word's formulas (Office Math, ECMA-376, Part 1, §22.1) as MathML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.formulas.canonical import DISPLAY, MATHML, SOURCE
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


def formula(element: Element, *, display: bool = False) -> dict[str, str] | None:
    """Return the attributes of the `math` for an `m:oMath`; None for an empty one."""
    source = [one.text for one in element.iter(f"{M}t") if one.text]
    math = etree.Element("math")
    _extend(math, element)
    if not any(str(text).strip() for text in math.itertext()):
        return None
    told = {MATHML: etree.tostring(math, encoding="unicode"), SOURCE: "\n".join(source)}
    return told | ({DISPLAY: "block"} if display else {})


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


def _has_letters(element: Element | None) -> bool:
    """Return whether a part has letters, or what stands for them."""
    return element is not None and any((one.text or "").strip() for one in element.iter(f"{M}t"))


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


def _fraction(parent: Element, element: Element) -> None:
    """Add a fraction: with a bar, without one (a binomial coefficient), or on one line (ST_FType)."""
    kind = _property(element, "type", "bar")
    if kind == "lin":
        row = etree.SubElement(parent, "mrow")
        _row(row, element, "num")
        etree.SubElement(row, "mo").text = "/"
        _row(row, element, "den")
        return
    made = etree.SubElement(parent, "mfrac", {"linethickness": "0"} if kind == "noBar" else {})
    for name in ("num", "den"):
        _row(made, element, name)


def _root(parent: Element, element: Element) -> None:
    if _has_letters(element.find(f"{M}deg")):
        _parts("mroot", "e", "deg")(parent, element)
    else:
        _parts("msqrt", "e")(parent, element)


def _nary(parent: Element, element: Element) -> None:
    under = _property(element, "limLoc", "subSup") == "undOvr"
    low, high = (_has_letters(element.find(f"{M}{name}")) for name in ("sub", "sup"))
    kinds = {(True, True): "munderover", (True, False): "munder", (False, True): "mover"}
    kinds = kinds if under else {(True, True): "msubsup", (True, False): "msub", (False, True): "msup"}
    tag = kinds.get((low, high))
    holder = etree.SubElement(parent, tag) if tag else parent
    etree.SubElement(holder, "mo").text = _property(element, "chr", "∫")
    for name, is_there in (("sub", low), ("sup", high)):
        if is_there:
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


def _before(parent: Element, element: Element) -> None:
    made = etree.SubElement(parent, "mmultiscripts")
    _row(made, element, "e")
    etree.SubElement(made, "mprescripts")
    for name in ("sub", "sup"):
        _row(made, element, name)


def _function(parent: Element, element: Element) -> None:
    """Add a function’s name, which is one word and upright, and what it is of."""
    name = element.find(f"{M}fName")
    words = [one.text or "" for one in name.iter(f"{M}t")] if name is not None else []
    plain = name is not None and all(
        local(one) in {"fName", "r", "t", "ctrlPr", "rPr", "sty", "fNamePr"} or not str(one.tag).startswith(M)
        for one in name.iter(etree.Element)
    )
    if plain and words:
        etree.SubElement(parent, "mi").text = "".join(words).strip()
    else:
        _row(parent, element, "fName")
    etree.SubElement(parent, "mspace", {"width": "0.167em"})
    _row(parent, element, "e")


def _bar(parent: Element, element: Element) -> None:
    _stretch(parent, element, "¯" if _is_on_top(element) else "_")


def _brace(parent: Element, element: Element) -> None:
    _stretch(parent, element, _property(element, "chr", "⏟"))


def _stretch(parent: Element, element: Element, sign: str) -> None:
    """Add a part with a sign that is as wide, over or under it."""
    made = etree.SubElement(parent, "mover" if _is_on_top(element) else "munder")
    _row(made, element, "e")
    etree.SubElement(made, "mo", {"stretchy": "true"}).text = sign


def _is_on_top(element: Element) -> bool:
    return _property(element, "pos", "bot") == "top"


def _accent(parent: Element, element: Element) -> None:
    over = etree.SubElement(parent, "mover", {"accent": "true"})
    _row(over, element, "e")
    sign = _property(element, "chr", "\u0302")
    etree.SubElement(over, "mo").text = _ACCENTS.get(sign, sign)


_SHAPES: Final[dict[str, Callable[[Element, Element], None]]] = {
    "f": _fraction,
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
    "sPre": _before,
    "func": _function,
    "bar": _bar,
    "groupChr": _brace,
}
