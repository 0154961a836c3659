"""From a section's document to its finished XHTML file.

Owns the order in which a page is made, and its bytes; what other editions for screens need too stands in
`editions/screen/`. The meaning of every element is the shared document's; the words stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Mention
from florilegium.book.namespaces import EPUB, XHTML
from florilegium.book.trees import parsed
from florilegium.editions.documents import Document
from florilegium.editions.epub.accessibility import Facts, facts_of
from florilegium.editions.pagemap import PageStart
from florilegium.editions.screen.described_pictures import add_descriptions
from florilegium.editions.screen.index_shape import page_word, shape_index
from florilegium.editions.screen.lang_attributes import name_languages
from florilegium.editions.screen.links import files_of_anchors, link_files, relative, show_pictures
from florilegium.editions.screen.narrow_screens import fit_tables, let_addresses_break
from florilegium.editions.screen.notice import Notice, set_notice
from florilegium.editions.screen.outline import HeadingLine, headings_of
from florilegium.editions.screen.page_marks import Marks, mark, page_id
from florilegium.editions.screen.typeface import letters_of, name_typeface
from florilegium.editions.screen.whole_text import difference
from florilegium.editions.sections import Section, SectionKind
from florilegium.editions.whole_ranges import keep_ranges
from florilegium.problems import CATALOGUE, Place, Problem
from florilegium.tasks.task import Task

#: The navigation document, which is for reading systems alone.
NAV: Final = "nav.xhtml"

#: Elements that HTML closes at once; any other that is empty gets an end tag, for readers that parse HTML.
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


@dataclass(frozen=True)
class PageLook:
    """What all files share: the family of the typeface, empty when none is brought, the style sheets, and
    the notice of a review copy."""

    family: str
    styles: tuple[str, ...]
    notice: Notice = field(default_factory=Notice)


@dataclass(frozen=True)
class PageInput:
    """Everything that one file is made of. `name` is its path inside the publication.

    `mentions` are those that stand in it, `starts` the printed pages that begin in it. `links` has the file
    of each anchor that it names, and `pictures` that of each picture, by its source.
    """

    name: str
    section: Section
    xhtml: bytes
    look: PageLook
    mentions: tuple[Mention, ...] = ()
    starts: tuple[PageStart, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()


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


def page_inputs(
    documents: Sequence[Document],
    marks: Marks,
    pictures: Mapping[str, str],
    look: PageLook,
    contents: Section,
) -> tuple[PageInput, ...]:
    """Return the files to be made of some documents.

    `pictures` has the file of each picture by its source; `contents` is a section made apart.
    """
    mentions = {document.section.id: marks.within(document.anchors) for document in documents}
    anchors = files_of_anchors(documents, mentions, file_of)
    anchors[contents.id] = file_of(contents)
    return tuple(
        PageInput(
            name=file_of(document.section),
            section=document.section,
            xhtml=document.xhtml,
            look=look,
            mentions=mentions[document.section.id],
            starts=tuple(marks.pages.get(document.section.id, ())),
            links=tuple((anchor, anchors[anchor]) for anchor in document.links if anchor in anchors),
            pictures=tuple((source, pictures[source]) for source in document.pictures),
        )
        for document in documents
    )


def make_page(wanted: PageInput) -> EpubPage:
    """Return the file of a document, marked, linked, and in the form that reading systems want.

    Any process can do this.
    """
    section, tree = wanted.section, parsed(wanted.xhtml)
    starts = mark(tree, wanted.mentions, wanted.starts)
    if section.kind is SectionKind.INDEX:
        shape_index(tree, page_word(section) if starts else "")
    fit_tables(tree)
    add_descriptions(tree, section)
    name_typeface(tree, section.language, wanted.look.family)
    # What was added here may be linked here: the letters of an index.
    own = dict.fromkeys(map(str, tree.xpath("//@id")), wanted.name)
    link_files(tree, wanted.name, own | dict(wanted.links))
    show_pictures(tree, wanted.name, dict(wanted.pictures))
    headings = headings_of(tree, section)
    page = finish(EpubPage(wanted.name, section, b"", starts, headings), tree, wanted.look)
    return replace(page, problems=tuple(_differences(wanted, page)))


def _differences(wanted: PageInput, page: EpubPage) -> Iterator[Problem]:
    """Yield a problem if the words of a finished file are not those of its document.

    Reports:
        E011: words are left out, stand twice or elsewhere.
    """
    if words := difference(wanted.xhtml, page.xhtml):
        message = f"“{words}” does not stand in the EPUB as it does in the text"
        hint = "This is a fault of Florilegium: report it together with the text."
        yield Problem("E011", CATALOGUE["E011"][0], Place(page.section.source), message, hint)


#: Make the file of a document.
MAKE_PAGE: Final[Task[PageInput, EpubPage]] = Task(
    name="page", do=make_page, kind=EpubPage, weight=lambda wanted: len(wanted.xhtml)
)


def finish(page: EpubPage, tree: Element, look: PageLook) -> EpubPage:
    """Return a page with its tree as the bytes of its file, and what the publication must know of it."""
    set_notice(tree, look.notice)
    keep_ranges(tree, page.section)
    let_addresses_break(tree)
    name_languages(tree)
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
            if not len(element) and element.text is None and name not in _VOID:
                element.text = ""
            element.tag = f"{{{XHTML}}}{name}"
    etree.cleanup_namespaces(root, top_nsmap={None: XHTML, "epub": EPUB})
    text = etree.tostring(root, encoding="utf-8", xml_declaration=False)
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n%b\n' % text
