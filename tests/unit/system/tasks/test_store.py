"""What is kept is found whole while all that it depends on is the same, and is else as good as none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from florilegium.editions.pagemap import LineStart
from florilegium.system.files import read, witnessed
from florilegium.system.tasks.store import Found, Store

LINE = LineStart("ford-p1", 4, 1, 64.25, 60.0, True)


def test_what_is_kept_is_found_whole(tmp_path: Path) -> None:
    store = Store(tmp_path / "kept")
    store.keep("k", LINE, {})
    assert store.find("k", LineStart) == Found(LINE)
    assert store.find("other", LineStart) is None


def test_what_holds_no_tree_is_read_without_their_library(tmp_path: Path) -> None:
    """A build of which nothing has changed reads its record, and no more."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom florilegium.problems import Place\n"
        "from florilegium.system.tasks.store import Found, Store\n"
        "store, place = Store(Path(sys.argv[1])), (Place('a.md'),)\nstore.keep('k', place, {})\n"
        "assert store.find('k', tuple[Place, ...]) == Found(place)\nprint('lxml.etree' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "False\n", done.stderr


def test_nothing_may_be_what_was_made(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep("k", None, {})
    assert store.find("k", bytes | None) == Found(None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-3],
        lambda data: b"x" + data,
        lambda data: b"",
        lambda data: data.replace(b"64.25", b"64.26"),
        lambda data: data.partition(b"\n")[0],
    ],
)
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    store = Store(tmp_path)
    store.keep("k", LINE, {})
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert store.find("k", LineStart) is None


def test_an_entry_of_another_type_is_as_good_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.keep("k", "a word", {})
    assert store.find("k", LineStart) is None


def test_an_entry_holds_as_long_as_the_files_read_for_it(tmp_path: Path) -> None:
    """And whoever finds it counts as having read them."""
    project, store = tmp_path / "project", Store(tmp_path / "kept")
    project.mkdir()
    (project / "a.txt").write_text("one")
    with witnessed(project) as witness:
        read(project, "a.txt", 99)
    store.keep("k", LINE, witness.findings)
    with witnessed(project) as again:
        assert store.find("k", LineStart, project) == Found(LINE)
    assert again.findings == witness.findings
    assert store.find("k", LineStart) is None
    (project / "a.txt").write_text("two")
    assert store.find("k", LineStart, project) is None


def test_pruning_drops_what_was_not_used_longest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for age, name in enumerate(("new", "old")):
        store.keep(name, replace(LINE, block="x" * 1000), {})
        os.utime(tmp_path / f"{name}.kept", (1000 - age, 1000 - age))
    store.prune(limit=1800)
    assert store.find("old", LineStart) is None
    assert store.find("new", LineStart) is not None


def test_what_is_found_counts_as_used(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for age, name in enumerate(("new", "old")):
        store.keep(name, replace(LINE, block="x" * 1000), {})
        os.utime(tmp_path / f"{name}.kept", (1000 - age, 1000 - age))
    store.find("old", LineStart)
    store.prune(limit=1800)
    assert store.find("old", LineStart) is not None


def test_a_store_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    store.keep("k", LINE, {})
    store.prune()
    assert store.find("k", LineStart) is None


def test_a_store_that_can_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that is full, or not one's own."""

    def refuse(*_: object) -> None:
        raise PermissionError

    store = Store(tmp_path)
    store.keep("k", LINE, {})
    monkeypatch.setattr(os, "utime", refuse)
    assert store.find("k", LineStart) == Found(LINE)
