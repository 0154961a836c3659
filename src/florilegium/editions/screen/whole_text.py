"""A finished file of the EPUB has each letter of its document once and in order.

What only screens need stands in elements of its own, and is passed over: the row of an index's letters, the
descriptions of pictures, the ways back at the ends of notes, the notice of a review copy. A formula has no
letters in the document, and those of its MathML on the page. The line that names the typeface is written
again for each edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.trees import parsed
from florilegium.editions.screen.notice import NOTICE_CLASS
from florilegium.editions.screen.page_parts import PageParts
from florilegium.problems import CATALOGUE, Place, Problem

_ADDED_TAGS: Final = frozenset({"nav", "details", "math"})
_REWRITTEN: Final = frozenset({"typeface", "back", NOTICE_CLASS})

#: So many letters before and after a difference are quoted.
_BEFORE, _AFTER = 12, 30


def differences(parts: PageParts, page: bytes, edition: str) -> Iterator[Problem]:
    """Yield a problem if the words of a finished page, XHTML, are not those of its document.

    `edition` is what messages call the edition.

    Reports:
        E011: words are left out, stand twice or elsewhere.
    """
    if words := difference(parts.xhtml, page):
        message = f"“{words}” does not stand in {edition} as it does in the text"
        hint = "This is a fault of Florilegium: report it together with the text."
        yield Problem("E011", CATALOGUE["E011"][0], Place(parts.section.source), message, hint)


def difference(document: bytes, page: bytes) -> str:
    """Return the words at which a page parts from its document, both XHTML; empty where it never does."""
    wanted, found = (_plain("".join(_texts(_body(one)))) for one in (document, page))
    if wanted == found:
        return ""
    shorter = min(len(wanted), len(found))
    at = next((place for place in range(shorter) if wanted[place] != found[place]), shorter)
    text = wanted if at < len(wanted) else found
    return text[max(at - _BEFORE, 0) : at + _AFTER]


def _body(xhtml: bytes) -> Element:
    root = parsed(xhtml)
    return next(child for child in root if _name(child) == "body")


def _texts(element: Element) -> Iterator[str]:
    """Yield the pieces of text that an element shows, without what an edition adds or writes again."""
    if _name(element) in _ADDED_TAGS or element.get("class") in _REWRITTEN:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail


def _name(element: Element) -> str:
    """Return an element's name without its namespace; none of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _plain(text: str) -> str:
    text = "".join(text.split())
    for sign in runs.UNCOUNTED:
        text = text.replace(sign, "")
    return text
