"""What is known while an OpenDocument text is read: its styles, its lists, its notes by their calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from florilegium.sources.opendocument.text_lists import TextLists
from florilegium.sources.opendocument.text_package import TEXT, TextPackage
from florilegium.sources.opendocument.text_styles import TextStyles
from florilegium.sources.story_record import StoryRecord


@dataclass(frozen=True)
class NoteCall:
    """A note as its call stands in the text: its label, where it is called, its body."""

    label: str
    at: str
    body: Element


@dataclass
class TextRecord(StoryRecord):
    """The document that is read, and what has been found so far.

    `notes` are in the order of their calls; `copied` counts the letters and elements of repeated rows and
    cells.
    """

    package: TextPackage
    styles: TextStyles
    lists: TextLists
    notes: list[NoteCall] = field(default_factory=list)
    copied: int = 0

    def call(self, note: Element) -> NoteCall:
        """Return the call of a note that stands in the text."""
        body = note.find(f"{TEXT}note-body")
        called = NoteCall(str(len(self.notes) + 1), self.at, note if body is None else body)
        self.notes.append(called)
        return called
