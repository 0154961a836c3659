"""One block of running text while it is being written: its letters, and the inline elements open in it."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.tree.vocabulary import Inline


class RunningText:
    """Writes into one block.

    Text waits in a list until something else is written, since an element's text is copied whole at every
    change: a paragraph of a hundred thousand `font` elements must not take an hour. Inline elements are made
    when text for them comes, so that none is empty.
    """

    def __init__(self, block: Element) -> None:
        self.block = block
        self.weight = 0
        self.beside: list[str] = []  # what the source has of it beyond its text
        self._nodes: list[Element] = []
        self._waiting: list[str] = []
        self._owner, self._tail = block, False
        self._break: Element | None = None  # a line break with no letter after it yet

    def text(self, text: str, inlines: Sequence[Inline], weight: int) -> None:
        """Write text that stands in `inlines`, the outermost first; `weight` is what the source has of it."""
        self._enter(inlines)
        self._waiting.append(text)
        self.weight += weight
        if self._break is not None and text.strip():
            self._break = None

    def put(self, tag: str, attributes: dict[str, str], inlines: Sequence[Inline], text: str = "") -> None:
        """Write an element without content, or with a text that is none of the source."""
        self._enter(inlines)
        self._put(tag, attributes).text = text or None
        self._break = None

    def line_break(self, inlines: Sequence[Inline]) -> bool:
        """Write a line break; True when it is the second in a row, which the first then stands for."""
        if self._break is not None:
            return True
        self._enter(inlines)
        self._break = self._put("br", {})
        return False

    def leave(self, depth: int) -> None:
        """Leave the inline elements deeper than `depth`, which have ended."""
        while len(self._nodes) > depth:
            self._go(self._nodes.pop(), tail=True)

    def close(self) -> None:
        """Write what waits, and the weight."""
        self._write()
        self.block.set("weight", str(self.weight))
        if self.beside:
            self.block.set("beside", " ".join(self.beside))

    def _enter(self, inlines: Sequence[Inline]) -> None:
        for inline in inlines[len(self._nodes) :]:
            self._nodes.append(self._put(inline.tag, inline.attributes))
            self._go(self._nodes[-1], tail=False)

    def _put(self, tag: str, attributes: dict[str, str]) -> Element:
        """Put a new element at the cursor, which then stands behind it."""
        self._write()
        parent = self._nodes[-1] if self._nodes else self.block
        element = etree.SubElement(parent, tag, attributes)
        self._owner, self._tail = element, True
        return element

    def _go(self, owner: Element, tail: bool) -> None:
        self._write()
        self._owner, self._tail = owner, tail

    def _write(self) -> None:
        text = "".join(self._waiting)
        self._waiting = []
        if text and self._tail:
            self._owner.tail = (self._owner.tail or "") + text
        elif text:
            self._owner.text = (self._owner.text or "") + text
