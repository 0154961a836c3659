"""What is known while a Word document is read: its parts, its notes by their calls, what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from florilegium.sources.story_record import STRUCK, UNFILLED, StoryRecord
from florilegium.sources.word.cited_works import CitedWorks
from florilegium.sources.word.ooxml.numbering import Numbering
from florilegium.sources.word.ooxml.word_package import WordPackage
from florilegium.sources.word.ooxml.word_styles import WordStyles
from florilegium.sources.word.ooxml.wordml import W, chosen_branch

#: No placeholder has more words.
_PLACEHOLDER: Final = 40


@dataclass
class CalledNote:
    """A note that a call names: its kind (`footnote`, `endnote`), its id, its label, a mark of its own."""

    kind: str
    key: str
    label: str
    at: str
    mark: str = ""


@dataclass
class WordState(StoryRecord):
    """The document that is read, and what has been found so far. `uncalled` are notes whose calls were struck
    or are hidden. `works` are those that its fields cite, `marked` those that open bookmarks do.
    """

    package: WordPackage
    styles: WordStyles
    numbering: Numbering
    called: dict[tuple[str, str], CalledNote] = field(default_factory=dict)
    uncalled: set[tuple[str, str]] = field(default_factory=set)
    marked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    works: CitedWorks = field(init=False)

    def __post_init__(self) -> None:
        self.works = CitedWorks(self.package)

    def strike(self, element: Element) -> None:
        """Leave out what a tracked change has struck, and the notes that it calls."""
        for one in element.iter(f"{W}t", f"{W}delText"):
            self.leave_out("boilerplate", STRUCK, one.text or "")
        self.uncall(element)

    def leave_unfilled(self, control: Element) -> bool:
        """Leave out the words of a content control that nobody has filled in (§17.5.2.39).

        False for one that somebody has; one with many words is text, whatever it says.
        """
        said = control.find(f"{W}sdtPr/{W}showingPlcHdr")
        if said is None or said.get(f"{W}val", "") in {"0", "false", "off"}:
            return False
        words = " ".join(one.text or "" for one in control.iter(f"{W}t"))
        if len(words.split()) > _PLACEHOLDER:
            return False
        self.leave_out("boilerplate", UNFILLED, words)
        self.uncall(control)
        return True

    def uncall(self, element: Element) -> None:
        """Remember the notes that an element calls as called by nothing that is shown."""
        for kind in ("footnote", "endnote"):
            calls = element.iter(f"{W}{kind}Reference")
            self.uncalled |= {(kind, call.get(f"{W}id", "")) for call in calls}

    def branch_of(self, alternate: Element) -> Element:
        """Return the branch of alternative content that is read; what others say beyond it is left out."""
        chosen = chosen_branch(alternate)
        shown = _words(chosen)
        for branch in alternate:
            other = _words(branch) if branch is not chosen and isinstance(branch.tag, str) else ""
            if other and other != shown:
                self.leave_out(
                    "boilerplate", "left out: for programs that cannot show what stands here", other
                )
        return chosen

    def call(self, kind: str, key: str) -> CalledNote:
        """Return the note that a call names; notes are labelled in the order of their first calls."""
        if (kind, key) not in self.called:
            label = str(len(self.called) + 1)
            self.called[kind, key] = CalledNote(kind, key, label, self.at)
        return self.called[kind, key]


def _words(branch: Element) -> str:
    """Return the words of a branch, paragraph by paragraph."""
    paragraphs = branch.iter(f"{W}p") if branch.find(f".//{W}p") is not None else (branch,)
    texts = ("".join(one.text or "" for one in paragraph.iter(f"{W}t")) for paragraph in paragraphs)
    return " ".join(" ".join(texts).split())
