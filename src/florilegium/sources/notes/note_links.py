"""The links of a page: which of them call notes, which note each calls, and which notes are never called."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.notes import note_shapes
from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import HEADINGS, names_of
from florilegium.system.patterns import regex

#: Elements that are a note as a whole when a call leads into them, and elements that never are.
_UNITS: Final = frozenset({"li", "aside", "tr", "dd"})
_WALLS: Final = frozenset({"html", "body", "article", "main", "section", "ol", "ul", "dl", "table", "tbody"})

#: A note's mark, with what may stand round it.
_MARK: Final = regex(r"[\W_]*(?:\d{1,4}|[a-z])?[\W_]*")


class NoteLinks:
    """The links of a page: which call notes, and which note each calls."""

    def __init__(self, root: Element, name: str) -> None:
        self.root = root
        self.name = name
        self.targets: dict[str, list[Element]] = {}
        for element in root.iter(etree.Element):
            for one in dict.fromkeys(names_of(element)):
                self.targets.setdefault(one, []).append(element)
        links = [(link, self._target(link)) for link in root.iter("a")]
        self.calls = [link for link, target in links if self._is_call(link, target)]
        self.call_ids = {name for link in self.calls for name in _ids(link)}
        self._holders = {above for link in self.calls for above in link.iterancestors()}
        called = {target for link in self.calls if (target := self._target(link)) is not None}
        self._counts = Counter(above for target in called for above in (target, *target.iterancestors()))
        headings = (one for level in range(1, 7) for one in root.iter(f"h{level}"))
        self._headed = {above for heading in headings for above in heading.iterancestors()}
        self.unit_of: dict[Element, Element] = {}
        for link in self.calls:
            target = self._target(link)
            if target is not None:
                self.unit_of[link] = self._unit(target)
        bare = {link for link, unit in self.unit_of.items() if _is_bare(unit)}
        self.calls = [link for link in self.calls if link not in bare]
        self.unit_of = {link: unit for link, unit in self.unit_of.items() if link not in bare}

    def units(self) -> list[Element]:
        """Return every note: those that are called, and those that stand in a list of notes and are not."""
        called = set(self.unit_of.values())
        found = set(called)
        for element in self.root.iter(etree.Element):
            if note_shapes.is_list(element) and (
                called & set(element.iter(etree.Element)) or _is_sure(element)
            ):
                found |= {one for one in element.iter("li", "div", "p", "aside") if _is_item(one, element)}
            elif element.tag == "aside" and note_shapes.is_note(element):
                found.add(element)
        inner = {one for one in found if any(above in found for above in one.iterancestors())}
        return sorted(found - (inner - called), key=order)

    def _target(self, link: Element) -> Element | None:
        found = self.targets.get(note_shapes.fragment_of(link, self.name))
        return found[0] if found else None

    def _is_call(self, link: Element, target: Element | None) -> bool:
        """Return whether a link calls a note."""
        if note_shapes.is_way_back(link):
            return False
        explicit = note_shapes.is_explicit_call(link)
        fragment = note_shapes.fragment_of(link, self.name)
        mark = note_shapes.mark_of(link)
        raised = next(link.iterancestors("sup"), next(link.iter("sup"), None)) is not None
        if target is None:
            if next(link.iterancestors("math"), None) is not None:
                return False  # its letters are the formula's
            dangling = bool(fragment and mark and note_shapes.is_note_id(fragment) and raised)
            apart = raised and bool(mark) and note_shapes.names_note_elsewhere(link)
            return note_shapes.leads_elsewhere(link) or (bool(fragment) and explicit) or dangling or apart
        if order(target) <= order(link) or target.tag in HEADINGS:
            return False
        return explicit or (
            bool(mark) and (raised or note_shapes.is_note_id(fragment) or self._leads_back(target, link))
        )

    def _leads_back(self, target: Element, link: Element) -> bool:
        """Return whether a link near a target leads to a call."""
        ids = _ids(link)
        near = target
        for _ in range(3):
            parent = near.getparent()
            if near.tag in _UNITS | {"p", "div"} or parent is None or parent.tag in _WALLS:
                break
            near = parent
        back = (note_shapes.fragment_of(one, self.name) for one in islice(near.iter("a"), 50))
        return any(fragment in ids for fragment in back)

    def _unit(self, target: Element) -> Element:
        """Return the whole note into which a call leads: its item, or the widest block without another."""
        unit = target
        while unit.tag not in _UNITS and not note_shapes.is_note(unit):
            parent = unit.getparent()
            if parent is None or parent.tag in _WALLS or note_shapes.is_list(parent):
                break
            if self._counts[parent] > 1 or parent in self._holders or parent in self._headed:
                break
            unit = parent
        return unit


def _is_bare(unit: Element) -> bool:
    """Return whether a place is only a note's mark, its text loose behind it: `[<a name="n1">1</a>] So …`.

    Such notes, one behind another in one block, are found by their numbers.
    """
    held = unit.tag in _UNITS or next(unit.iter("img", "call", "math"), None) is not None
    return not held and _MARK.fullmatch(content_of(unit)) is not None


def order(element: Element) -> int:
    return int(element.get("data-n", 0))


def _ids(link: Element) -> set[str]:
    """Return the names by which a note may lead back: its own, its wrapper's, that of a mark before it."""
    parent, before = link.getparent(), link.getprevious()
    near = [link, parent, before, parent.getprevious() if parent is not None else None]
    names = {one.get(key) for one in near if one is not None for key in ("id", "name")}
    return {name for name in names if name}


def _is_sure(element: Element) -> bool:
    """Return whether a list of notes is one even if nothing calls its notes; a bibliography is none."""
    return "references" not in (element.get("class") or "").split()


def _is_item(element: Element, list_: Element) -> bool:
    """Return whether an element is one note of a list."""
    if note_shapes.is_note(element):
        return True
    parent = element.getparent()
    top = parent is list_ or (parent is not None and parent.getparent() is list_)
    return element.tag == "li" and top
