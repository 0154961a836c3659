"""Docstrings of functions say in the imperative what a function does (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re

import pytest

from architecture.modules import MODULES, functions, text

#: Rooms whose docstrings are held to the rule.
ROOMS = (
    "book",
    "manifest",
    "passes",
    "languages",
    "names",
    "system",
    "editions",
    "desk",
    "pipeline",
    "tasks",
    "cli",
)

#: Words with which the docstring of a function cannot begin: it would describe a thing, or pose a question.
REFUSED = frozenset("A An The Every Each All Its Whether What Where Which Who Why How Tell Tells".split())  # noqa: SIM905

#: Turns of phrase that plain prose has other words for: those who, again, should.
POETIC = re.compile(r"\b(?:whoever|anew|had best)\b", re.IGNORECASE)


def _modules(room: str) -> list[str]:
    """Return the modules of a room and of those below it."""
    modules = [module for module in MODULES if f"{module}.".startswith(f"florilegium.{room}.")]
    assert modules, f"there is no room {room}"
    return modules


def _misfits(module: str) -> list[str]:
    """Return a module's functions with a refused first word, as `module:line name: word`."""
    found = []
    for node in functions(module):
        first = (ast.get_docstring(node) or "-").split()[0].strip(",.:;")
        if first in REFUSED:
            found.append(f"{module}:{node.lineno} {node.name}: {first}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_docstring_of_a_function_begins_with_a_verb(room: str) -> None:
    """A function's docstring says *Return whether …* or *Yield every …*, never *Whether …* or *The …*."""
    misfits = [line for module in _modules(room) for line in _misfits(module)]
    assert not misfits, "begin with Return, Yield, Report, Write … instead:\n" + "\n".join(misfits)


@pytest.mark.parametrize("room", ROOMS)
def test_prose_is_plain(room: str) -> None:
    """No docstring and no comment has *whoever*, *anew* or *had best*."""
    found = [
        f"{module}:{number}: {line.strip()}"
        for module in _modules(room)
        for number, line in enumerate(text(module).splitlines(), 1)
        if POETIC.search(line)
    ]
    assert not found, "\n".join(found)
