"""A YAML text as a tree of stretches: where each value begins and ends, so that one can be changed alone.

Comments, blank lines and the manner of writing are in no stretch of a value, or within it; what is outside a
change stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from florilegium.manifest.reading.load import yaml_events
from florilegium.manifest.reading.tree import NOTHING, Value, Way
from florilegium.problems import FlorilegiumError, ManifestError


class UneditableError(FlorilegiumError):
    """A value stands in a way in which it cannot be changed by itself; the editor changes it in the file."""


@dataclass
class YamlStretch:
    """A value from its first letter to behind its last, counted from 0 in the text.

    `kind` is *scalar*, *list*, *keys* or *alias*. `flow` is true in brackets. A list has `items`, keys have
    `pairs`. `text` is a scalar's value, `style` its quotation mark, `|`, `>` or nothing.
    """

    kind: str
    start: int
    end: int
    flow: bool = False
    text: str = ""
    style: str = ""
    items: list[YamlStretch] = field(default_factory=list)
    pairs: list[tuple[YamlStretch, YamlStretch]] = field(default_factory=list)

    @property
    def value(self) -> Value:
        """Return the bare value, as `tree.value` does.

        Raises:
            UneditableError: there is an alias in it.
        """
        if self.kind == "alias":
            raise UneditableError(
                "a value that is written elsewhere (*alias) can only be changed in the file"
            )
        if self.kind == "list":
            return [item.value for item in self.items]
        if self.kind == "keys":
            return {key.text: below.value for key, below in self.pairs}
        return None if not self.style and self.text in NOTHING else self.text

    def pair(self, key: str) -> tuple[YamlStretch, YamlStretch] | None:
        """Return a key with its value."""
        return next((pair for pair in self.pairs if pair[0].text == key), None)

    def below(self, step: str | int) -> YamlStretch | None:
        """Return the value under a key or a number."""
        if isinstance(step, int):
            return self.items[step] if 0 <= step < len(self.items) else None
        found = self.pair(step)
        return found[1] if found else None


@lru_cache(maxsize=4)
def stretches(text: str) -> YamlStretch:
    """Return the tree of a text; of an empty one, keys without any. It is kept, and not to be changed.

    Raises:
        UneditableError: the text is no YAML.
    """
    stack: list[tuple[YamlStretch, list[YamlStretch]]] = []
    root = YamlStretch("keys", 0, 0)
    try:
        for event in yaml_events(text):
            kind = type(event).__name__
            if kind in {"MappingStartEvent", "SequenceStartEvent"}:
                made = YamlStretch(
                    "keys" if kind[0] == "M" else "list", _start(event), 0, bool(event.flow_style)
                )
                stack.append((made, []))
                continue
            if kind in {"MappingEndEvent", "SequenceEndEvent"}:
                span, children = stack.pop()
                done = _closed(span, children, event)
            elif kind in {"ScalarEvent", "AliasEvent"}:
                done = _leaf(text, event)
            else:
                continue
            if stack:
                stack[-1][1].append(done)
            elif root.end:
                raise UneditableError("a second document begins in the file (---); mend it there first")
            else:
                root = done
    except ManifestError as error:
        raise UneditableError("the file is no YAML at present; mend it there first") from error
    return root


def find_stretch(root: YamlStretch, path: Sequence[str | int]) -> YamlStretch | None:
    """Return the value at the end of a path, or None when nothing is written there."""
    span: YamlStretch | None = root
    for step in path:
        span = span.below(step) if span else None
    return span


def written_way(root: YamlStretch, path: Way) -> int:
    """Return how many steps of a path are written in the file."""
    span: YamlStretch | None = root
    for depth, step in enumerate(path):
        span = span.below(step) if span else None
        if span is None:
            return depth
    return len(path)


def way_at(text: str, line: int, column: int) -> Way:
    """Return the way to the innermost value that begins at a place of a text, or last before it. Lines and
    columns count from 1; a key counts as the beginning of its value.

    Raises:
        UneditableError: the text is no YAML.
    """
    lines = text.splitlines(keepends=True)
    at = sum(map(len, lines[: line - 1])) + max(column, 1) - 1
    way: Way = ()
    span = stretches(text)
    while True:
        steps: list[tuple[str | int, int, YamlStretch]] = [
            *((number, one.start, one) for number, one in enumerate(span.items)),
            *((key.text, key.start, one) for key, one in span.pairs),
        ]
        before = [(step, one) for step, start, one in steps if start <= at]
        if not before:
            return way
        step, span = before[-1]
        way = (*way, step)


def _start(event: Any) -> int:
    return int(event.start_mark.index)


def _closed(span: YamlStretch, children: list[YamlStretch], event: Any) -> YamlStretch:
    if span.kind == "list":
        span.items = children
    else:
        span.pairs = list(zip(children[::2], children[1::2], strict=True))
    # The mark at the end of a block stands behind the comments that follow it.
    last = children[-1].end if children else span.start
    span.end = int(event.end_mark.index) if span.flow else last
    return span


def _leaf(text: str, event: Any) -> YamlStretch:
    start, end = _start(event), int(event.end_mark.index)
    if type(event).__name__ == "AliasEvent":
        return YamlStretch("alias", start, end)
    style = event.style or ""
    if style in {"|", ">"}:
        end = start + len(text[start:end].rstrip())
    return YamlStretch("scalar", start, end, text=event.value, style=style)


def column(text: str, at: int) -> int:
    """Return how many letters stand on a line before a place."""
    return at - (text.rfind("\n", 0, at) + 1)


def line_end(text: str, at: int) -> int:
    """Return where the line of a place ends, before its break."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end and text[end - 1] == "\r" and end > at else end
