"""Books that are set plainly, by WeasyPrint's public interface alone, are as accessible as the others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2
import pytest

from florilegium.pipeline.build import build
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Silent
from florilegium.problems import Report
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY, set_keys

pytestmark = pytest.mark.conformance

#: Small anthologies with tables, pictures, lists, verse, code, other scripts, and notes at the foot.
PROJECTS = ("anthologies/lumber", "anthologies/atlas", "anthologies/scales", "golden/lanterns", "foot")


def built(project: Path) -> Path:
    """The PDF of a project, set plainly."""
    manifest = project / "anthology.yaml"
    at_foot = {"notes": {"place": "foot"}} if project.name == "foot" else {}
    set_keys(manifest, {"composition": "plain"}, **at_foot)
    report = Report()
    made = build(BuildRequest(manifest, frozenset({"pdf"}), cached=False), report, Silent(), Here())
    assert "E020" not in {problem.code for problem in report.problems}
    return made.files[0]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The anthologies, each built once."""
    folder, made = tmp_path_factory.mktemp("plain"), {}
    for name in PROJECTS:
        source = "golden/lanterns" if name == "foot" else name
        project = folder / Path(name).name
        shutil.copytree(REPOSITORY / "tests" / source, project)
        made[name] = built(project)
    return made


@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_a_plain_book_is_accessible_and_can_be_kept(
    files: dict[str, Path], verapdf: Callable[[Sequence[Path], str], dict[Path, list[str]]], flavour: str
) -> None:
    found = verapdf([*files.values()], flavour)
    assert {name: found[path] for name, path in files.items() if found[path]} == {}


@pytest.mark.parametrize("name", ["golden/lanterns", "anthologies/atlas"])
def test_numbers_of_the_index_hold(files: dict[str, Path], name: str) -> None:
    """Whatever page the index gives for a heading, a word of the heading is printed on it."""
    document = pypdfium2.PdfDocument(files[name])
    texts = {
        document.get_page_label(at): page.get_textpage().get_text_bounded()
        for at, page in enumerate(document)
    }
    document.close()
    index = "\n".join(
        text for text in texts.values() if re.match(r"\s*(?:\d+\s+)?(?:index|INDEX|Index)", text)
    )
    entries = re.findall(r"^(\w[\w’. -]+?)(?:, [\w’. -]+?)*, (\d+(?:[,–] ?\d+)*)\b", index, re.MULTILINE)
    assert len(entries) > 3
    wrong = [
        (heading, number)
        for heading, numbers in entries
        for number in re.findall(r"\d+", numbers)
        if not any(word in texts.get(number, "") for word in re.findall(r"\w{3,}", heading))
    ]
    assert wrong == []
