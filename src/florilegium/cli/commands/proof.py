"""`florilegium proof`: what to look at in the finished pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from florilegium.cli.confinement import begin_build
from florilegium.cli.console import print_problems
from florilegium.cli.options import MANIFEST, QUIET
from florilegium.problems import Report


@click.command(short_help="List what to look at in the finished pages.")
@MANIFEST
@QUIET
def proof(manifest: Path, quiet: bool) -> None:
    """Print what an editor should look at in the finished pages: counts, and every doubtful place."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.build import proof as examine
    from florilegium.pipeline.request import BuildRequest

    report, request = Report(), BuildRequest(manifest, frozenset({"pdf"}))
    begin_build(request)
    with progress_on(sys.stderr, quiet=quiet) as progress:
        lines = examine(request, report, progress)
    print_problems(report.problems)
    for line in lines:
        click.echo(line)
