"""One build under way: what is asked for, who is told, and who works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from florilegium.pipeline.progress import Progress
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import FlorilegiumError, Report

if TYPE_CHECKING:
    from florilegium.tasks.runner import Runner


@dataclass(frozen=True)
class Session:
    """What every stage of a build is given."""

    request: BuildRequest
    report: Report
    progress: Progress
    runner: Runner

    def stop_at_faults(self) -> None:
        """Stop where going on would make a book that says something false. Raises as `stop_at_faults`."""
        stop_at_faults(self.request, self.report)


def stop_at_faults(request: BuildRequest, report: Report) -> None:
    """Stop if a report has what stops a build.

    Raises:
        FlorilegiumError: the report has an error, or a warning and the request is strict.
    """
    report.raise_errors()
    if request.strict and report.problems:
        raise FlorilegiumError("with --strict, a warning stops the build", report.problems)
