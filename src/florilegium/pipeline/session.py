"""One build under way: what is asked for, who is told, and who works."""

from __future__ import annotations

from dataclasses import dataclass, field

from florilegium.pipeline.progress import Progress, Silent
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import FlorilegiumError, Report
from florilegium.tasks.runner import Runner


@dataclass(frozen=True)
class Session:
    """What every stage of a build is given."""

    request: BuildRequest
    report: Report = field(default_factory=Report)
    progress: Progress = field(default_factory=Silent)
    runner: Runner = field(default_factory=Runner)

    def stop_at_faults(self) -> None:
        """Stop where going on would make a book that says something false.

        Raises:
            FlorilegiumError: the report has an error, or a warning under `--strict`.
        """
        self.report.raise_errors()
        if self.request.strict and self.report.problems:
            raise FlorilegiumError("with --strict, a warning stops the build", self.report.problems)
