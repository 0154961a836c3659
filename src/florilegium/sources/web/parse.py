"""Pages of HTML and XHTML, and scraps of them, as trees.

The one place where parsers are set up: no network, no external entity, no document type of the page's own, no
tree deeper than the parser's own limit. Every element then tells where it stood (`data-at`, `data-n`); what a
page claims in our own attributes, or calls a `call`, is taken from it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from html import escape
from html.entities import html5
from itertools import accumulate
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import EPUB_TYPE, XHTML, XML_LANG
from florilegium.sources.encoding import without_unprintable_references
from florilegium.sources.tree.angle_brackets import (
    TagNames,
    escape_words,
    is_plain,
    type_of_page,
    without_cut_end,
)
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

#: Attributes with our meaning; a page has no say in them.
_OURS: Final = frozenset(
    {
        *("data-at", "data-apart", "data-n", "data-role", "data-list", "data-marker"),
        *("data-tex", "data-mathml", "data-was", "data-display", "data-cites", "data-set"),
    }
)

_DECLARATION: Final = regex(r"\s*<\?xml[^>]{0,200}\?>")
_SECTION: Final = regex(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
#: Ends behind which a parser reads no more, and which say nothing.
_ENDS: Final = regex(r"</(?:body|html)\s*>", re.IGNORECASE)
_ENTITY: Final = regex(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_WINDOWS: Final = regex(r"&#(?:x0*([89][0-9a-f])|0*(1[2-5][0-9]));", re.IGNORECASE)
#: What a page's head may hold.
_METADATA: Final = frozenset(
    {
        "title",
        "meta",
        "link",
        "base",
        "script",
        "style",
        "noscript",
        "template",
        "object",
        "basefont",
        "bgsound",
    }
)
#: Elements without content that the parser, which is older than they are, takes for elements with it.
_VOID: Final = ("source", "track", "wbr", "embed", "keygen", "param")


class TooDeepError(Exception):
    """A page nests deeper than a tree may."""


#: A name of an attribute that lxml takes: one of XML without a colon, in the letters of HTML's own names.
_ATTRIBUTE: Final = regex(r"[A-Za-z_][\w.-]*", re.ASCII)

#: Names with a colon whose meaning is kept, and the name that it is read by.
_PLAIN_NAMES: Final = {"epub:type": "data-epub-type", "xml:lang": "lang"}


def parse_page(text: str) -> Element:
    """Return the tree of a page; XHTML when it is sound XML, else HTML, in which anything goes.

    Raises:
        TooDeepError: the page nests deeper than 255 elements; what is deeper would be lost.
    """
    xhtml, plain = _is_xhtml(text), is_plain(text)
    text = _prepared(text)
    root = _parse_xhtml(text) if xhtml else None
    if root is not None:
        return root
    text = _SECTION.sub(lambda found: escape(found[1]), text) if xhtml else text
    text = _ENDS.sub("", without_cut_end(text))
    return _parse_html(text if plain else escape_words(text, TagNames.of(text, is_page=True)))


def _prepared(text: str) -> str:
    """Return a page without its declarations, its entities those of the web."""
    text = _printed(text)
    text = _DECLARATION.sub("", text, count=1) if "<?xml" in text else text
    if found := type_of_page(text):
        text = text[: found.start()] + "\n" * found[0].count("\n") + text[found.end() :]
    return text


def parse_scrap(text: str, names: TagNames | None = None) -> Element:
    """Return the tree of a scrap of HTML, under a `div`; `names` are those of the text it is cut from.

    Raises:
        TooDeepError: as `parse_page`.
    """
    text = escape_words(_printed(text), names or TagNames.of(text))
    root = _parse_html(f"<!DOCTYPE html><html><body><div>{text}</div></body></html>")
    body = root.find("body")
    if body is None:
        return etree.Element("div")
    body.tag = "div"
    return body


def stamp(root: Element, source: str = "", first_line: int = 1) -> None:
    """Number every element of a tree, and tell where in its source it begins, if that is given."""
    tags = _Tags(source)
    for order, element in enumerate(root.iter(etree.Element)):
        attributes = element.attrib
        for name in _OURS.intersection(attributes) if attributes else ():
            del attributes[name]
        element.set("data-n", str(order))
        if source:
            line, column = tags.next(str(element.tag), element.sourceline or 1)
            element.set("data-at", f"{line + first_line - 1}:{column}")
        if element.tag == "call":
            element.tag = "span"


class _Tags:
    """Finds the start tags of a source, in their order; a parser tells the last line that one may be on."""

    def __init__(self, source: str) -> None:
        self._source = source.lower()
        self._breaks = [end - 1 for end in accumulate(len(line) + 1 for line in source.split("\n"))]
        self._offset = 0
        self._ahead: dict[str, int] = {}

    def next(self, tag: str, line: int) -> tuple[int, int]:
        """Line and column of the next tag of this name, if it begins on `line` or before; else that line.

        A parser adds elements that no tag stands for; the tag found then is a later one's.
        """
        place = self._ahead.get(tag, -2)
        if place == -2 or 0 <= place < self._offset:
            place = self._ahead[tag] = self._source.find(f"<{tag}", self._offset)
        number = bisect_left(self._breaks, place) + 1
        if place < 0 or number > line:
            return line, 1
        self._offset = place + 1
        return number, place - (self._breaks[number - 2] if number > 1 else -1)


def _is_xhtml(text: str) -> bool:
    head = text[:2000].lstrip("\ufeff \t\n")
    return head.startswith("<?xml") or XHTML in head


def _parse_xhtml(text: str) -> Element | None:
    """Return the tree of a page that is XML, its names without namespaces; None when it is none."""
    text = _ENTITY.sub(_named_letter, text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter(etree.Element):
        element.tag = str(element.tag).removeprefix(f"{{{XHTML}}}")
        if "}" in element.tag:
            element.tag = element.tag.partition("}")[2]
        for name, plain in ((EPUB_TYPE, "epub:type"), (XML_LANG, "lang")):
            value = element.attrib.pop(name, None)
            if value is not None and element.get(plain) is None:
                element.set("data-epub-type" if plain == "epub:type" else plain, str(value))
    return root


def _parse_html(text: str) -> Element:
    """Return the tree of a page that may be anything."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise TooDeepError
    if root is None:
        root = etree.Element("html")
        etree.SubElement(root, "body")
    for element in list(root.iter(*_VOID)):
        _empty(element)
    _clear_head(root)
    _name_attributes(root)
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") is not None:
            _open_shadow(template)
    return root


