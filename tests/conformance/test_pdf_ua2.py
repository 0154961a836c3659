"""PDF/UA-2, Well-Tagged PDF and PDF/A-4 by the option `ua: 2`: formulas, tables, lists, notes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pytest

from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from projects import ANTHOLOGIES, REPOSITORY, set_keys

pytestmark = pytest.mark.conformance

#: Projects, and whether their notes stand at the feet of pages.
PROJECTS = {
    "scales": (ANTHOLOGIES / "scales", False),
    "atlas": (ANTHOLOGIES / "atlas", False),
    "voices": (ANTHOLOGIES / "voices", False),
    "lanterns": (REPOSITORY / "tests" / "golden" / "lanterns", True),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDF of each project."""
    files = {}
    for name, (source, at_foot) in PROJECTS.items():
        project = tmp_path_factory.mktemp("ua2") / name
        shutil.copytree(source, project)
        manifest = project / "anthology.yaml"
        set_keys(manifest, {"ua": 2}, **({"notes": {"place": "foot"}} if at_foot else {}))
        order = BuildRequest(manifest, frozenset({"pdf"}), cached=False)
        files[name] = build(order, Report(), Silent(), Here()).files[0]
    return files


@pytest.mark.parametrize("flavour", ["ua2", "wt1a", "wt1r"])
def test_file_is_well_tagged(
    made: dict[str, Path], verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], flavour: str
) -> None:
    found = verapdf([*made.values()], flavour)
    assert {name: found[path] for name, path in made.items() if found[path]} == {}


def test_file_can_be_kept(
    made: dict[str, Path], verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]]
) -> None:
    """It is PDF/A-4, and PDF/A-4f where formulas have files."""
    kinds = {"4f": [made["scales"]], "4": [path for name, path in made.items() if name != "scales"]}
    for flavour, paths in kinds.items():
        assert {path: faults for path, faults in verapdf(paths, flavour).items() if faults} == {}


def test_a_formula_has_its_mathml(made: dict[str, Path]) -> None:
    with pikepdf.open(made["scales"]) as pdf:
        elements = [pdf.Root.StructTreeRoot.K[0]]
        formulas = []
        while elements:
            element = elements.pop()
            kids = element.get("/K", ())
            elements += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            formulas += [element] if element.S == "/Formula" else []
        assert formulas
        for formula in formulas:
            (attached,) = formula.AF
            assert attached.EF.F.Subtype == "/application/mathml+xml"
            assert b"<math" in attached.EF.F.read_bytes()
