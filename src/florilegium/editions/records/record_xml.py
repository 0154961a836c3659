"""How the records that are XML are written: one way to put an element into another, one to make bytes."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Put an element at the end of another, in its namespace unless the name says another, and return it."""
    namespace = etree.QName(parent).namespace
    tag = name if name.startswith("{") or namespace is None else f"{{{namespace}}}{name}"
    element = etree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def add_all(parent: Element, values: dict[str, str]) -> None:
    """Put an element into another for each name that has a value."""
    for name, text in values.items():
        if text:
            add(parent, name, text)


def to_xml(root: Element) -> bytes:
    """Return a record as indented UTF-8 with its declaration."""
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"
