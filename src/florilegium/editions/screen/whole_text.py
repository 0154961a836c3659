"""A finished file of the EPUB has each letter of its document once and in order.

What only screens need stands in elements of its own, and is passed over: the row of an index's letters, the
descriptions of pictures, the ways back at the ends of notes, the notice of a review copy. A formula has no
letters in the document, and those of its MathML on the page. The line that names the typeface is written
again for each edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from florilegium.book import runs
from florilegium.book.namespaces import XHTML
from florilegium.book.trees import parsed
from florilegium.editions.screen.notice import NOTICE_CLASS
from florilegium.editions.screen.page_parts import PageParts
from florilegium.problems import CATALOGUE, Place, Problem

#: Elements that an edition adds, by name or class, and those whose words it writes again. Few have a class,
#: so the classes are gone through and not the elements.
_BY_NAME: Final = ("{*}nav", "{*}details", "{*}math")
_BY_CLASS: Final = (f". = '{name}'" for name in ("typeface", "back", NOTICE_CLASS))
_with_class: Final = etree.XPath(f"descendant::*/@class[{' or '.join(_BY_CLASS)}]/..")

_words: Final = etree.XPath("string()", smart_strings=False)

#: The body of a document, which has no namespace, and that of a page.
_BODIES: Final = frozenset({"body", f"{{{XHTML}}}body"})

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
    shown, given = _shown(document), _shown(page)
    if shown == given or (wanted := _plain(shown)) == (found := _plain(given)):
        return ""
    shorter = min(len(wanted), len(found))
    at = next((place for place in range(shorter) if wanted[place] != found[place]), shorter)
    text = wanted if at < len(wanted) else found
    return text[max(at - _BEFORE, 0) : at + _AFTER]


def _shown(xhtml: bytes) -> str:
    """Return the text that a page shows, without what an edition adds or writes again."""
    root = parsed(xhtml)
    body = next(child for child in root if child.tag in _BODIES)
    for element in (*body.iter(*_BY_NAME), *_with_class(body)):
        element.clear(keep_tail=True)
    return str(_words(body))


def _plain(text: str) -> str:
    text = "".join(text.split())
    for sign in runs.UNCOUNTED:
        text = text.replace(sign, "")
    return text
