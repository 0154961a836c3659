"""The blocks of a text as an edition shows them: calls as links, and nothing that only the pipeline needs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup, escape

from florilegium.book.namespaces import EPUB_TYPE


def blocks(body: Element | None) -> Markup:
    """Return the blocks under a `<body>` as XHTML, calls turned into links and source places dropped."""
    if body is None:
        return Markup("")
    body = deepcopy(body)
    finish(body)
    return markup(body)


def inline(block: Element | None) -> Markup:
    """Return what stands in one block, as XHTML, in the form of `blocks`; nothing for none."""
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
