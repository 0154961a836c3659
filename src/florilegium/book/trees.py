"""Trees held as XML, which takes a fraction of the memory; and the language that is said in a tree."""

from __future__ import annotations

from functools import cache

from lxml import etree
from lxml.etree import _Element as Element


def parsed(xml: bytes) -> Element:
    """Return the root of a tree that we have written ourselves."""
    root: Element = etree.fromstring(xml, _parser())
    return root


@cache
def _parser() -> etree.XMLParser:
    """Return the one parser of all such trees: a tree holds on to its parser, which is larger than a note."""
    return etree.XMLParser(resolve_entities=False, no_network=True)


def language_at(element: Element, otherwise: str = "") -> str:
    """Return the language that an element says, or the nearest around it that says one."""
    said = (one.get("lang") for one in (element, *element.iterancestors()))
    return next(filter(None, said), otherwise)
