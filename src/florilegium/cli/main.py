"""The command line: its commands, and what becomes of our exceptions."""

from __future__ import annotations

from typing import Any

import click

from florilegium import __version__
from florilegium.cli.build import build
from florilegium.cli.build_all import build_all
from florilegium.cli.check import check
from florilegium.cli.clean import clean
from florilegium.cli.console import print_problems
from florilegium.cli.index import index
from florilegium.cli.notes import notes
from florilegium.cli.proof import proof
from florilegium.cli.schema import schema
from florilegium.cli.sources import sources
from florilegium.cli.start import start
from florilegium.problems import FlorilegiumError


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


for _command in (build, build_all, check, clean, index, notes, proof, schema, sources, start):
    main.add_command(_command)
