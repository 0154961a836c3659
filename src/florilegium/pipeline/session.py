"""One build under way: what is asked for, how far it is, who is told, and who works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from florilegium.pipeline.request import BuildRequest
from florilegium.problems import FlorilegiumError, Report
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.system.tasks.runner import Runner


@dataclass(frozen=True)
class Count:
    """How far a stage is, in sections or what else it is counted `of`.

    `kept` are those taken over from an earlier build, `made` those laid out by this one, of `all`. `share` is
    how much of what there is to make is done, from 0 to 1, by size: sections are not alike.
    """

    all: int
    kept: int = 0
    made: int = 0
    share: float = 0.0
    of: str = "sections"

    @property
    def done(self) -> int:
        """Return how many are there."""
        return self.kept + self.made


class Progress(Protocol):
    """Who wants to know how far a build is."""

    def stage(self, name: str) -> None:
        """Show that a stage begins."""

    def count(self, count: Count) -> None:
        """Show how far the stage is."""


class Silent:
    """Progress that is not shown."""

    def stage(self, name: str) -> None:
        """Show nothing."""

    def count(self, count: Count) -> None:
        """Show nothing."""


class SectionCount:
    """Counts sections as they are done, and reports each. One that is laid out again counts once."""

    def __init__(self, sections: int, report: Callable[[Count], None]) -> None:
        self._all, self._report = sections, report
        self._kept: set[str] = set()
        self._made: set[str] = set()
        self._begun = self._done = 0

    def kept(self, section: str) -> None:
        """Count a section that was taken over from an earlier build."""
        self._kept.add(section)
        self._count()

    def begun(self, size: int) -> None:
        """Note that so much is being laid out from now on, in bytes of XHTML."""
        self._begun += size

    def made(self, section: str, size: int) -> None:
        """Count a section that has been laid out."""
        self._made.add(section)
        self._done += size
        self._count()

    def _count(self) -> None:
        made, kept = len(self._made), len(self._kept - self._made)
        self._report(Count(self._all, kept, made, self._done / self._begun if self._begun else 0.0))


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
