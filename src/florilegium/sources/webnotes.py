"""Notes in pages of HTML: every call with its note, whatever program made the page.

What all shapes share: a call is a link to a place further on, and the note at that place leads back. So calls
are found by where their links lead and by the names in `noteshapes.py`; `tooltips.py` knows the plug-ins that
use no links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources import cues, noteshapes
from florilegium.sources.cutting import cut, detach, mass, text_of
from florilegium.sources.manuscript import Reading
from florilegium.sources.pieces import Piece, weigh

#: Elements that are a note as a whole when a call leads into them, and elements that never are.
_UNITS: Final = frozenset({"li", "aside", "tr", "dd"})
_WALLS: Final = frozenset({"html", "body", "article", "main", "section", "ol", "ul", "dl", "table", "tbody"})

#: What is left of a list of notes when they are taken has at most so many characters: its heading.
_HEAD: Final = 80


@dataclass(frozen=True)
class FoundNote:
    """A note taken out of a page: its label, its content, and its place."""

    label: str
    content: Element
    at: str
    order: int


@dataclass
class TakenNotes:
    """The notes of a page, and what was cut out of it for them."""

    notes: list[FoundNote] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def take_notes(root: Element, reading: Reading) -> TakenNotes:
    """Put `call` elements in the place of a page's calls and take its notes out of it, in place.

    A link that surely is a call and leads nowhere becomes a call too, so that the pairing reports it.
    """
    page = _Page(root, reading.name.rpartition("/")[2])
    units = page.units()
    labels = _labels(units, page)
    for link in page.calls:
        unit = page.unit_of.get(link)
        _put_call(link, labels[unit] if unit is not None else noteshapes.mark_of(link) or "?")
    for sup in [sup for sup in root.iter("sup", "span") if sup.find("call") is not None]:
        _strip_marks(sup)
    parents = {unit.getparent() for unit in units}
    taken = TakenNotes()
    for unit, label in labels.items():
        _take(unit, label, page, taken)
    taken.pieces += _heads([parent for parent in parents if parent is not None], root, reading)
    taken.notes.sort(key=lambda note: note.order)
    return taken


class _Page:
    """The links of a page: which call notes, and which note each calls."""

    def __init__(self, root: Element, name: str) -> None:
        self.root = root
        self.name = name
        self.targets: dict[str, list[Element]] = {}
        for element in root.iter(etree.Element):
            names = {element.get("id"), element.get("name") if element.tag == "a" else None} - {None, ""}
            for one in names:
                self.targets.setdefault(str(one), []).append(element)
        links = [(link, self._target(link)) for link in root.iter("a")]
        self.calls = [link for link, target in links if self._is_call(link, target)]
        self.call_ids = {name for link in self.calls for name in _ids(link)}
        self._holders = {above for link in self.calls for above in link.iterancestors()}
        called = {target for link in self.calls if (target := self._target(link)) is not None}
        self._counts = Counter(above for target in called for above in (target, *target.iterancestors()))
        self.unit_of: dict[Element, Element] = {}
        for link in self.calls:
            target = self._target(link)
            if target is not None:
                self.unit_of[link] = self._unit(target)

    def units(self) -> list[Element]:
        """Every note: those that are called, and those that stand in a list of notes and are not."""
        called = set(self.unit_of.values())
        found = set(called)
        for element in self.root.iter(etree.Element):
            if noteshapes.is_list(element) and (
                called & set(element.iter(etree.Element)) or _is_sure(element)
            ):
                found |= {one for one in element.iter("li", "div", "p", "aside") if _is_item(one, element)}
            elif element.tag == "aside" and noteshapes.is_note(element):
                found.add(element)
        inner = {one for one in found if any(above in found for above in one.iterancestors())}
        return sorted(found - (inner - called), key=_order)

    def _target(self, link: Element) -> Element | None:
        found = self.targets.get(noteshapes.fragment_of(link, self.name))
        return found[0] if found else None

    def _is_call(self, link: Element, target: Element | None) -> bool:
        """Whether a link calls a note."""
        if noteshapes.is_way_back(link):
            return False
        explicit = noteshapes.is_explicit_call(link)
        fragment = noteshapes.fragment_of(link, self.name)
        mark = noteshapes.mark_of(link)
        if target is None:
            raised = link.getparent() is not None and any(one.tag == "sup" for one in link.iterancestors())
            dangling = bool(fragment and mark and noteshapes.is_note_id(fragment) and raised)
            return noteshapes.leads_elsewhere(link) or (bool(fragment) and explicit) or dangling
        if _order(target) <= _order(link) or str(target.tag) in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            return False
        return explicit or (
            bool(mark) and (noteshapes.is_note_id(fragment) or self._leads_back(target, link))
        )

    def _leads_back(self, target: Element, link: Element) -> bool:
        """Whether a link near a target leads to a call."""
        ids = _ids(link)
        near = target
        for _ in range(3):
            parent = near.getparent()
            if near.tag in _UNITS | {"p", "div"} or parent is None or parent.tag in _WALLS:
                break
            near = parent
        back = (noteshapes.fragment_of(one, self.name) for one in near.iter("a"))
        return any(fragment in ids for fragment in back)

    def _unit(self, target: Element) -> Element:
        """The whole note into which a call leads: its item, or the widest block that holds no other."""
        unit = target
        while unit.tag not in _UNITS and not noteshapes.is_note(unit):
            parent = unit.getparent()
            if parent is None or parent.tag in _WALLS or noteshapes.is_list(parent):
                break
            if self._counts[parent] > 1 or parent in self._holders:
                break
            unit = parent
        return unit


def _order(element: Element) -> int:
    return int(element.get("data-n", 0))


def _ids(link: Element) -> set[str]:
    """The names by which a note may lead back to a call: its own, its wrapper's, that of a mark before it."""
    parent, before = link.getparent(), link.getprevious()
    near = [link, parent, before, parent.getprevious() if parent is not None else None]
    names = {one.get(key) for one in near if one is not None for key in ("id", "name")}
    return {name for name in names if name}


