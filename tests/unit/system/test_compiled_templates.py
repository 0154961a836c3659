"""Compiled templates are kept as Python keeps modules, and never stand for another text."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from florilegium.system.compiled_templates import templates_in


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one template."""
    (tmp_path / "greeting.xhtml").write_text("Hail, {{ name }}!", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return tmp_path


def greeting(folder: Path) -> str:
    """What the template says in a new process."""
    return templates_in(folder).get_template("greeting.xhtml").render(name="<Moth>")


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = greeting(folder)
    assert said == "Hail, &lt;Moth&gt;!"
    (kept,) = (folder / "__pycache__").iterdir()
    assert kept.name.startswith("greeting.xhtml.")
    monkeypatch.setattr("jinja2.Environment.compile", None)
    assert greeting(folder) == said


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff\xfe\n"])
def test_a_damaged_one_is_compiled_again(folder: Path, damage: bytes) -> None:
    said = greeting(folder)
    (kept,) = (folder / "__pycache__").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(damage)
    assert greeting(folder) == said
    kept.write_bytes(whole.partition(b"\n")[0] + b"\n" + damage)
    assert greeting(folder) == said
    assert kept.read_bytes() == whole


def test_a_changed_text_is_compiled_anew(folder: Path) -> None:
    greeting(folder)
    (folder / "greeting.xhtml").write_text("Well met, {{ name }}!", encoding="utf-8")
    assert greeting(folder) == "Well met, &lt;Moth&gt;!"


def test_where_python_may_not_write_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with PYTHONDONTWRITEBYTECODE, or in a folder that cannot be written."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    said = greeting(folder)
    assert not (folder / "__pycache__").exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (folder / "__pycache__").write_text("no folder", encoding="utf-8")
    assert greeting(folder) == said


def test_a_prefix_for_compiled_files_is_heeded(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = tmp_path_factory.mktemp("prefix")
    monkeypatch.setattr(sys, "pycache_prefix", str(prefix))
    greeting(folder)
    assert not (folder / "__pycache__").exists()
    assert len(list(prefix.rglob("greeting.xhtml.*"))) == 1
    shutil.rmtree(prefix)
