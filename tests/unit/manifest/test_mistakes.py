"""Mistakes in a manifest, each as a pair of files: what an editor wrote, and what the program says of it.

To add one, put `NAME.yaml` and `NAME.txt` into tests/fixtures/manifest; `pytest --update-golden` writes the
second from the first, to be read before it is kept.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from florilegium.manifest import checks
from florilegium.manifest.reading.load import load
from florilegium.problems import ManifestError, Report

FIXTURES = Path(__file__).parents[2] / "fixtures"
MISTAKES = sorted((FIXTURES / "manifest").glob("*.yaml"))
HOSTILE = sorted((FIXTURES / "hostile-manifests").glob("*.yaml"))
STRANGE = sorted((FIXTURES / "strange-manifests").glob("*.yaml"))

#: Words of the libraries beneath, which mean nothing to an editor.
JARGON = (
    "pydantic",
    "valid dictionary",
    "Input should",
    "NoneType",
    "mapping values",
    "scalar",
    "token",
    "node",
)


@pytest.fixture(autouse=True)
def _whose_articles_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """These manifests name articles that nobody has written; `test_checks.py` looks for such."""
    monkeypatch.setattr(checks, "report_missing_sources", lambda *_: None)


def told(path: Path) -> str:
    """Everything that loading a manifest reports, as it would be printed, and whether there is a manifest."""
    report = Report()
    try:
        load(path, report)
    except ManifestError as error:
        assert error.problems == report.problems
        last = f"{error.message}\n"
    else:
        last = "the manifest can be used to look for more\n"
    return "".join(f"{problem}\n" for problem in report.problems) + last


@pytest.mark.parametrize("path", MISTAKES + HOSTILE, ids=lambda path: path.stem)
def test_mistake_is_told_in_an_editors_words(path: Path, update_golden: bool) -> None:
    """The problems of a manifest are those of the text file beside it."""
    expected = path.with_suffix(".txt")
    found = told(path)
    if update_golden:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert "error M0" in found
    assert not [word for word in JARGON if word in found]


@pytest.mark.parametrize("path", MISTAKES + HOSTILE, ids=lambda path: path.stem)
def test_mistake_is_found_without_the_fast_parser(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML lacks its C parser, the same lines are at fault."""
    import yaml

    def lines() -> list[int]:
        report = Report()
        with suppress(ManifestError):
            load(path, report)
        return [problem.place.line for problem in report.problems]

    fast = lines()
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert lines() == fast


@pytest.mark.parametrize("path", STRANGE, ids=lambda path: path.stem)
def test_strange_but_sound_manifest_is_read(path: Path) -> None:
    """Marks, line ends and notations that YAML allows make no difference."""
    report = Report()
    manifest = load(path, report)
    assert report.problems == ()
    assert manifest.title == "A Book"
    assert manifest.chapters[0].articles[0].source == "a.txt"
    assert manifest.place("chapters", 0, "articles", 0).file == path.name
