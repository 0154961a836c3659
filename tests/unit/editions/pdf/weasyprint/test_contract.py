"""What composing asks of WeasyPrint, held against the release that is installed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import florilegium.editions.pdf.weasyprint as port
from florilegium.editions.pdf.weasyprint import contract
from florilegium.editions.pdf.weasyprint.hooks.hook_list import HOOKS, installed

#: Modules of the port, with what each of them imports from WeasyPrint.
MODULES = sorted(Path(next(iter(port.__path__))).rglob("*.py"))

#: What is documented by WeasyPrint, so that its name and use are promised.
PUBLIC = {"weasyprint", "weasyprint.text.fonts:FontConfiguration"}
PUBLIC |= {f"weasyprint.urls:{name}" for name in ("URLFetcher", "URLFetcherResponse")}


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test asks for itself."""
    monkeypatch.setattr(contract, "misfit", contract.misfit.__wrapped__)


def taken(path: Path) -> set[str]:
    """What a module imports from WeasyPrint, as module:name."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    froms = [one for one in nodes if isinstance(one, ast.ImportFrom) and not one.level]
    plain = [name.name for one in nodes if isinstance(one, ast.Import) for name in one.names]
    found = {f"{one.module}:{name.name}" for one in froms for name in one.names}
    return {one for one in (*found, *plain) if one.partition(":")[0].partition(".")[0] == "weasyprint"}


def test_the_installed_release_fits() -> None:
    assert contract.misfit() == ""
    assert contract.release() in contract.TESTED


def test_every_import_is_named() -> None:
    """Whatever a module of the port takes from WeasyPrint is public or stands in the contract."""
    modules = {f"weasyprint:{name.removeprefix('weasyprint.')}" for name in contract.SYMBOLS}
    symbols = {
        f"{module}:{name.partition('.')[0]}" for module, names in contract.SYMBOLS.items() for name in names
    }
    parts = {f"{module.rpartition('.')[0]}:{module.rpartition('.')[2]}" for module in contract.SYMBOLS}
    named = PUBLIC | modules | symbols | parts | set(contract.SYMBOLS)
    unnamed = {(path.name, one) for path in MODULES for one in taken(path) if one not in named}
    assert unnamed == set()


def test_every_hook_is_in_the_contract() -> None:
    for hook in HOOKS:
        module, _, owner = hook.owner.partition(":")
        name = f"{owner}.{hook.name}" if owner else hook.name
        assert contract.SYMBOLS.get(module, {}).get(name) is not None or module in {
            "weasyprint.layout.block",
            "weasyprint.layout.inline",
        }, hook.name
        assert hook.does and hook.reason and hook.seam


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
