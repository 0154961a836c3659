"""Letters of a Word paragraph written into a block, each inside the inline elements that its look means."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from florilegium.sources.parts import weigh
from florilegium.sources.tree.inline_writer import RunningText
from florilegium.sources.tree.vocabulary import Inline
from florilegium.sources.word.ooxml.word_styles import Look

#: Inline elements round letters, the outermost first.
Marks = tuple[Inline, ...]


class MarkedText:
    """Writes into one block. Elements that two pieces of text have in common stay open between them."""

    def __init__(self, block: Element) -> None:
        self.block = block
        self.open: Marks = ()
        self._running = RunningText(block)

    def write(self, text: str, marks: Marks) -> None:
        """Write letters."""
        if text:
            self.enter(marks)
            self._running.text(text, marks, weigh(text))

    def put(self, tag: str, attributes: dict[str, str], marks: Marks) -> None:
        """Write an element without content."""
        self.enter(marks)
        self._running.put(tag, attributes, marks)

    def enter(self, marks: Marks) -> None:
        """End the open elements that are not among `marks`."""
        same = 0
        while same < min(len(marks), len(self.open)) and marks[same] == self.open[same]:
            same += 1
        self._running.leave(same)
        self.open = marks

    def close(self) -> None:
        """End the block."""
        self._running.close()
        self.block.attrib.pop("weight", None)


def meaning_of(look: Look, base: Look, *, linked: bool) -> list[Inline]:
    """Return the elements that the look of letters means, where the paragraph's letters look like `base`.

    A link is underlined anyway.
    """
    told = (
        (look.bold and not base.bold, Inline("strong", {})),
        (look.italic != base.italic, Inline("em", {})),
        (look.underlined and not base.underlined and not linked, Inline("u", {})),
        (look.struck and not base.struck, Inline("s", {})),
        (look.spaced and not base.spaced, Inline("span", {"class": "spaced"})),
        (look.small_capitals and not base.small_capitals, Inline("span", {"class": "smallcaps"})),
        (look.raised > 0, Inline("sup", {})),
        (look.raised < 0, Inline("sub", {})),
    )
    return [inline for is_so, inline in told if is_so]


def is_linked(marks: Sequence[Inline]) -> bool:
    """Return whether a link is among the elements."""
    return any(mark.tag == "a" for mark in marks)
