"""`florilegium collect`: pages of the web as files of the project."""

from __future__ import annotations

from pathlib import Path

import click

from florilegium.cli.confinement import begin_reading
from florilegium.cli.options import MANIFEST


@click.command(short_help="Save pages of the web as articles.")
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@MANIFEST
@click.option(
    "--into", default="articles", show_default=True, help="The folder of the project for the pages."
)
@click.option("--private", is_flag=True, help="Allow addresses of this machine and its neighbours.")
def collect(addresses: tuple[str, ...], manifest: Path, into: str, private: bool) -> None:
    """Save pages of the web, with their pictures, as articles of the project.

    Each page is entered into the manifest with its address and the day; where there is no manifest, a first
    one is written. This is the only command that fetches anything. Whether you may reprint a page is yours to
    ask.
    """
    from datetime import date

    from florilegium import __version__
    from florilegium.pipeline.beginning.page_collection import PageCollection, enter_pages
    from florilegium.problems import ManifestError
    from florilegium.system.fetching import FetchBounds, NotFetchedError

    root = manifest.parent
    folder = Path(into)
    if folder.is_absolute() or ".." in folder.parts:
        raise ManifestError(f"“{into}” is no folder of the project: name one below it")
    begin_reading(root, networked=True)
    collection = PageCollection(
        root, folder.as_posix(), FetchBounds(private=private), f"florilegium/{__version__}"
    )
    pages, refused = [], 0
    for address in addresses:
        try:
            page = collection.save(address)
        except NotFetchedError as error:
            refused += 1
            click.echo(f"not taken, {address}: {error}", err=True)
            continue
        pages.append(page)
        click.echo(f"{page.name} is {page.address}")
        for missing in page.missing:
            click.echo(f"  a picture is not here, {missing}")
    begin_reading(root)  # what reads the pages needs no network
    if pages and not enter_pages(manifest, pages, date.today()):
        click.echo(f"{manifest} cannot be changed by itself: enter the files yourself", err=True)
    elif pages:
        click.echo(f"{manifest} has them, each with its address; look at titles, authors and permissions")
    if refused:
        raise click.exceptions.Exit(1)
