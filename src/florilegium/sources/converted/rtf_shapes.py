"""The shapes of paragraphs in RTF, which a converter drops: set apart, or on the right.

Signs at their ends say so (`rtf_signs.py`).
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.converted.rtf_signs import (
    CALLED,
    LABEL_CLOSE,
    LABEL_OPEN,
    NOTED,
    ON_THE_RIGHT,
    SET_IN,
)
from florilegium.sources.parts import content_of
from florilegium.sources.tree.cutting import detach
from florilegium.system.patterns import regex

_LABEL: Final = regex(f"{LABEL_OPEN}([^{LABEL_CLOSE}]*){LABEL_CLOSE}")
_WHOLE: Final = regex(r"(\d{1,4})\.")


def set_apart(page: Element) -> None:
    """Make quotations of the paragraphs of a page that are set in, and range right what stands so, in place.

    Where most paragraphs are set in, that is how the text stands, and none of them is a quotation.
    """
    paragraphs = [one for one in page.iter("p") if content_of(one).strip(f"{SET_IN}{ON_THE_RIGHT} \n\t\xa0")]
    signed = [one for one in paragraphs if SET_IN in content_of(one)]
    quoted = set(signed) if len(signed) * 2 < len(paragraphs) else set()
    for one in page.iter("p"):
        if ON_THE_RIGHT in content_of(one):
            one.set("style", "text-align: right")
    for one in page.iter():
        one.text = _unsigned(one.text)
        one.tail = _unsigned(one.tail)
    for one in [one for one in paragraphs if one in quoted]:
        before = one.getprevious()
        if before is not None and before.tag == "blockquote" and before.get("data-set-in"):
            before.append(one)
            continue
        block = etree.Element("blockquote", {"data-set-in": "yes"})
        one.addprevious(block)
        block.append(one)


def _unsigned(text: str | None) -> str | None:
    return text.replace(SET_IN, "").replace(ON_THE_RIGHT, "") if text else text


def place_notes(page: Element) -> None:
    """Put the calls of the notes of tables into their cells, in place; the notes stand behind the text."""
    noted = [one for one in page.iter("p") if NOTED in content_of(one)]
    calls = [one for p in noted for one in p.iter("a") if "footnote-ref" in (one.get("class") or "")]
    places = [
        (block, found.start())
        for block in page.iter("p", "td", "th")
        if block.find("p") is None
        for found in re.finditer(CALLED, runs.text_of(block))
    ]
    for call, (block, at) in reversed(list(zip(calls, places, strict=False))):
        detach(call)
        runs.insert(block, at, call)
    for one in noted:
        if not content_of(one).strip(f"{NOTED} \n"):
            detach(one)
    _take_signs(page, f"[{CALLED}{NOTED}]")


def take_labels(root: Element) -> None:
    """Give the items of lists the labels that the file has for them, in place.

    A converter begins to count again where a list within a list ends, and makes paragraphs of older lists.
    """
    for block in list(root.iter("p", "li")):
        found = _LABEL.search(runs.text_of(block)) if block.find("p") is None else None
        if found is None:
            continue
        label = found[1].strip()
        item = next((one for one in (block, *block.iterancestors("li")) if one.tag == "li"), None)
        if item is None:
            item = _item_of(block)
        list_ = item.getparent()
        if list_ is not None:
            list_.tag = "ol"
        counted = _WHOLE.fullmatch(label)
        item.set(*(("value", counted[1]) if counted else ("data-marker", label)))
    _take_signs(root, _LABEL.pattern)


def _item_of(paragraph: Element) -> Element:
    """Return the item that is made of a paragraph, in the list before it or in one of its own."""
    before = paragraph.getprevious()
    if before is None or before.tag != "ol" or not before.get("data-labelled"):
        before = etree.Element("ol", {"data-labelled": "yes"})
        for name in ("data-at", "data-n"):
            before.set(name, paragraph.get(name, ""))
        paragraph.addprevious(before)
    before.tail, paragraph.tail = paragraph.tail, None
    item = etree.SubElement(before, "li", {name: str(value) for name, value in paragraph.attrib.items()})
    item.append(paragraph)
    return item


def _take_signs(root: Element, pattern: str) -> None:
    """Take signs out of the text of a tree, in place, wherever its markup has cut them."""
    signs = re.compile(pattern)
    for block in list(root.iter("p", "td", "th", "li")):
        if block.find("p") is None:
            for found in reversed(list(signs.finditer(runs.text_of(block)))):
                runs.replace(block, found.start(), found.end(), "")
