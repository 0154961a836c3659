"""The rooms of the house: how many there are, how they hang together, and that a name means one thing."""

from __future__ import annotations

import ast
import gc
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from architecture.modules import MODULES, imported, own, text, tree
from florilegium.system.patterns import regex

PROGRAM = "florilegium"

#: What a newcomer can keep in mind. A bound that is in the way is a question about the folders first.
#: When the editor's desk became a room, tasks became a part of another (docs/adr/0014-thirteen-rooms.md).
ROOMS, ROOMS_OF_ONE_MODULE, ARROWS, FOLDER = 13, 4, 60, 16

#: A module that one other imports is worth a file of its own from so many lines; so many may be smaller.
SMALL, MOST_SMALL = 60, 8

#: Names that stand for two things. `edition` and `model` are what every edition and every book of rules has.
CLASSES_TWICE, MODULES_TWICE = 4, 6
SAME_EVERYWHERE = {"__init__", "edition", "model"}


def room(module: str) -> str:
    """Return the part of the program, directly under it, to which a module belongs."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else PROGRAM


def is_package(module: str) -> bool:
    return MODULES[module].name == "__init__.py"


def lines(module: str) -> int:
    return text(module).count("\n")


def twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def calls_at_head(part: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that are made when a module is imported."""
    for child in ast.iter_child_nodes(part):
        if isinstance(child, ast.Call):
            yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from calls_at_head(child)


def test_rooms_are_few() -> None:
    """The program has few rooms, and most are folders."""
    rooms = {room(module) for module in MODULES} - {PROGRAM}
    single = {name for name in rooms if not is_package(f"{PROGRAM}.{name}")}
    assert len(rooms) <= ROOMS, sorted(rooms)
    assert len(single) <= ROOMS_OF_ONE_MODULE, sorted(single)


def test_rooms_have_few_doors() -> None:
    """Few rooms know few others: an arrow is an import from one room into another, for types too."""
    arrows = {(room(module), room(other)) for module in MODULES for other in own(module)}
    found = {(here, there) for here, there in arrows if here != there}
    assert len(found) <= ARROWS, sorted(found)


def test_folders_can_be_read_at_a_glance() -> None:
    """No folder holds more modules than one takes in at once."""
    folders = Counter(module.rpartition(".")[0] for module in MODULES if not is_package(module))
    assert {folder: count for folder, count in folders.items() if count > FOLDER} == {}


def test_a_module_is_an_idea_that_someone_would_look_for() -> None:
    """A small module that one other alone imports belongs into that one, but for a few."""
    importers = defaultdict(set)
    for module in MODULES:
        for other in own(module) - {module}:
            importers[other].add(module)
    small = [
        module
        for module in MODULES
        if len(importers[module]) == 1 and lines(module) < SMALL and not is_package(module)
    ]
    assert len(small) <= MOST_SMALL, small


def test_a_name_means_one_thing() -> None:
    """Hardly a class or a module bears the name of another."""
    classes = [
        node.name
        for module in MODULES
        for node in tree(module).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    modules = [path.stem for path in MODULES.values() if path.stem not in SAME_EVERYWHERE]
    assert len(twice(classes)) <= CLASSES_TWICE, twice(classes)
    assert len(twice(modules)) <= MODULES_TWICE, twice(modules)


#: The problems stand below `system`.
_WRITTEN_AT_ONCE = {"florilegium.problems"}


def test_frozen_classes_are_written_when_they_are_first_used() -> None:
    """A class that is no more than frozen has its decorator from `system/values.py` (ADR 16)."""
    frozen = {module for module in MODULES if "@dataclass(frozen=True)\n" in text(module)}
    late = {module for module in frozen if "from florilegium.system.values import dataclass" in text(module)}
    assert frozen - late == _WRITTEN_AT_ONCE


def test_patterns_are_compiled_when_they_are_first_used() -> None:
    """What stands at the head of a module is a pattern of `system/patterns.py` (ADR 17)."""
    at_once = [
        f"{module}:{call.lineno}"
        for module in MODULES
        for call in calls_at_head(tree(module))
        if ast.unparse(call.func) == "re.compile"
    ]
    assert at_once == []


def test_nobody_asks_a_match_for_its_pattern() -> None:
    """It has the one that was compiled, which is not the `regex` at the head of the module."""
    asking = [
        f"{module}:{part.lineno}"
        for module in MODULES
        for part in ast.walk(tree(module))
        if isinstance(part, ast.Attribute) and part.attr == "re"
    ]
    assert asking == []


def test_every_pattern_can_be_compiled() -> None:
    """One that is wrong would show when somebody's text is read."""
    for module in MODULES:
        import_module(module)
    found = [one for one in gc.get_objects() if type(one) is regex]
    assert len(found) > 500
    for one in found:
        assert one.flags >= 0, one.pattern


def test_one_port_leads_to_weasyprint() -> None:
    """One package imports WeasyPrint."""
    port = f"{PROGRAM}.editions.pdf.weasyprint"
    users = [
        module for module in MODULES if "weasyprint" in {name.split(".")[0] for name in imported(module)}
    ]
    assert users
    assert [module for module in users if not module.startswith(port)] == []


def test_one_module_shapes_text() -> None:
    """One module has HarfBuzz turn text into glyphs; others may cut fonts with it or look into them."""
    shaping = {"shape", "Buffer", "Font"}
    assert [module for module in MODULES if harfbuzz_names(module) & shaping] == [
        f"{PROGRAM}.editions.shaping"
    ]


def test_one_module_writes_pdfs() -> None:
    """Of what is handed out; what is cut from a section is read again, and kept by pikepdf."""
    users = [module for module in MODULES if "pikepdf" in imported(module)]
    saving = [
        module
        for module in users
        if any(isinstance(node, ast.Attribute) and node.attr == "save" for node in ast.walk(tree(module)))
    ]
    assert [module for module in saving if "inks" not in module] == [
        f"{PROGRAM}.editions.pdf.output.cut_pages"
    ]


def harfbuzz_names(module: str) -> set[str]:
    """Return what a module takes from HarfBuzz, by whatever name it imports it."""
    nodes = list(ast.walk(tree(module)))
    imports = [one for one in nodes if isinstance(one, ast.Import) for one in one.names]
    called = {one.asname or one.name for one in imports if one.name == "uharfbuzz"}
    taken = {
        name.name
        for one in nodes
        if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("uharfbuzz")
        for name in one.names
    }
    return taken | {
        one.attr
        for one in nodes
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id in called
    }


def test_the_name_of_a_module_of_tests_is_used_once() -> None:
    """Else pytest takes one for the other and collects neither."""
    found = Counter(path.name for path in Path(__file__).parents[1].rglob("test_*.py"))
    assert {name for name, count in found.items() if count > 1} == set()


def test_what_the_checkers_look_at_stands_in_one_folder() -> None:
    """So `make conformance` need not read all other tests to find it, and `make test` runs none of it."""
    tests = Path(__file__).parents[1]
    marked = {path for path in tests.rglob("test_*.py") if "mark.conformance" in path.read_text("utf-8")}
    assert marked - {Path(__file__)} == {*(tests / "conformance").glob("test_*.py")}


def test_nothing_that_git_ignores_is_in_the_repository() -> None:
    """A file that is ignored and kept all the same is put over what everybody else has in its place."""
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    listed = subprocess.run(
        command, cwd=Path(__file__).parent.parent.parent, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no checkout of the repository")
    assert listed.stdout == ""
