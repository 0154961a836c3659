"""The command line: commands, progress, exit statuses. The only place that prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from florilegium import __version__
from florilegium.errors import FlorilegiumError
from florilegium.problems import Problem, Report, Severity

_MANIFEST = click.option(
    "--manifest",
    "-m",
    type=click.Path(path_type=Path),
    default=Path("anthology.yaml"),
    show_default=True,
    help="The manifest of the anthology.",
)
_STRICT = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
_QUIET = click.option("--quiet", "-q", is_flag=True, help="Print problems only.")


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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default=Path())
def start(folder: Path) -> None:
    """Write a first manifest for the articles in FOLDER."""
    from datetime import date

    from florilegium.start import start as begin

    path = begin(folder, date.today())
    click.echo(f"{path} is ready: set title, authors and chapters, then run `florilegium build`")


@main.command()
@click.argument("editions", nargs=-1, type=click.Choice(["epub", "pdf"]), metavar="[epub] [pdf]")
@_MANIFEST
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Folder of the finished files.")
@click.option("--jobs", "-j", type=click.IntRange(1, 256), help="Processes at work; by default one a core.")
@click.option("--no-cache", is_flag=True, help="Lay every section out anew.")
@_STRICT
@_QUIET
def build(
    editions: tuple[str, ...], manifest: Path, output: Path | None, jobs: int | None, **flags: bool
) -> None:
    """Make the EPUB, the PDF, or both."""
    from florilegium.build import build as make
    from florilegium.progress import progress_on
    from florilegium.workshop import Order

    order = Order(
        manifest,
        frozenset(editions) or Order.editions,
        output,
        strict=flags["strict"],
        cached=not flags["no_cache"],
        **({"jobs": jobs} if jobs else {}),
    )
    report = Report()
    with progress_on(sys.stderr, quiet=flags["quiet"]) as progress:
        result = make(order, report, progress)
    print_problems(report.problems)
    if not flags["quiet"]:
        for path in result.files:
            pages = f", {result.pages} pages" if path.suffix == ".pdf" else ""
            click.echo(f"{path} ({path.stat().st_size / 1000:.0f} kB{pages})")


@main.command()
@_MANIFEST
@_STRICT
def check(manifest: Path, strict: bool) -> None:
    """Read everything and tell every problem, without making an edition."""
    from florilegium.build import check as examine

    report = Report()
    examine(manifest, report)
    report.raise_errors()
    print_problems(report.problems)
    warnings = len(report.problems)
    click.echo(f"no errors, {_count(warnings, 'warning')}")
    if strict and warnings:
        sys.exit(1)


@main.command()
@click.argument("article", required=False)
@_MANIFEST
def sources(article: str | None, manifest: Path) -> None:
    """Print what became of every paragraph of the sources: the ledger.

    ARTICLE is the key of one article, or the name of its file.
    """
    from florilegium.compose import compose
    from florilegium.listings import ledger_lines
    from florilegium.manifest.load import load

    report = Report()
    book, manuscripts = compose(load(manifest, report), report)
    for line in ledger_lines(book, manuscripts, article or ""):
        click.echo(line)
    report.raise_errors()
    print_problems(report.problems)


@main.command()
@_MANIFEST
def notes(manifest: Path) -> None:
    """Print every note with its calls in context, and what was found in each text."""
    from florilegium.build import prepare
    from florilegium.listings import note_lines

    report = Report()
    for line in note_lines(prepare(manifest, report).book):
        click.echo(line)
    report.raise_errors()
    print_problems(report.problems)


@main.command()
@_MANIFEST
def clean(manifest: Path) -> None:
    """Remove what earlier builds have kept for later ones."""
    import shutil

    from florilegium.workshop import WORK_FOLDER

    shutil.rmtree(manifest.resolve().parent / WORK_FOLDER, ignore_errors=True)


@main.command()
def schema() -> None:
    """Print the JSON Schema of the manifest, for editors that check as one types."""
    from florilegium.manifest.json_schema import json_schema

    click.echo(json_schema(), nl=False)


def print_problems(problems: Iterable[Problem]) -> None:
    """Every problem, its place first, on standard error; coloured on a terminal."""
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        place = click.style(f"{problem.place}: ", bold=True)
        kind = click.style(f"{problem.severity.value} {problem.code}: ", fg=colour)
        click.echo(f"{place}{kind}{problem.message}", err=True)
        if problem.hint:
            click.echo(f"    {problem.hint}", err=True)


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    main()
