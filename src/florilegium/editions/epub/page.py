"""From a section's document to its finished XHTML file.

Owns what only an EPUB's files have, and their bytes; what other editions for screens need too stands in
`editions/screen/`, its order in `page_parts.py` there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.namespaces import EPUB, EPUB_TYPE, XHTML
from florilegium.editions.documents import Document
from florilegium.editions.epub.accessibility import Facts, facts_of
from florilegium.editions.pagemap import PageStart
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.notice import Notice
from florilegium.editions.screen.outline import HeadingLine, headings_of
from florilegium.editions.screen.page_marks import page_id
from florilegium.editions.screen.page_parts import VOID, PageParts, finish_tree, marked_tree
from florilegium.editions.screen.typeface import letters_of
from florilegium.editions.screen.whole_text import differences
from florilegium.editions.sections import Section, SectionKind
from florilegium.problems import Problem
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass

#: The navigation document, which is for reading systems alone.
NAV: Final = "nav.xhtml"


#: The class of a way back that stands at the end of a note.
_WAY_BACK: Final = "back"

#: The arrow that it shows, as text rather than as a picture (Unicode, variation selector 15).
_ARROW: Final = "↩\N{VARIATION SELECTOR-15}"


@dataclass(frozen=True)
class PageLook:
    """What all files share: the family of the typeface, empty when none is brought, the style sheets, and
    the notice of a review copy."""

    family: str
    styles: tuple[str, ...]
    notice: Notice = field(default_factory=Notice)


@dataclass(frozen=True)
class PageInput:
    """Everything that one file is made of."""

    parts: PageParts
    look: PageLook


@dataclass(frozen=True)
class EpubPage:
    """A finished file and what the publication must know of it.

    `starts` are the printed pages that have their place in it, `headings` those of its text; `order` has the
    anchors of both as they follow one another. `letters` are all that are in it, and `heavy` those in bold
    type, each once.
    """

    name: str
    section: Section
    xhtml: bytes
    starts: tuple[PageStart, ...] = ()
    headings: tuple[HeadingLine, ...] = ()
    order: tuple[str, ...] = ()
    letters: str = ""
    heavy: str = ""
    facts: Facts = field(default_factory=Facts)
    problems: tuple[Problem, ...] = ()


def file_of(section: Section) -> str:
    """Return the path of a section's file inside the publication."""
    return f"text/{section.id}.xhtml"


def shown(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the documents that an EPUB shows as they are. A half title belongs to the printed book only.

    The contents are written by `navigation.py`.
    """
    left_out = {SectionKind.HALF_TITLE, SectionKind.CONTENTS}
    return tuple(document for document in documents if document.section.kind not in left_out)


def make_page(wanted: PageInput) -> EpubPage:
    """Return the file of a document, marked, linked, and in the form that reading systems want.

    Any process can do this.
    """
    parts = wanted.parts
    tree, starts = marked_tree(parts, wanted.look.family)
    _end_notes_with_ways_back(tree)
    headings = headings_of(tree, parts.section)
    page = finish(EpubPage(parts.name, parts.section, b"", starts, headings), tree, wanted.look)
    return replace(page, problems=tuple(differences(parts, page.xhtml, "the EPUB")))


#: Make the file of a document.
MAKE_PAGE: Final[Task[PageInput, EpubPage]] = Task(
    name="page", do=make_page, kind=EpubPage, weight=lambda wanted: len(wanted.parts.xhtml)
)


def finish(page: EpubPage, tree: Element, look: PageLook) -> EpubPage:
    """Return a page with its tree as the bytes of its file, and what the publication must know of it."""
    finish_tree(tree, page.section, look.notice)
    _head(tree, page, look.styles)
    letters, heavy = letters_of([tree])
    named = {page_id(start.label) for start in page.starts} | {line.anchor for line in page.headings}
    return replace(
        page,
        order=tuple(anchor for anchor in map(str, tree.xpath("//@id")) if anchor in named),
        letters="".join(sorted(letters)),
        heavy="".join(sorted(heavy)),
        facts=facts_of(tree, len(page.starts)),
        xhtml=serialise(tree),
    )


def _end_notes_with_ways_back(tree: Element) -> None:
    """Put what leads back from a note at its end, and leave its number as text before it.

    Printed and on the web, the number is the way back. Heard in an EPUB, or read in the small window that a
    reading system opens, a note would then begin with a link and its long name.
    """
    for item in [one for one in tree.iter("li") if one.get(EPUB_TYPE) == "endnote"]:
        number = next((one for one in item.iter("a") if one.get("class") == "number"), None)
        if number is not None:
            _end_with_way_back(item, number)


def _end_with_way_back(item: Element, number: Element) -> None:
    back = etree.Element("a", dict(number.attrib))
    back.set("class", _WAY_BACK)
    back.text = _ARROW
    number.tag = "span"
    number.attrib.clear()
    number.set("class", "number")
    again = next((one for one in item.iter("a") if one.get("class") == "number again"), None)
    if again is not None:
        again.addprevious(back)
        back.tail = "\N{NO-BREAK SPACE}"
        return
    leaf = list(runs.leaves(item))[-1]
    runs.append(leaf, "\N{NO-BREAK SPACE}")
    leaf.append(back)


def _head(tree: Element, page: EpubPage, styles: tuple[str, ...]) -> None:
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
    """Return an XHTML tree without namespace as the bytes of a content document, the same each time."""
    root = etree.Element(f"{{{XHTML}}}html", dict(tree.attrib), nsmap={None: XHTML, "epub": EPUB})
    root.text = "\n"
    for child in tuple(tree):
        child.tail = "\n"
        root.append(child)
    for element in root.iterdescendants(etree.Element):
        name = str(element.tag)
        if not name.startswith("{"):
            if not len(element) and element.text is None and name not in VOID:
                element.text = ""
            element.tag = f"{{{XHTML}}}{name}"
    etree.cleanup_namespaces(root, top_nsmap={None: XHTML, "epub": EPUB})
    return declared(root)


def declared(root: Element) -> bytes:
    """Return a tree of XHTML as a file, with what a content document declares before it."""
    text = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n%b\n' % text
