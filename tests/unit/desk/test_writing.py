"""What the desk writes: one place, whole or not at all, with a way back, also after a crash."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from florilegium.desk import writing
from florilegium.desk.writing import ConflictError, FileWriter
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import Add, Change, Put
from florilegium.problems import ReleaseError

FILE = "title: Ways East   # of the river\r\nindex:\r\n  places:\r\n  - Ulm\r\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "anthology.yaml").write_bytes(b"\xef\xbb\xbf" + FILE.encode())
    (tmp_path / "article.txt").write_text("An article.\n", encoding="utf-8")
    (tmp_path.parent / "outside.yaml").write_text("title: Outside\n", encoding="utf-8")
    return tmp_path


def writer(project: Path, *more: str) -> FileWriter:
    return FileWriter(project, project / "work" / "journal", lambda file: file in {"anthology.yaml", *more})


def plan(*changes: Change) -> Callable[[object], tuple[Change, ...]]:
    return lambda _written: changes


def text(project: Path) -> str:
    return (project / "anthology.yaml").read_bytes().decode("utf-8-sig")


WEST = plan(Put(("title",), "Ways West"))
MALTA = plan(Add(("index", "places"), "Malta"))


def test_a_change_and_its_way_back(project: Path) -> None:
    desk = writer(project)
    assert desk.change("anthology.yaml", "title", WEST)
    assert desk.change("anthology.yaml", "Malta", MALTA)
    assert text(project) == FILE.replace("East", "West").replace("  - Ulm\r\n", "  - Ulm\r\n  - Malta\r\n")
    assert (project / "anthology.yaml").read_bytes().startswith(b"\xef\xbb\xbf")
    assert [desk.undo(), desk.undo(), desk.undo()] == ["Malta", "title", ""]
    assert text(project) == FILE


def test_what_changes_nothing_is_not_written(project: Path) -> None:
    desk = writer(project)
    assert not desk.change("anthology.yaml", "title", plan(Put(("title",), "Ways East")))
    assert desk.last == "" and not (project / "work").exists()


def test_the_way_back_outlives_a_crash(project: Path) -> None:
    """Another run finds the journal; a line that was cut off and a change that was not made are none."""
    desk = writer(project)
    desk.change("anthology.yaml", "title", WEST)
    desk.change("anthology.yaml", "Malta", MALTA)
    before = (project / "anthology.yaml").read_bytes()
    desk.change("anthology.yaml", "noted only", plan(Put(("title",), "Lost")))
    (project / "anthology.yaml").write_bytes(before)
    with (project / "work" / "journal").open("a", encoding="utf-8") as journal:
        journal.write('{"made": {"file": "antho')
    again = writer(project)
    assert [again.undo(), again.last] == ["Malta", "title"]
    third = writer(project)
    assert [third.undo(), third.undo()] == ["title", ""]
    assert text(project) == FILE


def test_what_another_editor_writes_meanwhile_stays(project: Path) -> None:
    desk = writer(project)
    desk.change("anthology.yaml", "Malta", MALTA)
    path = project / "anthology.yaml"
    path.write_bytes(path.read_bytes().replace(b"# of the river", b"# of the rivers and the sea"))
    desk.change("anthology.yaml", "title", WEST)
    assert [desk.undo(), desk.undo()] == ["title", "Malta"]
    assert text(project) == FILE.replace("# of the river", "# of the rivers and the sea")


def test_a_place_that_was_changed_since_is_shown_and_left(project: Path) -> None:
    desk = writer(project)
    desk.change("anthology.yaml", "title", WEST)
    path = project / "anthology.yaml"
    path.write_bytes(path.read_bytes().replace(b"Ways West", b"Ways North"))
    with pytest.raises(ConflictError) as conflict:
        desk.undo()
    assert "North" in conflict.value.theirs
    assert "Ways North" in text(project) and desk.last == "title"


@pytest.mark.parametrize("name", ["article.txt", "../outside.yaml", "missing.yaml"])
def test_no_source_and_nothing_outside_is_written(project: Path, name: str) -> None:
    """Not even if it were allowed: what leaves the project is no file of it."""
    for desk in (writer(project), writer(project, "../outside.yaml", "missing.yaml")):
        with pytest.raises(UneditableError):
            desk.change(name, "x", WEST)
    assert (project / "article.txt").read_text(encoding="utf-8") == "An article.\n"
    assert (project.parent / "outside.yaml").read_text(encoding="utf-8") == "title: Outside\n"


def test_a_full_disk_leaves_the_file_and_the_journal(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    desk = writer(project)
    desk.change("anthology.yaml", "Malta", MALTA)
    before = text(project)
    with monkeypatch.context() as patched:
        patched.setattr(writing, "replace_unchanged", full)
        with pytest.raises(ReleaseError, match="nothing was changed"):
            desk.change("anthology.yaml", "title", WEST)
    assert text(project) == before
    assert [desk.undo(), desk.undo()] == ["Malta", ""]


def test_a_journal_that_cannot_be_written_keeps_the_file(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be undone is not made."""
    opened = Path.open

    def full(path: Path, *given: Any, **named: Any) -> Any:
        if path.name == "journal":
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, *given, **named)

    desk = writer(project)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", full)
        with pytest.raises(ReleaseError, match="nothing was changed"):
            desk.change("anthology.yaml", "title", WEST)
    assert text(project) == FILE and desk.last == "" and writer(project).last == ""


