"""`florilegium notes`: every note with its calls."""

from __future__ import annotations

from pathlib import Path

import click

from florilegium.cli.confinement import begin_reading
from florilegium.cli.console import print_problems
from florilegium.cli.options import MANIFEST
from florilegium.problems import Report


@click.command(short_help="Print every note with its calls.")
@MANIFEST
def notes(manifest: Path) -> None:
    """Print every note with its calls in context, and what was found in each text."""
    from florilegium.cli.reports import note_lines
    from florilegium.pipeline.build import prepare

    begin_reading(manifest.parent)
    report = Report()
    for line in note_lines(prepare(manifest, report).book):
        click.echo(line)
    report.raise_errors()
    print_problems(report.problems)
