"""Every command that reads strangers' files does so in a sandbox, and does all that it did without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import click
import pytest
from browsing import served_folder

from florilegium.cli.confinement import keep_compiled
from florilegium.cli.main import main
from florilegium.system import sandbox
from florilegium.system.tasks import fingerprint

#: Commands that read no article, and the desk, which answers a browser and begins the editor's own programs.
_UNCONFINED: Final = {"schema", "clean", "desk"}

#: A run of a command, and after it what it could no longer do: write beside the project, and reach a network.
RUN: Final = """
import errno, pathlib, socket, sys
from florilegium.cli.main import main
from florilegium.system import temporary

temporary.run_as_program()
try:
    main(sys.argv[2:])
except SystemExit as end:
    assert not end.code, end.code
for deed in (
    lambda: pathlib.Path(sys.argv[1]).write_text("written"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
):
    try:
        deed()
    except OSError as error:
        print("refused" if error.errno == errno.EACCES else error)
    else:
        print("done")
"""

MANIFEST: Final = """\
title: Harbours
language: en-GB
identifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e
date: 1931-01-01
contributors: {moll: {name: Lena Moll}}
index: {entries: ["Pell, Ada"], places: [Malta]}
chapters: [{title: One, articles: [{source: voyage.md, title: A Voyage, authors: [moll]}]}]
"""

#: What a command needs besides the manifest.
_WORDS: Final = {
    "index explain": ["Malta"],
    "build": ["epub"],
    "build-all": ["books.yaml", "epub"],
    "copies": ["readers.csv"],
    "release": ["--review"],
    "start": ["articles"],
    "verify": ["dist/release/harbours", "--manifest", "anthology.yaml"],
}

#: What must have been done before a command.
_BEFORE: Final = {name: ["release", "--review", "--quiet"] for name in ("copies", "verify")}


def _commands(group: click.Group = main, before: str = "") -> Iterator[str]:
    """Yield the names of all commands."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        elif name not in _UNCONFINED:
            yield before + name


@pytest.fixture(scope="module")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one article with an index and its review, a list of books, and a folder of articles."""
    root = tmp_path_factory.mktemp("suggested") / "project"
    (root / "articles").mkdir(parents=True)
    for name, text in {
        "anthology.yaml": MANIFEST,
        "voyage.md": "Ada Pell sailed to Malta in spring, and wrote of it.\n",
        "books.yaml": "- anthology.yaml\n",
        "readers.csv": "name\nLena Moll\n",
        "articles/letter.md": "# A Letter\n\nBy Ada Pell\n\nThe harbour was still.\n",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    suggest = [sys.executable, "-m", "florilegium", "index", "suggest", "--accept-all"]
    subprocess.run(suggest, capture_output=True, cwd=root, check=True)
    return root


@pytest.fixture
def project(suggested: Path, tmp_path: Path) -> Path:
    """A copy of the project for one command."""
    return shutil.copytree(suggested, tmp_path / "project")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a page that is served on this machine, for the command that collects pages."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text(
        "<html><body><h1>A Letter</h1><p>The harbour was still, and nobody came to it.</p></body></html>"
    )
    with served_folder(tmp_path / "site") as site:
        yield f"{site}/page.html"


@pytest.mark.parametrize("command", tuple(_commands()))
def test_a_command_that_reads_articles_can_neither_write_elsewhere_nor_connect(
    command: str, project: Path, address: str
) -> None:
    """What a fault in a library could do on a stranger's behalf ends at the project's folder."""
    if command in _BEFORE:
        before = [sys.executable, "-m", "florilegium", *_BEFORE[command]]
        subprocess.run(before, capture_output=True, cwd=project, check=True)
    words = [*command.split(), *_WORDS.get(command, [])]
    words += ["--private", address] if command == "collect" else []
    call = [sys.executable, "-c", RUN, str(project.parent / "elsewhere"), *words]
    ran = subprocess.run(call, capture_output=True, text=True, cwd=project, check=False)
    assert ran.returncode == 0, ran.stderr
    writing, network = ran.stdout.splitlines()[-2:]
    held = sandbox.available()
    assert (writing == "refused") == held.writing, ran.stdout
    assert (network == "refused") == held.network, ran.stdout


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of two modules that nothing has been compiled of."""
    for name in ("one.py", "rooms/two.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("ANSWER = 42\n", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    return tmp_path


@pytest.fixture
def compile_all(home: Path) -> Callable[[], bool]:
    """Return what begins a new process's run, and says whether it compiled."""

    def compiled() -> bool:
        made = {path: path.stat().st_mtime_ns for path in home.rglob("*.pyc")}
        fingerprint.installed.cache_clear()
        keep_compiled(home)
        return made != {path: path.stat().st_mtime_ns for path in home.rglob("*.pyc")}

    return compiled


def test_all_is_compiled_once_and_again_when_the_program_changes(
    home: Path, compile_all: Callable[[], bool]
) -> None:
    assert compile_all()
    assert {path.name.partition(".")[0] for path in home.rglob("*.pyc")} == {"one", "two", "compiled"}
    assert not compile_all()
    (home / "one.py").write_text("ANSWER = 43, 'changed'\n", encoding="utf-8")
    assert compile_all()
    assert not compile_all()


def test_where_python_may_not_write_nothing_is_compiled(
    home: Path, compile_all: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not compile_all()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr("os.access", lambda *_: False)
    assert not compile_all()
    assert not list(home.rglob("*.pyc"))


def test_a_confined_build_leaves_its_modules_compiled(tmp_path: Path) -> None:
    """The first build of an installation of which nothing was compiled leaves what the second needs."""
    manifest = tmp_path / "book" / "anthology.yaml"
    manifest.parent.mkdir()
    (manifest.parent / "one.md").write_text("A word.\n", encoding="utf-8")
    manifest.write_text(
        "title: Harbours\nlanguage: en\nidentifier: urn:uuid:3f2b8c1e-6f0a-4d0e-9a57-0c9d3f2b8c1e\n"
        "date: 1931-01-01\ncontributors: {moll: {name: Lena Moll}}\n"
        "chapters: [{title: One, articles: [{source: one.md, title: One, authors: [moll]}]}]\n",
        encoding="utf-8",
    )
    kept = tmp_path / "kept"
    command = [sys.executable, "-X", f"pycache_prefix={kept}", "-m", "florilegium", "build", "--quiet"]
    allowed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([*command, "epub", "--no-pages", "--jobs", "1", "-m", manifest], check=True, env=allowed)
    names = {path.name.partition(".cpython")[0] for path in kept.rglob("*.pyc")}
    assert {"compose", "whole_text", "article.xhtml"} <= names
