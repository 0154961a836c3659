"""What is known while a Word document is read: its parts, its notes by their calls, what was left out.

Blocks are marked with their place (`data-at`, the number of the paragraph) and their order (`data-n`) as they
are made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Piece, weigh
from florilegium.sources.word.ooxml.numbering import Numbering
from florilegium.sources.word.ooxml.word_package import WordPackage
from florilegium.sources.word.ooxml.word_styles import WordStyles
from florilegium.sources.word.ooxml.wordml import W, chosen_branch

#: What became of words that a tracked change has struck.
STRUCK = "left out: struck by a tracked change"


@dataclass
class CalledNote:
    """A note that a call names: its kind (`footnote`, `endnote`), its id, its label, a mark of its own."""

    kind: str
    key: str
    label: str
    at: str
    mark: str = ""


@dataclass
class WordState:
    """The document that is read, and what has been found so far.

    `count` is the number of paragraphs with something in them; `order` counts blocks. `usual` is the indent,
    in twentieths of a point, at which running text begins. `uncalled` are notes whose calls were struck or
    are hidden. `pages` and `indexes` are the places of references to pages and of an index.
    """

    package: WordPackage
    styles: WordStyles
    numbering: Numbering
    reading: Reading
    usual: int = 0
    count: int = 0
    order: int = 0
    depth: int = 0
    called: dict[tuple[str, str], CalledNote] = field(default_factory=dict)
    uncalled: set[tuple[str, str]] = field(default_factory=set)
    left: list[Piece] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)

    @property
    def at(self) -> str:
        """The place of the paragraph that is read, which is not counted yet."""
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
        self.left.append(Piece(None, role, line, line, text, weigh(text), self.order, fixed=True, fate=fate))

    def strike(self, element: Element) -> None:
        """Leave out what a tracked change has struck, and the notes that it calls."""
        for one in element.iter(f"{W}t", f"{W}delText"):
            self.leave_out("boilerplate", STRUCK, one.text or "")
        self.uncall(element)

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
