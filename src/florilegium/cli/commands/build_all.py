"""`florilegium build-all`: the books of a list."""

from __future__ import annotations

import sys
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


@click.command("build-all")
@click.argument("books", metavar="LIST", type=click.Path(path_type=Path, dir_okay=False))
@NAMED
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
    from florilegium.cli.progress import progress_on
    from florilegium.manifest.reading.backlist import load_list
    from florilegium.pipeline.book_list import build_all as make_all
    from florilegium.pipeline.session import Count

    manifests, order = load_list(books, Report()), request_of(books, editions, None, options)
    projects = [replace(order, manifest=manifest) for manifest in manifests]
    begin_build(order, [folder for one in projects for folder in (one.root, one.folder, one.work)])
    outcomes = []
    with progress_on(sys.stderr, quiet=options["quiet"]) as progress:
        progress.stage(f"making {counted(len(manifests), 'book')}")
        for outcome in make_all(manifests, order):
            outcomes.append(outcome)
            _print_outcome(outcome, quiet=options["quiet"])
            share = len(outcomes) / len(manifests)
            progress.count(Count(len(manifests), made=len(outcomes), share=share, of="books"))
    failed = sum(1 for outcome in outcomes if outcome.result is None)
    click.echo(f"{counted(len(manifests), 'book')}: {len(manifests) - failed} made, {failed} failed")
    sys.exit(1 if failed else 0)


def _print_outcome(outcome: BookOutcome, *, quiet: bool) -> None:
    """One line for a book of a list, after its problems."""
    print_problems(outcome.problems)
    if outcome.result is None:
        click.echo(outcome.bug, err=True, nl=False)
        click.echo(f"{outcome.manifest}: failed: {outcome.error}", err=True)
    elif not quiet:
        files = ", ".join(path.name for path in outcome.result.files)
        click.echo(f"{outcome.manifest}: {files} ({outcome.seconds:.1f} s)")
