"""How far a build is: a bar on a terminal, plain lines in a log, nothing when quiet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from florilegium.workshop import Progress


class Silent:
    """Tells nothing."""

    def stage(self, name: str, steps: int = 0) -> None:
        """Nothing to tell."""

    def step(self) -> None:
        """Nothing to tell."""


class Lines:
    """One line for each stage, for logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def stage(self, name: str, steps: int = 0) -> None:
        sections = f" ({steps} sections)" if steps else ""
        self._stream.write(f"{name}{sections}\n")
        self._stream.flush()

    def step(self) -> None:
        """A log does not count."""


class Bar:
    """A bar for the stage at hand, with what is done of how much, and the time left."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, steps: int = 0) -> None:
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(name, total=steps or None)

    def step(self) -> None:
        if self._task is not None:
            self._bars.advance(self._task)


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool) -> Iterator[Progress]:
    """The kind of progress that suits a stream."""
    if quiet:
        yield Silent()
    elif not stream.isatty():
        yield Lines(stream)
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=32),
            MofNCompleteColumn(),
            TimeRemainingColumn(compact=True),
        )
        with Progress(*columns, console=Console(file=stream), transient=True) as bars:
            yield Bar(bars)
