"""What composing asks of WeasyPrint, held against the release that is installed."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from inspect import signature
from pathlib import Path

import pytest

import florilegium.editions.pdf.weasyprint as port
from florilegium.editions.pdf.weasyprint import contract
from florilegium.editions.pdf.weasyprint.hooks.hook_list import HOOKS, Hook, installed

#: Modules of the port, with what each of them imports from WeasyPrint.
MODULES = sorted(Path(next(iter(port.__path__))).rglob("*.py"))

#: What is documented by WeasyPrint, so that its name and use are promised.
PUBLIC = {"weasyprint:HTML", "weasyprint:CSS", "weasyprint.text.fonts:FontConfiguration"}
PUBLIC |= {f"weasyprint.urls:{name}" for name in ("URLFetcher", "URLFetcherResponse")}


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test asks for itself."""
    monkeypatch.setattr(contract, "misfit", contract.misfit.__wrapped__)


def taken(path: Path) -> set[str]:
    """What a module takes from WeasyPrint, as module:name, also by way of a module that it imports whole."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    found, wholes = set[str](), dict[str, str]()
    for node in nodes:
        if isinstance(node, ast.Import):
            wholes |= {name.asname or name.name: name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and of_weasyprint(node.module or ""):
            for name in node.names:
                if is_module(inner := f"{node.module}.{name.name}"):
                    wholes[name.asname or name.name] = inner
                else:
                    found.add(f"{node.module}:{name.name}")
    wholes = {name: module for name, module in wholes.items() if of_weasyprint(module)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and (module := wholes.get(ast.unparse(node.value))):
            found.add(f"{module}:{node.attr}")
    return found


def of_weasyprint(module: str) -> bool:
    return module.partition(".")[0] == "weasyprint"


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def named() -> set[str]:
    """What the contract names, as module:name, without the parts of a class."""
    return {
        f"{module}:{name.partition('.')[0]}" for module, names in contract.SYMBOLS.items() for name in names
    }


def test_the_installed_release_fits() -> None:
    assert contract.misfit() == ""
    assert contract.release() in contract.TESTED


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_import_is_named(path: Path) -> None:
    """Whatever a module of the port takes from WeasyPrint is public or stands in the contract."""
    assert taken(path) - PUBLIC - named() == set()


def test_nothing_is_named_that_is_not_taken() -> None:
    """What stands in the contract is taken by a module of the port, replaced, or a class whose parts are."""
    hooked = {f"{module}:{owner or hook.name}" for hook in HOOKS for module, owner in [split(hook)]}
    words = {
        node.attr
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    known = set[str]().union(*(taken(path) for path in MODULES)) | hooked
    plain = {one for one in named() if one not in known}
    parts = {
        f"{module}:{name.partition('.')[0]}"
        for module, names in contract.SYMBOLS.items()
        for name in names
        if name.rpartition(".")[2] in words
    }
    assert plain - parts - set(contract.ATTRIBUTES) == set()


def split(hook: Hook) -> tuple[str, str]:
    """The module of a hook, and the class in it, if its function is one of a class."""
    module, _, owner = hook.owner.partition(":")
    return module, owner


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.replacement.__name__)
def test_every_hook_is_in_the_contract(hook: Hook) -> None:
    """The function that a hook replaces is named with the parameters that it has."""
    module, owner = split(hook)
    name = f"{owner}.{hook.name}" if owner else hook.name
    assert contract.SYMBOLS[module][name] == contract.parameters_of(contract.found(f"{module}:{name}"))
    assert hook.does and hook.reason and hook.seam


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.replacement.__name__)
def test_a_replacement_can_be_called_as_the_function_that_it_replaces(hook: Hook) -> None:
    """With every parameter, and with those alone that it must have, each in its place."""
    original = contract.found(f"{hook.owner}{'.' if ':' in hook.owner else ':'}{hook.name}")
    theirs = signature(original)
    ours = signature(hook.replacement(original))
    ours.bind(*range(len(theirs.parameters)))
    ours.bind(*[one for one in theirs.parameters.values() if one.default is one.empty])


def test_hooks_stand_only_inside() -> None:
    """WeasyPrint is as it was published before and after, also when something goes wrong inside."""

    def standing() -> list[object]:
        return [getattr(contract.found(hook.owner), hook.name) for hook in HOOKS]

    before = standing()
    with pytest.raises(ZeroDivisionError), installed():
        assert all(one is not two for one, two in zip(before, standing(), strict=True))
        raise ZeroDivisionError
    assert standing() == before


def test_another_release_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "release", lambda: "71.0")
    assert contract.misfit() == "it is release 71.0, and composing was tested with 70.0"


@pytest.mark.parametrize(
    ("module", "names", "reason"),
    [
        ("weasyprint.layout", {"make_all_pages": "context pages"}, "make_all_pages takes other parameters"),
        ("weasyprint.layout", {"make_no_pages": ""}, "it has no weasyprint.layout:make_no_pages"),
        ("weasyprint.gone", {"anything": None}, "it has no weasyprint.gone:anything"),
    ],
)
def test_a_symbol_that_differs_does_not_fit(
    monkeypatch: pytest.MonkeyPatch, module: str, names: dict[str, str | None], reason: str
) -> None:
    monkeypatch.setattr(contract, "SYMBOLS", {module: names})
    assert reason in contract.misfit()


def test_an_attribute_that_is_gone_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "ATTRIBUTES", {"weasyprint.pdf.stream:Stream": "_tags _labels"})
    assert contract.misfit() == "weasyprint.pdf.stream:Stream knows no _labels"
