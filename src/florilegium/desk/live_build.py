"""The book kept ready: built again whenever a file of the project is saved, here or in any editor.

The last good pages stay while something is wrong. A build that a newer change has overtaken is dropped at
the next step it would report, unless nothing has been shown for some seconds: else who types without a pause
would never see a page.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, Final

from florilegium.pipeline.editions import usual
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import FlorilegiumError, Problem, Report
from florilegium.system import temporary
from florilegium.system.tasks.at_hand import AtHand
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from florilegium.desk.news import News
    from florilegium.editions.documents import Document
    from florilegium.editions.pdf.section.printed_section import Layout
    from florilegium.pipeline.live.live_book import ReadBook
    from florilegium.pipeline.live.page_sheets import PageSheets
    from florilegium.pipeline.live.reader_book import ReaderBook
    from florilegium.pipeline.session import Count

#: Seconds without a further change before a build begins. One that begins too soon is overtaken.
_QUIET: Final = 0.015

#: Seconds after which a build is finished, though it has been overtaken.
_PATIENCE: Final = 3.0

#: Seconds for which the EPUB is made with the pages after it was last looked at.
_READ: Final = 600.0

#: Seconds for which a first build waits until the pages of the last sitting are on the screen. Two processors
#: cannot begin workers and read a book without the browser's having to wait, and it takes seconds to begin.
_FIRST_LOOK: Final = 5.0

#: Folders in which nothing stands that a book is made of, and endings of files that editors keep for
#: themselves.
_OTHERS: Final = frozenset({"dist", "node_modules", "__pycache__"})
_TEMPORARY: Final = ("~", ".swp", ".part")

#: Milliseconds in which changes are gathered, and between two looks.
_GATHERED, _STEP = 120, 5


class OvertakenError(Exception):
    """A newer change makes this build useless, or the editor has stopped it."""


@dataclass(frozen=True)
class Shown:
    """What the desk shows: the book as last read, its pages as last set, and what is wrong now.

    `read` is the last book that could be read, `pages` are those of the last that could be set; either is
    None until there is one. `number` grows with each change. `words` say why no book is made, if none is.
    With `current`, the pages are those of the book as it is on disk. `epub` is made while somebody reads it.
    """

    number: int = 0
    read: ReadBook | None = None
    pages: PageSheets | None = None
    problems: tuple[Problem, ...] = ()
    words: str = ""
    current: bool = False
    epub: ReaderBook | None = None


@dataclass(frozen=True)
class Making:
    """What is to be made: editions by their names, or a release."""

    editions: frozenset[str] = frozenset()
    is_release: bool = False
    is_review: bool = False
    for_printer: bool = False


@dataclass(frozen=True)
class MadeBook:
    """What came of the last making: words, the files by their paths below `dist`, and what has stopped it."""

    words: str = ""
    files: tuple[str, ...] = ()
    is_good: bool = True
    problems: tuple[Problem, ...] = ()


@dataclass
class LiveBuild:
    """The thread that keeps the book of one manifest ready, and announces what it does as news."""

    manifest: Path
    news: News
    jobs: int
    shown: Shown = field(default_factory=Shown)
    _asked: int = 0
    _ended: bool = False
    made: MadeBook = field(default_factory=MadeBook)
    is_making: bool = False
    _making: Making | None = None
    _read_last: float = -_READ
    _stopped: bool = False
    _resting: float = 0.0
    _dropped: bool = False
    _since: float = field(default_factory=time.monotonic)
    _change: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None
    _looked: threading.Event = field(default_factory=threading.Event)
    _told: int = 0
    _at_hand: AtHand = field(default_factory=AtHand)

    @property
    def request(self) -> BuildRequest:
        """Return what the pages are made for."""
        return BuildRequest(self.manifest, frozenset({"pdf"}), jobs=self.jobs)

    def begin(self, *, when_looked_at: bool = False, first: Callable[[], None] = lambda: None) -> None:
        """Begin with the book as it is, at once or when the pages of the last sitting are `looked_at`.

        What is to be done `first` waits for that too.
        """
        if not when_looked_at:
            self.looked_at()
        work = partial(self._work, first)
        self._thread = threading.Thread(target=work, name="the desk's build", daemon=True)
        self._thread.start()
        self.ask()

    def looked_at(self) -> None:
        """Begin now: the browser has shown the pages of the last sitting, or there are none."""
        self._looked.set()

    def ask(self) -> None:
        """Have the book made again: something has changed."""
        with self._change:
            self._asked += 1
            self._change.notify_all()

    def rest(self, seconds: float) -> None:
        """Begin no build for some seconds: what is written is shown without one, and more of it follows.

        With 0, what has been put off is begun.
        """
        with self._change:
            self._resting = time.monotonic() + seconds
            self._change.notify_all()

    def ask_editions(self, names: frozenset[str]) -> None:
        """Have editions made and put into `dist`, as `florilegium build` does."""
        self._ask_for(Making(names))

    def ask_release(self, *, is_review: bool, for_printer: bool) -> None:
        """Have a release made, as `florilegium release` does."""
        self._ask_for(Making(is_release=True, is_review=is_review, for_printer=for_printer))

    def ask_reader(self) -> None:
        """Have the EPUB kept ready with the pages, since somebody reads it."""
        late = self.shown.epub is None and time.monotonic() - self._read_last > 1.0
        self._read_last = time.monotonic()
        if late:
            self.ask()

    def _ask_for(self, making: Making) -> None:
        with self._change:
            self._making, self._stopped, self.is_making = making, False, True
            self._change.notify_all()

    def stop_editions(self) -> None:
        """Stop the making of editions; the last good files stay."""
        self._stopped = True

    def leave(self) -> None:
        """Have what is being made end at its next step. Waits for nothing, so that a busy machine answers."""
        self._ended = self._stopped = True
        self.looked_at()

    def end(self) -> None:
        """End the thread, with the processes that work for it."""
        self.leave()
        with self._change:
            self._asked += 1
            self._change.notify_all()
        if self._thread:
            self._thread.join(timeout=1.5)

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until what is shown is newer than `number`; return whether it is."""
        with self._change:
            return self._change.wait_for(lambda: self.shown.number > number, seconds)

    def _work(self, first: Callable[[], None]) -> None:
        done = 0
        lost = partial(self.news.announce, "worker")
        self._looked.wait(_FIRST_LOOK)
        if self._ended:
            return
        first()
        # Here and below: what makes books is imported after the first look, or the browser would wait for it.
        from florilegium.pipeline.build import engine_for

        with engine_for(self.request, lost) as engine:
            self._give_rights_up()
            while True:
                with self._change:
                    self._change.wait_for(partial(self._has_work, done))
                    if self._ended:
                        return
                    making, self._making = self._making, None
                if making:
                    self._make(making, engine)
                if self._asked != done:
                    done = self._settled()
                    self._round(done, engine)

    def _give_rights_up(self) -> None:
        """Have this thread, which reads strangers' files, write in the project only and reach no network.

        The threads that answer the browser and begin the editor's programs keep their rights. So does the
        server that workers are forked from, since it is there before: each worker gives its own up, and one
        for another project, if the desk moves on to it, may write there.
        """
        from florilegium.system import sandbox

        request = self.request
        own = (request.root, request.folder, request.work)  # the last two may be links out of the project
        passing = (temporary.run_folder().parent, Path(gettempdir()))
        sandbox.confine((*own, *passing), signalling=True)

    def _has_work(self, done: int) -> bool:
        return self._has_changed(done) or self._making is not None

    def _has_changed(self, seen: int) -> bool:
        return self._asked != seen

    def _settled(self) -> int:
        """Wait until nothing changes for a moment; return what is to be made."""
        with self._change:
            seen = self._asked
            until = time.monotonic() + 10 * _QUIET
            while self._change.wait_for(partial(self._has_changed, seen), _QUIET):
                seen = self._asked
                if time.monotonic() > until:
                    break
            while not self._ended and time.monotonic() < self._resting:
                self._change.wait(max(self._resting - time.monotonic(), 0.0))
            return self._asked

    def _round(self, asked: int, engine: Executor) -> None:
        """Make the book once, and show what came of it. Where none has been begun, nothing is wrong."""
        if self.shown.read is None and not self.manifest.exists():
            return
        if not self._dropped:
            self._since = time.monotonic()
        self._dropped = False
        try:
            self._make_pages(asked, engine)
        except OvertakenError:
            self._dropped = True
            self.news.announce("overtaken")
        except FlorilegiumError as error:
            self._show(problems=error.problems, words=error.message, current=False)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the desk
            if self._ended:
                return  # the processes that work for it are going, and take no more
            traceback.print_exc(file=sys.stderr)
            self._show(words=f"the program has a fault: {type(error).__name__}: {error}", current=False)

    def _make_pages(self, asked: int, engine: Executor) -> None:
        from florilegium.pipeline.build import audit, session_for
        from florilegium.pipeline.live.live_book import read_book, set_pages
        from florilegium.pipeline.live.page_sheets import PageSheets
        from florilegium.pipeline.live.reader_book import reader_book

        progress = _Watched(self, asked)
        progress.check()
        session = session_for(self.request, Report(), progress, engine, self._at_hand)
        self.news.announce("working")
        read, begun = read_book(session)
        progress.check()
        self._show(read=read, words="", current=False, tell=False)
        last = self.shown.pages
        try:
            pages = PageSheets(set_pages(read, session, partial(self._show_text, session.report), begun))
        except FlorilegiumError as error:
            audit(read.prepared, session.report)
            self._show(pages=last, problems=session.report.problems, words=error.message, current=False)
            return
        progress.check()
        problems = session.report.problems
        self._show(pages=pages, problems=problems, words="", current=True)
        # In a report of its own: what a printer does not offer keeps no EPUB from its readers.
        found = Report()
        found.extend(problems)
        audit(read.prepared, found)
        if found.problems != problems:
            self._show(problems=found.problems)
        if time.monotonic() - self._read_last < _READ:
            self._renew_epub(partial(reader_book, read, pages.made, session), session.report, found)
        session.runner.tidy()

    def _show_text(
        self, report: Report, documents: Sequence[Document], layouts: Mapping[str, Layout]
    ) -> None:
        """Show the text that has been set while contents and index have not, unless a page of it moves."""
        last = self.shown.pages
        sheets = last.with_text(documents, layouts) if last and not report.errors else None
        if last and sheets:
            redrawn = {
                new.place: new.stamp
                for old, new in zip(last.facts, sheets.facts, strict=True)
                if old.stamp != new.stamp
            }
            self._show(pages=sheets, still="Setting contents and index…", redrawn=redrawn)

    def _renew_epub(self, make: Callable[[], ReaderBook], report: Report, found: Report) -> None:
        """Make the EPUB of pages that are shown; what `report` has of it is shown beside what was `found`."""
        try:
            made: dict[str, Any] = {"epub": make()}
        except FlorilegiumError as error:
            made = {"words": error.message, "current": False}
        found.extend(report.problems)
        self._show(problems=found.problems, **made)

    def _show(
        self,
        *,
        tell: bool = True,
        still: str = "",
        redrawn: Mapping[int, str] | None = None,
        **changed: Any,
    ) -> None:
        """Show something from now on. `still` says what is being done to it.

        Where nothing has changed but the looks of some pages, `redrawn` are their new stamps by their places:
        who shows what was told last need ask for no more.
        """
        with self._change:
            self.shown = replace(self.shown, number=self.shown.number + 1, **changed)
            self._change.notify_all()
        if tell:
            after, self._told = self._told, self.shown.number
            facts = {"number": self._told, "still": still}
            self.news.announce(
                "changed", **facts, **({"after": after, "redrawn": redrawn} if redrawn else {})
            )

    def _make(self, making: Making, engine: Executor) -> None:
        report = Report()
        try:
            files = self._carried_out(making, report, engine)
        except OvertakenError:
            made = MadeBook("stopped; the last good files are untouched", is_good=False)
        except FlorilegiumError as error:
            made = MadeBook(error.message, is_good=False, problems=error.problems)
        except Exception as error:  # noqa: BLE001 - as above
            if self._ended:
                return
            traceback.print_exc(file=sys.stderr)
            made = MadeBook(f"the program has a fault: {error}", is_good=False)
        else:
            made = MadeBook("ready", files)
        self.made, self.is_making = made, False
        self.news.announce("made", words=made.words, files=list(made.files))

    def _carried_out(self, making: Making, report: Report, engine: Executor) -> tuple[str, ...]:
        """Make what is asked for; return its files by their paths below the folder of finished ones."""
        from florilegium.pipeline.build import build
        from florilegium.pipeline.release.make_release import ReleaseRequest, make_release

        watched = _Watched(self, None)
        request = BuildRequest(self.manifest, making.editions or usual(), jobs=self.jobs)
        if not making.is_release:
            made = build(request, report, watched, engine)
            return tuple(path.name for path in made.files)
        release = ReleaseRequest(request, making.is_review, making.for_printer)
        folder = make_release(release, report, watched, engine).folder
        return (folder.relative_to(request.folder).as_posix(),)

    def is_overtaken(self, asked: int | None) -> bool:
        """Return whether a build should go no further. One of editions, with None, stops when it is told."""
        if self._ended or (asked is None and self._stopped):
            return True
        return asked is not None and asked != self._asked and time.monotonic() - self._since < _PATIENCE


