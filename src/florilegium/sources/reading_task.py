"""The task of reading one source, which any process of this machine can do and the store keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from florilegium.problems import Place, Problem, Report, Severity
from florilegium.sources.manuscript import Manuscript, SourceRequest
from florilegium.tasks.codec import digest
from florilegium.tasks.task import Task


@dataclass(frozen=True)
class SourceResult:
    """What came of a request: a manuscript, if the source can be used, and the problems that were found."""

    manuscript: Manuscript | None
    problems: tuple[Problem, ...]


def read_source(request: SourceRequest) -> SourceResult:
    """Read one source."""
    from florilegium.sources.read import read

    report = Report()
    manuscript = read(request, report)
    return SourceResult(manuscript, report.problems)


def _fingerprint(request: SourceRequest) -> str:
    """Return a hash of what the result depends on besides the file: not where in the manifest it is named."""
    nowhere = Place("")
    roles = tuple(replace(role, place=nowhere) for role in request.roles)
    return digest((request.name, request.language, roles, request.corrections, request.authors))


def _is_kept(request: SourceRequest, result: SourceResult) -> bool:
    """Keep a result, unless the source has errors or the manifest does not fit it."""
    at_home = all(problem.place.file == request.name for problem in result.problems)
    faulty = any(problem.severity is Severity.ERROR for problem in result.problems)
    return result.manuscript is not None and at_home and not faulty


#: Read a source.
READ_SOURCE: Final[Task[SourceRequest, SourceResult]] = Task(
    name="source",
    do=read_source,
    kind=SourceResult,
    fingerprint=_fingerprint,
    root=lambda request: request.root,
    keeps=_is_kept,
)
