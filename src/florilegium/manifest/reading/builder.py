"""The tree of one YAML file, built from a parser's events and counted meanwhile.

What would unfold without end, hide a key or mean an object is refused here, before anything is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from florilegium.manifest.reading.decoding import UNPRINTABLE, code_point
from florilegium.manifest.reading.syntax import Stumble, explain
from florilegium.manifest.reading.tree import Mapping, Node, Scalar, Sequence
from florilegium.problems import Place, Report

#: Levels of lists and mappings; the manifest's own deepest value stands on the ninth.
DEPTH_LIMIT: Final = 64
#: Values in one file, and values that aliases may add to them.
NODE_LIMIT: Final = 500_000
ALIAS_LIMIT: Final = 100_000

_CORE: Final = "tag:yaml.org,2002:"
_CORE_TAGS: Final = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
)


_UNFOLD: Final = "Write the values out in the places where they are meant."


class StoppedError(Exception):
    """The file cannot be read further; the problem is in the report."""


@dataclass
class _Open:
    """A list or mapping whose end has not come. `weight` counts its values with aliases written out."""

    place: Place
    is_mapping: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)
    waiting: Node | None = None
    weight: int = 1


@dataclass
class Builder:
    """A builder of the tree of one file from events, without recursion."""

    name: str
    lines: tuple[str, ...]
    report: Report
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    documents: int = 0
    written: int = 0
    added: int = 0

    def take(self, event: Any) -> None:
        """Take one event: the beginning or end of a list or mapping, a scalar or an alias."""
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            self._begin_document(event)
        elif kind in {"MappingStartEvent", "SequenceStartEvent"}:
            self._open(event, kind == "MappingStartEvent")
        elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
            self._close()
        elif kind == "ScalarEvent":
            self._scalar(event)
        elif kind == "AliasEvent":
            self._alias(event)

    def stumble(self, stumble: Stumble) -> None:
        """Report M001 for what the parser could not read, and stop."""
        complaint = explain(stumble)
        self._stop("M001", self._at(*complaint.spot), complaint.message, complaint.hint)

    def _begin_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop(
                "M001",
                self._place(event),
                "a second document begins here (---); a manifest is one",
                "Take the line of hyphens out, or put quotation marks round them.",
            )

    def _open(self, event: Any, is_mapping: bool) -> None:
        place = self._place(event)
        self._count(place)
        self._check_tag(event, place)
        if len(self.stack) >= DEPTH_LIMIT:
            self._stop(
                "M001",
                place,
                f"lists and keys stand one inside another more than {DEPTH_LIMIT} deep",
                "A manifest needs fewer than ten levels; look for brackets that do not close.",
            )
        self.stack.append(_Open(place, is_mapping, event.anchor))

    def _close(self) -> None:
        top = self.stack.pop()
        node: Node
        if top.is_mapping:
            node = Mapping(top.keys, top.values, top.place)
        else:
            node = Sequence(tuple(top.items), top.place)
        self._put(node, top.weight, top.anchor)

    def _scalar(self, event: Any) -> None:
        place = self._place(event)
        self._count(place)
        self._check_tag(event, place)
        bad = UNPRINTABLE.search(event.value)
        if bad:
            self.report.add(
                "M004",
                place,
                f"the text holds a character that cannot be printed ({code_point(bad[0])})",
                "Take out the backslash sequence that stands for it.",
            )
        text = UNPRINTABLE.sub("", event.value)
        plain = event.style in {None, ""} and event.implicit[0]
        first = place.line + 1 if event.style in {"|", ">"} else place.line
        self._put(Scalar(text, plain, place, first), 1, event.anchor)

    def _alias(self, event: Any) -> None:
        place = self._place(event)
        if any(held.anchor == event.anchor for held in self.stack):
            self._stop("M006", place, f"“*{event.anchor}” stands for something that holds itself", _UNFOLD)
        if event.anchor not in self.anchors:
            self._stop(
                "M001",
                place,
                f"“*{event.anchor}” refers to an “&{event.anchor}” that is not there",
                "Put a text that begins with “*” in quotation marks.",
            )
        node, weight = self.anchors[event.anchor]
        self.added += weight
        if self.added > ALIAS_LIMIT:
            self._stop("M006", place, f"the aliases unfold to more than {ALIAS_LIMIT:,} values", _UNFOLD)
        self._put(node, weight, None)

    def _put(self, node: Node, weight: int, anchor: str | None) -> None:
        """Give a finished node to what holds it."""
        if anchor:
            self.anchors[anchor] = (node, weight)
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.weight += weight
        if not top.is_mapping:
            top.items.append(node)
        elif top.waiting is None:
            top.waiting = node
        else:
            key, top.waiting = top.waiting, None
            self._pair(top, key, node)

    def _pair(self, top: _Open, key: Node, node: Node) -> None:
        if not isinstance(key, Scalar) or not key.text.strip():
            found = (
                "nothing" if isinstance(key, Scalar) else "a list" if isinstance(key, Sequence) else "keys"
            )
            self.report.add(
                "M004",
                key.place,
                f"a key was expected before the colon; found {found}",
                "Write a word before the colon. A text that begins with [ or { stands in quotation marks.",
            )
        elif key.text in top.keys:
            first = top.keys[key.text].place
            self.report.add(
                "M005",
                key.place,
                f"“{key.text}” stands here a second time; the first is in line {first.line}",
                "Keep one of them.",
            )
        else:
            top.keys[key.text], top.values[key.text] = key, node

    def _check_tag(self, event: Any, place: Place) -> None:
        tag = event.tag
        if tag and tag != "!" and tag not in _CORE_TAGS:
            shown = f"!!{tag[len(_CORE) :]}" if tag.startswith(_CORE) else tag
            self.report.add(
                "M004",
                place,
                f"the tag “{shown}” has no meaning in a manifest",
                "Take it out, or put a text that begins with “!” in quotation marks.",
            )

    def _count(self, place: Place) -> None:
        self.written += 1
        if self.written > NODE_LIMIT:
            self._stop("M006", place, f"the file holds more than {NODE_LIMIT:,} values", _UNFOLD)

    def _place(self, event: Any) -> Place:
        return self._at(event.start_mark.line, event.start_mark.column)

    def _at(self, line: int, column: int) -> Place:
        return Place(self.name, line + 1, column + 1)

    def _stop(self, code: str, place: Place, message: str, hint: str) -> None:
        self.report.add(code, place, message, hint)
        raise StoppedError
