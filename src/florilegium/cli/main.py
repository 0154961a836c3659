"""The command line: its commands, and what becomes of our exceptions."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from florilegium import __version__
from florilegium.cli.console import print_problems
from florilegium.problems import FlorilegiumError
from florilegium.system.interruption import Interruption

#: The commands, in the order in which help lists them. Each is a module of `commands/` that is imported when
#: its command is called, so that no command pays for the others.
COMMANDS: Final = (
    "build",
    "build-all",
    "check",
    "clean",
    "collect",
    "copies",
    "desk",
    "index",
    "notes",
    "proof",
    "release",
    "schema",
    "sources",
    "start",
    "verify",
)


#: The exit status when the system refuses what a command needs: files, processes, memory.
_REFUSED: Final = 7


class _Commands(click.Group):
    """Turns our exceptions into messages and exit statuses, for every command alike."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"florilegium.cli.commands.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(_unknown(args[0]), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FlorilegiumError as error:
            print_problems(error.problems)
            click.echo(f"florilegium: {error.message}", err=True)
            ctx.exit(error.exit_status)
        except (OSError, MemoryError) as error:
            if isinstance(error, BrokenPipeError):  # the reader of what is printed has gone
                raise
            click.echo(f"florilegium: {_refusal(error)}; the last good files are untouched", err=True)
            ctx.exit(_REFUSED)
        except KeyboardInterrupt as interrupted:
            click.echo("florilegium: interrupted; the last good files are untouched", err=True)
            ctx.exit(interrupted.status if isinstance(interrupted, Interruption) else 130)


def _unknown(name: str) -> str:
    """Return what is said of a command that there is not: which one was meant, or which there are."""
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    known = f"Did you mean “{near[0]}”?" if near else f"There are {', '.join(COMMANDS)}."
    return f"No such command “{name}”. {known}"


def _refusal(error: OSError | MemoryError) -> str:
    """Return what the system refused, in an editor's words."""
    if isinstance(error, MemoryError):
        return "there is not enough memory. Close other programs, or give `--jobs 1`"
    where = f" (“{error.filename}”)" if error.filename else ""
    return f"the system refuses what is needed: {error.strerror or error}{where}"


def _print_version(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if not asked:
        return
    click.echo(f"florilegium, version {__version__}")
    if context.params.get("verbose"):
        from florilegium.system.sandbox import describe

        click.echo(describe())
    context.exit()


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--verbose",
    is_flag=True,
    is_eager=True,
    help="With --version: what this system lets strangers’ files do.",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def main(verbose: bool) -> None:
    """Make one book of many articles: an EPUB and a typeset PDF from one manifest."""
