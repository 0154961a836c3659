"""docs/manifest.md and docs/anthology.schema.json say what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from florilegium.manifest.reading.load import load, read_tree
from florilegium.manifest.reading.tree import Mapping, Node, Scalar, Sequence
from florilegium.manifest.schema.index_settings import PlaceEntryKeys
from florilegium.manifest.schema.json_schema import json_schema
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.manifest import Manifest
from florilegium.manifest.schema.shapes import _shape_in, all_shapes
from florilegium.problems import Report
from projects import REPOSITORY

MANUAL = (REPOSITORY / "docs" / "manifest.md").read_text(encoding="utf-8")
SCHEMA = json.loads(json_schema())
SKELETON = {
    "title": "A Book",
    "language": "en",
    "identifier": "9780306406157",
    "date": "2026-11-22",
    "chapters": "[{title: One, articles: [a.txt]}]",
}
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


def sections() -> dict[str, str]:
    """The manual's sections, by the keys that their headings name."""
    found = {}
    for heading, text in re.findall(r"^## (.+)\n((?:(?!^## ).*\n)*)", MANUAL, re.MULTILINE):
        for way in re.findall(r"`(.+?)`", heading):
            found[way] = text
    return found


def ways(shape: type[KeyGroup]) -> set[str]:
    """The keys under which a group of keys stands."""
    if shape is Manifest:
        return {"anthology.yaml"}
    return {
        key
        for holder in all_shapes()
        for key, field in holder.written().items()
        if _shape_in(field.annotation) is shape
    }


def keys() -> list[tuple[type[KeyGroup], str]]:
    """Every key of the schema. A place has the keys of any heading."""
    return [(shape, key) for shape in all_shapes() if shape is not PlaceEntryKeys for key in shape.written()]


def examples() -> list[str]:
    """Every YAML example of the manual, made a whole manifest with what it leaves out."""
    found = []
    for indent, text in re.findall(r"^( *)```yaml\n(.*?)^ *```", MANUAL, re.MULTILINE | re.DOTALL):
        example = re.sub(f"^{indent}", "", text, flags=re.MULTILINE)
        own = set(re.findall(r"^(\w+):", example, re.MULTILINE))
        if "parts" in own:
            own.add("chapters")
        found.append(
            example + "".join(f"{key}: {value}\n" for key, value in SKELETON.items() if key not in own)
        )
    return found


def as_json(node: Node) -> Any:
    """What an editor's program hands to the schema: plain scalars as YAML 1.2 resolves them."""
    if isinstance(node, Mapping):
        return {key: as_json(value) for key, value in node.values.items()}
    if isinstance(node, Sequence):
        return [as_json(item) for item in node.items]
    assert isinstance(node, Scalar)
    if not node.plain:
        return node.text
    if node.text in {"true", "false"}:
        return node.text == "true"
    if NUMBER.fullmatch(node.text):
        return float(node.text) if re.search("[.eE]", node.text) else int(node.text)
    return None if node.is_nothing else node.text


def schema_faults(path: Path) -> list[str]:
    """What the JSON Schema finds wrong with a manifest."""
    value = as_json(read_tree(path.parent, path.name, Report()))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(value)]


@pytest.mark.parametrize(
    ("shape", "key"), keys(), ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_key_is_in_the_manual(shape: type[KeyGroup], key: str) -> None:
    """Every key has a heading in its group's section, the schema's own words, and an example that has it."""
    (section,) = {sections()[way] for way in ways(shape) if way in sections()}
    mark = r" \*\(required\)\*" if shape.written()[key].is_required() else ""
    found = re.search(rf"^### `{key}`{mark}\n((?:(?!^###).*\n)*)", section, re.MULTILINE)
    assert found, f"no heading for {key}"
    words = " ".join(found[1].split())
    assert words.startswith(shape.written()[key].description or "?")
    assert re.search(rf"```yaml\n(?:(?!```).*\n)*?[^`\n]*\b{key}:", found[1])


def test_manual_has_no_key_that_is_gone() -> None:
    """Every heading of a key names one of the schema."""
    known = {key for _, key in keys()}
    assert set(re.findall(r"^### `(.+?)`", MANUAL, re.MULTILINE)) <= known


@pytest.mark.parametrize("example", examples())
def test_example_of_the_manual_is_sound(example: str, tmp_path: Path) -> None:
    """Each example is read without a fault but for files that are not there, and the JSON Schema agrees."""
    path = tmp_path / "anthology.yaml"
    path.write_text(example, encoding="utf-8")
    report = Report()
    load(path, report)
    assert [str(problem) for problem in report.problems if problem.code != "M010"] == []
    assert schema_faults(path) == []


def test_schema_is_kept_in_docs() -> None:
    """docs/anthology.schema.json is what `florilegium schema` prints."""
    kept = REPOSITORY / "docs" / "anthology.schema.json"
    assert kept.read_text(encoding="utf-8") == json_schema()


def test_schema_is_sound_and_describes_every_key() -> None:
    """It is a schema of JSON Schema 2020-12, and each key in it says what it is for."""
    Draft202012Validator.check_schema(SCHEMA)
    groups = [SCHEMA, *SCHEMA["$defs"].values()]
    objects = [each for group in groups for each in (group, *group.get("anyOf", ())) if "properties" in each]
    assert len(objects) == len(all_shapes())
    for each in objects:
        assert all(below["description"] for below in each["properties"].values())
        assert each["additionalProperties"] is False


def test_shipped_manifest_is_sound_for_the_schema() -> None:
    """The anthology that the project ships is accepted by the schema as by the program."""
    assert schema_faults(REPOSITORY / "anthology.yaml") == []


FIXTURES = REPOSITORY / "tests" / "fixtures" / "manifest"
FOR_SCHEMA = [
    path
    for path in sorted(FIXTURES.glob("*.yaml"))
    if path.stem.startswith(
        ("keys-mis", "keys-else", "kinds", "list-", "chapters-and", "index-", "date-", "roles")
    )
]


@pytest.mark.parametrize("path", FOR_SCHEMA, ids=lambda path: path.stem)
def test_schema_finds_faults_of_shape(path: Path) -> None:
    """Misspelt and misplaced keys, wrong kinds and missing keys are marked while one types."""
    if path.stem not in {"date-no-such-day"}:
        assert schema_faults(path)


def test_links_of_the_manual_lead_somewhere() -> None:
    """A link inside the manual names one of its headings, as code hosts make anchors of them."""
    headings = re.findall(r"^#+ (.+)$", MANUAL, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = set(re.findall(r"\]\(#(.+?)\)", MANUAL))
    assert links
    assert links <= anchors
