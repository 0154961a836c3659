"""The program's modules and their imports, read from the source and not by importing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
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


def _imports(tree: ast.AST, top: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements of a tree; with `top`, only those that run when the module is imported.

    Imports for the type checker alone are none.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        elif not (top and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)):
            yield from _imports(node, top)


def imported(module: str, top: bool = False) -> set[str]:
    """The dotted names that a module imports: its own program's modules, and other libraries' as written."""
    names = set()
    for node in _imports(ast.parse(MODULES[module].read_text(encoding="utf-8")), top):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
            continue
        assert node.level == 0 and node.module, f"{module}:{node.lineno}: a relative import"
        full = {f"{node.module}.{alias.name}" for alias in node.names}
        names |= (full & set(MODULES)) or {node.module}
    return names


def own(module: str) -> set[str]:
    """The modules of the program that a module imports."""
    return {name for name in imported(module) if name.partition(".")[0] == "florilegium"}
