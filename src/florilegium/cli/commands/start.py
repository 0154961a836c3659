"""`florilegium start`: a first manifest."""

from __future__ import annotations

from pathlib import Path

import click

from florilegium.cli.confinement import begin_reading


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def start(folder: Path) -> None:
    """Write a first manifest for the articles in FOLDER."""
    from datetime import date

    from florilegium.pipeline.scaffold import start as begin

    begin_reading(folder)
    begun = begin(folder, date.today())
    for one in begun.passed:
        click.echo(f"passed over {one.name}: {one.why}")
    for doubt in begun.doubts:
        click.echo(f"doubtful, {doubt}")
    for name, count in begun.pictures.items():
        said = "one picture is" if count == 1 else f"{count} pictures are"
        click.echo(f"{said} not here and left out (pictures: drop), {name}")
    build = "florilegium build" if folder == Path() else f"florilegium build --manifest {begun.path}"
    click.echo(f"{begun.path} is ready: set title, authors and chapters, then run `{build}`")
