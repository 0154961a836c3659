"""One part of a file of encoded XML that holds several texts, with the notes that it calls.

A part is an element: one of several texts of TEI, articles of JATS, chapters of BITS and DocBook, sections of
FictionBook. Texts that stand in it and are texts of their own, such as a translation within an article of
JATS, are none of it. What is not of the part goes out of the tree, and its letters out of the file's text, so
that each holds the part alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from itertools import count
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.account.source_letters import Places
from florilegium.sources.encoded.encoded_text import told
from florilegium.sources.encoded.xml_letters import MARKUP
from florilegium.sources.excerpts.choice import FileHeading, chosen_heading, named_choices, report_missing
from florilegium.sources.excerpts.extent import Belongs, Extent, FileUnit
from florilegium.sources.manuscript import PartChoice, Reading
from florilegium.sources.parts import content_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: Elements that may be a part by themselves, in all formats.
_DIVISIONS: Final = frozenset(
    {"TEI", "TEI.2", "text", "div", *(f"div{number}" for number in range(8))}
    | {"article", "sub-article", "response", "book-part", "book", "sec", "foreword", "dedication"}
    | {"chapter", "section", "preface", "appendix", "part", "sect1", "sect2", "sect3", "FictionBook"}
)

#: Texts that stand inside another text and are no part of it.
_APART: Final = frozenset({"sub-article", "response"})

_HEADINGS: Final = frozenset({"head", "title", "article-title", "book-title", "docTitle", "titlePart"})

#: What a file says of itself as a whole.
_OF_THE_FILE: Final = frozenset(
    {"teiHeader", "book-meta", "collection-meta", "journal-meta", "description", "bookinfo", "info", "binary"}
)

_NOTES: Final = frozenset({"note", "fn", "footnote", "en"})
_POINTERS: Final = ("target", "rid", "linkend", "href")
_LETTER: Final = regex(r"[^\W_]")
_INK: Final = regex(r"\S")


@dataclass(frozen=True)
class EncodedExcerpt:
    """A part of a file: its extent, and the file's text with the letters of the part alone."""

    extent: Extent
    text: str


@dataclass(frozen=True)
class _Headed:
    """An element that may be a part, and its heading."""

    element: Element
    heading: FileHeading


def cut_encoded(root: Element, text: str, choice: PartChoice, reading: Reading) -> EncodedExcerpt | None:
    """Take from a tree, in place, all that is not of one part; None when there is no such part.

    Reports:
        S020, S021: as `chosen_heading`; no element has the id.
    """
    part = _chosen(root, choice, reading)
    if part is None:
        return None
    kept = _kept(root, part)
    spans = list(_spans(text))
    excerpt = EncodedExcerpt(Extent.of(_units(root, text, spans, kept)), _blanked(text, spans, kept))
    _prune(root, set(kept))
    if part.get("lang") and part is not root:
        root.set("lang", part.attrib.pop("lang"))
    return excerpt


def texts_in(root: Element) -> tuple[PartChoice, ...]:
    """Return how the texts are named that stand side by side in a file; none where it is one text.

    As `named_choices`: where one has neither an id nor a heading that no other has, none is proposed.
    """
    headed = {one.element: one.heading.words[0] for one in _headed(root)}
    parts = ((one.get("id", ""), headed.get(one, "")) for one in _texts(root))
    return named_choices(parts, headed.values())


def _texts(root: Element) -> list[Element]:
    """Return the elements that are texts side by side; none where there are not two."""
    kind = str(root.tag)
    if kind == "teiCorpus":
        found = list(root.iter("TEI", "TEI.2"))
    elif kind in {"TEI", "TEI.2"}:
        found = [
            one for one in root.iter("text") if one.find("group") is None and one.find("body") is not None
        ]
    elif kind == "article":
        found = [root, *root.iter(*_APART)]
    elif kind == "FictionBook":
        body = root.find("body")
        found = (
            [one for one in body.iterchildren("section") if one.find("title") is not None]
            if body is not None
            else []
        )
    else:
        every = root.iter("book-part", "chapter", "article", "preface", "appendix")
        found = [
            one for one in every if next(one.iterdescendants("book-part", "chapter", "article"), None) is None
        ]
    return found if len(found) > 1 else []


