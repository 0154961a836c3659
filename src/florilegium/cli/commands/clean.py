"""`florilegium clean`: forget what earlier builds have kept."""

from __future__ import annotations

from pathlib import Path

import click

from florilegium.cli.options import MANIFEST


@click.command()
@MANIFEST
def clean(manifest: Path) -> None:
    """Remove what earlier builds have kept for later ones."""
    import shutil

    from florilegium.pipeline.request import WORK_FOLDER

    shutil.rmtree(manifest.resolve().parent / WORK_FOLDER, ignore_errors=True)
