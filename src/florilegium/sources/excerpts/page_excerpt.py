"""One part of a page of HTML that holds several articles, with the notes that it calls.

A part is a stretch of the page in the order of its elements: an element that an id names, or a heading and
what follows until the next heading of its level or above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.account.source_letters import SourceRun
from florilegium.sources.excerpts.choice import FileHeading, chosen_heading, end_of, report_missing
from florilegium.sources.excerpts.extent import Belongs, Extent, FileUnit
from florilegium.sources.manuscript import PartChoice, Reading
from florilegium.sources.notes.note_links import NoteLinks, order
from florilegium.sources.parts import content_of
from florilegium.sources.roles import cues
from florilegium.sources.tree.vocabulary import HEADINGS
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: What stands round a heading and belongs to what it heads.
_HEADERS: Final = frozenset({"header", "hgroup"})
_WRAPPERS: Final = frozenset({*_HEADERS, "section", "article", "div", "a"})
_UNSEEN: Final = frozenset({"script", "style", "template"})
_LETTER: Final = regex(r"[^\W_]")


@dataclass(frozen=True)
class PageExcerpt:
    """What a page has of an article: its extent, and whether it is kept from a place (line, column) on."""

    extent: Extent
    places: tuple[tuple[int, int], ...]
    kept: tuple[bool, ...]

    def letters(self, runs: Iterable[SourceRun]) -> Iterator[SourceRun]:
        """Yield those of a page's runs that stand in the part."""
        for run in runs:
            number = bisect_right(self.places, _place(run.at)) - 1
            if number < 0 or self.kept[number]:
                yield run


def cut_page(root: Element, choice: PartChoice, reading: Reading) -> PageExcerpt | None:
    """Take from a stamped page, in place, all that is not of one part; None when there is no such part.

    Reports:
        S020, S021: as `chosen_heading`; no element has the id.
    """
    body = root.find("body")
    span = _span(body if body is not None else root, choice, reading)
    if span is None:
        return None
    page = _Page(root, body if body is not None else root, span, NoteLinks(root, reading.name))
    extent = Extent.of(page.units(reading.language))
    places, kept = page.places()
    page.prune()
    return PageExcerpt(extent, places, kept)


def _span(body: Element, choice: PartChoice, reading: Reading) -> tuple[int, int] | None:
    """Return the numbers of the first element of a part and of the first after it."""
    headed = {_heading(one): one for one in _headers(body)}
    headings = list(headed)
    if choice.heading:
        heading, start = chosen_heading(headings, choice, reading), None
    else:
        start = next((one for one in body.iter(etree.Element) if choice.id in _names(one)), None)
        if start is None:
            report_missing(f"“{reading.name}” has no element “{choice.id}”", headings, choice, reading)
            return None
        words = content_of(start).strip()
        heading = next((one for one in headings if _heads(start, words, headed[one])), None)
        if heading is None:
            return order(start), _last(start) + 1
    if heading is None:
        return None
    first = _outermost(headed[heading])
    end = end_of(headings, heading)
    stop = order(_outermost(headed[end])) if end is not None else _last(body) + 1
    return min(order(first), order(start) if start is not None else order(first)), stop


def _headers(body: Element) -> Iterator[Element]:
    """Yield what heads the parts of a page: its headings, those of a group as one."""
    for one in body.iter("hgroup", *HEADINGS):
        if not any(above.tag == "hgroup" for above in one.iterancestors()) and content_of(one).strip():
            yield one


def _heading(header: Element) -> FileHeading:
    level = min((int(str(one.tag)[1]) for one in header.iter(*HEADINGS)), default=6)
    words = (
        content_of(header),
        _without_calls(header),
        *(_without_calls(one) for one in header if len(header)),
    )
    found = tuple(dict.fromkeys(" ".join(text.split()) for text in words))
    return FileHeading(level, found, header.get("data-at", ""))


def _without_calls(header: Element) -> str:
    """Return the words of a heading but for raised figures and links."""
    skipped = {inner for one in header.iter("sup", "a") for inner in one.iter()}
    texts = ["" if header in skipped else header.text or ""]
    for one in header.iterdescendants(etree.Element):
        texts += ["" if one in skipped else one.text or ""]
        texts += ["" if one.getparent() in skipped else one.tail or ""]
    return "".join(texts)


def _names(element: Element) -> set[str]:
    return {element.get("id") or "", (element.get("name") or "") if element.tag == "a" else ""}


