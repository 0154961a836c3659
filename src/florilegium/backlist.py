"""All books of a publisher's list, one job.

Each book is built by one process from its manifest to its files, as many at once as there are processes. A
book that cannot be made stops no other; one whose process dies is begun again. Pages are laid out in the same
process, or on a cluster that all share.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final

from florilegium.build import Result, build
from florilegium.errors import EditionError, FlorilegiumError
from florilegium.order import Order
from florilegium.problems import Problem, Report
from florilegium.progress import Silent
from florilegium.workers import Workers

#: How often a book is begun whose process died.
_ATTEMPTS: Final = 3


@dataclass(frozen=True)
class Outcome:
    """What became of one book. Without a result there is an `error`, and its exit status.

    `bug` is the traceback of an error that is none of ours.
    """

    manifest: Path
    seconds: float
    result: Result | None
    problems: tuple[Problem, ...] = ()
    error: str = ""
    status: int = 0
    bug: str = ""


def build_all(manifests: Sequence[Path], order: Order) -> Iterator[Outcome]:
    """Build every book as the order says, whose own manifest counts for nothing; outcomes as they come."""
    desks = max(1, min(order.jobs, len(manifests)))
    left = [replace(order, manifest=manifest, jobs=order.jobs // desks) for manifest in manifests]
    with Workers(desks, ("florilegium.workshop", "weasyprint")) as workers:
        for _ in range(_ATTEMPTS):
            given = {workers.submit(build_one, book): book for book in left}
            left = []
            for future in as_completed(given):
                try:
                    yield future.result()
                except BrokenExecutor:
                    left.append(given[future])
    for book in left:
        message = "the process that built it died each time; there may be too little memory"
        yield Outcome(book.manifest, 0.0, None, (), message, EditionError.exit_status)


def build_one(order: Order) -> Outcome:
    """Build one book of a list, and tell what became of it."""
    began, report = monotonic(), Report()
    try:
        result = build(order, report, Silent())
    except FlorilegiumError as error:
        problems = error.problems or report.problems
        return Outcome(order.manifest, monotonic() - began, None, problems, error.message, error.exit_status)
    except Exception as error:  # noqa: BLE001 - a fault of the program in one book must not stop the others
        bug = "".join(traceback.format_exception(error))
        message = f"Florilegium itself is at fault: {error!r}"
        return Outcome(order.manifest, monotonic() - began, None, report.problems, message, 1, bug)
    return Outcome(order.manifest, monotonic() - began, result, report.problems)
