"""`florilegium verify`: whether a release is what its record says."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from florilegium.cli.confinement import begin_build, begin_reading
from florilegium.cli.console import counted
from florilegium.cli.options import QUIET
from florilegium.problems import ReleaseError, Report

if TYPE_CHECKING:
    from florilegium.pipeline.release.comparison import ReleaseFolder


@click.command(short_help="Compare a release with its sums, or with one made again.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    "-m",
    type=click.Path(path_type=Path),
    help="Make the release again of this manifest, and compare.",
)
@QUIET
def verify(folder: Path, manifest: Path | None, quiet: bool) -> None:
    """Compare every file of a release in FOLDER with its sums, and its record with them."""
    from florilegium.pipeline.release.comparison import differences, open_release
    from florilegium.pipeline.request import BuildRequest

    if manifest is None:
        begin_reading()
    else:
        begin_build(BuildRequest(manifest))
    release = open_release(folder)
    found = list(differences(release))
    _stop_at(found, f"“{folder}” is not as it was made")
    if manifest is not None:
        _make_again(release, manifest, quiet=quiet)
    if not quiet:
        how = " and come out the same again" if manifest else ""
        click.echo(f"{folder}: {counted(len(release.sums), 'file')} are as they were made{how}")


def _make_again(release: ReleaseFolder, manifest: Path, *, quiet: bool) -> None:
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.release.comparison import differences_when_made_again

    with progress_on(sys.stderr, quiet=quiet) as progress:
        found = list(differences_when_made_again(release, manifest, Report(), progress))
    _stop_at(found, f"“{release.folder}” does not come out the same again")


def _stop_at(found: list[str], message: str) -> None:
    """Print what differs and stop with the status of a release, if anything does."""
    for line in found:
        click.echo(line)
    if found:
        raise ReleaseError(f"{message}: {counted(len(found), 'difference')}")
