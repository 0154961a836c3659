"""What a stranger meets: the public names, the documents, the files of the repository."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import florilegium
from florilegium.cli import main as cli
from florilegium.problems import CATALOGUE
from florilegium.sources.formats import READERS
from projects import REPOSITORY

SEEDS = {
    "000_a192468a1ce868f1.txt": "fdc9a29aa399fc91e88cc682b09ee313f9469447ad7d3859b698dc3003671554",
    "001_bf72b8394213f042.txt": "1b0e0a3774c6ed2aa6fa2c799581066763db80ebe62a5fae272b50364e405ed7",
    "002_415443758acdf748.txt": "90159177c2d3583e4b2cebf0f07bc55af8d7c4cf7fafaf2dbc1ed21b50c5121f",
    "003_ecff49c0a03a943e.txt": "b28319eaa95aa2e50f571e356e563bef169bf4c3be683947dca458f6a27c34a7",
    "004_70525ded6dda679e.txt": "a68fb8116dd6e1afbb22d187ed8b28784e8260cef793b1a20dbba613a107f8da",
}

#: A registry's address or a path of somebody's machine; split, so that this file holds none itself.
FORBIDDEN = re.compile(
    r"pypi\.o"
    r"rg|python"
    r"hosted|npm"
    r"js\.(?:org|com)|repo\d?\.ma"
    r"ven|deb\.deb"
    r"ian"
    r"|(?<![\w.~-])/(?:work|root|home|Users)/\w"
    r"|\.\./sha"
    r"red\b"
)

TEXT = {".py", ".md", ".toml", ".txt", ".yaml", ".json", ".css", ".xml", ".xhtml", ".html", ".sha256", ""}


def repository_files() -> Iterator[Path]:
    """Every file that a commit would carry; the essays and the licence are others' words."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, cwd=REPOSITORY, check=True).stdout
    for name in sorted(set(listed.decode().split("\0")) - {"", "LICENSE"}):
        path = REPOSITORY / name
        if not name.startswith("seeds/") and path.is_file():
            yield path


def documents() -> str:
    """The README and all of docs/, as one text."""
    pages = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command of the command line, by the words that call it."""

    def under(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        yield words, command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                child = command.get_command(context, name)
                assert child is not None and child.name == name, name
                yield from under(f"{words} {name}", child)

    yield from under("florilegium", cli.main)


COMMANDS = dict(commands())
FLAGS = sorted(
    (words, flag)
    for words, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option)
    for flag in option.opts
    if flag.startswith("--")
)


def test_types_are_shipped() -> None:
    """A program that imports ours gets our types."""
    assert (Path(florilegium.__file__).parent / "py.typed").exists()


@pytest.mark.parametrize("words", COMMANDS)
def test_command_is_documented(words: str) -> None:
    """The README or docs/ shows every command, and each has a help text."""
    assert words in documents()
    assert COMMANDS[words].help


@pytest.mark.parametrize("words", [words for words in COMMANDS if " " in words])
def test_command_is_listed_whole(words: str) -> None:
    """The line of a command in a list of commands fits into eighty columns, and says all of it."""
    indent = 2 + max(len(name.split()[-1]) for name in COMMANDS) + 2
    assert not COMMANDS[words].get_short_help_str(80 - indent).endswith("...")


@pytest.mark.parametrize(("words", "flag"), FLAGS)
def test_flag_is_documented(words: str, flag: str) -> None:
    """The README or docs/ names every flag, and each has a help text."""
    assert re.search(rf"{flag}\b", documents())
    options = {name: option for option in COMMANDS[words].params for name in option.opts}
    assert getattr(options[flag], "help", None)


def test_formats_are_documented() -> None:
    """The table of docs/sources.md has the ending of every file that is read."""
    page = (REPOSITORY / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [ending for ending in READERS if f"`{ending}`" not in page] == []


def test_problem_codes_are_documented() -> None:
    """docs/problems.md has a heading for each code, in the catalogue's order, and no other."""
    page = (REPOSITORY / "docs" / "problems.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### ([A-Z]\d{3}): (.+)$", page, flags=re.M)
    assert headings == [(code, meaning) for code, (_, meaning) in CATALOGUE.items()]


@pytest.mark.parametrize("code", CATALOGUE)
def test_problem_has_example_and_mend(code: str) -> None:
    """A code's section tells how to mend it, and its example is what is printed over a folder's project."""
    page = (REPOSITORY / "docs" / "problems.md").read_text(encoding="utf-8")
    section = page.partition(f"### {code}: ")[2].partition("\n### ")[0]
    assert "**Mend:**" in section
    folders = (REPOSITORY / "tests" / "problems").glob(f"{code}*/expected.txt")
    printed = {line for path in folders for line in path.read_text(encoding="utf-8").splitlines()}
    assert section.partition("```\n")[2].partition("\n")[0] in printed


def test_problem_codes_are_in_order() -> None:
    """Codes run on within their letter, so that none is used twice for different things."""
    for letter in dict.fromkeys(code[0] for code in CATALOGUE):
        numbers = [int(code[1:]) for code in CATALOGUE if code[0] == letter]
        assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("name", SEEDS)
def test_seed_is_byte_for_byte(name: str) -> None:
    """The five essays are as they came."""
    assert hashlib.sha256((REPOSITORY / "seeds" / name).read_bytes()).hexdigest() == SEEDS[name]


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    """A stranger's clone finds nothing in our files that points at where they were made."""
    found = []
    for path in repository_files():
        if path.suffix in TEXT and FORBIDDEN.search(path.read_text(encoding="utf-8", errors="replace")):
            found.append(path.relative_to(REPOSITORY))
    assert found == []


def test_versions_are_pinned() -> None:
    """Every package that the project asks for has one exact version in constraints.txt."""
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + project["build-system"]["requires"]
    wanted += [name for extra in project["project"]["optional-dependencies"].values() for name in extra]
    pins = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal(pin.partition("==")[0]) for pin in pins if re.fullmatch(r"[\w.-]+==[\w.]+", pin)}
    assert {normal(re.match(r"[\w.-]+", name)[0]) for name in wanted} <= pinned  # type: ignore[index]
    assert all(pin.startswith("#") or "==" in pin for pin in pins)


def normal(name: str) -> str:
    """A package's name as package tools compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
