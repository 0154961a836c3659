"""Every stage of a build in its order: the page to read first.

    manifest ─ compose ─ edit ─ names ─┬─ pages ─ index ─ PDF ─┐
                                       └──────── EPUB ─────────┴─ publish

Each stage is a function from a value to a value. The problems that the texts have are gathered in one
report; the build stops where going on would make a book that says something false. A build of which nothing
has changed is known by its record.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.pipeline.build_record import BuildRecord, recall, remember
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Progress, Session, Silent, stop_at_faults
from florilegium.pipeline.warm_up import (
    processes_for,
    while_names_are_found,
    while_others_read,
    while_texts_are_read,
)
from florilegium.problems import FlorilegiumError, Problem, Report
from florilegium.system import sandbox, temporary
from florilegium.system.files import hash_of, witnessed
from florilegium.system.temporary import sweep, sweep_parts
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from florilegium.book.model import Book
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.names.index.locators import FolioOf
    from florilegium.pipeline.prepare import Prepared
    from florilegium.pipeline.printing import BegunText
    from florilegium.system.tasks.at_hand import AtHand
    from florilegium.system.tasks.runner import Runner


#: Of a book of more texts, what names are found in and what is set of it are not held at once.
_FEW: Final = 40


@dataclass(frozen=True)
class BuildResult:
    """The files and folders of a build, how many pages the printed book has (0 when none were set), and
    what was found."""

    files: tuple[Path, ...]
    pages: int
    problems: tuple[Problem, ...]


def build(
    request: BuildRequest,
    report: Report | None = None,
    progress: Progress | None = None,
    engine: Executor | None = None,
) -> BuildResult:
    """Make the editions that are asked for and put them in their place.

    `engine` is who works; when it is None, the one that the request asks for.

    Raises:
        FlorilegiumError: as its tree says; the last good files are untouched.
    """
    report, progress = report or Report(), progress or Silent()
    sweep(request.work)
    sweep_parts(request.folder)
    last = recall(request) if request.cached else None
    if last:
        progress.stage("nothing has changed since the last build")
        return _as_before(request, last, report)
    with nullcontext(engine) if engine else engine_for(request) as hired:
        return _build(session_for(request, report, progress, hired))


def _build(session: Session) -> BuildResult:
    request, report = session.request, session.report
    with witnessed(request.root) as witness:
        session.progress.stage("reading the articles")
        whole, begun = prepare_and_begin(session, _FEW)
        session.stop_at_faults()
        prepared = whole.slim
        del whole
        # Imported by now: while others read, a build imports what comes next.
        from florilegium.pipeline.make_editions import make_editions

        made = make_editions(prepared, session, text=begun)
    session.stop_at_faults()
    from florilegium.system.publish import publish

    published = publish(made.files, request.folder)
    hashes = {name: hash_of(data) for name, data in made.files.items()}
    remember(request, witness, BuildRecord(hashes, made.pages, report.problems))
    session.runner.tidy()
    return BuildResult(published, made.pages, report.problems)


def prepare(
    manifest_path: Path,
    report: Report,
    session: Session | None = None,
    begin: Callable[[Manifest, Book], object] | None = None,
) -> Prepared:
    """Read the manifest and every article, edit the texts, find the names. Makes no edition.

    Texts are read and edited by who works for the session; by default in this process. Who wants to `begin`
    with the book of edited texts, while the names are found, is given it.

    Raises:
        ManifestError: the manifest cannot be read. Every other fault is in the report.
    """
    from florilegium.manifest.reading.load import load
    from florilegium.passes.pipeline import edit_round, with_texts
    from florilegium.pipeline import prepare as texts
    from florilegium.pipeline.compose import compose

    request = session.request if session else BuildRequest(manifest_path)
    runner = session.runner if session else _runner(request)
    manifest = load(manifest_path, report)
    if session:
        while_texts_are_read(session, manifest)
    read = texts.read_sources(manifest, runner, while_others_read(request, manifest))
    book, manuscripts = compose(manifest, report, read)
    edited = texts.edit_texts(manifest, book, runner)
    book = edit_round(book)
    if session:
        while_names_are_found(session, manifest, book)
    if begin:
        edited = iter(made := tuple(edited))
        for one in made:
            report.extend(one.problems)
        begin(manifest, with_texts(book, [one.text for one in made]))
    found, survey = texts.find_names(book, edited, report, runner)
    book = texts.with_edited(book, found, report)
    return texts.Prepared(manifest, book, survey, manuscripts)


def prepare_and_begin(session: Session, most: int | None = None) -> tuple[Prepared, BegunText | None]:
    """Prepare a book; if its pages are to be set, have its text begun while its names are found.

    One of more than so many texts, at `most`, is not begun.

    Raises:
        ManifestError: the manifest cannot be read. Every other fault is in the session's report.
    """
    begun: list[BegunText] = []

    def begin(manifest: Manifest, book: Book) -> None:
        from florilegium.pipeline.make_editions import are_pages_set
        from florilegium.pipeline.printing import begin_text

        if are_pages_set(manifest, session) and (most is None or len(book.texts) <= most):
            # What keeps the book from being set is told when it is to be set: names are found nevertheless.
            with suppress(FlorilegiumError):
                session.stop_at_faults()
                begun.append(begin_text(manifest, book, session))

    request = session.request
    # Without pages there is nothing to begin, and names are found in each text while others are edited.
    prepared = prepare(request.manifest, session.report, session, begin if request.sets_pages else None)
    return prepared, begun[0] if begun else None


def check(manifest_path: Path, report: Report) -> Prepared:
    """Find every problem of the texts that shows without making an edition.

    Raises:
        ManifestError: as `prepare`.
    """
    from florilegium.names.index.entries import check_lengths

    prepared = prepare(manifest_path, report)
    if prepared.book.authority.headings:
        size = prepared.manifest.editions.pdf.size
        check_lengths(prepared.book, prepared.survey, size, report)
    audit(prepared, report)
    return prepared


def audit(prepared: Prepared, report: Report) -> None:
    """Report what neither the texts nor their pages show: names that the index leaves open, a cover that
    cannot be used, what the printer does not offer."""
    from florilegium.editions.epub.media.given_cover import check_cover
    from florilegium.names.index.audit import audit_survey

    if prepared.book.authority.headings:
        audit_survey(prepared.survey, report)
    check_cover(prepared.book.metadata, prepared.manifest.root, report)
    _check_print(prepared, report)


def _check_print(prepared: Prepared, report: Report) -> None:
    """Look whether the printer that the manifest names offers what it asks for (E022)."""
    manifest = prepared.manifest
    if manifest.editions.print.printer:
        from florilegium.editions.pdf.print_shop.shop_fit import check_order

        place_of = partial(manifest.place, "editions")
        check_order(manifest.editions.print, manifest.editions.pdf.size, place_of, report)


def proof(request: BuildRequest, report: Report, progress: Progress) -> tuple[str, ...]:
    """Return the report on the printed edition, line by line. Nothing is put into `dist`.

    Raises:
        FlorilegiumError: as `build`.
    """
    from florilegium.pipeline.printing import proof_of

    with engine_for(request) as engine:
        session = session_for(request, report, progress, engine)
        progress.stage("reading the articles")
        prepared = prepare(request.manifest, report, session)
        session.stop_at_faults()
        sheet = proof_of(prepared, session)
    return tuple(sheet.lines())


def pages(prepared: Prepared, request: BuildRequest, report: Report, progress: Progress) -> FolioOf:
    """Return what gives the printed page of a mention of a prepared book. Nothing is put into `dist`.

    Raises:
        FlorilegiumError: as `build`.
    """
    from florilegium.pipeline.printing import folio_of

    with engine_for(request) as engine:
        return folio_of(prepared, session_for(request, report, progress, engine))


def engine_for(request: BuildRequest, lost: Callable[[], object] | None = None) -> Executor:
    """Return who works: the cluster that a request names lays pages out, else processes of this machine do
    all. `lost` is called when one of these has died and others take its place.

    Raises:
        EditionError: the cluster cannot be reached.
    """
    temporary.lend_to_libraries()
    if not request.executor:
        engine = processes_for(request)
        if lost is not None and hasattr(engine, "lost"):
            engine.lost = lost
        return engine
    from florilegium.system.tasks.dask_cluster import DaskCluster

    cluster = DaskCluster(request.executor)
    if temporary.is_program():
        # Dask's own thread is there and reaches the cluster; this one reads strangers' files.
        sandbox.leave_network()
    return cluster


def session_for(
    request: BuildRequest,
    report: Report,
    progress: Progress,
    engine: Executor,
    at_hand: AtHand | None = None,
) -> Session:
    """Return what every stage of one build is given. What the build before has used may be `at_hand`."""
    return Session(request, report, progress, _runner(request, engine, at_hand))


def _runner(request: BuildRequest, engine: Executor | None = None, at_hand: AtHand | None = None) -> Runner:
    """Return who does the tasks of a build, and takes over what earlier ones have kept."""
    from florilegium.system.tasks.runner import Runner
    from florilegium.system.tasks.store import Store

    return Runner(engine, Store(request.work / "kept") if request.cached else None, at_hand)


def _as_before(request: BuildRequest, last: BuildRecord, report: Report) -> BuildResult:
    """Return the result of an earlier build that this one would only repeat."""
    from florilegium.system.publish import places

    report.extend(last.problems)
    stop_at_faults(request, report)
    return BuildResult(places(last.files, request.folder), last.pages, report.problems)
