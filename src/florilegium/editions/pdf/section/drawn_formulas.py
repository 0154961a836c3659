"""Formulas as print has them: pictures made of lines, as large as the letters round them, on their base line.

ziamath draws MathML with the outlines of STIX Two Math, so no font is embedded for it. A picture in a line
takes no more height than the line has, unless it is much higher: then the line has two of the grid. A display
is centred, with its white a whole number of lines.
"""

from __future__ import annotations

import re
import warnings
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.formula import Formula
from florilegium.editions.pdf.section.structure_types import DRAWN, MATHML_OF, SMALL, UNDRAWN
from florilegium.editions.pdf.section.trim import LEADING, Page
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: A formula that is set smaller than this part of its size is hard to read.
READABLE: Final = 0.6

#: The size at which formulas are drawn, in units of their pictures to the em.
_EM: Final = 100.0

#: How large they are set beside the letters of the text, whose small letters are lower than those of STIX.
_SIZE: Final = 0.93

#: The size of running text, in points.
_TEXT: Final = 11.0

#: How far a formula in a line may reach above and below the base line, and how far the line does, in em.
_ASCENT, _DESCENT = 1.02, 0.40
_LINE_ASCENT, _LINE_DESCENT = 0.75, 0.20

#: How far below the head of its line the base line of the text stands, in em: half the leading, and the
#: ascent of EB Garamond (1.007 em, with a descent of 0.298 em). In other faces and sizes layout makes the
#: line whole again (`weasyprint/hooks/corrections.py`).
_BASE_LINE: Final = (LEADING / _TEXT - 1.007 - 0.298) / 2 + 1.007

#: The least white above and below a display together, in points.
_AROUND: Final = 12.0

#: No formula is wider or higher, in em.
_LARGEST: Final = 300.0

_LENGTH: Final = regex(r"([+-]?[\d.]+)em\Z")


@dataclass(frozen=True)
class _Drawing:
    """A formula drawn: its picture, its width, its height above and its depth below the base line, in em."""

    svg: bytes
    width: float
    height: float
    depth: float

    def scaled(self, scale: float) -> _Drawing:
        """Return it smaller."""
        sides = (side * scale for side in (self.width, self.height, self.depth))
        return _Drawing(self.svg, *sides)


def draw_formulas(tree: Element, page: Page) -> None:
    """Put a picture in the place of each formula of a section, in place.

    One that cannot be drawn stands as its line of text, and is marked `UNDRAWN`; one that is set much smaller
    than the text, since it is wider than the page, is marked `SMALL`.
    """
    for element in list(tree.iter("math")):
        formula = Formula.of(element)
        drawing = _drawing(formula.mathml, formula.display)
        if drawing is None:
            element.tag, element.text = "span", formula.line
            element.attrib.clear()
            element.set("class", UNDRAWN)
            continue
        scale = min(1.0, page.measure / (drawing.width * _TEXT))
        drawing = drawing.scaled(scale)
        style = _display(drawing) if formula.display else _inline(drawing)
        kind = DRAWN if scale > READABLE else f"{DRAWN} {SMALL}"
        address = f"data:image/svg+xml;base64,{b64encode(drawing.svg).decode()}"
        element.tag, element.text = "img", None
        element.attrib.clear()
        element.attrib.update({"class": kind, "alt": formula.said, "src": address, "style": style})
        element.set(MATHML_OF, formula.mathml)


def _inline(drawing: _Drawing) -> str:
    """Return the style of a picture in a line; what it is higher than the line stands out of its box."""
    size = f"width: {drawing.width:.4f}em; height: {drawing.height + drawing.depth:.4f}em"
    above = _LINE_ASCENT - drawing.height if _LINE_ASCENT < drawing.height <= _ASCENT else 0.0
    below = _LINE_DESCENT - drawing.depth if _LINE_DESCENT < drawing.depth <= _DESCENT else 0.0
    if drawing.height > _ASCENT or drawing.depth > _DESCENT:
        above, below = _of_two_lines(drawing)
    shift = -drawing.depth - below
    return f"{size}; margin: {above:.4f}em 0 {below:.4f}em; vertical-align: {shift:.4f}em"


