"""Every stage of a build in its order: the page to read first.

    manifest ─ compose ─ passes ─ names ─┬─ galleys ─ index ─ PDF ─┐
                                         └──────────── EPUB ───────┴─ release

Each stage is a function from a value to a value. The problems that the texts have are gathered in one report;
the build stops where going on would make a book that says something false. How the editions are made from
one prepared book stands in `editions.py`. A build of which nothing has changed is told by its record.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.pipeline.build_record import Record, is_kept, recall, remember
from florilegium.pipeline.request import EBOOKS, PAGED, Order, Progress
from florilegium.problems import FlorilegiumError, Report
from florilegium.system.files import hash_of, witnessed

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from florilegium.book.model import Book, Mention
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.pipeline.copydesk import CopyDesk
    from florilegium.pipeline.editions import Prepared

#: What costs most to import before texts can be read and edited.
_READING: Final = (
    "florilegium.pipeline.copydesk",
    "florilegium.sources.read",
    "florilegium.passes.pipeline",
    "markdown_it",
    *(f"mdit_py_plugins.{name}" for name in ("attrs", "deflist", "footnote", "front_matter")),
    *(f"mdit_py_plugins.{name}" for name in ("subscript", "superscript")),
)

#: What costs most to import before pages of an EPUB can be made.
_PAGING: Final = ("florilegium.editions.epub.pages.page",)

#: What costs most to import when the texts have been read.
_EDITING: Final = (
    "florilegium.names.mentions.survey",
    "florilegium.names.index.entries",
    "florilegium.passes.pipeline",
    "florilegium.pipeline.editions",
    "florilegium.editions.epub.edition",
    "uharfbuzz",
    "ebooklib.epub",
)

#: What costs most to import before pages can be laid out and joined.
_SETTING: Final = (
    *("florilegium.editions.pdf.weasyprint.engine", "pikepdf", "uharfbuzz", "fontTools.ttLib"),
    *("florilegium.editions.pdf.weasyprint.layout", "florilegium.editions.pdf.output.binding"),
)


@dataclass(frozen=True)
class Result:
    """The files of a build, and how many pages the printed book has (0 when it was not made)."""

    files: tuple[Path, ...]
    pages: int


def prepare(
    manifest_path: Path,
    report: Report,
    desk: CopyDesk | None = None,
    meanwhile: Callable[[Manifest, Book], None] | None = None,
) -> Prepared:
    """Read the manifest and every article, run the passes, find the names. Makes no edition.

    Texts are read and edited at the `desk`; by default all of them are, in this process. `meanwhile` may give
    the others something to do when they have edited all; of the book it has all but the edited texts.

    Raises:
        ManifestError: the manifest cannot be read. Every other fault is in the report.
    """
    from florilegium.manifest.reading.load import load
    from florilegium.pipeline.compose import compose, requests_of
    from florilegium.pipeline.copydesk import CopyDesk

    manifest, desk = load(manifest_path, report), desk or CopyDesk()
    book = compose(manifest, report, desk.reader(requests_of(manifest), _errands()))[0]

    # Imported only now: others read while this process does it (`_errands`).
    from florilegium.names.mentions.survey import Surveyor
    from florilegium.passes.citations.works_cited import cite_works
    from florilegium.passes.citations.works_overrides import overrule_works
    from florilegium.passes.pipeline import edit_round, typescripts_of, with_texts
    from florilegium.pipeline.editions import Prepared

    coming = desk.edited(typescripts_of(book, expanded=manifest.notes.ibid == "expand"))
    book = edit_round(book)
    if meanwhile:
        meanwhile(manifest, book)
    surveyor, texts = Surveyor(book, report), []
    for edited in coming:
        report.extend(edited.problems)
        surveyor.read(edited.text)
        texts.append(edited.text)
    book = with_texts(book, texts)
    if book.authority.works:
        book = overrule_works(cite_works(book), report)
    return Prepared(manifest, book, surveyor.survey())


def check(manifest_path: Path, report: Report) -> Prepared:
    """Find every problem of the texts that can be told without making an edition.

    Raises:
        ManifestError: as `prepare`.
    """
    from florilegium.editions.epub.media.cover import check_cover
    from florilegium.names.index.audit import audit_survey
    from florilegium.names.index.entries import check_lengths

    prepared = prepare(manifest_path, report)
    if prepared.book.authority.headings:
        audit_survey(prepared.survey, report)
        size = prepared.manifest.editions.pdf.size
        check_lengths(prepared.book, prepared.survey.mentions, size, report)
    check_cover(prepared.book.metadata, prepared.manifest.root, report)
    return prepared


def build(order: Order, report: Report, progress: Progress, executor: Executor | None = None) -> Result:
    """Make the editions that are ordered and put them in their place.

    Pages are laid out by `executor`; when there is none, by the one that the order asks for.

    Raises:
        FlorilegiumError: as its tree says; the last good files are untouched.
    """
    last = recall(order) if order.cached else None
    if last:
        progress.stage("nothing has changed since the last build")
        report.extend(last.problems)
        _stop_at_faults(order, report)
        return Result(tuple(order.folder / name for name in last.files), last.pages)
    with nullcontext(executor) if executor else engine(order) as hired:
        return _build_anew(order, report, progress, hired)


def engine(order: Order) -> Executor:
    """Who works: the cluster that an order names lays pages out, else processes of this machine do all.

    Raises:
        EditionError: the cluster cannot be reached.
    """
    from florilegium.tasks.runner import DASK, Cluster, workers

    if order.executor.startswith(DASK):
        return Cluster(order.executor)
    reading = _READING + (_PAGING if order.editions & EBOOKS else ())
    if not order.sets_pages or not _can_set_pages():
        return workers(order.jobs, reading)
    # After an earlier build little is left to be read, which this process does until the others are there.
    return workers(order.jobs, _SETTING if order.cached and is_kept(order) else reading + _SETTING)


def _can_set_pages() -> bool:
    from florilegium.system import native_libraries

    return not native_libraries.missing()


def proof(order: Order, report: Report, progress: Progress) -> tuple[str, ...]:
    """The report on the printed edition, line by line. Nothing is put into `dist`.

    Raises:
        FlorilegiumError: as `build`.
    """
    from florilegium.pipeline.copydesk import CopyDesk
    from florilegium.pipeline.editions import Workshop

    with engine(order) as executor:
        progress.stage("reading the articles")
        prepared = prepare(order.manifest, report, CopyDesk(executor))
        _stop_at_faults(order, report)
        sheet = Workshop(prepared, order, report, progress, executor).proof()
    return tuple(sheet.lines())


def pages(prepared: Prepared, order: Order, report: Report, progress: Progress) -> Callable[[Mention], int]:
    """Tells on which printed page a mention of a prepared book stands. Nothing is put into `dist`.

    Raises:
        FlorilegiumError: as `build`.
    """
    from florilegium.pipeline.editions import Workshop

    with engine(order) as executor:
        return Workshop(prepared, order, report, progress, executor).folio()


def _build_anew(order: Order, report: Report, progress: Progress, executor: Executor) -> Result:
    from florilegium.pipeline.copydesk import CopyDesk
    from florilegium.pipeline.memory import Memory

    with witnessed(order.root) as witness:
        progress.stage("reading the articles")
        memory = Memory(order.work / "texts") if order.cached else None
        desk = CopyDesk(executor, memory)
        prepared = prepare(order.manifest, report, desk, partial(_get_ready, order, desk)).slim
        _stop_at_faults(order, report)

        from florilegium.pipeline.editions import Workshop
        from florilegium.system.publish import publish

        made = Workshop(prepared, order, report, progress, executor, desk).make()
    _stop_at_faults(order, report)
    published = publish(made.files, order.folder)
    hashes = {name: hash_of(data) for name, data in made.files.items()}
    remember(order, witness, Record(hashes, made.pages, report.problems))
    return Result(published, made.pages)


def _get_ready(order: Order, desk: CopyDesk, manifest: Manifest, book: Book) -> None:
    """Have those who have nothing else to do make ready what the editions begin with."""
    from florilegium.pipeline.editions import begin_drawing, warm_up

    if order.editions & PAGED or (order.paged and manifest.editions.epub.pages):
        warm_up(manifest, desk.executor)
    else:
        begin_drawing(book, order, desk)


def _errands() -> tuple[Callable[[], object], ...]:
    """What has to be imported and made ready sooner or later, in small steps."""
    from florilegium.tasks.runner import import_all

    return (*(partial(import_all, (module,)) for module in _EDITING), _prepare_templates)


def _prepare_templates() -> None:
    from florilegium.editions.templating import prepare as prepare_templates

    prepare_templates()


def _stop_at_faults(order: Order, report: Report) -> None:
    report.raise_errors()
    if order.strict and report.problems:
        raise FlorilegiumError("with --strict, a warning stops the build", report.problems)