def _open_shadow(template: Element) -> None:
    """Make a division of a template that a browser shows in its host (DOM §4.8), in place.

    The elements that the host holds stand in its slots; what a slot holds by itself is then not shown.
    """
    host = template.getparent()
    template.tag = "div"
    slots = {slot.get("name") or "": slot for slot in reversed(list(template.iter("slot")))}
    for child in list(host) if host is not None else ():
        slot = slots.get(child.get("slot") or "") if isinstance(child.tag, str) else None
        if child is template or slot is None:
            continue
        if slot.tag == "slot":
            slot.tag = "div"
            unseen = etree.Element("template")
            unseen.text, slot.text = slot.text, None
            unseen.extend(list(slot))
            slot.append(unseen)
        detach(child)
        slot.append(child)


def _name_attributes(root: Element) -> None:
    """Give each attribute of a page a name that a tree may be given, or drop it.

    HTML allows nearly every sign in a name (`@click`, `xml:lang`, what a broken tag leaves), and libxml2's
    parser lets it pass; but lxml refuses such a name wherever an element is made or written again.
    """
    for element in root.iter(etree.Element):
        found = {str(name): str(value) for name, value in element.attrib.items()}
        fit = {name: value for name, value in found.items() if _ATTRIBUTE.fullmatch(name)}
        if len(fit) == len(found):
            continue
        for name, plain in _PLAIN_NAMES.items():
            if name in found:
                fit.setdefault(plain, found[name])
        element.attrib.clear()  # lxml finds none of the others by its name (`{=7`)
        element.attrib.update(fit)


def _clear_head(root: Element) -> None:
    """Move what is no metadata, such as a stray cell, from a page's head to the beginning of its body."""
    head = root.find("head")
    inside = head if head is not None else ()
    first = next((one for one in inside if isinstance(one.tag, str) and one.tag not in _METADATA), None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    moved = [first, *first.itersiblings()]
    moved[-1].tail = (moved[-1].tail or "") + (body.text or "")
    body.text = None
    for place, element in enumerate(moved):
        body.insert(place, element)


def _empty(element: Element) -> None:
    """Move what a parser put into an element that holds nothing behind it, where it stands in the source."""
    tail, element.tail = element.tail, element.text
    element.text = None
    last = element
    for child in list(element):
        last.addnext(child)
        last = child
    if tail:
        last.tail = (last.tail or "") + tail


def _named_letter(found: re.Match[str]) -> str:
    """Return the letter of a named entity that XML does not know; a name that nobody knows is text."""
    name = found[1]
    if name in _XML_ENTITIES:
        return found[0]
    letter = html5.get(f"{name};")
    return letter if letter is not None else f"&amp;{name};"


def _printed(text: str) -> str:
    """Return markup whose numeric references a tree can hold; readers report those that it cannot."""
    return without_unprintable_references(_WINDOWS.sub(_windows_letter, text), "")


def _windows_letter(found: re.Match[str]) -> str:
    """Return the letter of a numbered entity from 128 to 159, which on the web means Windows' own."""
    number = int(found[1], 16) if found[1] else int(found[2])
    if not 128 <= number <= 159:
        return found[0]
    return bytes((number,)).decode("cp1252", "replace")
