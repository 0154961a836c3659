"""How far a build is: a bar on a terminal, plain lines in a log, nothing when quiet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from florilegium.pipeline.session import Count, Silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from florilegium.pipeline.session import Progress


class Lines:
    """One line for each stage, for logs, and one when all sections are done."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = ""

    def stage(self, name: str) -> None:
        self._print_line(name)

    def count(self, count: Count) -> None:
        if count.done == count.all and count.of == "sections":
            self._print_line(f"{count.all} sections: {count.made} laid out, {count.kept} as before")

    def _print_line(self, line: str) -> None:
        if line == self._last:  # sections that are set again on other pages are counted again
            return
        self._last = line
        self._stream.write(f"{line}\n")
        self._stream.flush()


class Bar:
    """A bar for the stage at hand, with the sections done and the time that the rest will take."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None
        self._began = 0.0

    def stage(self, name: str) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=None, told="")
        self._began = time.monotonic()

    def count(self, count: Count) -> None:
        if self._task is not None:
            passed = time.monotonic() - self._began
            told = progress_line(count, passed)
            self._bars.update(self._task, total=count.all, completed=count.done, told=told)


def progress_line(count: Count, passed: float) -> str:
    """Return a count in words, `passed` seconds after its stage began.

    The time left is reckoned from what has been laid out: sections taken over cost none.
    """
    told = f"{count.done} of {count.all} {count.of}"
    if count.kept:
        told += f", {count.kept} as before"
    if 0 < count.share < 1:
        seconds = round(passed * (1 - count.share) / count.share)
        told += f", about {seconds // 60}:{seconds % 60:02} left"
    return told


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool) -> Iterator[Progress]:
    """Return the kind of progress that suits a stream."""
    if quiet:
        yield Silent()
    elif not stream.isatty():
        yield Lines(stream)
    else:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            TextColumn("{task.fields[told]}"),
        )
        with Progress(*columns, console=Console(file=stream), transient=True) as bars:
            yield Bar(bars)
