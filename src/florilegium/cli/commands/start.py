"""`florilegium start`: a first manifest."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def start(folder: Path) -> None:
    """Write a first manifest for the articles in FOLDER."""
    from datetime import date

    from florilegium.pipeline.scaffold import start as begin

    begun = begin(folder, date.today())
    for one in begun.passed:
        click.echo(f"passed over {one.name}: {one.why}")
    for doubt in begun.doubts:
        click.echo(f"doubtful author, {doubt}")
    click.echo(f"{begun.path} is ready: set title, authors and chapters, then run `florilegium build`")
