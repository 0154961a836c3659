"""Notes in pages of HTML: every call with its note, whatever program made the page.

What all shapes share: a call is a link to a place further on, and the note at that place leads back. So
calls are found by where their links lead and by the names in `note_shapes.py`; `tooltips.py` knows the
plug-ins that use no links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.manuscript import Reading
from florilegium.sources.notes import note_shapes
from florilegium.sources.notes.note_links import NoteLinks, order
from florilegium.sources.parts import Piece, content_of, weigh
from florilegium.sources.roles import cues
from florilegium.sources.tree.cutting import cut, detach, gone, mass, text_of
from florilegium.sources.tree.vocabulary import HEADINGS, classes_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: What is left of a mark in front of a note: brackets with nothing in them, a stop.
_BRACKETS: Final = regex(r"\s*(?:[\[(]\s*(?=[\])]|\Z)|[\])]|[.:](?=\s|\Z))*\s*")

#: A wiki's link to change a section, behind its heading.
_EDIT: Final = regex(r"\s*\[[^\[\]]{1,30}\]\Z")

#: The page of a source behind its call.
_PAGE: Final = regex(r"\s*:\s*(\w[\w.,;–— -]{0,40}?)\s*")

#: What is left of a list of notes when they are taken has at most so many characters: its heading.
_HEAD: Final = 80
_HEADS: Final = "left out: heads the notes"
_WAY_BACK: Final = "left out: leads back from a note"


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
    _join_definitions(root)
    _join_marks(root)
    page = NoteLinks(root, reading.name.rpartition("/")[2])
    units = page.units()
    labels = _labels(units, page)
    for link in page.calls:
        unit = page.unit_of.get(link)
        _put_link_call(
            link,
            labels[unit]
            if unit is not None
            else note_shapes.mark_of(link) or note_shapes.fragment_of(link, page.name),
        )
    for sup in [sup for sup in root.iter("sup", "span") if sup.find("call") is not None]:
        _strip_marks(sup)
    for call in list(root.iter("call")):
        _close_up_page(call)
    parents = {unit.getparent() for unit in units}
    taken = TakenNotes(pieces=_lone_heads(units, reading))
    for unit, label in labels.items():
        _take(unit, label, page, taken)
    taken.pieces += _heads([parent for parent in parents if parent is not None], root, reading)
    taken.notes.sort(key=lambda note: note.order)
    return taken


def _join_definitions(root: Element) -> None:
    """Make one element of a note's number and its text where a page sets notes as a list of definitions."""
    for list_ in [one for one in root.iter("dl") if {"footnote", "footnotes"} & classes_of(one)]:
        note: Element | None = None
        for child in list(list_):
            if child.tag == "dt":
                note = etree.Element("div", {name: str(value) for name, value in child.attrib.items()})
                note.set("class", "footnote")
                child.attrib.pop("id", None)
                child.addprevious(note)
                child.tag = "span"
            if note is not None:
                note.append(child)
        list_.tag = "div"


def _join_marks(root: Element) -> None:
    """Let notes begin with their marks where a page has those as the terms of a list of definitions.

    The terms are signs, or links lead to them; else the list may be any other.
    """
    led_to = {(link.get("href") or "").partition("#")[2] for link in root.iter("a")} - {""}
    for list_ in list(root.iter("dl")):
        marks = list(list_.iterchildren("dt"))
        shown = [note_shapes.mark_of(mark) for mark in marks]
        ids = [
            next((one.get("id") for one in mark.iter() if one.get("id") in led_to), None) for mark in marks
        ]
        if not marks or not all(shown) or not (all(ids) or not any(map(str.isalnum, "".join(shown)))):
            continue
        for mark, name in zip(marks, ids, strict=True):
            _join_mark(mark, name)
        if next(list_.iterchildren("dt"), None) is None:
            list_.tag = "div"


def _join_mark(mark: Element, name: str | None) -> None:
    """Put a mark, a term of a list, before the words of its note; links to it lead to the note."""
    note = mark.getnext()
    if note is None or note.tag != "dd":
        return
    first = next(note.iter("p"), note)
    first.text = f"{content_of(mark).strip()} {(first.text or '').lstrip()}"
    while (more := note.getnext()) is not None and more.tag == "dd":
        more.tag = "div"
        note.append(more)
    if name and not note.get("id"):
        note.set("id", name)
    detach(mark)


def _close_up_page(call: Element) -> None:
    """Let the page of a source stand tight behind its call, as Wikipedia has it: `: 12`."""
    outer = call
    while (parent := outer.getparent()) is not None and parent.tag in {"sup", "span"} and len(parent) == 1:
        outer = parent
    page = outer.getnext()
    if page is None or page.tag != "sup" or (outer.tail or "").strip():
        return
    text = _PAGE.fullmatch(content_of(page))
    if text is not None:
        for inner in list(page):
            page.remove(inner)
        page.text, outer.tail = f":{text[1]}", None


