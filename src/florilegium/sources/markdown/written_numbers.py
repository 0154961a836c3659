"""The numbers of Markdown's lists as their author wrote them.

CommonMark counts from the first number and forgets the others, so that `1887.` and `10.` would be printed as
1887 and 1888. Here an item that does not count on has its own number. A list whose items all have the same
number (`1.` `1.` `1.`) leaves the counting to the machine, and is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass
class WrittenNumbers:
    """The numbered lists that are open, outermost first: the items of each, with number and sign.

    `markers` are what items show that are numbered by letters, by their line.
    """

    markers: Mapping[int, str] = field(default_factory=dict)

    _open: list[list[tuple[Element, str, str]]] = field(default_factory=list)

    def see(self, token: Token, element: Element) -> None:
        """Take the token that opens a list with numbers, or one of its items, and what it became."""
        if token.type == "ordered_list_open":
            self._open.append([])
        elif token.info and self._open:
            self._open[-1].append((element, token.info, token.markup))
            marker = self.markers.get(token.map[0]) if token.map else None
            if marker:
                element.set("data-marker", marker)

    def end(self) -> None:
        """Close the innermost list: give its items what the counting of a list would not."""
        items = self._open.pop() if self._open else []
        if not items:
            return
        written = [int(number) for _, number, _ in items]
        left = len(written) > 1 and len(set(written)) == 1
        for place, (item, number, sign) in enumerate(items):
            shown = written[0] + place if left else written[place]
            if item.get("data-marker"):
                continue
            if sign != "." or (not left and number != str(shown)):
                item.set("data-marker", f"{shown if left else number}{sign}")
            if place and not left and shown != written[place - 1] + 1:
                item.set("value", str(shown))
