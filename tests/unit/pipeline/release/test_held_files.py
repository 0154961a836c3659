"""Files that stand in a folder and are read when they are asked for."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from florilegium.pipeline.release.held_files import FilesInFolder, HeldFiles, StackedFiles
from florilegium.system import temporary


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(temporary._Run, "folder", tmp_path)
    return tmp_path


def test_files_are_held_by_name_in_a_folder_that_goes_with_them(own_folder: Path) -> None:
    held = HeldFiles()
    held["articles/one/one.pdf"] = b"first"
    held.update([("index.html", b"contents"), ("articles/one/one.pdf", b"second")])
    assert dict(held) == {"articles/one/one.pdf": b"second", "index.html": b"contents"}
    del held["index.html"]
    assert list(held) == ["articles/one/one.pdf"] and "index.html" not in held
    assert any(own_folder.iterdir())
    del held
    gc.collect()
    assert not any(own_folder.iterdir())


def test_only_files_that_are_named_are_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"1")
    (tmp_path / "other").write_bytes(b"2")
    files = FilesInFolder(tmp_path, ["one"])
    assert dict(files) == {"one": b"1"} and len(files) == 1
    with pytest.raises(KeyError):
        files["other"]


def test_a_file_stands_before_those_of_its_name_in_later_layers() -> None:
    files = StackedFiles({"one": b"new"}, {"one": b"old", "two": b"2"})
    assert dict(files) == {"one": b"new", "two": b"2"} and len(files) == 2
    with pytest.raises(KeyError):
        files["three"]