def _is_sure(element: Element) -> bool:
    """Whether a list of notes is one even if nothing calls its notes; a bibliography is none."""
    return "references" not in (element.get("class") or "").split()


def _is_item(element: Element, list_: Element) -> bool:
    """Whether an element is one note of a list."""
    if noteshapes.is_note(element):
        return True
    parent = element.getparent()
    top = parent is list_ or (parent is not None and parent.getparent() is list_)
    return element.tag == "li" and top


def _labels(units: Sequence[Element], page: _Page) -> dict[Element, str]:
    """The label of each note: its mark; its id where two called notes have the same mark."""
    marks = {}
    for link, unit in page.unit_of.items():
        marks.setdefault(unit, noteshapes.mark_of(link) or noteshapes.fragment_of(link, page.name))
    ids = {unit: noteshapes.fragment_of(link, page.name) for link, unit in page.unit_of.items()}
    count = Counter(marks.values())
    labels = {unit: mark if count[mark] == 1 else ids[unit] for unit, mark in marks.items()}
    return {unit: labels.get(unit) or _own_mark(unit) for unit in units}


def _own_mark(unit: Element) -> str:
    """The mark that a note shows itself, or its place in its list."""
    found = re.match(r"\s*[\[(]?(\d{1,4}|[*†‡]{1,3})[\])]?[.\s]", text_of(unit) + " ")
    if found and unit.tag != "li":
        return found[1]
    parent = unit.getparent()
    start = parent.get("start", "1") if parent is not None else "1"
    before = sum(1 for _ in unit.itersiblings("li", preceding=True))
    return str(before + (int(start) if start.isdigit() else 1))