def _labels(units: Sequence[Element], page: NoteLinks) -> dict[Element, str]:
    """Return the label of each note: its mark; its id where two called notes have the same mark."""
    marks: dict[Element, str] = {}
    for link, unit in page.unit_of.items():
        marks.setdefault(unit, note_shapes.mark_of(link) or note_shapes.fragment_of(link, page.name))
    ids = {unit: note_shapes.fragment_of(link, page.name) for link, unit in page.unit_of.items()}
    count = Counter(marks.values())
    labels = {unit: mark if count[mark] == 1 else ids[unit] for unit, mark in marks.items()}
    return {unit: labels.get(unit) or _own_mark(unit) for unit in units}


def _own_mark(unit: Element) -> str:
    """Return the mark that a note shows itself, or its place in its list."""
    found = re.match(r"\s*[\[(]?(\d{1,4}|[*†‡]{1,3})[\])]?[.\s]", text_of(unit) + " ")
    if found and unit.tag != "li":
        return found[1]
    parent = unit.getparent()
    start = parent.get("start", "1") if parent is not None else "1"
    before = sum(1 for _ in unit.itersiblings("li", preceding=True))
    return str(before + (int(start) if re.fullmatch(r"\d{1,4}", start, re.ASCII) else 1))


def call_for(mark: Element, label: str, shown: Element | None = None) -> Element:
    """Return a call of a note for a mark; `shown` is what the page shows in its place, if it is taken."""
    at = mark.get("data-at", "")
    call = etree.Element("call", {"note": label, "at": at, "data-at": at, "data-n": mark.get("data-n", "0")})
    if shown is not None:
        call.attrib.update({"weight": str(mass(shown)), "was": content_of(shown)})
    return call


def put_in_place(call: Element, mark: Element) -> None:
    """Put a call in the place of an element of a page."""
    call.tail, mark.tail = mark.tail, None
    parent = mark.getparent()
    if parent is not None:
        parent.replace(mark, call)


def put_call(mark: Element, label: str) -> None:
    """Put a call in the place of a mark; behind it where it shows words, which are the text's."""
    if note_shapes.shows_words(mark):
        _call_behind(mark, label)
    else:
        put_in_place(call_for(mark, label, mark), mark)


def _put_link_call(link: Element, label: str) -> None:
    """Put a call as `put_call` does, for a link: what is wrapped round it alone goes with it."""
    if note_shapes.shows_words(link):
        _call_behind(link, label)
        return
    outer = link
    while (parent := outer.getparent()) is not None and parent.tag in {"sup", "span", "small", "b", "i"}:
        if len(parent) > 1 or (parent.text or "").strip() or (outer.tail or "").strip():
            break
        outer = parent
    call = call_for(link, label, outer)
    parent = outer.getparent()
    if parent is None:
        return
    put_in_place(call, outer)
    before = call.getprevious()
    text = (before.tail if before is not None else parent.text) or ""
    if text.endswith("[") and (call.tail or "").startswith("]"):
        call.tail = (call.tail or "")[1:]
        call.set("weight", str(int(call.get("weight", 0)) + 2))
        if before is not None:
            before.tail = text[:-1]
        else:
            parent.text = text[:-1]


def _call_behind(link: Element, label: str) -> None:
    """Put a call behind a link whose words are the text's, and let the words stay as they are."""
    call = call_for(link, label)
    call.tail, link.tail = link.tail, None
    link.addnext(call)
    link.tag = "span"
    for name in ("href", "class", "role", "data-epub-type"):
        link.attrib.pop(name, None)


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


def _take(unit: Element, label: str, page: NoteLinks, taken: TakenNotes) -> None:
    """Take a note out of the page, without its mark and its ways back."""
    place, at = order(unit), unit.get("data-at", "")
    listed = unit.tag == "li"
    if unit.getparent() is None:
        return
    content = unit
    if unit.tag == "tr":
        content = next(iter([*unit.iter("td")][-1:]), unit)
    ways = _ways_back(content, page)
    told = [way for way in ways if note_shapes.says_more_than_back(way)]
    taken.pieces += [cut(_wrapped(way, content), "boilerplate", _WAY_BACK) for way in told]
    piece, whole = cut(unit, "note", f"note {label}"), content_of(unit)
    for way in ways:
        detach(_wrapped(way, content))
    _strip_brackets(content)
    if not listed:
        _strip_leading(content, label)
    apart = unit.get("data-apart")
    if not apart:
        taken.pieces.append(replace(piece, beside=gone(whole, content_of(content))))
    content.tag = "div"
    taken.notes.append(FoundNote(label, content, at, place))


