"""What the system refuses ends a command with a sentence and a status of its own, never a traceback."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from click.testing import CliRunner

from florilegium.cli.main import main


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (OSError(errno.EMFILE, "Too many open files", "a.md"), "Too many open files (“a.md”)"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_what_the_system_refuses(
    refused: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise refused

    monkeypatch.setattr("florilegium.pipeline.build.check", refuse)
    (tmp_path / "anthology.yaml").write_text("title: A Book\n", encoding="utf-8")
    ended = CliRunner().invoke(main, ["check", "--manifest", str(tmp_path / "anthology.yaml")])
    assert ended.exit_code == 7
    assert said in ended.output
    assert "the last good files are untouched" in ended.output


@pytest.mark.parametrize(
    ("word", "said"),
    [("chek", "Did you mean “check”?"), ("relase", "Did you mean “release”?"), ("xyz", "There are build, ")],
)
def test_a_command_that_there_is_not_is_answered_with_those_that_there_are(word: str, said: str) -> None:
    ended = CliRunner().invoke(main, [word])
    assert ended.exit_code == 2
    assert f"No such command “{word}”. {said}" in ended.output


def test_a_folder_stands_for_the_manifest_in_it(tmp_path: Path) -> None:
    """For every command alike, as at the desk."""
    (tmp_path / "anthology.yaml").write_text("title: [\n", encoding="utf-8")
    for command in ("check", "sources", "notes"):
        told = [
            CliRunner().invoke(main, [command, "-m", str(path)]).output
            for path in (tmp_path, tmp_path / "anthology.yaml")
        ]
        assert told[0] == told[1] and "anthology.yaml:" in told[0], command