def _put_call(link: Element, label: str) -> None:
    """Put a call in the place of a link and of what is wrapped round it alone."""
    outer = link
    while (parent := outer.getparent()) is not None and parent.tag in {"sup", "span", "small", "b", "i"}:
        if len(parent) > 1 or (parent.text or "").strip() or (outer.tail or "").strip():
            break
        outer = parent
    call = etree.Element("call", {"note": label, "weight": str(mass(outer))})
    call.attrib.update({"at": link.get("data-at", ""), "data-at": link.get("data-at", "")})
    call.set("data-n", link.get("data-n", "0"))
    call.tail, outer.tail = outer.tail, None
    parent = outer.getparent()
    if parent is None:
        return
    parent.replace(outer, call)
    before = call.getprevious()
    text = (before.tail if before is not None else parent.text) or ""
    if text.endswith("[") and (call.tail or "").startswith("]"):
        call.tail = (call.tail or "")[1:]
        call.set("weight", str(int(call.get("weight", 0)) + 2))
        if before is not None:
            before.tail = text[:-1]
        else:
            parent.text = text[:-1]


def _strip_marks(wrapper: Element) -> None:
    """Take brackets and commas from an element that holds nothing but calls."""
    texts = [wrapper.text or "", *(child.tail or "" for child in wrapper)]
    if any(child.tag != "call" for child in wrapper) or set("".join(texts)) - set("[](),;–- \n\t\xa0"):
        return
    first = wrapper[0]
    first.set("weight", str(int(first.get("weight", 0)) + weigh("".join(texts))))
    wrapper.text = None
    for child in wrapper:
        child.tail = None
    wrapper.tag = "span"
    wrapper.attrib.pop("style", None)


def _take(unit: Element, label: str, page: _Page, taken: TakenNotes) -> None:
    """Take a note out of the page, without its mark and its ways back."""
    order, at = _order(unit), unit.get("data-at", "")
    listed = unit.tag == "li"
    if unit.getparent() is None:
        return
    taken.pieces.append(cut(unit, "note", f"note {label}"))
    content = unit
    if unit.tag == "tr":
        content = next(iter([*unit.iter("td")][-1:]), unit)
    for link in list(content.iter("a")):
        if noteshapes.fragment_of(link, page.name) in page.call_ids or noteshapes.is_way_back(link):
            _remove_wrapped(link, content)
    if not listed:
        _strip_leading(content, label)
    content.tag = "div"
    taken.notes.append(FoundNote(label, content, at, order))


def _remove_wrapped(link: Element, content: Element) -> None:
    """Remove a way back, and what was wrapped round it alone."""
    outer = link
    while (
        (parent := outer.getparent()) is not None and parent is not content and parent.tag not in {"p", "div"}
    ):
        if "".join(parent.itertext("*")).strip() != "".join(outer.itertext("*")).strip():
            break
        outer = parent
    if outer is not content:
        detach(outer)


def _strip_leading(content: Element, label: str) -> None:
    """Take a note's own mark from the beginning of its text."""
    pattern = re.compile(rf"\s*[\[(]?{re.escape(label)}[\])]?(?:[.:)]\s*|\s+|\Z)")
    for element in content.iter(etree.Element):
        text = element.text or ""
        if text.strip():
            found = pattern.match(text)
            element.text = text[found.end() :] if found else text
            return
        if element is not content and (element.tail or "").strip():
            return


def _heads(parents: Iterable[Element], root: Element, reading: Reading) -> list[Piece]:
    """What is left of the lists when their notes are taken: headings, rules, empty lists."""
    pieces = []
    lists = [element for element in root.iter(etree.Element) if noteshapes.is_list(element)]
    for element in (*parents, *lists):
        if element is root or element.getparent() is None or not _is_within(element, root):
            continue
        before = element.getprevious()
        while before is not None and before.tag == "hr":
            before = before.getprevious()
        if before is not None and not (before.tail or "").strip() and _is_head(before, reading):
            pieces.append(cut(before, "note", "left out: heads the notes"))
        if mass(element) <= _HEAD and element.find(".//call") is None and element.tag not in {"body", "p"}:
            pieces.append(cut(element, "note", "left out: heads the notes"))
    return [piece for piece in pieces if piece.characters]


def _is_within(element: Element, root: Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _is_head(element: Element, reading: Reading) -> bool:
    text = text_of(element)
    return len(text) <= 40 and cues.opens("notes", text, reading.language) == len(text) > 0
