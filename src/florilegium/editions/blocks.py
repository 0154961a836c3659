"""The blocks of a text as an edition shows them: calls as links, and nothing that only the pipeline needs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup, escape

from florilegium.book import runs
from florilegium.book.namespaces import EPUB_TYPE

#: The element that stands in a template's place for a text.
_INSERT: Final = "insert"


class Inserts:
    """The texts of a document, which go into its tree where its template has called for them.

    So a text is not written and read again to become part of a document.
    """

    def __init__(self) -> None:
        self._bodies: list[Element] = []

    def place(self, body: Element | None) -> Markup:
        """Return what stands in a filled template for the blocks under a `<body>`; nothing for none."""
        if body is None:
            return Markup("")
        self._bodies.append(body)
        return Markup(f"<{_INSERT}/>")  # noqa: S704 - our own element

    @property
    def bodies(self) -> tuple[Element, ...]:
        """Return the texts in the order in which they were called for."""
        return tuple(self._bodies)

    def fill(self, tree: Element) -> None:
        """Put the blocks into the tree of the template, calls turned into links and source places dropped."""
        for mark, body in zip(list(tree.iter(_INSERT)), self._bodies, strict=True):
            shown = deepcopy(body)
            finish(shown)
            for block in list(shown):
                mark.addprevious(block)
            runs.unwrap(mark)


def inline(block: Element | None) -> Markup:
    """Return what stands in one block, as XHTML, in the form of `Inserts.fill`; nothing for none."""
    if block is None:
        return Markup("")
    block = deepcopy(block)
    finish(block)
    return inner_markup(block)


def markup(body: Element) -> Markup:
    """Return the blocks under a `<body>`, as they stand."""
    # Safe: the serialiser escapes, and the readers let nothing but our vocabulary into a tree.
    return Markup("".join(etree.tostring(child, encoding="unicode") for child in body))  # noqa: S704


def inner_markup(block: Element) -> Markup:
    """Return what stands in a block, as it stands."""
    inner = "".join(etree.tostring(child, encoding="unicode") for child in block)
    return escape(block.text or "") + Markup(inner)  # noqa: S704 - as in `markup`


def captions(tree: Element) -> Iterator[tuple[str, Element]]:
    """Yield every caption with words: whether it is that of a `figure` or a `table`, and its element."""
    for caption in tree.iter("figcaption", "caption"):
        around = caption.getparent()
        if around is not None and "".join(map(str, caption.itertext())).strip():
            is_table = caption.tag == "caption" or around.find(".//table") is not None
            yield "table" if is_table else "figure", caption


def finish(body: Element) -> None:
    """Turn calls into links and drop what only the pipeline needs."""
    for element in body.iter():
        element.attrib.pop("at", None)
        element.attrib.pop("cites", None)
        if element.tag == "a":
            element.attrib.pop("note", None)
        elif element.tag == "pagemark":
            element.tag, element.text = "span", f"[{element.attrib.pop('page', '')}]"
            element.set("class", "source-page")
        elif element.tag == "call":
            note = element.get("to", "")
            element.tag = "a"
            number, anchor = element.get("number", "?"), element.get("id", "")
            kind = "call" if number[-1:].isdigit() else "call sign"
            element.attrib.clear()
            element.attrib.update(
                {"id": anchor, "class": kind, "href": f"#{note}", "role": "doc-noteref", EPUB_TYPE: "noteref"}
            )
            element.text = number
            if not note:
                element.tag, element.text = "span", "?"
                element.attrib.clear()
                element.set("class", "call")