@dataclass(frozen=True)
class _Watched:
    """Progress that is told as news, and ends a build that nobody waits for."""

    live: LiveBuild
    asked: int | None

    def check(self) -> None:
        """Raise OvertakenError when the build should go no further."""
        if self.live.is_overtaken(self.asked):
            raise OvertakenError

    def stage(self, name: str) -> None:
        self.check()
        self.live.news.announce("stage", words=name, making=self.asked is None)

    def count(self, count: Count) -> None:
        self.check()
        self.live.news.announce(
            "count", done=count.done, all=count.all, of=count.of, making=self.asked is None
        )


class Watcher:
    """A thread that watches a project's files. It calls `changed` when one is saved, made or removed."""

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        self._root, self._changed = root.resolve(), changed
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="the desk's watch", daemon=True)

    def begin(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def end(self) -> None:
        """Watch no more, or not at all."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join(timeout=0.5)

    def _watch(self) -> None:
        from watchfiles import watch

        for changes in watch(
            self._root,
            watch_filter=None,
            debounce=_GATHERED,
            step=_STEP,
            stop_event=self._end,
            rust_timeout=500,
        ):
            if self._counts(changes):
                self._changed()

    def _counts(self, changes: Iterable[tuple[Any, str]]) -> bool:
        """Return whether any of some changes can change the book."""
        for _, name in changes:
            try:
                parts = Path(name).resolve().relative_to(self._root).parts
            except (ValueError, OSError):
                continue
            hidden = any(part.startswith(".") or part in _OTHERS for part in parts)
            if parts and not hidden and not parts[-1].endswith(_TEMPORARY):
                return True
        return False
