"""What a reader gives: a manuscript, with the ledger that accounts for every paragraph of its source.

This module owns the values that go into the readers and come out of them. It knows no format.
"""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.bibliographic import Correction, Reference
from florilegium.book.model import Note
from florilegium.problems import Place, Report
from florilegium.sources.excerpts.extent import Extent
from florilegium.system.tasks.bounds import UNBOUNDED, Bound
from florilegium.system.values import dataclass

#: No article is larger, in bytes; a book of a thousand pages is a tenth of it.
LIMIT: Final = 20_000_000

#: What a paragraph of a source can be. The last four are kinds of body that a ledger tells apart.
ROLES: Final = (
    *("title", "deck", "byline", "dateline", "heading", "body", "quote", "note", "bio", "credit"),
    *("provenance", "boilerplate", "comment", "image", "list", "table", "break"),
)

#: Roles whose paragraphs stand in the text of the book.
SET: Final = frozenset({"heading", "body", "quote", "image", "list", "table", "break"})

#: Signs of which a title written in Markdown has one, if it has markup.
TITLE_MARKS: Final = frozenset("*_~^`\\<{")

#: Role → what became of such a paragraph, when nothing else is said.
FATES: Final[dict[str, str]] = {
    **dict.fromkeys(SET, "in the text"),
    "title": "the title",
    "deck": "the deck",
    "note": "a note",
    "byline": "left out: who wrote it",
    "dateline": "left out: when it appeared",
    "bio": "left out: about the author",
    "credit": "left out: a picture’s credit",
    "provenance": "left out: where it appeared",
    "boilerplate": "left out: a line of the page, not of the article",
    "comment": "left out: a reader’s comment",
}


@dataclass(frozen=True)
class LedgerEntry:
    """One paragraph of a source: where it stands, what it is, and what became of it.

    `line` and `last_line` count from 1; in a DOCX, which has no lines, they count its paragraphs. `words` are
    its first words; `text` is all that is left out, or empty for what is in the book. `characters` counts
    what is not white space.
    """

    line: int
    last_line: int
    role: str
    words: str
    characters: int
    fate: str
    text: str = ""

    @property
    def is_left_out(self) -> bool:
        """Return whether it stands nowhere in the book, whatever its role: a picture may be missing."""
        return self.fate.startswith("left out")


@dataclass(frozen=True)
class MendedWords:
    """Words that a correction has put, where they stand now: the number of their block among those of the
    body and the notes, their first letter and the one behind their last; `find` stood there."""

    block: int
    start: int
    end: int
    find: str
    reason: str


@dataclass(frozen=True)
class Manuscript:
    """An article or introduction as its source has it, in the vocabulary of `vocabulary.py`.

    `byline`, `dateline`, `abstract`, `bios`, `provenance` and `credits` are what the source says about
    itself; the body has none of it. `language` is the tag that the source declares, or empty.
    `marked_title` is the title as a `<body>` with one `<p>`, where it has italics or other markup, and
    `called_title` as an `h1` with its calls, where notes are called from it. `notes_apart` is the file beside
    the source in which its calls say that its notes stand. `extent` is what it has of a file that holds
    several articles, and `notes_extent` what it has of a file of notes. `references` are the works that it
    cites as data. `mended` is what corrections have put.
    """

    body: Element
    notes: tuple[Note, ...]
    ledger: tuple[LedgerEntry, ...]
    title: str = ""
    deck: str = ""
    byline: str = ""
    dateline: str = ""
    abstract: str = ""
    bios: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    language: str = ""
    marked_title: Element | None = None
    notes_apart: str = ""
    called_title: Element | None = None
    extent: Extent | None = None
    notes_extent: Extent | None = None
    references: tuple[Reference, ...] = ()
    nocite: tuple[str, ...] = ()
    mended: tuple[MendedWords, ...] = ()


@dataclass(frozen=True)
class CitationRules:
    """How the citations of a text are set: the works that there are, the style in CSL, the list of works.

    `title` heads the list; without one the style's own word does. `listed` says that the text ends with it.
    `letters` tell works of one author and year apart in the whole book: the key of a work, and its letter.
    """

    references: tuple[Reference, ...]
    style: str
    listed: bool = False
    title: str = ""
    letters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RoleRule:
    """The manifest's word on a paragraph: by its first words (`starts`), or by its line or lines.

    `place` is where the manifest says so.
    """

    role: str
    starts: str = ""
    first_line: int = 0
    last_line: int = 0
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True)
class PictureChoice:
    """The file of the project that stands for a picture of a source, which has an address or a line.

    `place` is where the manifest says so.
    """

    file: str
    address: str = ""
    line: int = 0
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True)
class PartChoice:
    """The part of a file that is an article, by its heading or an id; `place` is in the manifest."""

    heading: str = ""
    id: str = ""
    place: Place = field(default_factory=lambda: Place(""))


@dataclass(frozen=True)
class SourceRequest:
    """One source to read. `name` is its path below `root`; `place` is where the manifest names it.

    `authors` are the names of its authors as the manifest has them, and `title` is its title there; they help
    to know a byline and a heading that says the title once more. `bound` is what reading it may use.
    """

    root: Path
    name: str
    place: Place
    language: str
    roles: tuple[RoleRule, ...] = ()
    corrections: tuple[Correction, ...] = ()
    authors: tuple[str, ...] = ()
    title: str = ""
    pictures: str = "need"
    source_pages: str = "drop"
    notes: str = ""
    part: PartChoice | None = None
    bound: Bound = UNBOUNDED
    citations: CitationRules | None = None
    picture_files: tuple[PictureChoice, ...] = ()


@dataclass(frozen=True)
class NotesFile:
    """A file of notes apart from the article: its path from the article’s folder, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Reading:
    """What a reader knows of the text before it, and where it tells what is wrong.

    `root` is None for a text that is no file, such as an inline introduction; `first_line` is the line of
    `name` on which such a text begins.
    """

    name: str
    language: str
    report: Report
    root: Path | None = None
    first_line: int = 1
    authors: tuple[str, ...] = ()
    title: str = ""
    pictures: str = "need"
    source_pages: str = "drop"
    notes: NotesFile | None = None
    part: PartChoice | None = None
    citations: CitationRules | None = None
    picture_files: tuple[PictureChoice, ...] = ()

    def place(self, line: int = 0, column: int = 0) -> Place:
        """Return the place of a line of the text in its file."""
        return Place(self.name, line, column)

    def place_at(self, at: str) -> Place:
        """Return the place that an `at` attribute tells."""
        line, _, column = at.partition(":")
        return self.place(int(line or 0), int(column or 0))

    def problem(self, code: str, at: str, message: str, hint: str = "") -> None:
        """Report a fault at an `at` attribute; an empty one means the file."""
        self.report.add(code, self.place_at(at), message, hint)
