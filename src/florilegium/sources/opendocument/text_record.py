"""What is known while an OpenDocument text is read: its styles, its lists, its notes by their calls."""

from __future__ import annotations

from dataclasses import field

from lxml.etree import _Element as Element

from florilegium.sources.opendocument.text_citations import TextCitations
from florilegium.sources.opendocument.text_lists import TextLists
from florilegium.sources.opendocument.text_package import TEXT, TextPackage
from florilegium.sources.opendocument.text_styles import TextStyles
from florilegium.sources.parts import content_of
from florilegium.sources.story_record import HIDDEN, REMARK, StoryRecord
from florilegium.system.values import dataclass


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
    cells. `cited` are the works that it cites as data.
    """

    package: TextPackage
    styles: TextStyles
    lists: TextLists
    notes: list[NoteCall] = field(default_factory=list)
    copied: int = 0
    cited: TextCitations = field(init=False)

    def __post_init__(self) -> None:
        """Cite nothing yet."""
        self.cited = TextCitations(self.package)

    def hide(self, element: Element) -> None:
        """Leave out what an element holds and does not show."""
        self.leave_out("boilerplate", HIDDEN, content_of(element))

    def leave_comment(self, annotation: Element) -> None:
        """Leave out a comment."""
        words = " ".join(content_of(one) for one in annotation.iter(f"{TEXT}p"))
        self.leave_out("comment", REMARK, words)

    def call(self, note: Element) -> NoteCall:
        """Return the call of a note that stands in the text."""
        body = note.find(f"{TEXT}note-body")
        called = NoteCall(str(len(self.notes) + 1), self.at, note if body is None else body)
        self.notes.append(called)
        return called
