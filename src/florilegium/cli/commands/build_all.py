"""`florilegium build-all`: the books of a list."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from florilegium.cli.confinement import begin_build
from florilegium.cli.console import counted, print_problems
from florilegium.cli.options import EXECUTOR, JOBS, NAMED, NO_CACHE, NO_PAGES, QUIET, STRICT, request_of
from florilegium.problems import Report

if TYPE_CHECKING:
    from florilegium.pipeline.book_list import BookOutcome
    from florilegium.pipeline.press.release_list import PressRequest


@click.command("build-all")
@click.argument("books", metavar="LIST", type=click.Path(path_type=Path, dir_okay=False))
@NAMED
@click.option("--release", is_flag=True, help="Release every book, and make the site of all of them.")
@click.option("--print", "for_printer", is_flag=True, help="With --release: add the files for a printer.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="With --release: folder of the site.")
@JOBS
@NO_PAGES
@NO_CACHE
@EXECUTOR
@STRICT
@QUIET
def build_all(books: Path, editions: tuple[str, ...], **options: Any) -> None:
    """Make the books of a whole list.

    LIST is a YAML file that names a manifest, or its folder, on each line. A book that cannot be made stops
    no other.
    """
    from florilegium.manifest.reading.backlist import load_list
    from florilegium.pipeline.press.release_list import PressRequest, release_all

    _check_usage(editions, options)
    found, order = load_list(books, Report()), request_of(books, editions, None, options)
    projects = [replace(order, manifest=manifest) for manifest in found.books]
    press = PressRequest(found, order, options["for_printer"], options["output"])
    places = [press.place] if options["release"] else []
    begin_build(
        order, [*places, *(folder for one in projects for folder in (one.root, one.folder, one.work))]
    )
    if options["release"]:
        outcomes = _made(release_all(press), len(found.books), quiet=options["quiet"])
        _publish(press, outcomes, strict=options["strict"], quiet=options["quiet"])
    else:
        from florilegium.pipeline.book_list import build_all as make_all

        outcomes = _made(make_all(found.books, order), len(found.books), quiet=options["quiet"])
    failed = sum(1 for outcome in outcomes if outcome.result is None)
    count = len(outcomes)
    click.echo(f"{counted(count, 'book')}: {count - failed} made, {failed} failed")
    sys.exit(1 if failed else 0)


def _check_usage(editions: tuple[str, ...], options: dict[str, Any]) -> None:
    """Stop where options contradict each other."""
    if options["release"] and (editions or options["no_pages"]):
        raise click.UsageError("a release has editions of its own, with pages: name none, and no --no-pages")
    if not options["release"] and (options["for_printer"] or options["output"]):
        raise click.UsageError("--print and --output belong to --release")


def _made(outcomes: Iterator[BookOutcome], count: int, *, quiet: bool) -> list[BookOutcome]:
    """Make the books, and print what becomes of each as it is known."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.session import Count

    found = []
    with progress_on(sys.stderr, quiet=quiet) as progress:
        progress.stage(f"making {counted(count, 'book')}")
        for outcome in outcomes:
            found.append(outcome)
            _print_outcome(outcome, quiet=quiet)
            progress.count(Count(count, made=len(found), share=len(found) / count, of="books"))
    return found


def _publish(press: PressRequest, outcomes: list[BookOutcome], *, strict: bool, quiet: bool) -> None:
    """Make the lists of all books, and print where they are."""
    from florilegium.pipeline.press.release_list import publish_lists

    report = Report()
    made = publish_lists(press, outcomes, report)
    print_problems(report.problems)
    if strict and report.problems:
        sys.exit(1)
    if made and not quiet:
        click.echo(f"{press.place}: the site of the press")


def _print_outcome(outcome: BookOutcome, *, quiet: bool) -> None:
    """Print one line for a book of a list, after its problems."""
    print_problems(outcome.problems)
    if outcome.result is None:
        click.echo(outcome.bug, err=True, nl=False)
        click.echo(f"{outcome.manifest}: failed: {outcome.error}", err=True)
    elif not quiet:
        files = ", ".join(path.name for path in outcome.result.files)
        click.echo(f"{outcome.manifest}: {files} ({outcome.seconds:.1f} s)")
