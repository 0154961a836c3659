"""`florilegium check`: the problems of the texts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from florilegium.cli.confinement import begin_reading
from florilegium.cli.console import counted, print_problems
from florilegium.cli.options import MANIFEST, STRICT
from florilegium.problems import Report


@click.command(short_help="Report every problem without making an edition.")
@MANIFEST
@STRICT
def check(manifest: Path, strict: bool) -> None:
    """Read everything and tell every problem, without making an edition."""
    from florilegium.pipeline.build import check as examine

    begin_reading(manifest.parent)
    report = Report()
    examine(manifest, report)
    report.raise_errors()
    print_problems(report.problems)
    warnings = len(report.problems)
    click.echo(f"no errors, {counted(warnings, 'warning')}")
    if strict and warnings:
        sys.exit(1)
