"""Keys of contributors that no contributor has, in a manifest with other mistakes.

A sound manifest is composed, and composing tells them. One that is not goes no further; yet an editor wants
all mistakes of one run.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from florilegium.manifest.reading.tree import Mapping, Node, Scalar, Sequence
from florilegium.problems import Report

#: Keys under which contributors are named.
_NAMING: Final = frozenset({"authors", "editors"})


def report_strangers(tree: Node, report: Report) -> None:
    """Look every named contributor up.

    Reports:
        C001: a key of no contributor.
    """
    people = tree.values.get("contributors") if isinstance(tree, Mapping) else None
    known = list(people.values) if isinstance(people, Mapping) else []
    for named in _named(tree, set()):
        key = named.text.strip()
        if key and not named.is_nothing and key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"Is “{near[0]}” meant?" if near else "Write this key and the name under “contributors:”."
            report.add("C001", named.place, f"“{key}” is the key of no contributor", hint)


def _named(node: Node, seen: set[int]) -> Iterator[Scalar]:
    """Every contributor's key in a tree; what an alias shares is looked at once."""
    if isinstance(node, Scalar) or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _named(item, seen)
        return
    for key, value in node.values.items():
        if key in _NAMING:
            yield from (one for one in _listed(value) if isinstance(one, Scalar))
        else:
            yield from _named(value, seen)


def _listed(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else (node,)
