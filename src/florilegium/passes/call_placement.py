"""Where a note call stands: outside the words that it follows, and after their punctuation.

A call at the end of a phrase in italics is no part of the phrase, and a call cannot stand in a link, since it
is one itself. In languages that have it so (`calls_after_marks` in `orthography.toml`) a call follows every
mark but the dash (CMOS 14.26). The running text, which holds no calls, stays the same letter for letter.
"""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.runs import BLOCKS
from florilegium.languages.orthography import conventions_for
from florilegium.system.patterns import regex

#: Marks of punctuation after which a call may stand; not the apostrophe of `Crane’s`.
_MARKS = regex(r"(?:[.,;:?!…]+[\"'”’»]*|[\"'”’»]+[.,;:?!…]*)(?=[\s—–]|$)")

#: Elements that begin no word, so that a mark before them ends one.
_NO_WORDS: Final = frozenset({"br", "call"})


def settle_calls(tree: Element, language: str) -> None:
    """Move each call of a tree to its place; the tree is changed and must be the caller's own."""
    for call in reversed(list(tree.iter("call"))):
        _lift(call)
    if conventions_for(language).calls_after_marks:
        for call in list(tree.iter("call")):
            _pass_marks(call)


def _lift(call: Element) -> None:
    """Move the call out of the inline elements that end with it, and out of a link at any place."""
    for around in list(call.iterancestors()):
        if around.tag in BLOCKS:
            return
        ends = call.getparent() is around and call.getnext() is None and not call.tail
        if ends or around.tag == "a":
            _move_behind(call, around)


def _move_behind(call: Element, element: Element) -> None:
    """Stand the call directly behind an element that holds it."""
    parent = element.getparent()
    if parent is None:
        return
    _add_before(call, call.tail or "")
    call.tail = None
    tail, element.tail = element.tail, None
    parent.insert(parent.index(element) + 1, call)
    call.tail = tail


def _pass_marks(call: Element) -> None:
    """Move the call behind the marks that follow it; of several calls together the first goes first."""
    tail, following = call.tail or "", call.getnext()
    marks = _MARKS.match(tail)
    if not marks or (marks.end() == len(tail) and following is not None and following.tag not in _NO_WORDS):
        return
    first = call
    while (before := first.getprevious()) is not None and before.tag == "call" and not before.tail:
        first = before
    call.tail = tail[marks.end() :]
    _add_before(first, marks.group())


def _add_before(element: Element, text: str) -> None:
    """Add text to what stands before an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
