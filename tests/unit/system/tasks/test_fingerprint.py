"""What was kept is stale when a file of the program, wherever it stands, has changed."""

from __future__ import annotations

import os
from pathlib import Path

import florilegium
from florilegium.system.tasks import fingerprint


def test_every_file_of_the_program_counts() -> None:
    """Modules, styles, templates and data alike, in the folder of the package and below it."""
    home = Path(florilegium.__file__).parent
    walked = os.walk(home, followlinks=True)
    files = {
        Path(folder, name) for folder, _, names in walked if "__pycache__" not in folder for name in names
    }
    counted = {Path(line.rsplit(" ", 2)[0]) for line in fingerprint.files_with_times(fingerprint.HOME)}
    assert counted == files


def test_a_change_is_seen(tmp_path: Path) -> None:
    """Of a file's size or time."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "module.py").write_text("one", encoding="utf-8")
    before = list(fingerprint.files_with_times(tmp_path))
    (tmp_path / "inner" / "module.py").write_text("other", encoding="utf-8")
    assert list(fingerprint.files_with_times(tmp_path)) != before
