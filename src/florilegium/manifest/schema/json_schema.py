"""The manifest's schema for the programs in which editors write it (JSON Schema 2020-12).

It is made from `manifest.py` and says the same, with two liberties that help while one types: a key with
nothing after it is marked, and words of a fixed list are wanted in small letters. Put this line at the head
of a manifest: `# yaml-language-server: $schema=docs/anthology.schema.json`.
"""

from __future__ import annotations

import json
from typing import Any, Final, get_args

from pydantic.fields import FieldInfo

from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.kinds import ANY_TEXT, SINGLE
from florilegium.manifest.schema.manifest import Manifest
from florilegium.manifest.schema.shapes import all_shapes

#: Text as YAML has it: a title such as 1984 or No is a number or a truth to the program that checks.
_WORDS: Final[dict[str, Any]] = {"description": "Words.", **ANY_TEXT}


def json_schema() -> str:
    """Return the schema as a JSON text, the same on every run."""
    raw = Manifest.model_json_schema()
    shapes = {shape.__name__: shape for shape in all_shapes()}
    defs = {name: _group(found, shapes[name]) for name, found in sorted(raw.pop("$defs").items())}
    top = _group(raw, Manifest)
    top["properties"]["index"] = {
        "description": top["properties"]["index"]["description"],
        "anyOf": [{"$ref": "#/$defs/IndexKeys"}, {"type": "string"}, {"const": False}],
    }
    defs = {"Words": _WORDS, **defs}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "anthology.yaml"}
    return json.dumps({**head, **top, "$defs": defs}, ensure_ascii=False, indent=2) + "\n"


def _group(found: dict[str, Any], shape: type[KeyGroup]) -> dict[str, Any]:
    """Return one group of keys, with its shorthand and its alternatives."""
    group: dict[str, Any] = {
        "type": "object",
        "properties": {
            key: _property(below, shape.written()[key]) for key, below in found["properties"].items()
        },
        "additionalProperties": False,
    }
    if "required" in found:
        group["required"] = found["required"]
    if shape.exactly_one:
        group["oneOf"] = [{"required": [key]} for key in shape.exactly_one]
    if not shape.bare:
        return {"description": found["description"], **group}
    text = _property(found["properties"][shape.bare], shape.written()[shape.bare])
    text.pop("description", None)
    return {"description": found["description"], "anyOf": [text, group]}


def _property(found: dict[str, Any], field: FieldInfo) -> dict[str, Any]:
    """Return one key: what it is for, and what may stand there."""
    plain = _plain(found)
    plain.pop("description", None)
    if plain.get("type") == "array" and _is_single(field.annotation, field.metadata):
        plain = {"anyOf": [plain["items"], plain]}
    elif plain.get("type") == "object":
        plain["additionalProperties"] = _one_or_more(plain.get("additionalProperties", False))
    return {"description": field.description, **plain}


def _one_or_more(found: Any) -> Any:
    """Return the schema of a list that, under a key of the editor's choice, may be a single text as well."""
    return {"anyOf": [found["items"], found]} if found and "items" in found else found


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without what generation left in it: titles, empty defaults, `null` alternatives."""
    plain = {key: below for key, below in found.items() if key not in {"title", "default", "anyOf"}}
    if plain.get("type") == ANY_TEXT["type"]:
        plain = {**{key: below for key, below in plain.items() if key != "type"}, "$ref": "#/$defs/Words"}
    if "items" in plain:
        plain["items"] = _plain(plain["items"])
    if isinstance(plain.get("additionalProperties"), dict):
        plain["additionalProperties"] = _plain(plain["additionalProperties"])
    choices = [_plain(choice) for choice in found.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        plain |= choices[0]
    elif choices:
        plain["anyOf"] = choices
    if isinstance(found.get("default"), str | bool) and found["default"] != "":
        plain["default"] = found["default"]
    return plain


def _is_single(annotation: Any, metadata: list[Any]) -> bool:
    """Return whether one text may stand for a list of one."""
    if SINGLE in metadata:
        return True
    return any(_is_single(inner, list(getattr(inner, "__metadata__", ()))) for inner in get_args(annotation))
