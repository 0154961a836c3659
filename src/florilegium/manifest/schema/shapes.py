"""Which group of the schema stands where: in the schema itself, and in a tree that an editor wrote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_origin

from florilegium.manifest.reading.tree import Mapping, Node, Sequence, Way
from florilegium.manifest.schema.key_group import KeyGroup
from florilegium.manifest.schema.manifest import Manifest


def survey(root: Node) -> Iterator[tuple[Way, Node, type[KeyGroup]]]:
    """Yield every node at which the schema has a group, whether written as keys or in shorthand."""
    yield from _below((), root, Manifest, keyed=False)


def _below(
    path: Way, node: Node, shape: type[KeyGroup], keyed: bool
) -> Iterator[tuple[Way, Node, type[KeyGroup]]]:
    if isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from _below((*path, number), item, shape, keyed=False)
    elif keyed and isinstance(node, Mapping):
        for key, value in node.values.items():
            yield from _below((*path, key), value, shape, keyed=False)
    else:
        yield path, node, shape
        if isinstance(node, Mapping):
            for key, value in node.values.items():
                inner, is_keyed = _group(shape, key)
                if inner:
                    yield from _below((*path, key), value, inner, is_keyed)


def shape_at(path: Way) -> type[KeyGroup] | None:
    """Return the group of the schema at `path`, or None where it has none."""
    shape: type[KeyGroup] | None = Manifest
    keyed = False
    for step in path:
        if isinstance(step, int):
            continue
        if keyed:
            keyed = False
            continue
        if shape is None:
            return None
        shape, keyed = _group(shape, step)
    return shape


def _group(shape: type[KeyGroup], key: str) -> tuple[type[KeyGroup] | None, bool]:
    """Return the group that a key holds, and whether it stands there under keys of the editor's choice."""
    return _groups(shape).get(key, (None, False))


@cache
def _groups(shape: type[KeyGroup]) -> dict[str, tuple[type[KeyGroup] | None, bool]]:
    """Return what `_group` says of every key of a group: a manifest has thousands of nodes, and few kinds."""
    return {
        key: (_shape_in(field.annotation), get_origin(field.annotation) is dict)
        for key, field in shape.written().items()
    }


def _shape_in(annotation: Any) -> type[KeyGroup] | None:
    if isinstance(annotation, type) and issubclass(annotation, KeyGroup):
        return annotation
    for inner in get_args(annotation):
        found = _shape_in(inner)
        if found:
            return found
    return None


@cache
def all_shapes() -> tuple[type[KeyGroup], ...]:
    """Return every group of keys of the schema, each once, the manifest first."""
    found: dict[type[KeyGroup], None] = {}

    def walk(shape: type[KeyGroup]) -> None:
        if shape not in found:
            found[shape] = None
            for key in shape.written():
                inner, _ = _group(shape, key)
                if inner:
                    walk(inner)

    walk(Manifest)
    return tuple(found)


@cache
def where_keys_belong() -> dict[str, str]:
    """Return, for each key in some group only, the shortest way there as an editor would say it.

    Two ways of as many steps are both said.
    """
    found: dict[str, set[str]] = {}

    def walk(shape: type[KeyGroup], way: tuple[str, ...]) -> None:
        for key in shape.written():
            found.setdefault(key, set()).add(" ".join(f"“{step}:”" for step in way))
            inner, _ = _group(shape, key)
            if inner:
                walk(inner, (*way, key))

    walk(Manifest, ())
    top = set(Manifest.written())
    return {key: _shortest(ways) for key, ways in found.items() if key not in top}


def _shortest(ways: set[str]) -> str:
    steps = min(way.count(":") for way in ways)
    short = sorted(way for way in ways if way.count(":") == steps)
    return " or ".join(short) if len(short) == 2 else min(ways, key=lambda way: (len(way), way))
