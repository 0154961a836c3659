"""Names of files as strangers write them: each is a file, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from florilegium.system import files

#: Names that no system gives a file to, and why they are refused.
NAMES = {
    "a name too long": ("n" * 300 + ".md", "unreadable"),
    "a path too long": ("folder/" * 1_000 + "walk.md", "unreadable"),
    "a name of many lines": ("divided: true\n" * 40, "unreadable"),
    "half of a letter": ("walk\ud800.md", "unreadable"),
    "a file taken for a folder": ("walk.md/walk.md", "missing"),
    "links in a circle": ("circle.md", "unreadable"),
    "a NUL": ("walk\x00.md", "outside"),
    "a folder": ("folder", "kind"),
    "nothing": ("", "kind"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a file, a folder, and a link to itself."""
    (tmp_path / "walk.md").write_text("A walk.", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle.md").symlink_to("circle.md")
    return tmp_path


@pytest.mark.parametrize(("name", "reason"), NAMES.values(), ids=NAMES)
def test_a_name_is_a_file_or_refused(project: Path, name: str, reason: str) -> None:
    """No name ends in another error than `FileRefusedError`, whichever way the file is asked for."""
    for ask in (files.locate, lambda root, given: files.read(root, given, 100)):
        with pytest.raises(files.FileRefusedError) as refused:
            ask(project, name)
        assert refused.value.reason == reason
    assert files.locate(project, "walk.md") == project / "walk.md"
