"""All books of a publisher's list, one job.

Each book is built by one process from its manifest to its files, as many at once as there are processes. A
book that cannot be made stops no other; one whose process dies is begun again, alone. Pages are laid out in
the same process, or on a cluster that all share.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from florilegium.pipeline.build import BuildResult, build
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import EditionError, FlorilegiumError, Problem, Report
from florilegium.system.tasks.engines import Processes
from florilegium.system.values import dataclass

#: How often a book is begun again whose process died.
_AGAIN: Final = 2


@dataclass(frozen=True)
class BookOutcome:
    """What became of one book. Without a result there is an `error`, and its exit status.

    `bug` is the traceback of an error that is none of ours.
    """

    manifest: Path
    seconds: float = 0.0
    result: BuildResult | None = None
    problems: tuple[Problem, ...] = ()
    error: str = ""
    status: int = 0
    bug: str = ""


def build_all(
    manifests: Sequence[Path],
    request: BuildRequest,
    make: Callable[[BuildRequest], BookOutcome] | None = None,
) -> Iterator[BookOutcome]:
    """Build every book as the request says, whose own manifest counts for nothing; outcomes as they come.

    `make` makes one of them in a process of its own, by default its editions.
    """
    make = make or build_one
    desks = max(1, min(request.jobs, len(manifests)))
    waiting = deque(replace(request, manifest=manifest, jobs=request.jobs // desks) for manifest in manifests)
    suspects: list[BuildRequest] = []
    running: dict[Future[BookOutcome], BuildRequest] = {}
    with Processes(desks, ("florilegium.pipeline.make_editions", "weasyprint")) as workers:
        while waiting or running:
            while waiting and len(running) < desks:
                book = waiting.popleft()
                running[workers.submit(make, book)] = book
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                book = running.pop(future)
                try:
                    yield future.result()
                except BrokenExecutor:
                    suspects.append(book)
        # When a process dies, the others end with it. Which book was at fault shows when each is alone.
        for book in suspects:
            yield _alone(workers, make, book)


def _alone(
    workers: Processes, make: Callable[[BuildRequest], BookOutcome], book: BuildRequest
) -> BookOutcome:
    """Begin a book again that was being built when a process died."""
    for _ in range(_AGAIN):
        try:
            outcome: BookOutcome = workers.submit(make, book).result()
        except BrokenExecutor:
            continue
        return outcome
    message = "the process that built it died each time; there may be too little memory"
    return BookOutcome(book.manifest, error=message, status=EditionError.exit_status)


def build_one(request: BuildRequest) -> BookOutcome:
    """Build one book of a list, and return what became of it."""
    return outcome_of(request.manifest, partial(build, request))


def outcome_of(manifest: Path, make: Callable[[Report], BuildResult]) -> BookOutcome:
    """Return what became of one book of a list that is made so."""
    began, report = monotonic(), Report()
    outcome = partial(BookOutcome, manifest=manifest)
    try:
        result = make(report)
    except FlorilegiumError as error:
        return outcome(
            seconds=monotonic() - began,
            problems=error.problems or report.problems,
            error=error.message,
            status=error.exit_status,
        )
    except Exception as error:  # noqa: BLE001 - a fault of the program in one book must not stop the others
        return outcome(
            seconds=monotonic() - began,
            problems=report.problems,
            error=f"Florilegium itself is at fault: {error!r}",
            status=1,
            bug="".join(traceback.format_exception(error)),
        )
    return outcome(seconds=monotonic() - began, result=result, problems=report.problems)
