"""Every command that reads strangers' files does so in a sandbox, and does all that it did without."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import pytest
from browsing import served_folder

from florilegium.cli.main import main
from florilegium.system import sandbox

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
