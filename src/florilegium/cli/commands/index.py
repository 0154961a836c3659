"""The commands of the index: what to put into it, what it leaves open, why it says what it says.

The editor's manifest and index are read and never written; the review file is the only one that is rewritten,
and what was decided in it stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from florilegium.cli.confinement import begin_build
from florilegium.cli.console import counted, print_problems
from florilegium.cli.options import MANIFEST, STRICT
from florilegium.problems import ManifestError, ReleaseError, Report

if TYPE_CHECKING:
    from florilegium.names.index.locators import FolioOf
    from florilegium.names.suggest.review import Decision, Gain
    from florilegium.pipeline.prepare import Prepared

#: What the index commands tell of the texts; the rest is left to `florilegium check`.
_OWN: Final = "X"
_LISTED: Final = frozenset({"X003", "X008", "X009"})

_REVIEW = click.option(
    "--review",
    "-r",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The review file; by default index-review.yaml beside the manifest.",
)

_NO_PAGES = click.option(
    "--no-pages", is_flag=True, help="Do not set the pages: quicker, but nothing is told of them."
)


@click.group(short_help="Make the index of names and places.")
def index() -> None:
    """Make the index of names and places, and ask what it leaves open."""


@index.command(short_help="Propose headings for names not yet covered.")
@MANIFEST
@_REVIEW
@click.option("--accept-all", is_flag=True, help="Accept every proposal that is not decided yet.")
@click.option("--ner", is_flag=True, help="Ask a spaCy model too; needs florilegium[ner].")
def suggest(manifest: Path, review: Path | None, accept_all: bool, ner: bool) -> None:
    """Propose headings for all names that the index does not cover, in a review file.

    Decide each name there; run it again whenever you like. What you have decided stays.
    """
    from florilegium.names.suggest.language_model import spacy_finder
    from florilegium.names.suggest.review import Verdict, renew, write_review
    from florilegium.pipeline.build import prepare

    path, report = _review_of(manifest, review), Report()
    _begin(manifest, path.parent)
    known = _decisions(path, report)
    book = prepare(manifest, report).book
    decisions = renew(book, known, spacy_finder(book.metadata.language) if ner else None)
    if accept_all:
        decisions = tuple(
            replace(one, verdict=Verdict.ACCEPT) if one.verdict is Verdict.ASK else one for one in decisions
        )
    _write(path, write_review(decisions))
    asked = sum(1 for one in decisions if one.verdict is Verdict.ASK)
    click.echo(f"{path}: {counted(asked, 'name')} to decide, {len(decisions) - asked} decided")
    report.raise_errors()


@index.command(short_help="Print what the review file has decided.")
@MANIFEST
@_REVIEW
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write a new file.")
def accept(manifest: Path, review: Path | None, output: Path | None) -> None:
    """Print what the review file has decided, as the manifest's `index:` has it.

    Only what the index has not yet is printed: paste it there. For a first index, --output index.yaml writes
    a file that the manifest can name.
    """
    from florilegium.names.suggest.review import Verdict, gain
    from florilegium.pipeline.build import prepare

    path, report = _review_of(manifest, review), Report()
    _begin(manifest, (output or path).parent)
    if not path.exists():
        raise ManifestError(f"there is no “{path}”; “florilegium index suggest” writes it")
    decisions = _decisions(path, report)
    lines = list(_gain_lines(gain(prepare(manifest, report).book.authority, decisions)))
    asked = sum(1 for one in decisions if one.verdict is Verdict.ASK)
    if asked:
        click.echo(f"{path}: {counted(asked, 'name')} still to decide", err=True)
    if not lines:
        click.echo("the index has all that was decided", err=True)
    elif output is None:
        click.echo("\n".join(lines))
    elif output.exists():
        raise ReleaseError(
            f"“{output}” is there already and is left as it is; without --output, paste it there"
        )
    else:
        _write(output, "\n".join(lines) + "\n")
        click.echo(f"{output} is written; the manifest names it as “index: {output.name}”")


@index.command(short_help="List what the index leaves open.")
@MANIFEST
@STRICT
@_NO_PAGES
def audit(manifest: Path, strict: bool, no_pages: bool) -> None:
    """List what the index leaves open, with every place and the words round it.

    With the pages at hand it tells too which headings have too many locators in a row.
    """
    from florilegium.cli.index_reports import audit_lines, questions_in
    from florilegium.names.index.audit import audit_survey
    from florilegium.names.index.entries import make_indexes
    from florilegium.pipeline.build import prepare

    _begin(manifest)
    report = Report()
    prepared = prepare(manifest, report)
    if not prepared.book.authority.headings:
        report.raise_errors()
        click.echo("the book has no index; “florilegium index suggest” proposes one")
        return
    found = audit_survey(prepared.survey, Report())
    for line in audit_lines(found):
        click.echo(line)
    report.raise_errors()
    if not no_pages:
        make_indexes(prepared.book, prepared.survey.mentions, _pages(prepared, manifest), report)
    others = [one for one in report.problems if one.code.startswith(_OWN) and one.code not in _LISTED]
    print_problems(others)
    questions = questions_in(found)
    click.echo(f"{counted(questions, 'open question')}")
    if strict and (questions or others):
        sys.exit(1)


@index.command(short_help="Print every mention of one heading, and why.")
@click.argument("heading")
@MANIFEST
@_NO_PAGES
def explain(heading: str, manifest: Path, no_pages: bool) -> None:
    """Print every mention of HEADING with its page and rule, and what was passed over and why."""
    from florilegium.cli.index_reports import explanation_lines, explanation_of
    from florilegium.pipeline.build import prepare

    _begin(manifest)
    report = Report()
    prepared = prepare(manifest, report)
    told = explanation_of(prepared.survey, heading)
    page_of = None if no_pages or report.errors else _pages(prepared, manifest)
    for line in explanation_lines(told, page_of):
        click.echo(line)
    report.raise_errors()


@index.command("report", short_help="Hold the index to the standards, point by point.")
@MANIFEST
@STRICT
@_NO_PAGES
def report_of_index(manifest: Path, strict: bool, no_pages: bool) -> None:
    """Hold the index to the standards, point by point, each met or with the places that do not meet it.

    Without the pages they are reckoned from the letters of the texts.
    """
    from florilegium.cli.index_reports import report_card_lines
    from florilegium.names.index.audit import audit_survey
    from florilegium.names.index.entries import make_indexes
    from florilegium.names.index.lengths import in_estimated_pages
    from florilegium.names.index.report_card import Graded, report_card
    from florilegium.pipeline.build import prepare

    _begin(manifest)
    report = Report()
    prepared = prepare(manifest, report)
    report.raise_errors()
    if not prepared.book.authority.headings:
        click.echo("the book has no index; “florilegium index suggest” proposes one")
        return
    reckoned = in_estimated_pages(prepared.book, prepared.manifest.editions.pdf.size)
    folio_of = reckoned if no_pages else _pages(prepared, manifest)
    made = make_indexes(prepared.book, prepared.survey.mentions, folio_of, Report())
    found = audit_survey(prepared.survey, Report())
    points = report_card(Graded(prepared.book, prepared.survey, found, made, folio_of))
    for line in report_card_lines(points):
        click.echo(line)
    if strict and not all(point.passes for point in points):
        sys.exit(1)


def _begin(manifest: Path, *others: Path) -> None:
    """Begin a run that reads a project, may set its pages, and may write into `others`."""
    from florilegium.pipeline.request import BuildRequest

    begin_build(BuildRequest(manifest), others)


def _pages(prepared: Prepared, manifest: Path) -> FolioOf:
    """Set the text, and return what gives the page of a mention."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.build import pages
    from florilegium.pipeline.request import BuildRequest

    request = BuildRequest(manifest, frozenset({"pdf"}))
    with progress_on(sys.stderr, quiet=False) as progress:
        return pages(prepared, request, Report(), progress)


def _review_of(manifest: Path, review: Path | None) -> Path:
    return review or manifest.parent / "index-review.yaml"


def _decisions(path: Path, report: Report) -> tuple[Decision, ...]:
    """Return what the review file holds; nothing where there is none yet, or an empty one."""
    from florilegium.manifest.reading.load import parse_yaml
    from florilegium.names.suggest.review import read_review

    if not path.exists() or not path.stat().st_size:
        return ()
    return read_review(parse_yaml(path.parent, path.name, report), path.name)


def _gain_lines(gained: Gain) -> Iterator[str]:
    """Yield the new part of an index as YAML; forms for headings that are there already stand as comments."""
    from florilegium.names.suggest.review import write_authority

    written = write_authority(gained.added).rstrip()
    if written:
        yield written
    for label, forms in gained.merged:
        yield f"# Variants for “{label}”, which the index has already:"
        yield from (f"#   - {form}" for form in forms)


def _write(path: Path, text: str) -> None:
    from florilegium.system.files import replace_whole

    try:
        replace_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise ReleaseError(f"“{path}” cannot be written: {error.strerror}") from error
