"""Each folder here is a tiny project with one fault, and what the program says about it.

A folder is named after the problem's code; a second one for the same code adds a word (`M002-part`). It
holds an `anthology.yaml`, the files that this names, and `expected.txt`: the lines that the command prints,
without hints. The command is `check`, unless `command.txt` gives another, such as `build pdf`. `sizes.txt`
names files that are filled up to so many bytes in the copy, since nobody wants them in the repository;
`weasyprint.txt` gives the release of WeasyPrint that is taken for the installed one. With `without.txt` the
extra `formats` counts as not installed.
"""

from __future__ import annotations

import re
import shlex
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from florilegium.cli.main import main
from florilegium.editions.pdf.weasyprint import contract
from florilegium.problems import CATALOGUE, Severity, raised_for
from florilegium.sources.converted import pandoc

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.txt"))
PROBLEM = re.compile(r"^\S.*: (?:error|warning) ([A-Z]\d{3}): ")


def run(folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> Result:
    """Give the folder's command in a copy of it."""
    shutil.copytree(folder, project)
    sizes = folder / "sizes.txt"
    for line in sizes.read_text(encoding="utf-8").splitlines() if sizes.exists() else ():
        name, size = line.split()
        with (project / name).open("ab") as stream:
            stream.write(b" fern" * (int(size) // 5))
    release = folder / "weasyprint.txt"
    if release.exists():
        monkeypatch.setattr(contract, "misfit", cache(contract.misfit.__wrapped__))
        monkeypatch.setattr(contract, "release", release.read_text(encoding="utf-8").strip)
    if (folder / "without.txt").exists():
        monkeypatch.setattr(pandoc, "program", lambda: None)
    monkeypatch.chdir(project)
    command = folder / "command.txt"
    words = shlex.split(command.read_text(encoding="utf-8")) if command.exists() else ["check"]
    return CliRunner().invoke(main, [*words, *more])  # type: ignore[arg-type]


def code_of(folder: Path) -> str:
    return folder.name.partition("-")[0]


def problems(output: str) -> list[str]:
    """The lines of an output that tell of a problem."""
    return [line for line in output.splitlines() if PROBLEM.match(line)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_problem_is_told(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each expected line is printed once, the folder's code stands on no other, and nothing breaks."""
    result = run(folder, tmp_path / "project", monkeypatch)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    printed = problems(result.output)
    assert [line for line in expected if printed.count(line) != 1] == [], result.output
    own = [line for line in printed if f" {code_of(folder)}: " in line]
    assert own and set(own) <= set(expected), result.output
    assert str(tmp_path) not in result.output


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_problem_decides_the_exit(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error ends the run with the status of the part at fault, a warning under `--strict` alone."""
    code = code_of(folder)
    severity = CATALOGUE[code][0]
    status = raised_for(code).exit_status
    plain = run(folder, tmp_path / "plain", monkeypatch)
    strict = run(folder, tmp_path / "strict", monkeypatch, "--strict")
    if severity is Severity.ERROR:
        assert (plain.exit_code, strict.exit_code) == (status, status), plain.output
    else:
        assert (plain.exit_code, strict.exit_code) == (0, 1), plain.output


@pytest.mark.parametrize("code", CATALOGUE)
def test_code_has_a_folder(code: str) -> None:
    """No code lacks its folder."""
    assert any(code_of(folder) == code for folder in FOLDERS)


def test_folder_has_a_code() -> None:
    """No folder is left of a code that is gone."""
    assert {code_of(path) for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"} <= set(
        CATALOGUE
    )
