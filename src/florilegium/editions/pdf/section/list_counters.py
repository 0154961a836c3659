"""Numbers of lists as their attributes say them, in terms of CSS, which is all that the layout reads."""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import _Element as Element

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
