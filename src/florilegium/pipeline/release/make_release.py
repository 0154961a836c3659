"""A release from its manifest to its folder: prepared, let through the gate, made, recorded, put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.documents import Document
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.editions.records.described_book import DescribedBook
from florilegium.pipeline.build import engine_for, prepare, session_for
from florilegium.pipeline.build_record import BuildRecord, recall, remember, taken_over
from florilegium.pipeline.editions import EDITIONS
from florilegium.pipeline.make_editions import make_editions
from florilegium.pipeline.prepare import Prepared
from florilegium.pipeline.release.article_epubs import ARTICLE_EPUBS
from florilegium.pipeline.release.changes import CHANGES, changes
from florilegium.pipeline.release.gate import check_rights, for_review
from florilegium.pipeline.release.held_files import FilesInFolder, HeldFiles, StackedFiles
from florilegium.pipeline.release.offprints import OFFPRINTS
from florilegium.pipeline.release.release_parts import COVERS, described_by, release_files
from florilegium.pipeline.release.release_record import (
    RELEASE,
    SUMS,
    contents_of,
    hashes_of,
    head_of,
    inputs_of,
    listed,
    listing_of,
    record_in,
    sums,
    to_bytes,
)
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Progress, Session, stop_at_faults
from florilegium.problems import Problem, Report
from florilegium.system.files import Witness, hash_of, witnessed
from florilegium.system.publish import publish_folder
from florilegium.system.temporary import sweep, sweep_parts
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from concurrent.futures import Executor

#: The editions of every release.
_EDITIONS: Final = frozenset({"epub", "kepub", "web", "pdf"})

#: Those that are made for releases alone.
_OWN: Final = frozenset({COVERS.name, OFFPRINTS.name, ARTICLE_EPUBS.name})

#: Editions that come first: that of the web, whose pages are made when all others begin and are held no more
#: once they are files; then those that this process makes itself, while others work at what is begun.
_FIRST: Final = ("web", "epub", "kepub")

#: The edition that makes the last parts, of a release and of a review copy.
_RELEASE: Final = "release"
_REVIEW: Final = "review"

#: The folder in which the book can be read at once.
_READ: Final = "read"


@dataclass(frozen=True)
class ReleaseRequest:
    """What is asked for: of which manifest, and whether it is a copy for review.

    `folder` is where releases stand, each in a folder called after its book; by default `dist/release` of
    the project. With `for_printer`, the printer's files are part of it. One that `is_afresh` takes over no
    edition that a build has left.
    """

    build: BuildRequest
    is_review: bool = False
    for_printer: bool = False
    folder: Path | None = None
    is_afresh: bool = False

    @property
    def place(self) -> Path:
        """Return the folder of releases."""
        return self.folder or self.build.root / "dist" / "release"

    @property
    def order(self) -> BuildRequest:
        """Return the build that makes it; the edition that makes its last parts is not in its registry."""
        own = _OWN | {_REVIEW if self.is_review else _RELEASE}
        wanted = _EDITIONS | ({"print"} if self.for_printer else set()) | own
        return replace(self.build, editions=frozenset(wanted), output=self.place)


@dataclass(frozen=True)
class ReleaseResult:
    """The folder of a release, its files by path, and what was found.

    It `is_new` unless nothing has changed since it was made.
    """

    folder: Path
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    is_new: bool = True


@dataclass(frozen=True)
class ReleaseContents:
    """A release before it is put in place: the name of its folder, its files without its own record, and what
    was read for it."""

    slug: str
    files: Mapping[str, bytes]
    record: dict[str, Any]
    witness: Witness


def make_release(
    request: ReleaseRequest, report: Report, progress: Progress, engine: Executor | None = None
) -> ReleaseResult:
    """Make a release and put it in its place, whole. `engine` is who works, as in `pipeline.build.build`.

    Raises:
        ReleaseError: an article is not cleared and the copy is not for review; or the folder cannot be
            written. The last release stays as it was.
        FlorilegiumError: as `pipeline.build.build`.
    """
    order = request.order
    sweep(order.work)
    sweep_parts(request.place)
    last = recall(_editions_named(order)) if order.cached else None
    if last is not None:
        progress.stage("nothing has changed since the last release")
        report.extend(last.problems)
        stop_at_faults(order, report)
        return _as_before(request.place, last)
    made = release_of(request, report, progress, engine)
    folder = request.place / made.slug
    own = _own_files(made, folder)
    publish_folder(StackedFiles(own, made.files), folder)
    hashes = hashes_of(made.record) | {name: hash_of(data) for name, data in own.items()}
    named = {f"{made.slug}/{name}": digest for name, digest in hashes.items()}
    remember(_editions_named(order), made.witness, BuildRecord(named, 0, report.problems))
    return ReleaseResult(folder, FilesInFolder(folder, hashes), report.problems)


def _editions_named(order: BuildRequest) -> BuildRequest:
    """Return a build whose editions are all in its registry, so that it can be asked what it needs."""
    return replace(order, registry=_registry(lambda _: {}, is_review=_REVIEW in order.editions))


def _registry(
    last_parts: Callable[[Context], Mapping[str, bytes]], *, is_review: bool
) -> tuple[Edition, ...]:
    """Return the editions that a release can have; `last_parts` makes those of its last one."""
    last = Edition(
        name=_REVIEW if is_review else _RELEASE,
        title="the release",
        endings=(),
        needs=Needs.MARKS,
        files=last_parts,
    )
    named = {edition.name: edition for edition in EDITIONS}
    first = (_in_release(named[name]) for name in _FIRST)
    rest = (edition for edition in EDITIONS if edition.name not in _FIRST)
    return (*first, COVERS, OFFPRINTS, ARTICLE_EPUBS, *rest, last)


def _as_before(place: Path, last: BuildRecord) -> ReleaseResult:
    (slug,) = {name.partition("/")[0] for name in last.files}
    files = FilesInFolder(place / slug, (name.partition("/")[2] for name in last.files))
    return ReleaseResult(place / slug, files, last.problems, is_new=False)


def release_of(
    request: ReleaseRequest, report: Report, progress: Progress, engine: Executor | None = None
) -> ReleaseContents:
    """Make a release and put it nowhere. Raises as `make_release`."""
    parts = _Parts(request.is_review)
    with witnessed(request.build.root) as witness, ExitStack() as stack:
        build = replace(request.order, registry=_registry(parts.make, is_review=request.is_review))
        hired = engine or stack.enter_context(engine_for(build))
        if not (request.is_review or request.is_afresh):
            build = replace(build, registry=taken_over(build.registry, request.build, report))
        session = session_for(build, report, progress, hired)
        prepared = _let_through(request, session)
        files = make_editions(prepared, session, HeldFiles()).files
    session.stop_at_faults()
    session.runner.tidy()
    record = {
        **head_of(parts.described),
        "review": request.is_review,
        "editions": sorted(build.editions - _OWN - {_RELEASE, _REVIEW}),
        "inputs": inputs_of(build.root, witness.findings),
        "contents": contents_of(parts.described, parts.documents),
        "listing": listing_of(parts.described),
        "files": listed(files),
    }
    return ReleaseContents(prepared.book.metadata.slug, files, record, witness)


def _in_release(edition: Edition) -> Edition:
    """Return an edition as a release has it: the web edition stands in a folder that is named for its use."""
    if edition.name != "web":
        return edition
    return replace(edition, begin_files=_begin_reading, imports=("florilegium.editions.web.site_page",))


def _begin_reading(context: Context) -> Callable[[], Iterator[tuple[str, bytes]]]:
    from florilegium.editions.web.edition import begin_site

    site = begin_site(context)
    return lambda: ((f"{_READ}/{name}", data) for name, data in site().items())


def _let_through(request: ReleaseRequest, session: Session) -> Prepared:
    """Return the book, if it may go out as it is asked for."""
    session.progress.stage("reading the articles")
    prepared = prepare(request.build.manifest, session.report, session).slim
    session.stop_at_faults()
    if request.is_review:
        return replace(prepared, book=for_review(prepared.book))
    check_rights(prepared.book, session.report)
    session.stop_at_faults()
    return prepared


class _Parts:
    """What makes the parts of a release that are in no other edition, and remembers of what."""

    def __init__(self, is_review: bool) -> None:
        self.described: DescribedBook
        self.documents: Sequence[Document]
        self._is_review = is_review

    def make(self, context: Context) -> Mapping[str, bytes]:
        self.described, self.documents = described_by(context), context.documents
        return release_files(context, self.described, is_review=self._is_review)


def _own_files(made: ReleaseContents, folder: Path) -> dict[str, bytes]:
    """Return what a release says of itself: its record, its sums, and what has changed since the last one.

    One that is made again says what it said: it is the same release.
    """
    last = record_in(folder)
    again = last == made.record and (folder / CHANGES).is_file()
    told = (folder / CHANGES).read_bytes() if again else changes(last, made.record).encode()
    own = {RELEASE: to_bytes(made.record), CHANGES: told}
    hashes = hashes_of(made.record) | {name: hash_of(data) for name, data in own.items()}
    return {**own, SUMS: sums(hashes)}
