"""The registry of editions: everything that names editions agrees with it, and an edition is easily added."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import click
import pytest

from florilegium.cli.main import main
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.pipeline.build import build
from florilegium.pipeline.editions import EDITIONS, chosen
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import EditionError
from florilegium.system.tasks.engines import Here
from projects import REPOSITORY

NAMES = [edition.name for edition in EDITIONS]
PAGES = {
    Needs.NOTHING: "none",
    Needs.MARKS: "marked in it, unless `--no-pages` is given",
    Needs.FILE: "set for it",
    Needs.SHEETS: "set for it",
}


# An edition in twenty lines: the titles of the sections, and the printed pages that begin in each.


def files(context: Context) -> dict[str, bytes]:
    lines = []
    for document in context.documents:
        section = document.section
        labels = [start.label for start in context.starts if start.section == section.id]
        lines.append(f"{section.title}: {' '.join(labels)}".rstrip(": "))
    return {f"{context.stem}.list": "\n".join(lines).encode()}


TITLES = Edition(
    name="list",
    title="the list of sections",
    endings=(".list",),
    needs=Needs.MARKS,
    files=files,
)


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    golden = REPOSITORY / "tests" / "golden" / "lanterns"
    shutil.copytree(golden, tmp_path / "lanterns", ignore=shutil.ignore_patterns("expected"))
    return tmp_path / "lanterns" / "anthology.yaml"


def lines_of(manifest: Path, edition: Edition, *others: str) -> list[str]:
    """What a build of one edition writes, which is named among others."""
    names = frozenset({edition.name, *others})
    request = BuildRequest(manifest, names, cached=False, registry=(*EDITIONS, edition))
    made = {path.name: path for path in build(request, engine=Here()).files}
    assert len(made) == len(names)
    return made["three-lanterns.list"].read_text(encoding="utf-8").splitlines()


def test_an_edition_of_ones_own_is_built(manifest: Path) -> None:
    """It has the sections in their order, and knows where printed pages begin."""
    lines = lines_of(manifest, TITLES)
    numbered = [line.partition(": ")[2] for line in lines if re.search(r": \d", line)]
    assert "1" in numbered[0].split()
    folios = [int(label) for labels in numbered for label in labels.split()]
    assert folios == sorted(folios) and len(folios) > 8
    assert [line.partition(":")[0] for line in lines][-2:] == ["Index of Names and Places", "Colophon"]


def test_an_edition_that_needs_no_pages_has_none_set_for_it(manifest: Path) -> None:
    """Made beside one that is printed, it has its pages too."""
    alone = replace(TITLES, needs=Needs.NOTHING)
    assert not any(re.search(r"\d", line.partition(":")[2]) for line in lines_of(manifest, alone))
    assert lines_of(manifest, alone, "pdf") == lines_of(manifest, TITLES)


def test_an_edition_that_reads_pages_it_has_not_asked_for_is_a_fault(manifest: Path) -> None:
    greedy = replace(TITLES, needs=Needs.NOTHING, files=lambda context: {"x": context.printed_book.file()})
    with pytest.raises(LookupError, match="says so in its `needs`"):
        lines_of(manifest, greedy)


def test_what_can_be_begun_early_is(manifest: Path) -> None:
    begun: list[str] = []
    early = replace(
        TITLES, needs=Needs.NOTHING, begin=lambda book, _design, _runner: begun.append(book.metadata.slug)
    )
    lines_of(manifest, early)
    assert set(begun) == {"three-lanterns"}


def test_what_needs_no_index_can_be_begun_before_it(manifest: Path) -> None:
    """Where no pages are known, an edition is given the text's documents while the index is to come."""
    seen: dict[str, list[str]] = {}

    def begin_text(context: Context) -> None:
        seen["early"] = [document.section.id for document in context.documents]

    def whole_files(context: Context) -> dict[str, bytes]:
        seen["whole"] = [document.section.id for document in context.documents]
        return files(context)

    lines_of(manifest, replace(TITLES, needs=Needs.NOTHING, begin_text=begin_text, files=whole_files))
    assert [one for one in seen["whole"] if one not in seen["early"]] == ["index"]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(EditionError, match="“mobi” is the name of no edition; the editions are epub, kepub"):
        chosen({"epub", "mobi"})


@pytest.mark.parametrize("command", ["build", "build-all"])
def test_the_command_line_takes_the_names(command: str) -> None:
    (argument,) = [
        one for one in main.get_command(click.Context(main), command).params if one.name == "editions"
    ]
    assert isinstance(argument.type, click.Choice)
    assert list(argument.type.choices) == NAMES


def test_the_documentation_has_each_edition() -> None:
    page = (REPOSITORY / "docs" / "commands.md").read_text(encoding="utf-8")
    table = page.partition("### Editions\n\n")[2].partition("\n\n")[0].splitlines()[2:]
    rows = []
    for one in EDITIONS:
        made = ", ".join(f"`<slug>{ending}`" for ending in one.endings)
        rows.append(f"| `{one.name}` | {one.title} | {made} | {PAGES[one.needs]} |")
    assert table == rows
    asked = " ".join(f"[{name}]" for name in NAMES)
    assert page.count(asked) == 2


def test_make_reads_each_edition_from_the_registry() -> None:
    """Its list, the pattern by which it finds a file, its line of help; the Makefile itself names none."""
    usual = [one.name for one in EDITIONS if one.usual]
    others = [one for one in EDITIONS if not one.usual]
    said = _said_to_make()
    assert [line for line in said if line.startswith("USUAL")] == [f"USUAL+={name}" for name in usual]
    assert [line for line in said if line.startswith("OTHERS")] == [f"OTHERS+={one.name}" for one in others]
    assert {f"ENDING.{one.name}={one.endings[0]}" for one in EDITIONS} <= set(said)
    longer = [ending.replace(".", "\\.") for one in others for ending in one.endings]
    assert [line for line in said if line.startswith("LONGER")] == [f"LONGER+={one}$$" for one in longer]
    for line, one in zip(_said_to_make("help"), EDITIONS, strict=True):
        assert line.split(maxsplit=3)[1:] == [one.name, f"dist/<slug>{one.endings[0]}:", one.title]
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert not [
        one.name for one in EDITIONS if re.search(rf"^{one.name}:|dist/\.{one.name}\b", makefile, re.M)
    ]


def _said_to_make(*asked: str) -> list[str]:
    command = ["tools/editions", *asked]
    return subprocess.run(
        command, cwd=REPOSITORY, check=True, text=True, capture_output=True
    ).stdout.splitlines()
