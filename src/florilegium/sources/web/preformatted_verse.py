"""Verse that a page keeps in lines by preformatting it, as WordPress does: its lines become breaks."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.tree.vocabulary import is_verse


def mend_verse(root: Element) -> None:
    """Make paragraphs with line breaks of preformatted verse, in place."""
    for block in [one for one in root.iter("pre") if is_verse(one)]:
        block.tag = "div"
        for element in list(block.iter(etree.Element)):
            _break_text(element)
            if element is not block:
                _break_tail(element)


def _break_text(element: Element) -> None:
    first, *rest = (element.text or "").split("\n")
    element.text = first
    for place, line in enumerate(rest):
        break_ = etree.Element("br")
        break_.tail = line
        element.insert(place, break_)


def _break_tail(element: Element) -> None:
    first, *rest = (element.tail or "").split("\n")
    element.tail = first
    last = element
    for line in rest:
        break_ = etree.Element("br")
        last.addnext(break_)
        break_.tail = line
        last = break_