def _ways_back(content: Element, page: NoteLinks) -> list[Element]:
    """Return the ways back of a note, none of them within another."""
    spans = [one for one in content.iter("span", "div") if note_shapes.holds_ways_back(one)]
    links = (
        link
        for link in content.iter("a")
        if note_shapes.fragment_of(link, page.name) in page.call_ids or note_shapes.is_way_back(link)
    )
    ways = dict.fromkeys(one for one in (*spans, *links) if one is not content)
    return [one for one in ways if not any(outer in ways for outer in one.iterancestors())]


def _wrapped(link: Element, content: Element) -> Element:
    """Return a way back with what is wrapped round it alone."""
    outer = link
    while (
        (parent := outer.getparent()) is not None and parent is not content and parent.tag not in {"p", "div"}
    ):
        if content_of(parent).strip() != content_of(outer).strip():
            break
        outer = parent
    return outer


def _strip_brackets(content: Element) -> None:
    """Take what stood round a mark, which is gone, from the beginning of a note."""
    for element in content.iter(etree.Element):
        for place in ("text", "tail") if element is not content else ("text",):
            text = getattr(element, place) or ""
            found = _BRACKETS.match(text)
            if found and not found[0].strip() and text.strip():
                return
            if found:
                setattr(element, place, text[found.end() :])
            if text.strip() and (found is None or found.end() < len(text)):
                return
            if place == "text" and len(element):
                break


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
    """Return what is left of the lists when their notes are taken: headings, rules, empty lists."""
    around = [*parents, *(element for element in root.iter(etree.Element) if note_shapes.is_list(element))]
    left = [
        element
        for element in around
        if element is not root and element.getparent() is not None and _is_within(element, root)
    ]
    pieces = [cut(heading, "note", _HEADS) for heading in _headings(left, reading)]
    for element in left:
        there = element.getparent() is not None and _is_within(element, root)
        rest = mass(element) <= _HEAD and element.find(".//call") is None
        if there and rest and element.tag not in {"body", "p"}:
            pieces.append(cut(element, "note", _HEADS))
    return [piece for piece in pieces if piece.characters]


def _lone_heads(units: Sequence[Element], reading: Reading) -> list[Piece]:
    """Take the headings of notes that stand in the page itself, in no list of their own."""
    found, notes = [], set(units)
    for unit in units:
        before = next(unit.itersiblings(etree.Element, preceding=True), None)
        while before is not None and before.tag == "hr":
            before = next(before.itersiblings(etree.Element, preceding=True), None)
        if (
            before is not None
            and before not in notes
            and before.tag in HEADINGS
            and _is_head(before, reading)
        ):
            found.append(before)
    return [cut(heading, "note", _HEADS) for heading in found if heading.getparent() is not None]


def _headings(lists: Iterable[Element], reading: Reading) -> list[Element]:
    """Return the headings of lists of notes: those that say *Notes*, and below them those of the parts."""
    known: dict[Element, bool] = {}  # what stands before a list, and whether it is such a heading
    for list_ in lists:
        met: list[Element] = []
        heads = False
        for before in _above(list_):
            if before in known:
                heads = known[before]
                break
            met.append(before)
            heads = _is_head(before, reading)
            if heads or before.tag not in HEADINGS:
                break
        known.update(dict.fromkeys(met, heads))
    return [element for element, heads in known.items() if heads]


def _above(list_: Element) -> Iterator[Element]:
    """Yield what stands before a list, the nearest first, but for lists whose notes are taken."""
    before = _before(list_)
    while before is not None and not (before.tail or "").strip():
        yield before
        before = _before(before)
        while before is not None and not content_of(before).strip():
            before = before.getprevious()


def _before(list_: Element) -> Element | None:
    """Return what stands before a list, or before the divisions that begin with it, rules apart."""
    outer = list_
    while True:
        before = outer.getprevious()
        while before is not None and (before.tag == "hr" or not isinstance(before.tag, str)):
            before = before.getprevious()
        while before is not None and before.tag in {"div", "section"} and len(before):
            before = (
                before[-1]
                if isinstance(before[-1].tag, str) and not (before[-1].tail or "").strip()
                else None
            )
        parent = outer.getparent()
        if before is not None or parent is None or parent.tag not in {"div", "section", "aside", "footer"}:
            return before
        if (parent.text or "").strip():
            return None
        outer = parent


def _is_within(element: Element, root: Element) -> bool:
    return any(above is root for above in element.iterancestors())


def _is_head(element: Element, reading: Reading) -> bool:
    text = _EDIT.sub("", text_of(element))
    return any(cues.is_whole(kind, text, reading.language) for kind in ("notes", "references"))
