"""The documents of the web edition: those of the book, with each text's notes on its own page.

A browser can stand a note beside the line that calls it only when both are on one page. So the section of
notes is dealt out to its texts; the title page goes over the contents, with which the edition opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.documents import Document
from florilegium.editions.pagemap import PageStart
from florilegium.editions.sections import Section, SectionKind
from florilegium.languages.labels import labels_for
from florilegium.system.values import dataclass

#: Sections that have no page of their own on the web.
_MERGED: Final = frozenset({SectionKind.HALF_TITLE, SectionKind.TITLE_PAGE, SectionKind.NOTES})


@dataclass(frozen=True)
class WebDocuments:
    """What there is a page of: the `opening`, whose contents have no lines yet, and the `texts` after it."""

    opening: Document
    texts: tuple[Document, ...]

    @property
    def all(self) -> tuple[Document, ...]:
        """Return the documents in the order of their pages."""
        return (self.opening, *self.texts)


def web_documents(documents: Sequence[Document]) -> WebDocuments:
    """Return the documents of the pages."""
    of_kind = {document.section.kind: document for document in documents}
    notes = _notes_by_text(of_kind.get(SectionKind.NOTES))
    texts = tuple(
        _with_notes(document, notes.get(document.section.id))
        for document in documents
        if document.section.kind not in _MERGED | {SectionKind.CONTENTS}
    )
    return WebDocuments(_opening(of_kind[SectionKind.TITLE_PAGE], of_kind[SectionKind.CONTENTS]), texts)


def starts_on_pages(starts: Iterable[PageStart], documents: Sequence[Document]) -> Iterator[PageStart]:
    """Yield the starts of printed pages with the sections on whose pages they are found.

    A printed page of notes begins on the page of the text whose note it begins with; that of what has no page
    of its own begins nowhere.
    """
    shown = {document.section.id for document in documents}
    homes = {anchor: document.section.id for document in documents for anchor in document.anchors}
    for start in starts:
        if start.section in shown:
            yield start
        elif home := homes.get(start.block):
            yield replace(start, section=home)


def _notes_by_text(document: Document | None) -> dict[str, Element]:
    """Return the group of notes of each text, by the text's key."""
    if document is None:
        return {}
    named = ((group.get("aria-labelledby", ""), group) for group in document.tree.iterfind("body/section/*"))
    return {name.removesuffix("-notes"): group for name, group in named if name.endswith("-notes")}


def _body(tree: Element) -> Element:
    """Return the body of a document; every template has one."""
    return next(child for child in tree if child.tag == "body")


def _with_notes(document: Document, group: Element | None) -> Document:
    """Return a document that ends with the notes of its text."""
    if group is None:
        return document
    tree = document.tree
    _body(tree).append(_notes_of(group, tree, document.section))
    return Document.of(document.section, tree)


def _notes_of(group: Element, tree: Element, section: Section) -> Element:
    """Return the notes of a text as one list, in the order in which they are called."""
    labels = labels_for(section.language)
    title = group.get("aria-labelledby", "")
    notes = etree.Element("section", {"class": "notes", "role": "doc-endnotes", "aria-labelledby": title})
    head = etree.SubElement(notes, "h2", id=title)
    head.text = labels.notes
    if labels.language != section.language:
        head.set("lang", labels.language)
    calls = {link.get("href", "")[1:]: place for place, link in enumerate(calls_of(tree))}
    items = [item for listed in group.iterfind("ol") for item in _marked(listed, section)]
    listed = etree.SubElement(notes, "ol", {"class": "notes"})
    listed.extend(sorted(items, key=lambda item: calls.get(item.get("id", ""), len(calls))))
    return notes


def calls_of(tree: Element) -> Iterator[Element]:
    """Yield the calls of notes in a tree, in order."""
    return (link for link in tree.iter("a") if link.get("role") == "doc-noteref")


def _marked(listed: Element, section: Section) -> Iterator[Element]:
    """Yield the items of a list of notes, each with the list's language where it is not the section's."""
    language = listed.get("lang")
    for item in listed:
        if language and language != section.language:
            item.set("lang", language)
        yield item


def _opening(title: Document, contents: Document) -> Document:
    """Return what stands on the page with which the edition opens: the title page over the contents."""
    tree = contents.tree
    section = next(_body(tree).iterfind("section"))
    for child in tuple(section):
        if child.tag == "h1":
            child.tag = "h2"  # the page's title is the book's
        else:
            section.remove(child)
    _body(tree)[:0] = list(_body(title.tree))
    return Document.of(contents.section, tree)
