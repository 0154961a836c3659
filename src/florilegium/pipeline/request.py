"""What a build is asked for, and whom it tells how far it is. Types alone, so that commands start at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

#: The editions that are made when none is named, in their order.
EDITIONS: Final = ("epub", "pdf")

#: Those for readers' screens: `kepub` is the EPUB as Kobo's readers like it best.
EBOOKS: Final = frozenset({"epub", "kepub"})

#: Those that have pages: `pdf` is the reader's file, `print` the two for a printer.
PAGED: Final = frozenset({"pdf", "print"})

#: The folder of a project in which the program keeps what it can make again.
WORK_FOLDER: Final = ".florilegium"


@dataclass(frozen=True)
class Order:
    """What is to be made of which manifest, and where the files go (by default the project's `dist`).

    Without `paged`, an EPUB knows nothing of the pages of the printed edition. `executor` is the address
    of a cluster that does the work, instead of `jobs` processes.
    """

    manifest: Path
    editions: frozenset[str] = frozenset(EDITIONS)
    output: Path | None = None
    strict: bool = False
    cached: bool = True
    paged: bool = True
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    executor: str = ""

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.manifest.parent

    @property
    def sets_pages(self) -> bool:
        """Whether pages are to be set, unless the manifest wants an EPUB without and no other edition."""
        return self.paged or bool(self.editions & PAGED)

    @property
    def folder(self) -> Path:
        """Where the finished files go."""
        return self.output or self.root / "dist"

    @property
    def work(self) -> Path:
        """Where the project keeps what can be made again."""
        return self.root / WORK_FOLDER


@dataclass(frozen=True)
class Count:
    """How far a stage is, in sections or what else it is counted `of`.

    `kept` are those taken over from an earlier build, `made` those laid out by this one, of `all`. `share` is
    how much of what there is to make is done, from 0 to 1, by size: sections are not alike.
    """

    all: int
    kept: int = 0
    made: int = 0
    share: float = 0.0
    of: str = "sections"

    @property
    def done(self) -> int:
        return self.kept + self.made


class Progress(Protocol):
    """Whoever wants to know how far a build is."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def count(self, count: Count) -> None:
        """The stage has come so far."""


class Silent:
    """Progress that is not shown."""

    def stage(self, name: str) -> None:
        """Show nothing."""

    def count(self, count: Count) -> None:
        """Show nothing."""
