"""What every command shares: its common options, and how problems are printed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from florilegium.problems import Problem, Severity

MANIFEST: Final = click.option(
    "--manifest",
    "-m",
    type=click.Path(path_type=Path),
    default=Path("anthology.yaml"),
    show_default=True,
    help="The manifest of the anthology.",
)
STRICT: Final = click.option("--strict", is_flag=True, help="Treat warnings as errors.")


def print_problems(problems: Iterable[Problem]) -> None:
    """Every problem, its place first, on standard error; coloured on a terminal."""
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        place = click.style(f"{problem.place}: ", bold=True)
        kind = click.style(f"{problem.severity.value} {problem.code}: ", fg=colour)
        click.echo(f"{place}{kind}{problem.message}", err=True)
        if problem.hint:
            click.echo(f"    {problem.hint}", err=True)


def counted(number: int, word: str) -> str:
    """A number with its noun: no warnings, 1 warning, 2 warnings."""
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
