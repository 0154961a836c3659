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
from click.testing import CliRunner

from florilegium.cli.main import main
from florilegium.editions.pdf.weasyprint import contract
from florilegium.problems import CATALOGUE, Severity, raised_for
from florilegium.sources.converted import pandoc

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent for path in HERE.glob("*/expected.txt"))
PROBLEM = re.compile(r"^\S.*: (?:error|warning) ([A-Z]\d{3}): ")


def prepared(folder: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make a copy of a folder and go into it; give its command."""
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
    return shlex.split(command.read_text(encoding="utf-8")) if command.exists() else ["check"]


def code_of(folder: Path) -> str:
    return folder.name.partition("-")[0]


def problems(output: str) -> list[str]:
    """The lines of an output that tell of a problem."""
    return [line for line in output.splitlines() if PROBLEM.match(line)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_problem_is_told_and_decides_the_exit(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each expected line is printed once, the folder's code stands on no other, and nothing breaks.

    An error ends the run with the status of the part at fault, a warning under `--strict` alone; and what the
    first run has kept of the project takes no line from the second.
    """
    project = tmp_path / "project"
    command = prepared(folder, project, monkeypatch)
    plain = CliRunner().invoke(main, command)
    assert plain.exception is None or isinstance(plain.exception, SystemExit), plain.exc_info
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    printed = problems(plain.output)
    assert [line for line in expected if printed.count(line) != 1] == [], plain.output
    code = code_of(folder)
    own = [line for line in printed if f" {code}: " in line]
    assert own and set(own) <= set(expected), plain.output
    assert str(tmp_path) not in plain.output

    strict = CliRunner().invoke(main, [*command, "--strict"])
    assert problems(strict.output) == printed
    status = raised_for(code).exit_status
    exits = (status, status) if CATALOGUE[code][0] is Severity.ERROR else (0, 1)
    assert (plain.exit_code, strict.exit_code) == exits, plain.output


@pytest.mark.parametrize("code", CATALOGUE)
def test_code_has_a_folder(code: str) -> None:
    """No code lacks its folder."""
    assert any(code_of(folder) == code for folder in FOLDERS)


def test_folder_has_a_code() -> None:
    """No folder is left of a code that is gone."""
    assert {code_of(path) for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"} <= set(
        CATALOGUE
    )
