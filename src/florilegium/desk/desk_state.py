"""What one run of the desk has at hand: the project, the live book, the news, and what is looked up in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.desk.guard import DeskKeys
from florilegium.desk.name_queue import NameQueue
from florilegium.desk.page_pictures import PagePictures
from florilegium.desk.writing import FileWriter
from florilegium.manifest.writing.stretches import stretches
from florilegium.pipeline.live.name_decisions import index_home
from florilegium.problems import FlorilegiumError

if TYPE_CHECKING:
    from florilegium.desk.live_build import LiveBuild, Shown
    from florilegium.desk.news import News
    from florilegium.manifest.reading.tree import Value
    from florilegium.pipeline.live.block_places import BlockPlaces


@dataclass(frozen=True)
class Desk:
    """One run of the desk. `editor` is the command that opens a source in the editor's own editor, with
    `{file}` and `{line}` in it; empty for the system's choice."""

    manifest: Path
    live: LiveBuild
    news: News
    editor: str = ""
    keys: DeskKeys = field(default_factory=DeskKeys)
    pictures: PagePictures = field(default_factory=PagePictures)

    @property
    def root(self) -> Path:
        """Return the project's folder."""
        return self.manifest.parent

    @property
    def folder(self) -> Path:
        """Return where the desk keeps what is its own."""
        return self.live.request.work / "desk"

    @cached_property
    def names(self) -> NameQueue:
        """Return the names that wait for the editor's word."""
        return NameQueue(self.news)

    @cached_property
    def writer(self) -> FileWriter:
        """Return what writes the manifest and the index's file."""
        return FileWriter(self.root, self.folder / "journal", self._written)

    def _written(self) -> frozenset[str]:
        return frozenset({self.manifest.name, index_home(self.manifest).file})

    @property
    def written(self) -> Value:
        """Return what the manifest says now, as bare values; None while it cannot be read."""
        try:
            return stretches(self.manifest.read_text(encoding="utf-8-sig")).value
        except (FlorilegiumError, OSError, ValueError):
            return None

    @property
    def shown(self) -> Shown:
        """Return what is to be shown now."""
        return self.live.shown

    @property
    def places(self) -> BlockPlaces | None:
        """Return the way from blocks to sources, when a book has been read."""
        read = self.shown.read
        return read.places if read else None
