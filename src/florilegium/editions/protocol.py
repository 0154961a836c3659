"""What an edition is: a name, what it needs, and a function from what is known of the book to files.

To add one, write a function of a `Context` that returns the files by name, and one line of the registry
(`pipeline/editions.py`). The command line, `make`, the requests and the table in docs/commands.md follow the
registry. An edition reads nothing but its context, and the clock never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from florilegium.problems import Place
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.book.model import Book, Mention
    from florilegium.editions.designs.design import Design
    from florilegium.editions.documents import Document
    from florilegium.editions.pagemap import PageStart
    from florilegium.problems import Report
    from florilegium.system.tasks.runner import Runner

Value = TypeVar("Value")


class Needs(Enum):
    """What an edition needs of the printed book, whose pages are set first when any edition needs them.

    NOTHING: it is complete without; the index counts paragraphs, unless pages are set for another edition.
    MARKS: it says where printed pages begin, unless it is asked not to (`--no-pages`).
    FILE: it hands on the bound file. SHEETS: it joins the pages itself.
    """

    NOTHING = "nothing"
    MARKS = "marks"
    FILE = "file"
    SHEETS = "sheets"


class PrintedBook(Protocol):
    """The printed book, as far as it is needed: its file for readers, or its pages to be joined."""

    @property
    def pages(self) -> int:
        """Return how many pages it has."""

    def file(self) -> bytes:
        """Wait for the bound file and return it. Can be asked once, if an edition needs FILE."""

    def begin(self, documents: Sequence[Document]) -> Callable[[], Mapping[str, Any]]:
        """Have further sections, each a `Document`, set as those of the book are. Return what waits for them
        (`editions.pdf.section.printed_section.Layout`) and gives them by their ids."""

    @property
    def sheets(self) -> Any:
        """Return the pages (`editions.pdf.edition.Edition`), if an edition needs SHEETS."""


def _nowhere(*_: str) -> Place:
    return Place("anthology.yaml")


@dataclass(frozen=True)
class Context:
    """All that an edition is made of.

    `documents` are the sections of the book as XHTML, in their order, with contents and index; `starts` is
    the letter with which each printed page begins, empty where no pages are set or wanted; `mentions` are
    the places that the index leads to. Files are named after `stem`. Pictures and styles are looked up
    below `root`. `options` is what the manifest says of the edition under `editions:`, `design` how the book
    looks. `made` is the moment that files bear. `before` are the files of the editions that have been made
    before this one. `place_of` returns where in the manifest a key below `editions:` stands.
    """

    book: Book
    documents: Sequence[Document]
    starts: Sequence[PageStart]
    mentions: Sequence[Mention]
    stem: str
    root: Path
    made: datetime
    made_with: str
    options: Any
    design: Design
    printed: PrintedBook | None
    report: Report
    runner: Runner
    shared: dict[str, Any] = field(default_factory=dict, repr=False)
    before: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    place_of: Callable[..., Place] = _nowhere

    @property
    def printed_book(self) -> PrintedBook:
        """Return the printed book, for an edition that needs it.

        Raises:
            LookupError: no edition of this build has said that it needs pages.
        """
        if self.printed is None:
            raise LookupError("an edition that reads the printed book says so in its `needs`")
        return self.printed

    def once(self, name: str, make: Callable[[], Value]) -> Value:
        """Return a value that several editions of one build need; it is made for the first of them."""
        if name not in self.shared:
            self.shared[name] = make()
        value: Value = self.shared[name]
        return value


def _no_files(_context: Context) -> Mapping[str, bytes]:
    return {}


@dataclass(frozen=True)
class Edition:
    """One line of the registry.

    `name` is what the command line knows, `title` what it is called in a sentence. The files are named
    after the book, with these `endings`. `files` makes them. `begin` may have something done early that
    needs only the book and its design, and `begin_text`, where no page is known, what needs only documents
    without index and lists. Where others do most of the work, `begin_files` stands in the place of `files`:
    it is called for each edition before the first is made, and returns what gives the files one by one.
    `imports` are modules that its tasks need and that take long to import. `asks` is its key under
    `editions:` in the manifest, if it is not the name. Those that are `usual` are made when none is named.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    needs: Needs
    files: Callable[[Context], Mapping[str, bytes]] = _no_files
    begin: Callable[[Book, Design, Runner], None] | None = None
    begin_text: Callable[[Context], None] | None = None
    begin_files: Callable[[Context], Callable[[], Iterable[tuple[str, bytes]]]] | None = None
    imports: tuple[str, ...] = ()
    asks: str = ""
    usual: bool = False

    @property
    def key(self) -> str:
        """Return its key under `editions:` in the manifest."""
        return self.asks or self.name

    @property
    def is_printed(self) -> bool:
        """Return whether it cannot be made without printed pages."""
        return self.needs in {Needs.FILE, Needs.SHEETS}
