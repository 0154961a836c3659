"""From a section's document to its finished XHTML file.

Owns what only an EPUB asks for: links between files, pictures as items, `xml:lang` beside `lang`, writing
direction, and bytes. The meaning of every element is the shared document's; the words stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.trees import parsed
from florilegium.editions.directions import name_directions
from florilegium.editions.documents import Document
from florilegium.editions.epub.breaks import let_addresses_break
from florilegium.editions.epub.descriptions import add_descriptions
from florilegium.editions.epub.images import Images
from florilegium.editions.epub.indexes import shape_index
from florilegium.editions.epub.marks import OPS, Marks, mark
from florilegium.editions.epub.tables import label_cells
from florilegium.editions.labels import labels_for
from florilegium.editions.pages import PageStart
from florilegium.editions.sections import Section, SectionKind

XHTML: Final = "http://www.w3.org/1999/xhtml"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

#: The navigation document: the book's contents page.
NAV: Final = "nav.xhtml"

#: What the pipeline notes on an element and no reader needs.
_PIPELINE: Final = ("at", "note", "to", "number")

#: Elements that HTML closes at once; any other that is empty gets an end tag, for readers that parse HTML.
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


@dataclass(frozen=True)
class Page:
    """A marked document on its way to a file. `name` is the file's path inside the publication.

    As of a `Document`, whoever asks for its `tree` has one of his own.
    """

    name: str
    section: Section
    xhtml: bytes
    starts: tuple[PageStart, ...] = ()

    @property
    def tree(self) -> Element:
        return parsed(self.xhtml)


@dataclass(frozen=True)
class Setting:
    """What every file needs to know: where each anchor is, the pictures, and the style sheets' paths."""

    anchors: Mapping[str, str]
    images: Images
    styles: tuple[str, ...]


def file_of(section: str) -> str:
    """The path of a section's file inside the publication."""
    return f"text/{section}.xhtml"


def pages_of(documents: Sequence[Document], marks: Marks, family: str) -> tuple[Page, ...]:
    """The sections that an EPUB shows, marked, and the index in its shape.

    `family` is that of the EPUB's own typeface, empty when it brings none.
    A half title belongs to the printed book only. The contents are written anew by `navigation.py`, so of the
    printed contents' pages only the first has a place.
    """
    pages = []
    for document in documents:
        section = document.section
        if section.kind is SectionKind.HALF_TITLE:
            continue
        if section.kind is SectionKind.CONTENTS:
            starts = tuple(marks.pages.get(section.id, ()))[:1]
            pages.append(Page(NAV, section, b"<html/>", starts))
            continue
        tree = document.tree
        starts = mark(tree, section.id, marks)
        if section.kind is SectionKind.INDEX:
            shape_index(tree)
        label_cells(tree)
        add_descriptions(tree, section)
        _name_typeface(tree, section.language, family)
        pages.append(Page(file_of(section.id), section, etree.tostring(tree, encoding="utf-8"), starts))
    return tuple(pages)


def _name_typeface(tree: Element, language: str, family: str) -> None:
    """Let a colophon name the family of the EPUB, not of the printed pages; none when it brings none."""
    for line in tree.iterfind(".//p[@class='typeface']"):
        if family:
            line.text = f"{labels_for(language).set_in} {family}."
        elif (around := line.getparent()) is not None:
            around.remove(line)


def finish(page: Page, setting: Setting) -> bytes:
    """A page as the bytes of its file."""
    tree = page.tree
    _link(tree, page.name, setting.anchors)
    for picture in tree.iter("img"):
        item = setting.images.item(picture.get("src", ""))
        picture.set("src", relative(item.name, page.name))
    let_addresses_break(tree)
    _name_languages(tree)
    _head(tree, page, setting.styles)
    return serialise(tree)


def relative(target: str, source: str) -> str:
    """The address of one file of the publication as another must write it."""
    up = source.count("/")
    folder = source.rpartition("/")[0]
    if folder and target.startswith(f"{folder}/"):
        return target[len(folder) + 1 :]
    return "../" * up + target


def _link(tree: Element, page: str, anchors: Mapping[str, str]) -> None:
    """Let each link name the file of its anchor; a link to what the EPUB lacks becomes plain text."""
    for link in tree.iter("a"):
        address = link.get("href", "")
        if not address.startswith("#"):
            continue
        name = anchors.get(address[1:])
        if name is None:
            del link.attrib["href"]
        else:
            # The file is named even in itself: a popped-up note or a cut-out page keeps its links.
            link.set("href", relative(name, page) + address)


def _name_languages(tree: Element) -> None:
    """Write `lang` twice, as old readers need, and the direction where it changes (EPUB 3.3 §6.1; HTML)."""
    for element in tree.iter(etree.Element):
        for name in _PIPELINE:
            element.attrib.pop(name, None)
        if (language := element.get("lang")) is not None:
            element.set(_XML_LANG, language)
    name_directions(tree)


def _head(tree: Element, page: Page, styles: tuple[str, ...]) -> None:
    """Keep the title alone in `<head>` and link the styles."""
    head = tree.find("head")
    if head is None:
        head = etree.Element("head")
        tree.insert(0, head)
    title = head.find("title")
    for child in tuple(head):
        head.remove(child)
    title = etree.Element("title") if title is None else title
    title.text, title.tail = " ".join((title.text or page.section.title).split()), "\n"
    head.text = "\n"
    head.append(title)
    for style in styles:
        link = etree.SubElement(
            head, "link", {"rel": "stylesheet", "type": "text/css", "href": relative(style, page.name)}
        )
        link.tail = "\n"


def serialise(tree: Element) -> bytes:
    """An XHTML tree without namespace as the bytes of a content document, the same each time."""
    root = etree.Element(f"{{{XHTML}}}html", dict(tree.attrib), nsmap={None: XHTML, "epub": OPS})
    root.text = "\n"
    for child in tuple(tree):
        child.tail = "\n"
        root.append(child)
    for element in root.iterdescendants(etree.Element):
        name = str(element.tag)
        if not name.startswith("{"):
            if not len(element) and element.text is None and name not in _VOID:
                element.text = ""
            element.tag = f"{{{XHTML}}}{name}"
    etree.cleanup_namespaces(root, top_nsmap={None: XHTML, "epub": OPS})
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()
