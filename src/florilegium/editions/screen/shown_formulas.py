"""Formulas as screens show them: MathML, with what is said for it.

A reading system without MathML shows its letters in their order, or says the alternative.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.formula import Formula
from florilegium.book.namespaces import MATHML


def show_formulas(tree: Element) -> None:
    """Put MathML in the place of each formula of a tree, in place."""
    for element in list(tree.iter("math")):
        formula = Formula.of(element)
        shown = etree.Element(f"{{{MATHML}}}math", nsmap={None: MATHML})
        shown.set("alttext", formula.said)
        if formula.display:
            shown.set("display", "block")
        _copy(shown, formula.root)
        shown.tail = element.tail
        parent = element.getparent()
        if parent is not None:
            parent.replace(element, shown)


def _copy(target: Element, source: Element) -> None:
    """Copy what an element of MathML holds into its namespace."""
    target.text = source.text
    for child in source:
        made = etree.SubElement(target, f"{{{MATHML}}}{child.tag!s}")
        made.attrib.update({str(name): str(value) for name, value in child.attrib.items()})
        _copy(made, child)
