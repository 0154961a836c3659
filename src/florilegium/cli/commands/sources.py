"""`florilegium sources`: the ledger of the sources."""

from __future__ import annotations

from pathlib import Path

import click

from florilegium.cli.confinement import begin_reading
from florilegium.cli.console import print_problems
from florilegium.cli.options import MANIFEST
from florilegium.problems import Report


@click.command(short_help="Print what became of every paragraph.")
@click.argument("article", required=False)
@MANIFEST
def sources(article: str | None, manifest: Path) -> None:
    """Print what became of every paragraph of the sources: the ledger.

    ARTICLE is the key of one article, or the name of its file.
    """
    from florilegium.cli.reports import ledger_lines
    from florilegium.manifest.reading.load import load
    from florilegium.pipeline.compose import compose

    begin_reading(manifest.parent)
    report = Report()
    book, manuscripts = compose(load(manifest, report), report)
    for line in ledger_lines(book, manuscripts, article or ""):
        click.echo(line)
    report.raise_errors()
    print_problems(report.problems)
