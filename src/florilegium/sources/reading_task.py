"""Reading as a task: what a process needs to know of it that has it done by others.

The readers are imported where a source is read.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Final

from florilegium.problems import CATALOGUE, Place, Problem, Report, Severity
from florilegium.sources.formats import CONVERTED
from florilegium.sources.manuscript import LIMIT, Manuscript, SourceRequest
from florilegium.sources.parts import Piece
from florilegium.system.tasks.bounds import Bound, Locals, Stop, attempt
from florilegium.system.tasks.codec import digest
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class SourceResult:
    """What came of a request: a manuscript, if the source can be used, and the problems that were found."""

    manuscript: Manuscript | None
    problems: tuple[Problem, ...]


#: What reading may use, whatever a file's size, and for each of its bytes: some sixty times as much as files
#: of each format have been seen to need.
_USUAL: Final = Bound(seconds=60, megabytes=1_000)
_EACH_BYTE: Final = Bound(seconds=0.0001, megabytes=0.005)


def read_source(request: SourceRequest) -> SourceResult:
    """Read one source, within its bound.

    Reports:
        S040: it takes more than it may.
    """
    bound = _bound_of(request)
    return attempt(partial(_read_source, request), bound, partial(_stopped, request, bound))


def _read_source(request: SourceRequest) -> SourceResult:
    from florilegium.sources.read import read

    report = Report()
    manuscript = read(request, report)
    return SourceResult(manuscript, report.problems)


def _bound_of(request: SourceRequest) -> Bound:
    size = 0
    for name in (request.name, *map(str, PurePosixPath(request.name).parents)):  # a file, or its archive
        with suppress(OSError):
            size = (request.root / name).stat().st_size
            break
    return request.bound.within(_USUAL.grown(min(size, LIMIT), _EACH_BYTE))


def _stopped(request: SourceRequest, bound: Bound, stop: Stop, names: Locals = ()) -> SourceResult:
    """Return what is made of a source whose reading was stopped: a problem, at its paragraph if known."""
    pieces = (piece for local in names if isinstance(piece := local.get("piece"), Piece))
    where = next((f"It was at the paragraph of line {piece.line}. " for piece in pieces if piece.line), "")
    message = f"reading this file {bound.said(stop)}"
    hint = f"{where}Is it the right file? Cut it into several, or allow it more: `bounds` in the manifest."
    return SourceResult(None, (Problem("S040", CATALOGUE["S040"][0], Place(request.name), message, hint),))


def _fingerprint(request: SourceRequest) -> str:
    """Return a hash of what the result depends on besides the file: not where in the manifest it is named."""
    nowhere = Place("")
    roles = tuple(replace(role, place=nowhere) for role in request.roles)
    part = replace(request.part, place=nowhere) if request.part else None
    chosen = tuple(replace(one, place=nowhere) for one in request.picture_files)
    taken = (_converter_of(request.name), request.citations, chosen)
    kept = (request.pictures, request.source_pages)
    said = (request.title, *kept, request.notes, part, *taken)
    return digest((request.name, request.language, roles, request.corrections, request.authors, said))


def _converter_of(name: str) -> str:
    """Return the release of pandoc, for a file that it reads."""
    if PurePosixPath(name).suffix.lower() not in CONVERTED:
        return ""
    from florilegium.sources.converted.pandoc import release

    return release()


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
    died=lambda request: _stopped(request, _bound_of(request), Stop.DEATH),
)
