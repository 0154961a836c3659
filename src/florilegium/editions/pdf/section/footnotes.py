"""Notes at the foot of the page: the same notes, standing behind their calls instead of at the book's end.

A note goes to the foot of the page that holds its first call. The shared documents are not touched: an EPUB
made of them keeps its notes at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import EPUB_TYPE
from florilegium.editions.documents import Document
from florilegium.editions.sections import Section, SectionKind

#: The class of a note at the foot; what it holds is no text of the paragraph round it.
FOOTNOTE: Final = "footnote"


def without_notes(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections of a book whose notes stand at the foot of the page."""
    return tuple(section for section in sections if section.kind is not SectionKind.NOTES)


def at_the_foot(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents without that of the notes, whose notes stand behind their first calls."""
    notes = {
        str(note.get("id")): note
        for document in documents
        if document.section.kind is SectionKind.NOTES
        for note in document.tree.iter("li")
        if note.get(EPUB_TYPE) == "endnote"
    }
    kept = [document for document in documents if document.section.kind is not SectionKind.NOTES]
    return tuple(Document.of(document.section, _with_notes(document.tree, notes)) for document in kept)


def _with_notes(tree: Element, notes: dict[str, Element]) -> Element:
    """Return a section's tree with the notes that it calls; each is taken out of `notes`."""
    for call in [link for link in tree.iter("a") if "call" in (link.get("class") or "").split()]:
        _put_behind(call, call.get("href", "")[1:], notes)
    return tree


def _put_behind(place: Element, name: str, notes: dict[str, Element]) -> Element:
    """Put a note behind its call, and the notes that it calls behind it; returns the last of them."""
    note = notes.pop(name, None)
    if note is None:
        return place
    foot = etree.Element(
        "span", {"class": FOOTNOTE, "id": name, EPUB_TYPE: "footnote", "role": "doc-footnote"}
    )
    foot.extend(deepcopy(list(note)))
    place.addnext(foot)
    foot.tail, place.tail = place.tail, None
    last = foot
    for call in [link for link in foot.iter("a") if "call" in (link.get("class") or "").split()]:
        last = _put_behind(last, call.get("href", "")[1:], notes)
    return last