def _chosen(root: Element, choice: PartChoice, reading: Reading) -> Element | None:
    """Return the element that a choice names.

    Reports:
        S020, S021: as `chosen_heading`; no element has the id.
    """
    headed = list(_headed(root))
    headings = [one.heading for one in headed]
    if choice.heading:
        heading = chosen_heading(headings, choice, reading)
        return next((one.element for one in headed if one.heading is heading), None)
    named = next((one for one in root.iter(etree.Element) if one.get("id") == choice.id), None)
    if named is None:
        report_missing(f"“{reading.name}” has no element “{choice.id}”", headings, choice, reading)
    elif named.tag in _HEADINGS:
        return _division(named)
    return named


def _headed(root: Element) -> Iterator[_Headed]:
    """Yield the elements that may be parts, each with the first heading that is its own."""
    seen: set[Element] = set()
    for one in root.iter(*_HEADINGS):
        division = _division(one)
        words = " ".join(content_of(one).split())
        if division is None or division in seen or not words:
            continue
        seen.add(division)
        level = sum(1 for above in one.iterancestors() if above.tag in _DIVISIONS)
        yield _Headed(division, FileHeading(level, (words,), one.get("data-at", "")))


def _division(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if above.tag in _DIVISIONS), None)


def _kept(root: Element, part: Element) -> dict[Element, Belongs]:
    """Return the elements of a part, and of the notes elsewhere that are called from it."""
    apart = {inner for one in part.iter(*_APART) if one is not part for inner in one.iter()}
    kept = {one: Belongs.HERE for one in part.iter() if one not in apart}
    by_id = {one.get("id", ""): one for one in root.iter() if one.get("id") and _is_note(one)}
    waiting = list(kept)
    while waiting:
        one = waiting.pop()
        for name in _POINTERS:
            for target in told(one, name).split():
                note = by_id.get(target.lstrip("#"))
                if note is not None and note not in kept:
                    inside = list(note.iter())
                    kept.update(dict.fromkeys(inside, Belongs.OWN_NOTE))
                    waiting += inside
    return kept


def _is_note(element: Element) -> bool:
    """Return whether an element is a note; FictionBook's are sections of a body of their own."""
    if element.tag in _NOTES:
        return True
    bodies = (above for above in element.iterancestors("body"))
    return element.tag == "section" and any(told(one, "name") in {"notes", "comments"} for one in bodies)


def _spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield each text between two tags: its start, its end, and the number of the element that holds it."""
    numbers, open_, last = count(1), [0], 0
    for found in MARKUP.finditer(text):
        yield last, found.start(), open_[-1]
        if found["section"]:
            yield found.start("section"), found.end("section"), open_[-1]
        if found["name"]:
            number = next(numbers)
            if not found[0].endswith("/>"):
                open_.append(number)
        elif found["end"] and len(open_) > 1:
            open_.pop()
        last = found.end()


def _units(
    root: Element, text: str, spans: list[tuple[int, int, int]], kept: dict[Element, Belongs]
) -> Iterator[FileUnit]:
    """Yield the texts of a file that have letters, in their order."""
    owners = {int(one.get("data-n", "0")): one for one in root.iter(etree.Element)}
    places = Places(text)
    for start, end, number in spans:
        said = unescape(text[start:end])
        owner = owners.get(number)
        if owner is not None and _LETTER.search(said):
            yield FileUnit(said, places.of(start), kept.get(owner) or _elsewhere(owner))


def _elsewhere(element: Element) -> Belongs:
    """Return to whom a text belongs that is not of the part."""
    around = [element, *element.iterancestors()]
    if any(one.tag in _OF_THE_FILE for one in around):
        # What a text beside this one says of itself is that text's.
        own = any(one.tag in {"TEI", "TEI.2"} and one.getparent() is not None for one in around)
        return Belongs.ELSEWHERE if own else Belongs.FILE
    return Belongs.OTHER_NOTE if any(map(_is_note, around)) else Belongs.ELSEWHERE


def _blanked(text: str, spans: list[tuple[int, int, int]], kept: dict[Element, Belongs]) -> str:
    """Return a text in which the letters that are not kept are spaces, each in its place."""
    numbers = {int(one.get("data-n", "0")) for one in kept}
    parts, last = [], 0
    for start, end, number in spans:
        if number not in numbers and end > start:
            parts += [text[last:start], _INK.sub(" ", text[start:end])]
            last = end
    return "".join([*parts, text[last:]])


def _prune(root: Element, kept: set[Element]) -> None:
    """Take out of a tree what is not kept; what holds something that is stays, without words of its own."""
    needed = kept | {above for one in kept for above in one.iterancestors()}
    for one in list(root.iter()):
        parent = one.getparent()
        if parent is not None and parent not in kept:
            one.tail = None
        if one not in kept:
            one.text = None
        if one not in needed and parent is not None:
            parent.remove(one)
