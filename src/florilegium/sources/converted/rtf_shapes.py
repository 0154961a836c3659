"""The shapes of paragraphs in RTF, which a converter drops: set apart, or on the right.

Signs at their ends say so (`rtf_signs.py`).
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.converted.rtf_signs import ON_THE_RIGHT, SET_IN
from florilegium.sources.parts import content_of


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
