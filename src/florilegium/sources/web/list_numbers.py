"""The numbers of lists as a page shows them: those that a style sheet gives, and those that its author typed.

A list is numbered by `type` where HTML knows the kind, else by a label of each item (`data-marker`). In a
list that a style leaves without signs the author's own stand in the text; then they are the labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, weigh
from florilegium.sources.tree.vocabulary import styles_of
from florilegium.system.patterns import regex

_TYPES: Final = {
    "upper-roman": "I",
    "lower-roman": "i",
    **dict.fromkeys(("upper-alpha", "upper-latin"), "A"),
    **dict.fromkeys(("lower-alpha", "lower-latin"), "a"),
}
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
_LABELS: Final[dict[str, Callable[[int], str]]] = {
    "decimal-leading-zero": lambda number: f"{number:02}.",
    "lower-greek": lambda number: f"{_GREEK[number - 1]}." if 0 < number <= len(_GREEK) else f"{number}.",
}

#: A sign that an author typed before an item.
_TYPED: Final = regex(
    r"\s*([(\[]?(?:\d{1,3}[a-z]?|[a-zA-Z]|[ivxlcIVXLC]{1,7})[)\].]\)?|§+\s?\d+[a-z]?\.?"
    r"|(?:Art(?:icle|\.)|No\.)\s(?:\d{1,3}|[IVXLC]{1,7})[.:]?)\s+"
)


def number_lists(root: Element) -> tuple[Piece, ...]:
    """Write into the lists of a page how their items are numbered, in place; what was typed is entered."""
    weight, first = 0, root
    for list_ in root.iter("ol", "ul"):
        kind = _kind_of(list_)
        items = list(list_.iterchildren("li"))
        if list_.tag == "ol" and kind in _TYPES:
            list_.set("type", _TYPES[kind])
        elif list_.tag == "ol" and kind in _LABELS:
            _label(list_, items, _LABELS[kind])
        elif kind == "none" and items and all(_TYPED.match(item.text or "") for item in items):
            first = first if weight else list_
            weight += sum(map(_take_typed, items))
    fate = "in the text, as the labels of lists"
    line, order = int(first.get("data-at", "0").partition(":")[0] or 0), int(first.get("data-n", 0))
    if not weight:
        return ()
    row = Piece.row(role="list", line=line, text="", order=order, fate=fate)
    return (replace(row, characters=weight),)


def _kind_of(list_: Element) -> str:
    """Return the kind of sign that a style gives to the items of a list."""
    style = styles_of(list_)
    words = (style.get("list-style-type") or style.get("list-style") or "").split()
    known = {*_TYPES, *_LABELS, "none"}
    return next((word for word in words if word in known), "")


def _label(list_: Element, items: list[Element], label: Callable[[int], str]) -> None:
    """Give each item the label of its number."""
    start = list_.get("start") or ""
    number = int(start) if re.fullmatch(r"-?\d{1,4}", start, re.ASCII) else 1
    for item in items:
        value = item.get("value") or ""
        number = int(value) if re.fullmatch(r"-?\d{1,4}", value, re.ASCII) else number
        item.set("data-marker", label(number))
        number += 1


def _take_typed(item: Element) -> int:
    """Make a label of the sign that an author typed before an item; returns its letters."""
    found = _TYPED.match(item.text or "")
    if found is None:
        return 0
    item.set("data-marker", found[1])
    item.text = (item.text or "")[found.end() :]
    return weigh(found[1])
