"""The names that wait for an editor's word, and the index as it will be, ready before they are asked for.

An answer must come within a tenth of a second, and to look for names in a book takes longer. So they are
looked for in a thread, when the texts have changed; a decision takes its name from the queue at once.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.pipeline.live.live_book import index_with
from florilegium.pipeline.live.name_decisions import (
    Decision,
    Verdict,
    authority_now,
    grown,
    open_names,
    pairs_of,
)
from florilegium.problems import FlorilegiumError

if TYPE_CHECKING:
    from florilegium.book.model import Authority, Index
    from florilegium.desk.live_build import Shown
    from florilegium.desk.news import News
    from florilegium.pipeline.live.live_book import ReadBook
    from florilegium.pipeline.live.name_decisions import HeadingPair, Survey

#: Seconds that an answer is ahead of the index: both at once would take turns, and the answer come later.
_HEAD_START: Final = 0.03


class NameQueue:
    """Names to decide, in the order in which they were found; those put off stand last."""

    def __init__(self, news: News, manifest: Path) -> None:
        self._news, self._manifest = news, manifest
        self._lock = threading.Lock()
        self._shown: Shown | None = None
        self._looked: ReadBook | None = None
        self._open: list[Decision] = []
        self._decided: list[Decision] = []
        self._index: tuple[Index, ...] = ()
        self._survey: Survey | None = None
        self._pairs: tuple[HeadingPair, ...] = ()
        self._put_off: list[tuple[str, str]] = []
        self._grown: tuple[ReadBook, Authority] | None = None
        self._at_work = self._again = False
        self._is_true = threading.Event()

    def look(self, shown: Shown) -> None:
        """Look for names in what is shown now, in a thread, unless that has been done."""
        with self._lock:
            before, self._shown = self._shown, shown
            if before is None or before.read is not shown.read or before.pages is not shown.pages:
                self._begin()

    @property
    def ready(self) -> bool:
        """Return whether names have been looked for yet."""
        return self._looked is not None

    @property
    def open(self) -> tuple[Decision, ...]:
        """Return the names that are to be decided, the next one first."""
        return tuple(self._open)

    @property
    def indexes(self) -> tuple[Index, ...]:
        """Return the indexes with all that was decided."""
        return self._index

    @property
    def survey(self) -> Survey | None:
        """Return the book read with all that was decided; None until there is an index."""
        return self._survey

    def settled(self, seconds: float) -> Survey | None:
        """Return the survey once it has all that was decided, or the last one when that takes too long."""
        self._is_true.wait(seconds)
        return self._survey

    @property
    def pairs(self) -> tuple[HeadingPair, ...]:
        """Return the headings that are nearly the same, two by two; those put off stand last."""
        return tuple(sorted(self._pairs, key=lambda pair: (pair.one, pair.two) in self._put_off))

    @property
    def authority(self) -> Authority | None:
        """Return the authority with all that was decided, as the files say it; None while no book has been
        read."""
        read = self._shown.read if self._shown else None
        if read is None:
            return None
        with self._lock:
            if self._grown is None or self._grown[0] is not read:
                self._grown = read, self._written(read)
            return self._grown[1]

    def _written(self, read: ReadBook) -> Authority:
        try:
            return authority_now(self._manifest)
        except FlorilegiumError:
            return read.prepared.book.authority

    def renew(self) -> None:
        """Make the index of what the files say now: a heading was changed."""
        with self._lock:
            self._grown = None
            self._begin()

    def put_pair_off(self, one: str, two: str) -> None:
        """Put a pair of headings behind all others."""
        self._put_off.append((one, two))

    def find(self, name: str) -> Decision | None:
        """Return an open name."""
        return next((one for one in self._open if one.name == name), None)

    def take(self, decision: Decision) -> None:
        """Take a name from the queue, since it is decided."""
        with self._lock:
            self._open = [one for one in self._open if one.name != decision.name]
            self._decided.append(decision)
            if self._grown is not None:  # to read the files again would take longer the more has been decided
                self._grown = self._grown[0], grown(self._grown[1], decision)
            self._begin()

    def put_off(self, name: str) -> None:
        """Put a name at the end of the queue."""
        with self._lock:
            last = [one for one in self._open if one.name == name]
            self._open = [one for one in self._open if one.name != name] + last

    def give_back(self, name: str) -> None:
        """Ask again for a name whose decision was undone, before all others."""
        with self._lock:
            back = [one for one in self._decided if one.name == name]
            self._decided = [one for one in self._decided if one.name != name]
            self._grown = None
            self._open = [*(replace(one, verdict=Verdict.ASK) for one in back), *self._open]
            self._begin()

    def _begin(self) -> None:
        """Have a thread do what is to be done; one at a time."""
        self._is_true.clear()
        if self._at_work:
            self._again = True
            return
        self._at_work = True
        threading.Thread(target=self._work, name="the desk's names", daemon=True).start()

    def _work(self) -> None:
        try:
            going = True
            while going:
                time.sleep(_HEAD_START)
                self._make_index()
                self._look()
                with self._lock:
                    self._at_work = going = self._again
                    self._again = False
        except BaseException:
            self._at_work = self._again = False
            raise

    def _make_index(self) -> None:
        shown, authority = self._shown, self.authority
        if shown and shown.read and shown.pages and authority:
            self._index, self._survey = index_with(shown.read, authority, shown.pages.made.folio_of)
            self._pairs = pairs_of(authority, self._survey)
            if not self._again:
                self._is_true.set()
            self._news.announce("index")

    def _look(self) -> None:
        shown, authority = self._shown, self.authority
        if shown is None or shown.read is None or authority is None or shown.read is self._looked:
            return
        read = shown.read
        found = {one.name: one for one in open_names(read.prepared.book, authority)}
        with self._lock:
            if self._grown is None or self._grown[1] is not authority:
                return  # a name was decided or given back meanwhile, and another look is asked for
            known = [one.name for one in self._open if one.name in found]
            decided = {one.name for one in self._decided}
            order = dict.fromkeys([*known, *(name for name in found if name not in decided)])
            self._open = [found[name] for name in order]
            self._looked = read
        self._news.announce("index")
