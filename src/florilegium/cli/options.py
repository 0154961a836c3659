"""Options that several commands share, and what they ask for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from florilegium.manifest.manifest_file import MANIFEST_NAME, manifest_at
from florilegium.pipeline.editions import EDITIONS

if TYPE_CHECKING:
    from florilegium.pipeline.request import BuildRequest

_NAMES: Final = [edition.name for edition in EDITIONS]

MANIFEST: Final = click.option(
    "--manifest",
    "-m",
    type=click.Path(path_type=Path),
    default=Path(MANIFEST_NAME),
    show_default=True,
    callback=lambda _context, _option, path: manifest_at(path),
    help="The manifest of the anthology, or the folder that it is in.",
)
STRICT: Final = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
QUIET: Final = click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
NAMED: Final = click.argument(
    "editions", nargs=-1, type=click.Choice(_NAMES), metavar=" ".join(f"[{name}]" for name in _NAMES)
)

#: The help of `build`: every edition, and those that are made unasked.
WHAT_IS_MADE: Final = (
    f"Make the editions that are named, of {', '.join(edition.title for edition in EDITIONS)}. "
    f"If none is, {' and '.join(edition.title for edition in EDITIONS if edition.usual)} are made."
)
JOBS: Final = click.option(
    "--jobs", "-j", type=click.IntRange(1, 256), help="Processes at work; by default one a core."
)
NO_PAGES: Final = click.option(
    "--no-pages", is_flag=True, help="Make an EPUB without the pages of a printed edition."
)
NO_CACHE: Final = click.option("--no-cache", is_flag=True, help="Lay every section out again.")
EXECUTOR: Final = click.option(
    "--executor",
    default="",
    metavar="dask://HOST:PORT",
    callback=lambda _context, _option, address: _checked_address(address),
    help="Lay the pages out on a Dask cluster.",
)


def request_of(
    manifest: Path, editions: tuple[str, ...], output: Path | None, options: dict[str, Any]
) -> BuildRequest:
    """Return what the options of a command ask for."""
    from florilegium.pipeline.request import BuildRequest

    return BuildRequest(
        manifest,
        frozenset(editions) or BuildRequest.editions,
        output,
        strict=options["strict"],
        cached=not options["no_cache"],
        paged=not options["no_pages"],
        executor=options["executor"],
        **({"jobs": options["jobs"]} if options["jobs"] else {}),
    )


def _checked_address(address: str) -> str:
    if address and not re.fullmatch(r"dask://[^/\s]+:\d+", address):
        raise click.BadParameter(f"“{address}” is no address of a cluster; expected dask://HOST:PORT")
    return address
