"""How problems and numbers are printed."""

from __future__ import annotations

from collections.abc import Iterable

import click

from florilegium.problems import Problem, Severity


def print_problems(problems: Iterable[Problem]) -> None:
    """Print every problem, its place first, on standard error; coloured on a terminal."""
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        place = click.style(f"{problem.place}: ", bold=True)
        kind = click.style(f"{problem.severity.value} {problem.code}: ", fg=colour)
        click.echo(f"{place}{kind}{problem.message}", err=True)
        if problem.hint:
            click.echo(f"    {problem.hint}", err=True)


def counted(number: int, word: str) -> str:
    """Return a number with its noun: no warnings, 1 warning, 2 warnings."""
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
