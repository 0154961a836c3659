"""`florilegium build`: the editions of one book."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from florilegium.cli.confinement import begin_build
from florilegium.cli.console import print_problems
from florilegium.cli.options import (
    EXECUTOR,
    JOBS,
    MANIFEST,
    NAMED,
    NO_CACHE,
    NO_PAGES,
    QUIET,
    STRICT,
    WHAT_IS_MADE,
    request_of,
)
from florilegium.problems import Report


@click.command(short_help="Make the editions of the book, by default EPUB and PDF.", help=WHAT_IS_MADE)
@NAMED
@MANIFEST
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder of the finished files.")
@JOBS
@NO_PAGES
@NO_CACHE
@EXECUTOR
@STRICT
@QUIET
def build(editions: tuple[str, ...], manifest: Path, output: Path | None, **options: Any) -> None:
    """Make the editions that are named."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.build import build as make

    order, report = request_of(manifest, editions, output, options), Report()
    begin_build(order, lent=False)  # the build lends it when something has changed
    with progress_on(sys.stderr, quiet=options["quiet"]) as progress:
        result = make(order, report, progress)
    print_problems(report.problems)
    if not options["quiet"]:
        for path in result.files:
            is_book = path.suffix == ".pdf" and not path.stem.endswith("-cover")
            pages = f", {result.pages} pages" if is_book else ""
            click.echo(f"{path} ({_size(path) / 1000:.0f} kB{pages})")


def _size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    return sum(one.stat().st_size for one in (path, *path.rglob("*")) if one.is_file())
