"""What one run of the desk has at hand: the project, the live book, the news, and what is looked up in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.desk.guard import DeskKeys
from florilegium.desk.last_pages import PAGES, LastPages
from florilegium.desk.page_pictures import PagePictures, ProofMarks
from florilegium.problems import FlorilegiumError, Severity
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.desk.live_build import LiveBuild, Shown
    from florilegium.desk.name_queue import NameQueue
    from florilegium.desk.news import News
    from florilegium.desk.writing import FileWriter
    from florilegium.manifest.reading.tree import Value
    from florilegium.manifest.writing.surgery import Change
    from florilegium.pipeline.live.block_places import BlockPlaces
    from florilegium.pipeline.live.page_sheets import PageSheets


@dataclass(frozen=True)
class Desk:
    """One run of the desk. `editor` is the command that opens a source in the editor's own editor, with
    `{file}` and `{line}` in it; empty for the system's choice. `move` has the desk go on with another
    manifest, of which a folder has been chosen."""

    manifest: Path
    live: LiveBuild
    news: News
    editor: str = ""
    move: Callable[[Path], None] = lambda _: None
    keys: DeskKeys = field(default_factory=DeskKeys)
    pictures: PagePictures = field(default_factory=PagePictures)
    _kept: list[tuple[str, ...]] = field(default_factory=list)

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
        from florilegium.desk.name_queue import NameQueue

        return NameQueue(self.news, self.manifest)

    @cached_property
    def last(self) -> LastPages | None:
        """Return the first pages as they were when the desk was opened last; None where it never was."""
        return LastPages.kept_in(self._last_kept)

    @property
    def _last_kept(self) -> Path:
        return self.folder / "pages.json"

    def keep_last(self, sheets: PageSheets) -> None:
        """Keep the first pages for the next time; called for each new making, it writes what has changed."""
        stamps = tuple(one.stamp for one in sheets.facts[:PAGES])
        if self._kept != [stamps]:
            self._kept[:] = [stamps]
            LastPages.of(sheets, partial(self.pictures.picture, sheets)).keep_in(self._last_kept)

    @cached_property
    def proof(self) -> ProofMarks:
        """Return what the proof says of the pages."""
        return ProofMarks(self.pictures)

    @cached_property
    def writer(self) -> FileWriter:
        """Return what writes the manifest, the index's file and the introductions."""
        from florilegium.desk.writing import FileWriter

        return FileWriter(self.root, self.folder / "journal", self._may_write)

    def _may_write(self, file: str) -> bool:
        from florilegium.pipeline.live.manifest_forms import prose_files
        from florilegium.pipeline.live.name_decisions import index_home

        own = {self.manifest.name, index_home(self.manifest).file}
        return file in own or file in prose_files(self.written)

    def change(self, file: str, words: str, plan: Callable[[Value], Sequence[Change]]) -> bool:
        """Change the manifest or the index's file as `FileWriter.change` does, unless that were a mistake.

        Raises:
            FlorilegiumError: as `FileWriter.change`, or what would be wrong.
        """
        return self.writer.change(file, words, plan, lambda text: self._check(file, text))

    def _check(self, file: str, text: str) -> None:
        """Raise FlorilegiumError with the first mistake that a file would have and has not yet."""
        from florilegium.manifest.reading.load import mistakes_with

        wrong = [one for one in mistakes_with(self.manifest, file, text) if one.severity is Severity.ERROR]
        before = {(one.code, one.message) for one in mistakes_with(self.manifest, "", "")} if wrong else set()
        new = next((one for one in wrong if (one.code, one.message) not in before), None)
        if new is not None:
            raise FlorilegiumError(f"{new.message}. {new.hint}".rstrip(". "))

    @property
    def written(self) -> Value:
        """Return what the manifest says now, as bare values; None while it cannot be read."""
        return self.written_in(self.manifest.name)

    def written_in(self, file: str) -> Value:
        """Return what a file of the project says now, as bare values; None while it cannot be read."""
        from florilegium.manifest.writing.stretches import stretches

        try:
            return stretches((self.root / file).read_text(encoding="utf-8-sig")).value
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
