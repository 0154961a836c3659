"""The compositor gives sections out and takes them in, and keeps no more of them than the book needs."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from tiny_book import compositor, tiny_book

from florilegium.editions.documents import Matters, documents
from florilegium.editions.sections import DEPENDENT, sections_of
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from florilegium.system.tasks.runner import Runner


class Ledger(Here):
    """Works in this process, and knows which of its futures someone still holds; each holds a layout."""

    def __init__(self) -> None:
        self._given: list[weakref.ref[Future[Any]]] = []
        self.held: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self._given.append(weakref.ref(future))
        return future

    def kept(self, section: str) -> None:
        """A compositor's watch is told this, and what follows."""

    def begun(self, size: int) -> None: ...

    def made(self, section: str, size: int) -> None:
        self.held.append(sum(one() is not None for one in self._given))


def test_a_layout_is_not_held_twice(tmp_path: Path) -> None:
    """As one is taken in, the futures of those before it are gone: its own and the next ones are left."""
    ledger = Ledger()
    hired = replace(compositor(tmp_path, Report()), runner=Runner(ledger), watch=ledger)
    book = tiny_book()
    sections = sections_of(book, with_index=False)
    wanted = [section for section in sections if section.kind not in DEPENDENT]
    layouts = hired.lay_out(documents(book, wanted, Matters(sections)))
    count = len(layouts)
    assert count == len(wanted) > 3
    assert ledger.held == list(range(count, 0, -1))
