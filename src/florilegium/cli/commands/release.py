"""`florilegium release`: the folder that readers, shops and libraries are given."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from florilegium.cli.confinement import begin_build
from florilegium.cli.console import counted, print_problems
from florilegium.cli.options import EXECUTOR, JOBS, MANIFEST, NO_CACHE, QUIET, STRICT, request_of
from florilegium.problems import Report


@click.command(short_help="Make a release: all files of a cleared book, with records and sums.")
@MANIFEST
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Folder in which the release’s folder stands."
)
@click.option("--review", is_flag=True, help="Make a private review copy of a book that is not cleared.")
@click.option("--print", "for_printer", is_flag=True, help="Add the files for a printer.")
@JOBS
@NO_CACHE
@EXECUTOR
@STRICT
@QUIET
def release(manifest: Path, output: Path | None, review: bool, for_printer: bool, **options: Any) -> None:
    """Make a release in dist/release/<slug>: the editions, covers, records for shops and libraries, sums.

    It is refused while an article is not cleared.
    """
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.release.make_release import ReleaseRequest, make_release

    if review and for_printer:
        raise click.UsageError(
            "a private review copy has no files for a printer: leave out --print or --review"
        )
    build = request_of(manifest, (), None, {**options, "no_pages": False})
    request, report = ReleaseRequest(build, review, for_printer, output), Report()
    begin_build(build, [request.place])
    with progress_on(sys.stderr, quiet=options["quiet"]) as progress:
        result = make_release(request, report, progress)
    print_problems(report.problems)
    if not options["quiet"]:
        size = sum((result.folder / name).stat().st_size for name in result.files)
        kind = "private review copy" if review else "release"
        click.echo(f"{result.folder}: a {kind} of {counted(len(result.files), 'file')}, {size / 1e6:.1f} MB")
