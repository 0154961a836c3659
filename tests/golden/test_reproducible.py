"""The same project gives the same bytes, wherever, whenever and by whomever it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from florilegium.pipeline.editions import EDITIONS

NAMES = [edition.name for edition in EDITIONS]

LANTERNS = Path(__file__).parent / "lanterns"


def build(place: Path, jobs: str, mask: int, **environment: str) -> dict[str, bytes]:
    """Every edition, built in a folder of its own in other surroundings: file name → bytes."""
    project = place / "project"
    shutil.copytree(LANTERNS, project, ignore=shutil.ignore_patterns("expected"))
    for path in project.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000 + int(jobs)))
    command = [str(Path(sys.executable).with_name("florilegium")), "build", *NAMES]
    command += ["--jobs", jobs, "--quiet"]
    done = subprocess.run(
        command,
        cwd=project,
        env=os.environ | environment,
        umask=mask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = project / "dist"
    return {str(path.relative_to(made)): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def test_same_project_same_bytes(tmp_path: Path) -> None:
    """Folder, files' clocks, time zone, locale, umask, hash seed and number of processes leave no trace."""
    here = build(tmp_path / "here", "1", 0o022, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    there = build(
        tmp_path / "a place with spaces", "2", 0o077, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8"
    )
    wanted = {f"three-lanterns{ending}" for edition in EDITIONS for ending in edition.endings}
    assert sorted(here) == sorted(there)
    assert wanted <= set(here)
    assert {Path(name).parts[0] for name in here} == {Path(name).parts[0] for name in wanted}
    assert [name for name in here if here[name] != there[name]] == []


@pytest.mark.parametrize("editions", [["epub"], ["pdf"]], ids=" ".join)
def test_one_edition_alone_is_the_same(editions: list[str], tmp_path: Path) -> None:
    """An edition that is made alone has the bytes that it has beside the other."""
    shutil.copytree(LANTERNS, tmp_path / "project", ignore=shutil.ignore_patterns("expected"))
    command = [str(Path(sys.executable).with_name("florilegium")), "build", "--quiet"]
    for output, words in (("alone", editions), ("both", [])):
        subprocess.run([*command, *words, "--output", output], cwd=tmp_path / "project", check=True)
    name = f"three-lanterns.{editions[0]}"
    alone, both = (tmp_path / "project" / output / name for output in ("alone", "both"))
    assert alone.read_bytes() == both.read_bytes()
    assert [path.name for path in alone.parent.iterdir()] == [name]