def _of_two_lines(drawing: _Drawing) -> tuple[float, float]:
    """Return the margins with which a high formula makes its line as high as two or more of the grid."""
    lead = LEADING / _TEXT
    line_above, line_below = _BASE_LINE, lead - _BASE_LINE
    up = max(-(-(drawing.height - line_above) // lead), 0.0) if drawing.height > _ASCENT else 0.0
    down = max(-(-(drawing.depth - line_below) // lead), 0.0) if drawing.depth > _DESCENT else 0.0
    return line_above + up * lead - drawing.height, line_below + down * lead - drawing.depth


def _display(drawing: _Drawing) -> str:
    """Return the style of a display, with white that fills up whole lines."""
    width, height = (side * _TEXT for side in (drawing.width, drawing.height + drawing.depth))
    white = white_round(height)
    return f"width: {width:.3f}pt; height: {height:.3f}pt; margin: {white:.3f}pt 0; vertical-align: top"


def white_round(height: float) -> float:
    """Return the white above and below a display, which fills up whole lines with it, in points."""
    lines = -(-(height + _AROUND) // LEADING)
    return (lines * LEADING - height) / 2


@lru_cache(maxsize=1024)
def _drawing(mathml: str, display: bool) -> _Drawing | None:
    """Return a formula drawn, or None where ziamath cannot."""
    root = _for_drawing(etree.fromstring(mathml), display=display)
    with _library() as ziamath:
        try:
            # As a tree: in a text it looks for minus signs by a pattern that takes elements with it.
            tree = ElementTree.fromstring(etree.tostring(root))  # noqa: S314 - our own writing
            drawn = ziamath.Math(tree, size=_EM, margin=0)
            known = all(map(drawn.font.glyphindex, _letters_of(root)))
            svg, box = drawn.svg().encode(), drawn.node.bbox
        except Exception:  # noqa: BLE001 - the library raises what a part that it does not know meets
            return None
    sides = (box.xmax - box.xmin, box.ymax, -box.ymin)
    if not known or not all(0 < side < _LARGEST * _EM for side in (sides[0], sides[1] + sides[2])):
        return None
    width, height, depth = (side / _EM * _SIZE for side in sides)
    return _Drawing(svg, width, height, depth)


@contextmanager
def _library() -> Iterator[Any]:
    """Open the library: silent, and so that each letter is drawn where it stands, without names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import ziamath

        library: Any = ziamath
        before, library.config.svg2 = library.config.svg2, False
        try:
            yield library
        finally:
            library.config.svg2 = before


def _for_drawing(root: Element, *, display: bool) -> Element:
    """Return MathML in the elements that ziamath knows: scripts before a letter hang on an empty one."""
    root.set("display", "block" if display else "inline")
    for element in list(root.iter("mmultiscripts")):
        _hang(element)
    for element in list(root.iter("mo", "mi", "mn", "mtext", "ms")):
        element.text = (element.text or "").translate(_INVISIBLE)
        if element.tag in {"mo", "mn"}:
            element.text = re.sub(r"\A\s*-", "\N{MINUS SIGN}", element.text)
        if not element.text:
            element.tag, element.text = "mspace", None
    for element in root.iter("mspace", "mpadded"):
        for name in ("width", "lspace"):
            found = _LENGTH.match(element.get(name, ""))
            if found:  # ziamath takes an em for 4/3 of one
                element.set(name, f"{float(found[1]) * 0.75:.4f}em")
    return root


def _letters_of(root: Element) -> set[str]:
    """Return the signs that must be drawn."""
    return set("".join("".join(map(str, root.itertext())).split()))


_INVISIBLE: Final[Any] = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b"))


def _hang(element: Element) -> None:
    """Rewrite scripts before and behind a letter as a row of scripts."""
    base, *rest = element
    cut = next((place for place, one in enumerate(rest) if one.tag == "mprescripts"), len(rest))
    before, after = rest[cut + 1 :], rest[:cut]
    element.tag = "mrow"
    element.attrib.clear()
    for child in list(element):
        element.remove(child)
    for low, high in zip(before[::2], before[1::2], strict=False):
        scripts = etree.SubElement(element, "msubsup")
        etree.SubElement(scripts, "mrow")
        scripts.extend([_row(low), _row(high)])
    for low, high in zip(after[::2], after[1::2], strict=False):
        scripts = etree.Element("msubsup")
        scripts.extend([base, _row(low), _row(high)])
        base = scripts
    element.append(base)


def _row(part: Element) -> Element:
    if part.tag == "none":
        part.tag = "mrow"
    return part
