"""What readers of word processors' documents keep: places, the order of blocks, what is left out.

A document has no lines; its paragraphs with something in them are counted. Blocks are marked with their place
(`data-at`) and their order (`data-n`) as they are made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.notes.web_notes import FoundNote
from florilegium.sources.parts import Piece, weigh, whole_text
from florilegium.sources.tree.cutting import text_of

#: What became of words that a tracked change has struck, of hidden ones, of those of a comment, and of those
#: that stand where others are to be put.
STRUCK: Final = "left out: struck by a tracked change"
HIDDEN: Final = "left out: hidden text"
REMARK: Final = "left out: a comment in the margin"
UNFILLED: Final = "left out: a placeholder that nobody has filled in"


@dataclass(kw_only=True)
class StoryRecord:
    """What has been read so far.

    `count` is the number of paragraphs with something in them; `order` counts blocks. `usual` is the indent,
    in twentieths of a point, at which running text begins. `pages` and `indexes` are the places of references
    to pages and of an index.
    """

    reading: Reading
    usual: int = 0
    count: int = 0
    order: int = 0
    depth: int = 0
    left: list[Piece] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)

    @property
    def at(self) -> str:
        """Return the place of the paragraph that is read, which is not counted yet."""
        return f"{self.count + 1}:1"

    def mark(self, element: Element) -> Element:
        """Give an element its place and its order."""
        self.order += 1
        element.set("data-at", self.at)
        element.set("data-n", str(self.order))
        return element

    def make(self, parent: Element | None, tag: str, **attributes: str) -> Element:
        """Make a marked element at the end of another, or by itself."""
        element = (
            etree.Element(tag, attributes) if parent is None else etree.SubElement(parent, tag, attributes)
        )
        return self.mark(element)

    def leave_out(self, role: str, fate: str, text: str) -> None:
        """Enter text that the article does not have; it joins what was just left out for the same reason."""
        if not weigh(text):
            return
        line = self.count + 1
        last = self.left[-1] if self.left else None
        if last is not None and (last.role, last.fate, last.line) == (role, fate, line):
            text = last.text + text
            self.left.pop()
        self.order += 1
        self.left.append(Piece.row(role=role, line=line, text=text, order=self.order, fate=fate))

    def take_margin(self, quiet: StoryRecord, content: Element, role: str, fate: str) -> list[Piece]:
        """Return the row of a margin that was read with a record of its own; what it left out comes along."""
        self.order = quiet.order + 1
        self.left += quiet.left
        text = whole_text(content) if len(content) else ""
        return [Piece.row(role=role, line=0, text=text, order=self.order, fate=fate)] if text.strip() else []

    def report_pages(self) -> None:
        """Report what names pages of the source.

        Reports:
            S017: its index, its references to pages.
        """
        if self.indexes:
            message = (
                "the index of this document stands in the article; its numbers are pages of another book"
            )
            hint = "Take it out of the document; the book’s own index is made from the texts."
            self.reading.problem("S017", self.indexes[0], message, hint)
        if self.pages:
            count = len(self.pages)
            message = f"this document names pages of its own; the first of {count} stands here"
            hint = "They are no pages of this book: name the section instead of the page."
            self.reading.problem("S017", self.pages[0], message, hint)


def note_row(note: FoundNote) -> Piece:
    """Return the ledger's row of a note."""
    text = text_of(note.content)
    places = (one.get("data-at", "") for one in note.content.iter(etree.Element))
    lines = [int(at.partition(":")[0]) for at in places if at] or [0]
    fate = f"note {note.label}"
    row = Piece.row(role="note", line=lines[0], text=text, order=note.order, fate=fate)
    return replace(row, last_line=max(lines))
