"""`florilegium copies`: a personal copy for each line of a list."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from florilegium.cli.confinement import begin_build
from florilegium.cli.console import print_problems
from florilegium.cli.options import MANIFEST, QUIET, STRICT
from florilegium.problems import Report


@click.command(short_help="Make personal copies of a release for a list of people.")
@click.argument("recipients", metavar="LIST", type=click.Path(path_type=Path, dir_okay=False))
@MANIFEST
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the release.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder of the copies.")
@STRICT
@QUIET
def copies(recipients: Path, manifest: Path, **options: Any) -> None:
    """Make an EPUB, a PDF and a letter for each person in LIST, a table with a column “name” (CSV)."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.copies.make_copies import CopiesRequest, make_copies
    from florilegium.pipeline.request import BuildRequest

    request, report = CopiesRequest(manifest, recipients, options["release"], options["output"]), Report()
    begin_build(BuildRequest(manifest), [request.output] if request.output else [])
    with progress_on(sys.stderr, quiet=options["quiet"]) as progress:
        progress.stage("making the copies")
        folder, count = make_copies(request, report, progress)
    print_problems(report.problems)
    if options["strict"] and report.problems:
        sys.exit(1)
    if not options["quiet"]:
        click.echo(f"{folder}: {count} {'copy' if count == 1 else 'copies'}")
