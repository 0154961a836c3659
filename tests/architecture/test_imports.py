"""Which module may import which, and where the heavy libraries are let in (ARCHITECTURE in docs/)."""

from __future__ import annotations

import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from architecture.modules import MODULES, imported, own
from florilegium.editions.pdf.schedule import layout_task

#: The program's levels, the highest first. A module imports from levels below its own, and from its own part.
LEVELS = (
    ("__main__",),
    ("cli",),
    ("desk",),
    ("pipeline",),
    ("manifest", "sources", "passes", "names", "editions"),
    ("languages",),
    ("book",),
    ("system",),
    ("problems",),
)

#: Parts of a part that must not know each other: the folders of editions.
NEIGHBOURS = tuple(
    module.removesuffix(".edition")
    for module in MODULES
    if module.startswith("florilegium.editions.") and module.endswith(".edition")
)

#: A library and the only places that may import it.
DOORS = {
    "ebooklib": ("florilegium.editions.epub.package",),
    "weasyprint": ("florilegium.editions.pdf.weasyprint",),
    "pikepdf": ("florilegium.editions.pdf",),
    "yaml": ("florilegium.manifest.reading.load",),
    "pypdfium2": ("florilegium.desk",),
    "starlette": ("florilegium.desk",),
    "uvicorn": ("florilegium.desk.serving",),
    "watchfiles": ("florilegium.desk",),
}

#: Libraries that cost time or need Pango; they are imported inside the function that uses them.
HEAVY = {
    *DOORS,
    "babel",
    "fontTools",
    "langcodes",
    "markdown_it",
    "mdit_py_plugins",
    "PIL",
    "uharfbuzz",
}


def level(module: str) -> tuple[int, str]:
    """A module's level, 0 the highest, and the part of the program that it belongs to."""
    part = [*module.split("."), ""][1]
    for number, parts in enumerate(LEVELS):
        if part in parts:
            return number, part
    return (len(LEVELS), part) if not part else pytest.fail(f"{module} stands on no level of LEVELS")


@pytest.mark.parametrize("module", MODULES)
def test_imports_lead_downwards(module: str) -> None:
    """A module imports its own part and levels below, never a neighbour and never upwards."""
    here, part = level(module)
    for name in sorted(own(module)):
        there, other = level(name)
        assert there > here or part == other, f"{module} imports {name}"


@pytest.mark.parametrize("module", MODULES)
def test_editions_do_not_know_each_other(module: str) -> None:
    """What two editions share stands in `editions` itself, which knows neither."""
    mine = next((one for one in NEIGHBOURS if module.startswith(one)), "-")
    if module.startswith("florilegium.editions"):
        assert [
            name for name in own(module) if name.startswith(NEIGHBOURS) and not name.startswith(mine)
        ] == []


def test_a_layout_is_kept_under_the_text_of_all_that_makes_it() -> None:
    """Every module of ours that lays out is hashed into a layout's key. Others only make what is laid out,
    which is in the key itself, or are plain types."""
    home = MODULES["florilegium"].parent
    hashed = {path for pattern in layout_task.MODULES for path in home.glob(pattern)}
    assert all(any(home.glob(pattern)) for pattern in layout_task.MODULES)
    makers = {module for module, path in MODULES.items() if path in hashed}
    others = {"address_breaks", "documents", "sections", "pdf.weasyprint.engine"}
    plain = {"system.files", "system.patterns", "system.whole_picture", "problems", "book.model"}
    plain |= {f"editions.{other}" for other in others}
    used = {name for module in makers for name in own(module)}
    assert used - makers == {f"florilegium.{name}" for name in plain}


def test_archives_from_strangers_have_one_gate() -> None:
    """What inflates without bounds is used for archives that the program has made, and by the gate itself."""
    writers = {"epub.packed_files"}
    readers = {"release.release_parts", "live.reader_book"}
    ours = {
        *(f"florilegium.editions.{one}" for one in writers),
        *(f"florilegium.pipeline.{one}" for one in readers),
    }
    users = {module for module in MODULES if "zipfile" in imported(module)}
    assert users - ours == {"florilegium.system.archive"}


def test_imports_run_in_no_circle() -> None:
    """No module imports itself by way of others, not even from inside a function."""
    graph = {module: own(module) - {module} for module in MODULES}
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("library", DOORS)
def test_heavy_library_has_one_door(library: str) -> None:
    """Only the named place imports the library, and some place does."""
    users = [module for module in MODULES if library in {name.partition(".")[0] for name in imported(module)}]
    assert users
    assert [module for module in users if not module.startswith(DOORS[library])] == []


@pytest.mark.parametrize("module", MODULES)
def test_heavy_library_is_imported_where_it_is_used(module: str) -> None:
    """Importing a module of ours never loads a heavy library."""
    assert not {name.partition(".")[0] for name in imported(module, top=True)} & HEAVY


#: What makes editions, draws, serves or begins processes: no text is checked with it.
_OF_EDITIONS = {
    *("weasyprint", "ebooklib", "pikepdf", "jinja2", "fontTools", "uharfbuzz", "PIL", "tinycss2"),
    *(
        "cssselect2",
        "pypdfium2",
        "starlette",
        "uvicorn",
        "watchfiles",
        "asyncio",
        "ssl",
        "concurrent.futures.process",
    ),
}

#: What reads formats that the texts in question have not.
_OF_OTHER_FORMATS = {"lxml.html", "citeproc", "latex2mathml", "ziamath", "spacy"}

#: What reads a manifest and texts in plain text or Markdown.
_OF_READING = {"pydantic", "yaml", "lxml", "markdown_it"}


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [("--help", _OF_EDITIONS | _OF_OTHER_FORMATS | _OF_READING), ("check", _OF_EDITIONS | _OF_OTHER_FORMATS)],
)
def test_start_up_loads_nothing_that_it_does_not_need(
    arguments: str, spared: set[str], tmp_path: Path
) -> None:
    """`--help` and `check` start without Pango: no edition's library is loaded, even by another of ours."""
    (tmp_path / "anthology.yaml").write_text(
        "title: T\nlanguage: en\nidentifier: 5b1a2c3d-0000-4000-8000-000000000001\ndate: 2026-01-01\n"
        "contributors: {ann: {name: Ann Example}}\n"
        "chapters: [{title: One, articles: [{source: a.txt, title: A, authors: [ann]}]}]\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text("A plain paragraph of text that ends here.\n", encoding="utf-8")
    script = (
        "import sys\nfrom florilegium.cli.main import main\nsys.argv = ['florilegium', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code, stop.code\n"
        f"print('LOADED', *sorted({spared!r} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stdout.splitlines()[-1:] == ["LOADED"], done.stdout + done.stderr