def test_the_journal_is_on_the_disk_before_the_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a loss of power could leave a change that cannot be undone."""
    flushed: list[tuple[int, str]] = []
    flush = os.fsync

    def watched(handle: int) -> None:
        flushed.append((os.fstat(handle).st_ino, text(project)))
        flush(handle)

    monkeypatch.setattr("os.fsync", watched)
    desk = writer(project)
    desk.change("anthology.yaml", "title", WEST)
    desk.change("anthology.yaml", "Malta", MALTA)
    journal = (project / "work" / "journal").stat().st_ino
    assert [said for file, said in flushed if file == journal] == [FILE, FILE.replace("East", "West")]
    assert len(flushed) == 4


def test_what_is_saved_in_the_same_moment_stays(project: Path) -> None:
    """Another editor saves between the desk’s reading and its writing: the change is made of both."""
    path = project / "anthology.yaml"
    wishes = [b"# of the river", b"# of the sea"]

    def west(_written: object) -> tuple[Change, ...]:
        if wishes:
            path.write_bytes(path.read_bytes().replace(b"# of the river", wishes.pop()))
        return (Put(("title",), "Ways West"),)

    desk = writer(project)
    assert desk.change("anthology.yaml", "title", west)
    assert text(project) == FILE.replace("East", "West").replace("the river", "the sea")
    assert [desk.undo(), desk.redo(), desk.undo(), desk.undo()] == ["title", "title", "title", ""]
    assert text(project) == FILE.replace("the river", "the sea")


def test_who_may_read_a_file_stays(project: Path) -> None:
    path = project / "anthology.yaml"
    path.chmod(0o640)
    desk = writer(project)
    assert desk.change("anthology.yaml", "title", WEST) and desk.undo()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_cannot_be_read_is_told(project: Path) -> None:
    (project / "anthology.yaml").write_bytes(b"title: \xff\xfe\n")
    with pytest.raises(UneditableError, match="UTF-8"):
        writer(project).change("anthology.yaml", "title", WEST)


def test_what_was_undone_is_made_again(project: Path) -> None:
    """Until something else is changed; another run, after a crash, can do so too."""
    desk = writer(project)
    desk.change("anthology.yaml", "title", WEST)
    desk.change("anthology.yaml", "Malta", MALTA)
    whole = text(project)
    assert [desk.undo(), desk.undo()] == ["Malta", "title"]
    again = writer(project)
    assert [again.redo(), again.redo(), again.redo()] == ["title", "Malta", ""]
    assert text(project) == whole
    assert again.undo() == "Malta"
    again.change("anthology.yaml", "subtitle", plan(Put(("subtitle",), "A Diary")))
    assert again.redo() == ""
    third = writer(project)
    assert [third.undo(), third.undo(), third.undo()] == ["subtitle", "title", ""]
    assert text(project) == FILE


def test_a_text_that_has_become_another_is_shown_and_left(project: Path) -> None:
    (project / "fore.md").write_bytes(b"One.\r\nTwo.\r\n")
    desk = writer(project, "fore.md")
    assert desk.rewrite("fore.md", "One.\nTwo.\n", "One.\nThree.\n")
    assert (project / "fore.md").read_bytes() == b"One.\r\nThree.\r\n"
    with pytest.raises(ConflictError) as conflict:
        desk.rewrite("fore.md", "One.\nTwo.\n", "Four.\n")
    assert conflict.value.mine == "Four.\n" and "Three" in conflict.value.theirs
    assert desk.undo() and (project / "fore.md").read_bytes() == b"One.\r\nTwo.\r\n"


def test_a_mistake_is_not_written(project: Path) -> None:
    def wrong(_: str) -> None:
        raise UneditableError("this cannot be")

    desk = writer(project)
    with pytest.raises(UneditableError, match="this cannot be"):
        desk.change("anthology.yaml", "title", WEST, wrong)
    assert text(project) == FILE and desk.last == ""
