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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.pipeline.build import build, engine_for, session_for
from florilegium.pipeline.live.live_book import ReadBook, read_book, set_pages
from florilegium.pipeline.live.page_sheets import PageSheets
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import FlorilegiumError, Problem, Report

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from florilegium.desk.news import News
    from florilegium.pipeline.session import Count

#: Seconds without a further change before a build begins.
_QUIET: Final = 0.04

#: Seconds after which a build is finished, though it has been overtaken.
_PATIENCE: Final = 3.0


#: Folders in which nothing stands that a book is made of, and endings of files that editors keep for
#: themselves.
_OTHERS: Final = frozenset({"dist", "node_modules", "__pycache__"})
_TEMPORARY: Final = ("~", ".swp", ".part")

#: Milliseconds in which changes are gathered, and between two looks.
_GATHERED, _STEP = 120, 15


class OvertakenError(Exception):
    """A newer change makes this build useless, or the editor has stopped it."""


@dataclass(frozen=True)
class Shown:
    """What the desk shows: the book as last read, its pages as last set, and what is wrong now.

    `read` is the last book that could be read, `pages` are those of the last that could be set; either is
    None until there is one. `number` grows with each change. `words` say why no book is made, if none is.
    With `current`, the pages are those of the book as it is on disk.
    """

    number: int = 0
    read: ReadBook | None = None
    pages: PageSheets | None = None
    problems: tuple[Problem, ...] = ()
    words: str = ""
    current: bool = False


@dataclass
class LiveBuild:
    """The thread that keeps the book of one manifest ready, and announces what it does as news."""

    manifest: Path
    news: News
    jobs: int
    shown: Shown = field(default_factory=Shown)
    _asked: int = 0
    _ended: bool = False
    _editions: frozenset[str] = frozenset()
    _stopped: bool = False
    _resting: float = 0.0
    _dropped: bool = False
    _since: float = field(default_factory=time.monotonic)
    _change: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None

    @property
    def request(self) -> BuildRequest:
        """Return what the pages are made for."""
        return BuildRequest(self.manifest, frozenset({"pdf"}), jobs=self.jobs)

    def begin(self) -> None:
        """Begin with the book as it is."""
        self._thread = threading.Thread(target=self._work, name="the desk's build", daemon=True)
        self._thread.start()
        self.ask()

    def ask(self) -> None:
        """Have the book made again: something has changed."""
        with self._change:
            self._asked += 1
            self._change.notify_all()

    def rest(self, seconds: float) -> None:
        """Begin no build for some seconds: what is written is shown without one, and more of it follows."""
        self._resting = time.monotonic() + seconds

    def ask_editions(self, names: frozenset[str]) -> None:
        """Have editions made and put into `dist`, as `florilegium build` does."""
        with self._change:
            self._editions, self._stopped = names, False
            self._change.notify_all()

    def stop_editions(self) -> None:
        """Stop the making of editions; the last good files stay."""
        self._stopped = True

    def end(self) -> None:
        """End the thread, with the processes that work for it."""
        with self._change:
            self._ended, self._stopped = True, True
            self._asked += 1
            self._change.notify_all()
        if self._thread:
            self._thread.join(timeout=1.5)

    def wait(self, number: int, seconds: float) -> bool:
        """Wait until what is shown is newer than `number`; return whether it is."""
        with self._change:
            return self._change.wait_for(lambda: self.shown.number > number, seconds)

    def _work(self) -> None:
        done = 0
        with engine_for(self.request) as engine:
            while True:
                with self._change:
                    self._change.wait_for(partial(self._has_work, done))
                    if self._ended:
                        return
                    names, self._editions = self._editions, frozenset()
                if names:
                    self._make(names, engine)
                if self._asked != done:
                    done = self._settled()
                    self._round(done, engine)

    def _has_work(self, done: int) -> bool:
        return self._has_changed(done) or bool(self._editions)

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
        """Make the book once, and show what came of it."""
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
            traceback.print_exc(file=sys.stderr)
            self._show(words=f"the program has a fault: {type(error).__name__}: {error}", current=False)

    def _make_pages(self, asked: int, engine: Executor) -> None:
        progress = _Watched(self, asked)
        progress.check()
        session = session_for(self.request, Report(), progress, engine)
        self.news.announce("working")
        read = read_book(session)
        progress.check()
        self._show(read=read, problems=session.report.problems, words="", current=False, tell=False)
        pages = PageSheets(set_pages(read, session))
        progress.check()
        problems = session.report.problems
        self._show(pages=pages, problems=problems, words="", current=True)
        session.runner.tidy()

    def _show(self, *, tell: bool = True, **changed: Any) -> None:
        with self._change:
            self.shown = replace(self.shown, number=self.shown.number + 1, **changed)
            self._change.notify_all()
        if tell:
            self.news.announce("changed", number=self.shown.number)

    def _make(self, names: frozenset[str], engine: Executor) -> None:
        request = BuildRequest(self.manifest, names, jobs=self.jobs)
        report = Report()
        try:
            made = build(request, report, _Watched(self, None), engine)
        except OvertakenError:
            self.news.announce("made", words="stopped; the last good files are untouched", files=[])
        except FlorilegiumError as error:
            self._show(problems=error.problems)
            self.news.announce("made", words=error.message, files=[])
        except Exception as error:  # noqa: BLE001 - as above
            traceback.print_exc(file=sys.stderr)
            self.news.announce("made", words=f"the program has a fault: {error}", files=[])
        else:
            self.news.announce("made", words="ready", files=[path.name for path in made.files])

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
        """Watch no more."""
        self._end.set()
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
