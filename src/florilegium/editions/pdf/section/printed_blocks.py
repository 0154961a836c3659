"""Blocks as print asks for them: headings, numbers of lists, and pages to look at.

A heading that goes over several lines does not leave its last word alone. Lists count as their source does.
Title page, copyright page and their like are one page each, whatever stands on them.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from lxml.etree import _Element as Element

from florilegium.editions.documents import Document
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.trim import Page

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_CLASSES: Final = frozenset({"subtitle", "title", "entry"})

#: A heading of fewer words is left alone, and so is a last word of more letters.
_WORDS: Final = 4
_LETTERS: Final = 14


def keep_last_words(tree: Element) -> None:
    """Tie the last two words of every longer heading, title, subtitle and line of the contents together."""
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "span"):
        classes = (element.get("class") or "").split()
        if element.tag in _HEADINGS or _CLASSES & set(classes):
            _tie(element)


def _tie(heading: Element) -> None:
    """Tie the last words where both stand in one piece of text."""
    words = "".join(heading.itertext()).split()
    if len(words) < _WORDS or len(words[-1]) > _LETTERS:
        return
    owner = heading[-1] if len(heading) else heading
    name = "tail" if len(heading) else "text"
    head, space, last = (getattr(owner, name) or "").rstrip().rpartition(" ")
    if space and last == words[-1] and head.strip():
        setattr(owner, name, f"{head}\N{NO-BREAK SPACE}{last}")


_STYLES: Final = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_WHOLE: Final = re.compile(r"-?\d{1,5}\Z", re.ASCII)


def count_lists(tree: Element) -> None:
    """Let lists count as `start`, `type`, `reversed` and an item’s `value` say (HTML 4.4.5), in place."""
    for listed in tree.iter("ol"):
        items = [item for item in listed if item.tag == "li"]
        if listed.get("class") is None and (
            set(listed.attrib) & {"start", "type", "reversed"} or _valued(items)
        ):
            _count(listed, items)


def _valued(items: list[Element]) -> bool:
    return any(item.get("value") for item in items)


def _count(listed: Element, items: list[Element]) -> None:
    """Set the counter of one list and the steps of its items."""
    step = -1 if listed.get("reversed") is not None else 1
    start = _whole(listed.get("start"), len(items) if step < 0 else 1)
    before = start - step
    rules = [f"counter-reset: list-item {before}"]
    if listed.get("type") in _STYLES:
        rules.append(f"list-style-type: {_STYLES[listed.get('type', '')]}")
    listed.set("style", "; ".join(rules))
    for item in items:
        number = _whole(item.get("value"), before + step)
        if number - before != 1:
            item.set("style", f"counter-increment: list-item {number - before}")
        before = number


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and _WHOLE.match(text) else usual


#: The classes that set a page smaller, in the order in which they are tried.
SMALLER: Final = ("long", "longer", "longest")

#: Pieces of one line differ no more than this in height, in points.
_SAME_LINE: Final = 4.0


def is_one_page(layout: Layout, page: Page) -> bool:
    """Return whether all that is to be seen stands on one page, line under line."""
    tops = [line.top for line in layout.lines]
    return (
        layout.pages == 1
        and min(tops, default=page.head) > page.head - _SAME_LINE
        and all(below > above - _SAME_LINE for above, below in pairwise(tops))
    )


def set_smaller(document: Document, size: str) -> Document:
    """Return the document in smaller type."""
    tree = document.tree
    body = next(tree.iter("body"))
    body.set("class", f"{body.get('class', '')} {size}".strip())
    return Document.of(document.section, tree)
