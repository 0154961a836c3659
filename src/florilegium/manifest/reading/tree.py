"""A YAML document as a tree that knows where everything stands.

A scalar keeps its letters as written. What they mean, a day, a yes or a title, depends on the key and is
decided by the schema, so that a book called *No* or *1984* is a book and not a `False` or a number.

A node under an alias is shared, not copied; its place is where it was first written.
"""

from __future__ import annotations

from collections.abc import Sequence as SequenceABC
from typing import Final

from florilegium.problems import Place
from florilegium.system.values import dataclass

#: A way through the tree: keys of mappings and numbers of list items, from the root.
Way = tuple[str | int, ...]

#: What a manifest becomes once places are left behind.
Value = None | str | list["Value"] | dict[str, "Value"]

#: Texts without quotation marks by which an editor leaves a value empty.
NOTHING: Final = frozenset({"", "~", "null"})


@dataclass(frozen=True)
class Scalar:
    """A text. `first_line` is the line on which its first letter stands (after the `|` of a block)."""

    text: str
    plain: bool
    place: Place
    first_line: int

    @property
    def is_nothing(self) -> bool:
        """Return whether the editor left the place empty (or wrote `~` or `null` without quotation marks)."""
        return self.plain and self.text in NOTHING


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Mapping:
    """Keys with their values, in the order written. `keys` holds each key as it stands in the file."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    place: Place


Node = Scalar | Sequence | Mapping


def value(node: Node) -> Value:
    """Return the bare value of a node; aliases are written out (the loader has counted them)."""
    if isinstance(node, Scalar):
        return None if node.is_nothing else node.text
    if isinstance(node, Sequence):
        return [value(item) for item in node.items]
    return {key: value(below) for key, below in node.values.items()}


def step(node: Node, key: str | int) -> Node | None:
    """Return the node under one key or number, or None."""
    if isinstance(node, Mapping) and isinstance(key, str):
        return node.values.get(key)
    if isinstance(node, Sequence) and isinstance(key, int) and 0 <= key < len(node.items):
        return node.items[key]
    return None


def find(root: Node, path: SequenceABC[str | int]) -> Node | None:
    """Return the node at the end of `path`, or None when the editor wrote nothing there."""
    node: Node | None = root
    for key in path:
        if node is None:
            return None
        node = step(node, key)
    return node


def nearest(root: Node, path: SequenceABC[str | int]) -> Node:
    """Return the node at the end of `path`, or the last one on the way that the editor wrote."""
    node = root
    for key in path:
        below = step(node, key)
        if below is None:
            break
        node = below
    return node


def value_at(root: Node, path: SequenceABC[str | int]) -> Value:
    """Return the bare value at the end of `path`; None when nothing is there."""
    node = find(root, path)
    return None if node is None else value(node)


def bare_at(bare: Value, path: SequenceABC[str | int]) -> Value:
    """Return what stands at the end of `path` in a bare value; None when nothing is there."""
    for key in path:
        if isinstance(bare, dict) and isinstance(key, str):
            bare = bare.get(key)
        elif isinstance(bare, list) and isinstance(key, int) and 0 <= key < len(bare):
            bare = bare[key]
        else:
            return None
    return bare


def items_at(bare: Value, path: SequenceABC[str | int]) -> list[Value]:
    """Return the items of the list at the end of `path` in a bare value; none when no list is there."""
    found = bare_at(bare, path)
    return found if isinstance(found, list) else []


def place_of(root: Node, path: SequenceABC[str | int]) -> Place:
    """Return where the value at `path` stands, or else the nearest thing above it that is there.

    An empty value has the place of its key.
    """
    node, place = root, root.place
    for depth, key in enumerate(path, start=1):
        below = step(node, key)
        if below is None:
            break
        node, place = below, below.place
        if isinstance(node, Scalar) and node.is_nothing:
            place = key_place(root, path[:depth]) or place
    return place


def key_place(root: Node, path: SequenceABC[str | int]) -> Place | None:
    """Return where the last key of `path` itself stands, or None when it is a list item or is not there."""
    holder = find(root, path[:-1]) if path else None
    if isinstance(holder, Mapping) and isinstance(path[-1], str) and path[-1] in holder.keys:
        return holder.keys[path[-1]].place
    return None
