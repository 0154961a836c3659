"""The command line: commands, progress, exit statuses. The only place that prints."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from florilegium import __version__
from florilegium.cli import index
from florilegium.cli.console import MANIFEST, STRICT, counted, print_problems
from florilegium.problems import FlorilegiumError, Report

if TYPE_CHECKING:
    from florilegium.pipeline.build_all import Outcome
    from florilegium.pipeline.request import Order

_QUIET = click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
_EDITIONS = click.argument(
    "editions",
    nargs=-1,
    type=click.Choice(["epub", "kepub", "pdf", "print"]),
    metavar="[epub] [kepub] [pdf] [print]",
)
_JOBS = click.option(
    "--jobs", "-j", type=click.IntRange(1, 256), help="Processes at work; by default one a core."
)
_NO_PAGES = click.option(
    "--no-pages", is_flag=True, help="Make an EPUB without the pages of a printed edition."
)
_NO_CACHE = click.option("--no-cache", is_flag=True, help="Lay every section out anew.")
_EXECUTOR = click.option(
    "--executor",
    default="",
    metavar="dask://HOST:PORT",
    callback=lambda _context, _option, address: _checked_address(address),
    help="Lay the pages out on a Dask cluster.",
)


class _Commands(click.Group):
    """Turns our exceptions into messages and exit statuses, for every command alike."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FlorilegiumError as error:
            print_problems(error.problems)
            click.echo(f"florilegium: {error.message}", err=True)
            ctx.exit(error.exit_status)
        except KeyboardInterrupt:
            click.echo("florilegium: interrupted; the last good files are untouched", err=True)
            ctx.exit(130)


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="florilegium")
def main() -> None:
    """Make one book of many articles: an EPUB and a typeset PDF from one manifest."""


main.add_command(index.index)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def start(folder: Path) -> None:
    """Write a first manifest for the articles in FOLDER."""
    from datetime import date

    from florilegium.pipeline.scaffold import start as begin

    path = begin(folder, date.today())
    click.echo(f"{path} is ready: set title, authors and chapters, then run `florilegium build`")


@main.command()
@_EDITIONS
@MANIFEST
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder of the finished files.")
@_JOBS
@_NO_PAGES
@_NO_CACHE
@_EXECUTOR
@STRICT
@_QUIET
def build(editions: tuple[str, ...], manifest: Path, output: Path | None, **options: Any) -> None:
    """Make the EPUB, its form for Kobo, the PDF, the files for a printer; without a name EPUB and PDF."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.build import build as make

    order, report = _order(manifest, editions, output, options), Report()
    with progress_on(sys.stderr, quiet=options["quiet"]) as progress:
        result = make(order, report, progress)
    print_problems(report.problems)
    if not options["quiet"]:
        for path in result.files:
            is_book = path.suffix == ".pdf" and not path.stem.endswith("-cover")
            pages = f", {result.pages} pages" if is_book else ""
            click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB{pages})")


@main.command("build-all")
@click.argument("books", metavar="LIST", type=click.Path(path_type=Path, dir_okay=False))
@_EDITIONS
@_JOBS
@_NO_PAGES
@_NO_CACHE
@_EXECUTOR
@STRICT
@_QUIET
def build_all(books: Path, editions: tuple[str, ...], **options: Any) -> None:
    """Make the books of a whole list.

    LIST is a YAML file that names a manifest, or its folder, on each line. A book that cannot be made stops
    no other.
    """
    from florilegium.cli.progress import progress_on
    from florilegium.manifest.reading.backlist import load_list
    from florilegium.pipeline.build_all import build_all as make_all
    from florilegium.pipeline.request import Count

    manifests = load_list(books, Report())
    outcomes = []
    with progress_on(sys.stderr, quiet=options["quiet"]) as progress:
        progress.stage(f"making {counted(len(manifests), 'book')}")
        for outcome in make_all(manifests, _order(books, editions, None, options)):
            outcomes.append(outcome)
            _print_outcome(outcome, quiet=options["quiet"])
            share = len(outcomes) / len(manifests)
            progress.count(Count(len(manifests), made=len(outcomes), share=share, of="books"))
    failed = sum(1 for outcome in outcomes if outcome.result is None)
    click.echo(f"{counted(len(manifests), 'book')}: {len(manifests) - failed} made, {failed} failed")
    sys.exit(1 if failed else 0)


@main.command()
@MANIFEST
@STRICT
def check(manifest: Path, strict: bool) -> None:
    """Read everything and tell every problem, without making an edition."""
    from florilegium.pipeline.build import check as examine

    report = Report()
    examine(manifest, report)
    report.raise_errors()
    print_problems(report.problems)
    warnings = len(report.problems)
    click.echo(f"no errors, {counted(warnings, 'warning')}")
    if strict and warnings:
        sys.exit(1)


@main.command()
@MANIFEST
@_QUIET
def proof(manifest: Path, quiet: bool) -> None:
    """Print what an editor should look at in the finished pages: counts, and every doubtful place."""
    from florilegium.cli.progress import progress_on
    from florilegium.pipeline.build import proof as examine
    from florilegium.pipeline.request import Order

    report = Report()
    with progress_on(sys.stderr, quiet=quiet) as progress:
        lines = examine(Order(manifest, frozenset({"pdf"})), report, progress)
    print_problems(report.problems)
    for line in lines:
        click.echo(line)


@main.command()
@click.argument("article", required=False)
@MANIFEST
def sources(article: str | None, manifest: Path) -> None:
    """Print what became of every paragraph of the sources: the ledger.

    ARTICLE is the key of one article, or the name of its file.
    """
    from florilegium.cli.reports import ledger_lines
    from florilegium.manifest.reading.load import load
    from florilegium.pipeline.compose import compose

    report = Report()
    book, manuscripts = compose(load(manifest, report), report)
    for line in ledger_lines(book, manuscripts, article or ""):
        click.echo(line)
    report.raise_errors()
    print_problems(report.problems)


@main.command()
@MANIFEST
def notes(manifest: Path) -> None:
    """Print every note with its calls in context, and what was found in each text."""
    from florilegium.cli.reports import note_lines
    from florilegium.pipeline.build import prepare

    report = Report()
    for line in note_lines(prepare(manifest, report).book):
        click.echo(line)
    report.raise_errors()
    print_problems(report.problems)


@main.command()
@MANIFEST
def clean(manifest: Path) -> None:
    """Remove what earlier builds have kept for later ones."""
    import shutil

    from florilegium.pipeline.request import WORK_FOLDER

    shutil.rmtree(manifest.resolve().parent / WORK_FOLDER, ignore_errors=True)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the manifest, for editors that check as one types."""
    from florilegium.manifest.schema.json_schema import json_schema

    click.echo(json_schema(), nl=False)


def _order(manifest: Path, editions: tuple[str, ...], output: Path | None, options: dict[str, Any]) -> Order:
    """What the options of a command ask for."""
    from florilegium.pipeline.request import Order

    return Order(
        manifest,
        frozenset(editions) or Order.editions,
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


def _print_outcome(outcome: Outcome, *, quiet: bool) -> None:
    """One line for a book of a list, after its problems."""
    print_problems(outcome.problems)
    if outcome.result is None:
        click.echo(outcome.bug, err=True, nl=False)
        click.echo(f"{outcome.manifest}: failed: {outcome.error}", err=True)
    elif not quiet:
        files = ", ".join(path.name for path in outcome.result.files)
        click.echo(f"{outcome.manifest}: {files} ({outcome.seconds:.1f} s)")
