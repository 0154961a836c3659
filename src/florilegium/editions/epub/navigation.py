"""The ways into a publication: contents, landmarks and page list (EPUB 3.3 §7), and the NCX for old readers.

Both files are written from one table, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Book
from florilegium.book.namespaces import EPUB, EPUB_TYPE, XML_LANG
from florilegium.editions.epub.package_metadata import author_of
from florilegium.editions.epub.page import EpubPage
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.outline import Entry, OutlinedFile, add_entries, entries_of
from florilegium.editions.screen.page_marks import page_id, page_mark
from florilegium.editions.sections import Matter, Section, SectionKind
from florilegium.languages.labels import Labels
from florilegium.system.values import dataclass

NCX: Final = "toc.ncx"
_DAISY: Final = "http://www.daisy.org/z3986/2005/ncx/"

#: Landmarks beside the cover and the beginning of the text (EPUB 3.3 §7.4.4).
_LANDMARKS: Final = {
    SectionKind.CONTENTS: "toc",
    SectionKind.TITLE_PAGE: "titlepage",
    SectionKind.COPYRIGHT: "copyright-page",
    SectionKind.DEDICATION: "dedication",
    SectionKind.EPIGRAPH: "epigraph",
    SectionKind.ILLUSTRATIONS: "loi",
    SectionKind.TABLES: "lot",
    SectionKind.FOREWORD: "foreword",
    SectionKind.AFTERWORD: "afterword",
    SectionKind.APPENDIX: "appendix",
    SectionKind.NOTES: "endnotes",
    SectionKind.GLOSSARY: "glossary",
    SectionKind.CONTRIBUTORS: "contributors",
    SectionKind.SOURCES: "credits",
    SectionKind.INDEX: "index",
    SectionKind.COLOPHON: "colophon",
}


@dataclass(frozen=True)
class Landmark:
    """A place that reading systems offer by its kind."""

    type: str
    title: str
    href: str
    language: str


@dataclass(frozen=True)
class PageLink:
    """Where a printed page begins in the publication."""

    label: str
    href: str


@dataclass(frozen=True)
class Table:
    """Everything that leads into a publication. `order` lists every target once, as the text has them."""

    contents: tuple[Entry, ...]
    landmarks: tuple[Landmark, ...]
    pages: tuple[PageLink, ...]
    order: tuple[str, ...]


def table_of(pages: Sequence[EpubPage], labels: Labels, cover: str, depth: int = 1) -> Table:
    """Return the table of a publication's pages, the contents page among them.

    `cover` is the cover page's file. The contents show a text's own headings to a `depth` of so many levels.
    """
    contents = entries_of([OutlinedFile(page.name, page.section, page.headings) for page in pages], depth)
    links: list[PageLink] = []
    order: list[str] = []
    for page in pages:
        starts = [PageLink(start.label, f"{page.name}#{page_id(start.label)}") for start in page.starts]
        links += starts
        order += [page.name, *(f"{page.name}#{anchor}" for anchor in page.order)]
    return Table(contents, tuple(_landmarks(pages, labels, cover)), tuple(links), tuple(order))


def _landmarks(pages: Iterable[EpubPage], labels: Labels, cover: str) -> Iterator[Landmark]:
    yield Landmark("cover", labels.cover, cover, labels.language)
    begun = False
    for page in pages:
        section = page.section
        title = " ".join(section.title.split())
        if section.kind in _LANDMARKS:
            yield Landmark(_LANDMARKS[section.kind], title, page.name, section.title_language)
        elif section.matter is Matter.BODY and not begun:
            begun = True
            yield Landmark("bodymatter", title, page.name, section.title_language)


def contents_tree(table: Table, page: EpubPage) -> Element:
    """Return the contents page, before it is finished: a file of the text like any other."""
    section, title = page.section, f"{page.section.id}-title"
    html, body = _page(section)
    body.attrib.update({"class": "contents", EPUB_TYPE: section.matter.value})
    for start in page.starts:
        body.append(page_mark(start.label))
    toc = etree.SubElement(
        body, "nav", {EPUB_TYPE: "toc", "role": "doc-toc", "id": section.id, "aria-labelledby": title}
    )
    titled = _marked(section.title_language, section.language)
    etree.SubElement(toc, "h1", titled, id=title).text = section.title
    add_entries(toc, table.contents, section.language, lambda href: relative(href, page.name))
    return html


def nav_tree(table: Table, section: Section, labels: Labels) -> Element:
    """Return the navigation document, before it is finished; `section` is that of the contents.

    It is for reading systems alone and stands outside the reading order: there, some of them would show the
    page list and the landmarks as text, hidden or not.
    """
    html, body = _page(section)
    titled = _marked(section.title_language, section.language)
    toc = etree.SubElement(body, "nav", {EPUB_TYPE: "toc", "role": "doc-toc", "aria-labelledby": "toc-title"})
    etree.SubElement(toc, "h1", titled, id="toc-title").text = section.title
    add_entries(toc, table.contents, section.language, str)
    said = _marked(labels.language, section.language)
    landmarks = _hidden(body, "landmarks", labels.landmarks, said)
    for landmark in table.landmarks:
        link = _list_link(landmarks, landmark.href, landmark.title)
        link.attrib.update({EPUB_TYPE: landmark.type, **_marked(landmark.language, labels.language)})
    if table.pages:
        listed = _hidden(body, "page-list", labels.pages, said)
        for page_link in table.pages:
            _list_link(listed, page_link.href, page_link.label)
    return html


def _page(section: Section) -> tuple[Element, Element]:
    """Return the root of a file with the title of the contents, and its empty body."""
    html = etree.Element("html", {"lang": section.language}, nsmap={"epub": EPUB})
    titled = _marked(section.title_language, section.language)
    etree.SubElement(etree.SubElement(html, "head"), "title", titled).text = section.title
    body = etree.SubElement(html, "body")
    body.text = "\n"
    return html, body


def _marked(language: str, around: str) -> dict[str, str]:
    """Return the attribute of a language where it is another than that round it."""
    return {} if language == around else {"lang": language}


def _hidden(body: Element, kind: str, name: str, said: dict[str, str]) -> Element:
    """Return the list of a navigation element that is not shown as part of the text (EPUB 3.3 §7.4.2)."""
    nav = etree.SubElement(body, "nav", {EPUB_TYPE: kind, "aria-label": name, "hidden": "hidden"})
    nav.attrib.update(said)
    if kind == "page-list":
        nav.set("role", "doc-pagelist")
    nav.tail = "\n"
    return etree.SubElement(nav, "ol")


def _list_link(listed: Element, href: str, text: str) -> Element:
    item = etree.SubElement(listed, "li")
    item.tail = "\n"
    link = etree.SubElement(item, "a", {"href": href})
    link.text = text
    return link


def ncx(table: Table, book: Book) -> bytes:
    """Return the same contents and page list for EPUB 2 reading systems (OPF 2.0.1 §2.4.1)."""
    metadata, author = book.metadata, author_of(book)
    language = {XML_LANG: metadata.language}
    root = _element(None, "ncx", {"version": "2005-1", **language})
    head = _element(root, "head")
    numbers = [int(link.label) for link in table.pages if link.label.isdecimal()]
    told = {
        "dtb:uid": metadata.identifier,
        "dtb:depth": str(_depth(table.contents)),
        "dtb:totalPageCount": str(len(table.pages)),
        "dtb:maxPageNumber": str(max(numbers, default=0)),
    }
    for name, content in told.items():
        _element(head, "meta", {"name": name, "content": content})
    _text(_element(root, "docTitle"), metadata.title)
    if author:
        _text(_element(root, "docAuthor"), author)
    # Reading order counts targets only, and without a gap.
    used = {*_targets_of(table.contents), *(link.href for link in table.pages)}
    places = {href: str(at) for at, href in enumerate(filter(used.__contains__, table.order), start=1)}
    _points(_element(root, "navMap"), table.contents, places)
    if table.pages:
        _page_targets(_element(root, "pageList"), table.pages, places)
    declared = '<?xml version="1.0" encoding="utf-8"?>\n'
    return f"{declared}{etree.tostring(root, encoding='unicode', pretty_print=True)}".encode()


def _targets_of(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield entry.href
        yield from _targets_of(entry.children)


def _points(parent: Element, entries: Iterable[Entry], places: Mapping[str, str]) -> None:
    for entry in entries:
        point = _element(
            parent, "navPoint", {"id": f"point-{places[entry.href]}", "playOrder": places[entry.href]}
        )
        _text(_element(point, "navLabel"), entry.label)
        _element(point, "content", {"src": entry.href})
        _points(point, entry.children, places)


def _page_targets(parent: Element, links: Iterable[PageLink], places: Mapping[str, str]) -> None:
    for link in links:
        place = places[link.href]
        target = _element(parent, "pageTarget", {"id": f"target-{place}", "playOrder": place})
        if link.label.isdecimal():
            target.set("type", "normal")
            target.set("value", link.label)
        else:
            target.set("type", "front")
        _text(_element(target, "navLabel"), link.label)
        _element(target, "content", {"src": link.href})


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.children) for entry in entries), default=0) if entries else 0


def _element(parent: Element | None, name: str, attributes: Mapping[str, str] | None = None) -> Element:
    tag = f"{{{_DAISY}}}{name}"
    if parent is None:
        return etree.Element(tag, dict(attributes or {}), nsmap={None: _DAISY})
    return etree.SubElement(parent, tag, dict(attributes or {}))


def _text(parent: Element, text: str) -> None:
    _element(parent, "text").text = text
