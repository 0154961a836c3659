"""The language of each element as reading systems want it told, and the writing direction where it
changes."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import XML_LANG
from florilegium.editions.directions import name_directions

#: What the pipeline notes on an element and no reader needs.
_PIPELINE: Final = ("at", "note", "to", "number")


def name_languages(tree: Element) -> None:
    """Write `lang` twice, as old readers need, and the direction where it changes (EPUB 3.3 §6.1; HTML)."""
    for element in tree.iter(etree.Element):
        for name in _PIPELINE:
            element.attrib.pop(name, None)
        if (language := element.get("lang")) is not None:
            element.set(XML_LANG, language)
    name_directions(tree)
