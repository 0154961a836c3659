"""A book in every design is as sound as in the classic one, and says the same."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from designed import proof_of_design
from lxml import etree

from florilegium.manifest.schema.manifest import DESIGNS
from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from projects import EXAMPLE, REPOSITORY

pytestmark = pytest.mark.conformance

_XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    """A small anthology with notes, figures, tables and verse in every design, both editions."""
    built = {}
    for name in DESIGNS:
        project = tmp_path_factory.mktemp(name) / "lanterns"
        shutil.copytree(REPOSITORY / "tests" / "golden" / "lanterns", project)
        manifest = project / "anthology.yaml"
        manifest.write_text(f"{manifest.read_text(encoding='utf-8')}\ndesign: {name}\n", encoding="utf-8")
        order = BuildRequest(manifest, frozenset({"pdf", "epub"}), cached=False)
        report = Report()
        files = build(order, report, Silent(), Here()).files
        assert [problem for problem in report.problems if problem.severity.value == "error"] == []
        built[name] = {file.suffix: file for file in files}
    return built


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_every_design_is_accessible_and_can_be_kept(
    made: dict[str, dict[str, Path]],
    verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]],
    flavour: str,
) -> None:
    found = verapdf([files[".pdf"] for files in made.values()], flavour)
    assert {name: found[files[".pdf"]] for name, files in made.items() if found[files[".pdf"]]} == {}


def test_every_design_says_the_same_words(made: dict[str, dict[str, Path]]) -> None:
    said = {name: words(files[".epub"]) for name, files in made.items()}
    assert all(article == said["classic"] for article in said.values())


def words(epub: Path) -> dict[str, list[str]]:
    """The words of each article by its file."""
    with zipfile.ZipFile(epub) as container:
        trees = {
            name: etree.fromstring(container.read(name))
            for name in container.namelist()
            if name.endswith(".xhtml")
        }
    return {
        name: "".join(article.itertext()).split()
        for name, tree in trees.items()
        for article in tree.iter(f"{_XHTML}article")
    }


@pytest.mark.parametrize("design", DESIGNS)
def test_no_design_has_a_fault_of_the_proof_on_the_smallest_trim(tmp_path: Path, design: str) -> None:
    """`make designs` looks at all trims."""
    assert proof_of_design(EXAMPLE, tmp_path, design, "b-format").faults == ()
