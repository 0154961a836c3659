"""WordprocessingML's names, and how its values are read (ECMA-376, Part 1, §17).

Namespaces are those of the transitional form; `word_package.py` brings the strict form into it.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

_OOXML: Final = "http://schemas.openxmlformats.org"

W: Final = f"{{{_OOXML}/wordprocessingml/2006/main}}"
R: Final = f"{{{_OOXML}/officeDocument/2006/relationships}}"
M: Final = f"{{{_OOXML}/officeDocument/2006/math}}"
A: Final = f"{{{_OOXML}/drawingml/2006/main}}"
WP: Final = f"{{{_OOXML}/drawingml/2006/wordprocessingDrawing}}"
CHART: Final = f"{{{_OOXML}/drawingml/2006/chart}}"
DIAGRAM: Final = f"{{{_OOXML}/drawingml/2006/diagram}}"
MC: Final = f"{{{_OOXML}/markup-compatibility/2006}}"
V: Final = "{urn:schemas-microsoft-com:vml}"

#: Values that turn a property off (ECMA-376, Part 1, §22.9.2.7).
_OFF: Final = frozenset({"0", "false", "off"})


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for a comment."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_math(element: Element) -> bool:
    """Return whether an element is of a formula."""
    return str(element.tag).startswith(M)


def value(parent: Element | None, name: str, attribute: str = "val") -> str:
    """Return an attribute of a child `w:name`, or an empty text."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return child.get(f"{W}{attribute}", "") if child is not None else ""


def switch(parent: Element | None, name: str) -> bool | None:
    """Return whether a child `w:name` turns a property on; None when it is not there."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{W}val", "1").lower() not in _OFF


def is_on(parent: Element | None, name: str) -> bool:
    """Return whether a child `w:name` is there and not turned off."""
    return bool(switch(parent, name))


def chosen_branch(alternate: Element) -> Element:
    """Return the branch of an `mc:AlternateContent` to read: the first with something to show, if any.

    Both branches say the same for programs of different age (ECMA-376, Part 3, §9.3), so one alone counts.
    """
    branches = [*alternate.iterchildren(f"{MC}Choice"), *alternate.iterchildren(f"{MC}Fallback")]
    return next((one for one in branches if next(one.iter(*_SHOWN), None) is not None), etree.Element("none"))


def whole(text: str | None, default: int = 0) -> int:
    """Return a whole number; measures such as `12.5` lose their fraction, anything else is the default."""
    sign = "-" if (text or "").startswith("-") else ""
    digits = (text or "").removeprefix("-").partition(".")[0]
    return int(sign + digits[:9]) if digits.isascii() and digits.isdigit() else default


def twips(text: str | None, default: int = 0) -> int:
    """Return a length in twentieths of a point; the strict form writes `12pt`, `1cm` (§22.9.2.14)."""
    for unit, factor in _UNITS.items():
        if text and text.endswith(unit):
            try:
                return int(float(text.removesuffix(unit)) * factor)
            except (ValueError, OverflowError):
                return default
    return whole(text, default)


#: What a branch of alternative content shows: letters, pictures, charts, diagrams.
_SHOWN: Final = (
    *(f"{W}t", f"{W}sym", f"{W}delText", f"{W}fldChar", f"{W}instrText", f"{M}t", f"{A}t", f"{A}blip"),
    *(f"{V}imagedata", f"{V}textpath", f"{CHART}chart", f"{DIAGRAM}relIds", f"{W}tab", f"{W}br"),
)

_UNITS: Final = {"pt": 20.0, "pc": 240.0, "pi": 240.0, "in": 1440.0, "cm": 567.0, "mm": 56.7}
