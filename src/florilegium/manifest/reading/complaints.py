"""From a tree to a manifest, or to everything that is wrong with it, each fault in an editor's words.

The validator's own messages never leave this module: of its errors only the kind and the path are used.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from florilegium.manifest.checks import check_shared_numbers, check_text_keys
from florilegium.manifest.reading import tree
from florilegium.manifest.reading.tree import Mapping, Node, Sequence, Way
from florilegium.manifest.schema.manifest import Manifest
from florilegium.manifest.schema.shapes import shape_at, survey, where_keys_belong
from florilegium.problems import CATALOGUE, Report

_TOP: Final = "Begin with the title, the language, the identifier and the date of the book."


def examine(node: Node, root: Path, name: str, report: Report) -> Manifest | None:
    """Return the manifest, or None when the tree is none; every mistake is in `report`.

    A manifest whose only mistakes are files that are missing (M009, M010) is given as well.
    """
    if not isinstance(node, Mapping):
        found = f"the manifest is {_found(node)}; expected keys and values, such as “title: …”"
        report.add("M004", node.place, found, _TOP)
        return None
    _check_alternatives(node, report)
    check_text_keys(node, report)
    raw = tree.value(node)
    try:
        manifest = Manifest.model_validate(raw, context={"root": root})
    except ValidationError as error:
        faults = [each for each in error.errors(include_url=False) if not _follows(each, node)]
        for fault in faults:
            _report(fault, node, report)
        if any(fault["type"] not in {"M009", "M010"} for fault in faults):
            return None
        manifest = Manifest.model_validate(raw)
    remembered = Manifest.remember(manifest, root, name, node)
    check_shared_numbers(remembered, report)
    return remembered


def _report(fault: MappingABC[str, Any], node: Node, report: Report) -> None:
    """Add one fault of the validator to the report."""
    path: Way = fault["loc"]
    if path and path[-1] == "[key]":
        _report_key(fault, path[:-1], node, report)
    elif fault["type"] == "missing":
        _report_missing(path, node, report)
    elif fault["type"] == "extra_forbidden":
        _report_unknown(path, node, report)
    elif fault["type"] in CATALOGUE:
        context = fault["ctx"]
        _report_value(fault["type"], path, node, report, context["expected"], context["hint"])
    elif fault["type"] == "too_short":
        message = f"{_named(path, node)} holds nothing; expected at least one item"
        report.add("M003", tree.place_of(node, path), message, _meaning(path))
    elif fault["type"] == "tuple_type":
        _report_value("M004", path, node, report, "a list", _ITEMS)
    else:
        shape = shape_at(path) if fault["type"] == "model_type" else None
        short = f"a text (its “{shape.bare}”) or " if shape and shape.bare else ""
        empty_item = isinstance(path[-1], int) and tree.value_at(node, path) is None
        hint = _EMPTY if empty_item else _KEYS
        _report_value("M004", path, node, report, f"{short}keys with their values", hint)


_ITEMS: Final = "Write each item on a line of its own that begins with “- ”."
_KEYS: Final = "Write each key on a line of its own, further in than this one."
_EMPTY: Final = "Write something after the hyphen, or take the line out."


def _report_value(  # a value, where it is, and what was expected in its place
    code: str, path: Way, node: Node, report: Report, *expected: str
) -> None:
    wanted, hint = expected
    below = tree.find(node, _written(path, node))
    found = _found(below) if below is not None else "nothing"
    message = f"{_named(path, node)} is {found}; expected {wanted}"
    report.add(code, tree.place_of(node, path), message, hint)


def _follows(fault: MappingABC[str, Any], node: Node) -> bool:
    """Return whether a fault follows from others: a list is too short since all its items are wrong."""
    below = tree.find(node, fault["loc"])
    return fault["type"] == "too_short" and isinstance(below, Sequence) and bool(below.items)


def _report_key(fault: MappingABC[str, Any], path: Way, node: Node, report: Report) -> None:
    context = fault.get("ctx", {})
    place = tree.key_place(node, path) or tree.place_of(node, path)
    message = f"the key is “{_short(str(path[-1]))}”; expected {context.get('expected', 'a key')}"
    report.add("M004", place, message, context.get("hint", ""))


def _report_missing(path: Way, node: Node, report: Report) -> None:
    empty = tree.key_place(node, path)
    key = str(path[-1])
    if empty:
        report.add("M003", empty, f"“{key}” is left empty; expected a value", _meaning(path))
    else:
        where = _named(path[:-1], node)
        inside = f" in {where}" if where else ""
        report.add("M003", tree.place_of(node, path), f"“{key}” is missing{inside}", _meaning(path))


def _report_unknown(path: Way, node: Node, report: Report) -> None:
    key = str(path[-1])
    shape = shape_at(path[:-1])
    known = tuple(shape.written()) if shape else ()
    place = tree.key_place(node, path) or tree.place_of(node, path)
    where = _named(path[:-1], node)
    message = f"“{_short(key)}” is not a key{f' of {where}' if where else ''}"
    near = get_close_matches(key.lower(), known, 1, 0.7)
    elsewhere = where_keys_belong().get(key.lower())
    if not near and _is_cut(path, node):
        hint = "If it belongs to the value before it, put that in quotation marks: a comma ends it here."
    elif key == "<<":
        hint = "One group of keys cannot be merged into another here; write its keys out."
    elif near:
        hint = f"Is “{near[0]}” meant?"
    elif elsewhere:
        hint = f"It belongs under {elsewhere}."
    else:
        hint = f"The keys here are {', '.join(known)}."
    report.add("M002", place, message, hint)


def _is_cut(path: Way, node: Node) -> bool:
    """Return whether a key has no colon: a comma has cut it from a value, as in `{name: Moss, Ada}`."""
    key, value = tree.key_place(node, path), tree.find(node, path)
    if key is None or not isinstance(value, tree.Scalar) or not value.is_nothing:
        return False
    return value.place == replace(key, column=key.column + len(str(path[-1])))


def _check_alternatives(node: Mapping, report: Report) -> None:
    """Check that of some keys an editor writes exactly one: chapters or parts, text or file (M003, M004)."""
    for path, below, shape in survey(node):
        if not shape.exactly_one or not isinstance(below, Mapping):
            continue
        written = [key for key in shape.exactly_one if key in below.values]
        choice = " or ".join(f"“{key}”" for key in shape.exactly_one)
        inside = f" in {_named(path, node)}" if path else ""
        if not written:
            meaning = _meaning((*path, shape.exactly_one[0]))
            report.add("M003", below.place, f"{choice} is missing{inside}", meaning)
        elif len(written) > 1:
            place = below.keys[written[1]].place
            both = " and ".join(f"“{key}”" for key in written)
            report.add("M004", place, f"{both} stand side by side{inside}; expected one of them", "Keep one.")
        elif tree.value(below.values[written[0]]) is None:
            place = below.keys[written[0]].place
            meaning = _meaning((*path, written[0]))
            report.add("M003", place, f"“{written[0]}” is left empty; expected a value", meaning)


def _meaning(path: Way) -> str:
    """Return what the key at the end of `path` is for, from the schema."""
    shape = shape_at(path[:-1])
    field = shape.written().get(str(path[-1])) if shape else None
    return field.description or "" if field else ""


def _written(path: Way, node: Node) -> Way:
    """Return the longest beginning of `path` that the editor wrote."""
    for length in range(len(path), 0, -1):
        if tree.find(node, path[:length]) is not None:
            return path[:length]
    return ()


def _named(path: Way, node: Node) -> str:
    """Return what stands at the end of a path, by the last key that the editor wrote.

    It is empty for the whole file.
    """
    written = _written(path, node)
    names = [step for step in written if isinstance(step, str)]
    if not names:
        return ""
    item = "an item of " if isinstance(written[-1], int) else ""
    return f"{item}“{_short(names[-1])}”"


def _found(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list" if node.items else "an empty list"
    if isinstance(node, Mapping):
        return "a group of keys"
    if node.is_nothing:
        return "nothing"
    return f"“{_short(node.text)}”" if node.text.strip() else "empty"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}…"
