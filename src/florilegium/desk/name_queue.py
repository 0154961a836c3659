"""The names that wait for an editor's word, and the index as it will be, ready before they are asked for.

An answer must come within a tenth of a second, and to look for names in a book takes longer. So they are
looked for in a thread, when the texts have changed; a decision takes its name from the queue at once.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from florilegium.pipeline.live.live_book import index_with
from florilegium.pipeline.live.name_decisions import Decision, Verdict, open_names, with_decisions

if TYPE_CHECKING:
    from florilegium.book.model import Authority, Index
    from florilegium.desk.live_build import Shown
    from florilegium.desk.news import News
    from florilegium.pipeline.live.live_book import ReadBook
    from florilegium.pipeline.live.name_decisions import Survey


class NameQueue:
    """Names to decide, in the order in which they were found; those put off stand last."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._lock = threading.Lock()
        self._shown: Shown | None = None
        self._looked: ReadBook | None = None
        self._open: list[Decision] = []
        self._decided: list[Decision] = []
        self._index: tuple[Index, ...] = ()
        self._survey: Survey | None = None
        self._grown: tuple[ReadBook, Authority] | None = None
        self._at_work = self._again = False

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

    @property
    def authority(self) -> Authority | None:
        """Return the authority of the book with all that was decided; None while no book has been read."""
        read = self._shown.read if self._shown else None
        if read is None:
            return None
        with self._lock:
            if self._grown is None or self._grown[0] is not read:
                self._grown = read, with_decisions(read.prepared.book.authority, self._decided)
            return self._grown[1]

    def find(self, name: str) -> Decision | None:
        """Return an open name."""
        return next((one for one in self._open if one.name == name), None)

    def take(self, decision: Decision) -> None:
        """Take a name from the queue, since it is decided."""
        with self._lock:
            self._open = [one for one in self._open if one.name != decision.name]
            self._decided.append(decision)
            self._grown = None
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
        if self._at_work:
            self._again = True
            return
        self._at_work = True
        threading.Thread(target=self._work, name="the desk's names", daemon=True).start()

    def _work(self) -> None:
        try:
            going = True
            while going:
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
            self._index, self._survey = index_with(shown.read.prepared, authority, shown.pages.made.folio_of)
            self._news.announce("index")

    def _look(self) -> None:
        shown, authority = self._shown, self.authority
        if shown is None or shown.read is None or authority is None or shown.read is self._looked:
            return
        read = shown.read
        found = {one.name: one for one in open_names(read.prepared.book, authority)}
        with self._lock:
            known = [one.name for one in self._open if one.name in found]
            decided = {one.name for one in self._decided}
            order = dict.fromkeys([*known, *(name for name in found if name not in decided)])
            self._open = [found[name] for name in order]
            self._looked = read
        self._news.announce("index")
