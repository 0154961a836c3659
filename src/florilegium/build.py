"""Every stage of a build in its order: the page to read first.

    manifest ─ compose ─ passes ─ names ─┬─ galleys ─ index ─ PDF ─┐
                                         └──────────── EPUB ───────┴─ release

Each stage is a function from a value to a value. The problems that the texts have are gathered in one report;
the build stops where going on would make a book that says something false. How the editions are made from
one prepared book stands in `workshop.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from florilegium.errors import FlorilegiumError
from florilegium.problems import Report
from florilegium.workers import workers
from florilegium.workshop import WORK_FOLDER, Order, Prepared, Progress, Workshop


@dataclass(frozen=True)
class Result:
    """The files of a build, and how many pages the printed book has (0 when it was not made)."""

    files: tuple[Path, ...]
    pages: int


def prepare(manifest_path: Path, report: Report) -> Prepared:
    """Read the manifest and every article, run the passes, find the names. Makes no edition.

    Raises:
        ManifestError: the manifest cannot be read. Every other fault is in the report.
    """
    from florilegium.compose import compose
    from florilegium.manifest.load import load
    from florilegium.names.mentions import survey
    from florilegium.passes.anchors import place_anchors
    from florilegium.passes.notes import collect_notes
    from florilegium.passes.typography import refine

    manifest = load(manifest_path, report)
    book, manuscripts = compose(manifest, report)
    book = collect_notes(book, report)
    book = refine(book)
    book = place_anchors(book, report)
    return Prepared(manifest, manuscripts, book, survey(book, report))


def check(manifest_path: Path, report: Report) -> Prepared:
    """Find every problem of the texts that can be told without making an edition.

    Raises:
        ManifestError: as `prepare`.
    """
    from florilegium.editions.epub.cover import check_cover
    from florilegium.names.audit import audit_survey

    prepared = prepare(manifest_path, report)
    if prepared.book.authority.headings:
        audit_survey(prepared.survey, report)
    check_cover(prepared.book.metadata, prepared.manifest.root, report)
    return prepared


def build(order: Order, report: Report, progress: Progress) -> Result:
    """Make the editions that are ordered and put them in their place.

    Raises:
        FlorilegiumError: as its tree says; the last good files are untouched.
    """
    from florilegium.release.dist import publish

    with workers(order.jobs, "weasyprint", at_once=not _has_layouts(order)) as executor:
        progress.stage("reading the articles")
        prepared = prepare(order.manifest, report)
        _stop_at_faults(order, report)
        made = Workshop(prepared, order, report, progress, executor).make()
    _stop_at_faults(order, report)
    folder = order.output or prepared.manifest.root / "dist"
    return Result(publish(made.files, folder), made.pages)


def _has_layouts(order: Order) -> bool:
    """Whether an earlier build has left layouts, so that there may be little to lay out."""
    return order.cached and (order.manifest.parent / WORK_FOLDER / "layouts").is_dir()


def _stop_at_faults(order: Order, report: Report) -> None:
    report.raise_errors()
    if order.strict and report.problems:
        raise FlorilegiumError("with --strict, a warning stops the build", report.problems)
