"""The program's modules and their imports, read from the source and not by importing.

Each module is parsed once, and its imports are gathered once, however many tests ask.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from projects import REPOSITORY

SOURCE = REPOSITORY / "src"


def modules() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    found = {}
    for path in sorted(SOURCE.glob("florilegium/**/*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def text(module: str) -> str:
    """Return the source of a module."""
    return MODULES[module].read_text(encoding="utf-8")


@cache
def tree(module: str) -> ast.Module:
    """Return the tree of a module, which no test changes."""
    return ast.parse(text(module))


@cache
def functions(module: str) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    """Return the functions of a module, also those within classes and functions."""
    nodes = ast.walk(tree(module))
    return tuple(node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _imports(part: ast.AST, top: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the import statements of a tree; with `top`, only those that run when the module is imported.

    Imports for the type checker alone are none.
    """
    for node in ast.iter_child_nodes(part):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        elif not (top and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)):
            yield from _imports(node, top)


@cache
def imported(module: str, top: bool = False) -> frozenset[str]:
    """Return the dotted names that a module imports: its own program's modules, others' as written."""
    names = set[str]()
    for node in _imports(tree(module), top):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
            continue
        assert node.level == 0 and node.module, f"{module}:{node.lineno}: a relative import"
        full = {f"{node.module}.{alias.name}" for alias in node.names}
        names |= (full & set(MODULES)) or {node.module}
    return frozenset(names)


def own(module: str) -> frozenset[str]:
    """Return the modules of the program that a module imports."""
    return frozenset(name for name in imported(module) if name.partition(".")[0] == "florilegium")
