"""How large a module and a function may be. Every exception stands here, with its reason."""

from __future__ import annotations

import ast

import pytest

from architecture.modules import MODULES, functions, text, tree

MODULE_LINES, FUNCTION_LINES, PARAMETERS = 500, 40, 5

#: "module" or "module:function" → why it may be larger.
EXCEPTIONS: dict[str, str] = {
    "florilegium.sources.read:read_markdown": "four of the six say where the text stands",
}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has without its docstring."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def too_large() -> dict[str, str]:
    """Return what is over a limit, `module` or `module:function`, and by which measure."""
    found = {}
    for module in MODULES:
        lines = text(module).count("\n")
        if lines > MODULE_LINES:
            found[module] = f"{lines} lines"
    for name, node in ((f"{module}:{node.name}", node) for module in MODULES for node in functions(module)):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        count = len([argument for argument in arguments if argument.arg not in {"self", "cls"}])
        if length(node) > FUNCTION_LINES:
            found[name] = f"{length(node)} lines"
        elif count > PARAMETERS:
            found[name] = f"{count} parameters"
    return found


def test_modules_and_functions_are_small() -> None:
    """A module has at most 500 lines; a function 40 and five parameters; exceptions have a reason above."""
    assert {name: size for name, size in too_large().items() if name not in EXCEPTIONS} == {}


def test_exceptions_are_needed() -> None:
    """An exception that has become needless is struck from the list."""
    assert set(EXCEPTIONS) <= set(too_large())


def test_many_values_have_names() -> None:
    """A value of ours that is built of six or more says what each is: two that are exchanged look right."""
    ours = {
        node.name for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)
    }
    ours -= {"Document"}  # so is a class of WeasyPrint called, and ours has five values
    found = [
        f"{module}:{node.lineno} {ast.unparse(node.func)}"
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and len(node.args) > PARAMETERS
        and ast.unparse(node.func).rpartition(".")[2] in ours | {"cls"}
    ]
    assert found == []


@pytest.mark.parametrize("module", MODULES)
def test_module_says_what_it_owns(module: str) -> None:
    """Every module begins with a docstring."""
    assert ast.get_docstring(tree(module))
