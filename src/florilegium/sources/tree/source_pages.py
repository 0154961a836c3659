"""Where pages of a printed original begin: marked in files in many ways, kept as one where the manifest asks.

Such a mark is an empty element, `<pagemark page="12"/>`, that stands between two letters. Its number is no
text: it is not indexed, corrected or counted, and is told apart from the printed pages of the book itself.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import classes_of
from florilegium.system.patterns import regex

#: The element that marks a page until it is written, and the attribute that has its number.
PAGE_MARK, PAGE = "pagemark", "data-page"

#: Names that pages bear in the files of Project Gutenberg and of others.
PAGE_CLASSES: Final = frozenset(
    {"pgnm", "pgnum", "page_number", "pagenumber", "pagenum", "pageno", "page-number", "page-num"}
    | {"pagebreak", "page-break"}
)

_NUMBER: Final = r"(?:\d{1,4}[a-z]?|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[A-Z]\d{1,3}[rv]?)"
_SHOWN: Final = regex(
    rf"[\[({{|\s]*(?:pages?|pag|pg|pp?|seite|s)?[.:\s_-]*({_NUMBER})[\])}}|\s.]*", re.IGNORECASE
)
_NAMED: Final = regex(rf"(?:pages?|pag|pg|p|seite)[._-]*0*({_NUMBER})", re.IGNORECASE)

#: A mark that is typed in the text: `[Pg 12]`, `[pg.1]`, `[S. 12]`.
_TYPED: Final = regex(rf"\[(?:page|pag|pg|p|seite|s)(?:\.\s?|\s){{1,2}}({_NUMBER})\]", re.IGNORECASE)

#: A number in braces, which may be a page.
_BRACED: Final = regex(r"\{(\d{1,4})\}")

#: Elements by which pages mark where one of their original begins.
_MARKING: Final = ("span", "a", "div", "sup", "hr", "b", "i", "small")

_SET: Final = frozenset({"p", "li", "td", "th", "h2", "h3", "h4", "dd"})


def is_break(element: Element) -> bool:
    """Return whether an element says by its kind that a page of a printed original begins there."""
    types = (element.get("data-epub-type") or "").split()
    return "pagebreak" in types or element.get("role") == "doc-pagebreak"


def mark_pages(root: Element) -> None:
    """Put a mark before each element of a page of the web that names a page of its original, in place."""
    for element in [one for one in root.iter(*_MARKING) if _is_named(one)]:
        label = _label(element)
        if label:
            element.addprevious(etree.Element(PAGE_MARK, {PAGE: label}))


def _is_named(element: Element) -> bool:
    if is_break(element) or PAGE_CLASSES & classes_of(element):
        return True
    named = _NAMED.fullmatch(element.get("id") or element.get("name") or "")
    if named is None:
        return False
    words = content_of(element).strip()
    if not words:
        return element.tag in {"a", "span"}
    shown = _SHOWN.fullmatch(words)
    return shown is not None and named[1].lower() == shown[1].lower().lstrip("0")


def _label(element: Element) -> str:
    """Return the number of a page, from what its element shows or says."""
    told = (content_of(element), element.get("aria-label"), element.get("title"))
    shown = next((found for text in told if text and (found := _SHOWN.fullmatch(text.strip()))), None)
    if shown is None:
        shown = _NAMED.search(element.get("id") or element.get("name") or "")
    return shown[1] if shown else ""


def take_typed_pages(body: Element) -> None:
    """Make marks of the numbers of pages that are typed in a text, in place; `[Pg 12]` goes.

    Numbers in braces, `{12}`, are pages where several stand in the text and rise throughout.
    """
    texts = {leaf: runs.text_of(leaf) for leaf in runs.leaves(body) if leaf.tag in _SET}
    braced = [int(number) for text in texts.values() for number in _BRACED.findall(text)]
    rise = len(braced) > 1 and all(one < other for one, other in pairwise(braced))
    for leaf, text in texts.items():
        marks = [*_TYPED.finditer(text), *(_BRACED.finditer(text) if rise else ())]
        for found in sorted(marks, key=re.Match.start, reverse=True):
            apart = text[: found.start()][-1:].isspace() and text[found.end() :][:1].isspace()
            runs.replace(leaf, found.start(), found.end() + apart, "")
            runs.insert(leaf, found.start(), etree.Element(PAGE_MARK, {"page": found[1]}))
