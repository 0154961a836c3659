"""The surface for other programs: light to import, complete, and as docs/python.md says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import florilegium
from florilegium.pipeline.api import request_of
from florilegium.pipeline.editions import EDITIONS
from projects import REPOSITORY

PAGE = (REPOSITORY / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.S)

MANIFEST = """\
title: The Walled Garden
language: en-GB
identifier: urn:uuid:6f1d1c54-7b7c-4b1e-9f43-0c4b1a3d2e10
date: 2026-11-22
contributors: {jekyll: {name: Gertrude Jekyll}}
chapters:
  - title: Walls
    articles: [{source: figs.md, title: Figs, authors: [jekyll]}]
"""

#: What each example of the page prints, in their order.
PRINTED = (
    "the-walled-garden.epub\n",
    "the-walled-garden True\n",
    "",
    "ManifestError no book can be made of “broken.yaml”: it has 2 mistakes\n"
    "broken.yaml 1 M002\nbroken.yaml 1 M003\n",
    "the-walled-garden.txt True\n",
)


@pytest.fixture
def garden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "garden"
    folder.mkdir()
    (folder / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "broken.yaml").write_text(MANIFEST.replace("title: The", "titel: The"), encoding="utf-8")
    (folder / "figs.md").write_text(
        "The wall keeps the fig warm, and the fig hides the wall.\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_example_of_the_page_runs(garden: Path, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(EXAMPLES[number], f"docs/python.md, example {number + 1}", "exec"), {})
    assert capsys.readouterr().out == PRINTED[number]


def test_every_example_is_run() -> None:
    assert len(EXAMPLES) == len(PRINTED)


def test_every_name_is_there() -> None:
    """Also for `from florilegium import *`, and no other."""
    assert all(getattr(florilegium, name) is not None for name in florilegium.__all__)
    assert set(florilegium.__all__) <= set(dir(florilegium))
    with pytest.raises(AttributeError, match="no “nothing”"):
        _ = florilegium.nothing


def test_the_page_tells_of_every_name() -> None:
    known = {*re.findall(r"\w+", PAGE), "EDITIONS", "Progress", "__version__"}
    assert set(florilegium.__all__) - known == set()


def test_the_import_is_light() -> None:
    """No module of ours comes with it, nor any library."""
    script = (
        "import sys; before = set(sys.modules); import florilegium; print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", script], capture_output=True, text=True, check=False)
    if done.returncode:  # without the packages' folder our own is not found
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    ours = {name for name in done.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}
    assert ours == {"florilegium"}


def test_a_request_is_taken_as_it_is(garden: Path) -> None:
    request = florilegium.BuildRequest(garden / "anthology.yaml", frozenset({"epub"}), paged=False, jobs=1)
    assert request_of(request, (), {}) is request
    with pytest.raises(TypeError, match="options of its own"):
        florilegium.build(request, jobs=2)


def test_a_folder_stands_for_its_manifest(garden: Path) -> None:
    assert request_of(str(garden), (), {}).manifest == garden / "anthology.yaml"
    assert florilegium.check(garden) == ()


def test_an_edition_that_nobody_knows_is_refused(garden: Path) -> None:
    with pytest.raises(
        florilegium.EditionError, match="“mobi” is the name of no edition; the editions are epub"
    ):
        florilegium.build(garden, editions=["mobi"], jobs=1)


def test_usual_editions_are_made_when_none_is_named(garden: Path) -> None:
    assert (
        request_of(garden, (), {}).editions == {one.name for one in EDITIONS if one.usual} == {"epub", "pdf"}
    )