def _heads(target: Element, words: str, header: Element) -> bool:
    """Return whether an id names a heading: on it, in it, round it alone, or as a mark right before it.

    `words` are those of the element that has the id.
    """
    around = set(header.iterancestors())
    if target is header or header in set(target.iterancestors()):
        return True
    if target in around:
        return words == content_of(header).strip()
    if words or order(target) > order(header):
        return False
    between = (one for one in target.itersiblings() if isinstance(one.tag, str))
    nearest = next(between, None)
    near = nearest is header or (nearest is not None and nearest in around)
    return near and not (target.tail or "").strip()


def _outermost(header: Element) -> Element:
    """Return the widest element that begins with a heading, the page's body apart."""
    outer = header
    while (parent := outer.getparent()) is not None and parent.tag in _WRAPPERS:
        before = [parent.text or "", *(content_of(one) + (one.tail or "") for one in _before(outer))]
        if parent.tag not in _HEADERS and "".join(before).strip():
            break
        outer = parent
    return outer


def _before(element: Element) -> Iterator[Element]:
    return (one for one in element.itersiblings(preceding=True) if isinstance(one.tag, str))


def _last(element: Element) -> int:
    """Return the number of the last element in another, or its own."""
    inside = [one for one in element if isinstance(one.tag, str)]
    while inside:
        element = inside[-1]
        inside = [one for one in element if isinstance(one.tag, str)]
    return order(element)


class _Page:
    """A page of which a span of elements is kept, with the notes that are called from it."""

    def __init__(self, root: Element, body: Element, span: tuple[int, int], links: NoteLinks) -> None:
        self._root, self._body, self._span = root, body, span
        self._owner = {one: unit for unit in links.units() for one in unit.iter()}
        self._notes: set[Element] = set()
        calls = [call for call in links.calls if self._belongs(call, order(call)) is Belongs.HERE]
        while calls:
            unit = links.unit_of.get(calls.pop())
            if unit is not None and unit not in self._notes:
                self._notes.add(unit)
                calls += [call for call in links.calls if self._owner.get(call) is unit]

    def _belongs(self, element: Element | None, number: int) -> Belongs:
        """Return to whom text in an element belongs, behind the start of the element of a number."""
        unit = self._owner.get(element) if element is not None else None
        if unit is not None:
            return Belongs.OWN_NOTE if unit in self._notes else Belongs.OTHER_NOTE
        return Belongs.HERE if self._span[0] <= number < self._span[1] else Belongs.ELSEWHERE

    def _keeps(self, element: Element | None, number: int) -> bool:
        return self._belongs(element, number) in {Belongs.HERE, Belongs.OWN_NOTE}

    def places(self) -> tuple[tuple[tuple[int, int], ...], tuple[bool, ...]]:
        """Return where in the file each element of the body begins, and whether what follows is kept."""
        places: list[tuple[int, int]] = []
        kept: list[bool] = []
        for element in self._body.iter(etree.Element):
            place = _place(element.get("data-at", ""))
            if not places or place > places[-1]:
                places.append(place)
                kept.append(self._keeps(element, order(element)))
        return tuple(places), tuple(kept)

    def units(self, language: str) -> Iterator[FileUnit]:
        """Yield the texts of the body that have letters, in their order."""
        at, number = "", 0
        holder: Element | None
        for event, element in etree.iterwalk(self._body, events=("start", "end")):
            if not isinstance(element.tag, str) or element.tag in _UNSEEN:
                continue
            if event == "start":
                at, number = element.get("data-at", at), order(element)
                holder, text = element, element.text
            else:
                holder, text = element.getparent(), element.tail
            if element is self._body and event == "end":
                continue
            if text and _LETTER.search(text):
                belongs = self._belongs(holder, number)
                if belongs is Belongs.ELSEWHERE and cues.is_whole("notes", text.strip(), language):
                    belongs = Belongs.FILE
                yield FileUnit(text, at, belongs)

    def prune(self) -> None:
        """Take out of the body what is not kept; what holds something that is stays as a wrapper."""
        needed: set[Element] = set()
        everything = list(self._body.iter())
        ends = {element: _last(element) for element in everything if isinstance(element.tag, str)}
        for element in everything:
            number = ends.get(element, order(element))
            if element.tail and not self._keeps(element.getparent(), number):
                element.tail = None
            if isinstance(element.tag, str) and self._keeps(element, order(element)):
                needed.update((element, *element.iterancestors()))
            elif isinstance(element.tag, str):
                element.text = None
        for element in everything:
            parent = element.getparent()
            if element not in needed and element is not self._body and parent is not None:
                _remove(element, parent)


def _remove(element: Element, parent: Element) -> None:
    """Remove an element; what stands behind it stays."""
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _place(at: str) -> tuple[int, int]:
    line, _, column = at.partition(":")
    return int(line or 0), int(column or 1)
