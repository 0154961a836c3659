"""From a document of the book to the tree of its page: marked, linked, with its pictures and its notice.

Owns the order in which that is done for every edition on screens. What else a page needs, and its bytes, are
each edition's own. The meaning of every element is the shared document's; the words stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.formula import Formula
from florilegium.book.model import Mention
from florilegium.book.namespaces import MATHML
from florilegium.book.trees import parsed
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import PageStart
from florilegium.editions.screen.described_pictures import add_descriptions
from florilegium.editions.screen.index_shape import page_word, shape_index
from florilegium.editions.screen.lang_attributes import name_languages
from florilegium.editions.screen.links import files_of_anchors, link_files, show_pictures
from florilegium.editions.screen.narrow_screens import fit_tables, let_addresses_break
from florilegium.editions.screen.notice import Notice, set_notice
from florilegium.editions.screen.page_marks import Marks, mark
from florilegium.editions.screen.typeface import name_typeface
from florilegium.editions.sections import Section, SectionKind
from florilegium.editions.whole_ranges import keep_ranges
from florilegium.system.values import dataclass

#: Elements that HTML closes at once; any other that is empty gets an end tag, for readers that parse HTML.
VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})


@dataclass(frozen=True)
class PageParts:
    """What a page is made of. `name` is the path of its file inside the edition.

    `mentions` are those that stand in it, `starts` the printed pages that begin in it. `links` has the file
    of each anchor that it names, and `pictures` that of each picture, by its source.
    """

    name: str
    section: Section
    xhtml: bytes
    mentions: tuple[Mention, ...] = ()
    starts: tuple[PageStart, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()


def parts_of_pages(
    documents: Sequence[Document],
    marks: Marks,
    pictures: Mapping[str, str],
    file_of: Callable[[Section], str],
    apart: Sequence[Section] = (),
) -> tuple[PageParts, ...]:
    """Return what the page of each document is made of.

    `pictures` has the file of each picture by its source; sections that are made `apart` can be linked to.
    """
    mentions = {document.section.id: marks.within(document.anchors) for document in documents}
    anchors = files_of_anchors(documents, mentions, file_of)
    anchors |= {section.id: file_of(section) for section in apart}
    return tuple(
        PageParts(
            name=file_of(document.section),
            section=document.section,
            xhtml=document.xhtml,
            mentions=mentions[document.section.id],
            starts=tuple(marks.pages.get(document.section.id, ())),
            links=tuple((anchor, anchors[anchor]) for anchor in document.links if anchor in anchors),
            pictures=tuple((source, pictures[source]) for source in document.pictures),
        )
        for document in documents
    )


def marked_tree(parts: PageParts, family: str) -> tuple[Element, tuple[PageStart, ...]]:
    """Return the tree of a page set in a family, and the printed pages that have found their place in it."""
    section, tree = parts.section, parsed(parts.xhtml)
    starts = mark(tree, parts.mentions, parts.starts)
    if section.kind is SectionKind.INDEX:
        shape_index(tree, page_word(section) if starts else "")
    fit_tables(tree)
    add_descriptions(tree, section)
    name_typeface(tree, section.language, family)
    # What was added here may be linked here: the letters of an index.
    own = dict.fromkeys(map(str, tree.xpath("//@id")), parts.name)
    link_files(tree, parts.name, own | dict(parts.links))
    show_pictures(tree, parts.name, dict(parts.pictures))
    return tree, starts


def finish_tree(tree: Element, section: Section, notice: Notice) -> None:
    """Give a page's tree its notice, its formulas, the places where lines may break, and its languages."""
    set_notice(tree, notice)
    _show_formulas(tree)
    keep_ranges(tree, section.kind)
    let_addresses_break(tree)
    name_languages(tree)


def _show_formulas(tree: Element) -> None:
    """Put MathML, with what is said for it, in the place of each formula of a tree, in place.

    A reading system without MathML shows its letters in their order, or says the alternative.
    """
    for element in list(tree.iter("math")):
        formula = Formula.of(element)
        shown = etree.Element(f"{{{MATHML}}}math", nsmap={None: MATHML})
        shown.set("alttext", formula.said)
        if formula.display:
            shown.set("display", "block")
        _copy(shown, formula.root)
        shown.tail = element.tail
        parent = element.getparent()
        if parent is not None:
            parent.replace(element, shown)


def _copy(target: Element, source: Element) -> None:
    """Copy what an element of MathML holds into its namespace."""
    target.text = source.text
    for child in source:
        made = etree.SubElement(target, f"{{{MATHML}}}{child.tag!s}")
        made.attrib.update({str(name): str(value) for name, value in child.attrib.items()})
        _copy(made, child)
