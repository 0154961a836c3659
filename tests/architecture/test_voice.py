"""Docstrings of functions say in the imperative what a function does (CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re

import pytest

from architecture.modules import MODULES, functions, text

#: Every room of the program, and the package itself.
ROOMS = sorted({module.split(".")[1] for module in MODULES if "." in module})

#: Words with which the docstring of a function cannot begin: it would describe a thing, or pose a question.
REFUSED = frozenset(
    "A An The Every Each All Its Whether What Where Which Who Why How "  # noqa: SIM905
    "One Two Three Those These Some Any Both No About To In For If When".split()
)

#: Turns of phrase that plain prose has other words for: those who, again, should.
POETIC = re.compile(r"\b(?:whoever|anew|had best)\b", re.IGNORECASE)


def _modules(room: str) -> list[str]:
    """Return the modules of a room and of those below it."""
    modules = [module for module in MODULES if f"{module}.".startswith(f"florilegium.{room}.")]
    assert modules, f"there is no room {room}"
    return modules


def _is_no_verb(word: str) -> bool:
    """Return whether a first word is an example, a plural, or in the third person as *Returns*."""
    return word != "-" and not (word[:1].isupper() and word[1:].islower() and not re.search(r"[^s]s$", word))


def _misfits(module: str) -> list[str]:
    """Return a module's functions with a refused first word, as `module:line name: word`."""
    found = []
    for node in functions(module):
        first = (ast.get_docstring(node) or "-").split()[0].strip(",.:;")
        if first in REFUSED or _is_no_verb(first):
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
