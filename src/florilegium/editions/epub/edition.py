"""The EPUB of a book, from first to last: marks, pages, ways in, cover, fonts, metadata, container.

The page to read first of this package. Everything it needs is in its `Order`; nothing is read from the clock
or the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from florilegium.book.model import Book, Mention
from florilegium.editions.directions import is_rtl
from florilegium.editions.documents import Document
from florilegium.editions.epub import accessibility, cover, fonts, metadata, navigation
from florilegium.editions.epub.documents import NAV, Page, Setting, finish, pages_of
from florilegium.editions.epub.images import Images, is_animated
from florilegium.editions.epub.marks import marks_of
from florilegium.editions.epub.package import Guide, Item, Package, pack
from florilegium.editions.epub.styles import style_items
from florilegium.editions.labels import labels_for
from florilegium.editions.pages import PageStart
from florilegium.editions.sections import SectionKind
from florilegium.errors import EditionError
from florilegium.problems import Report

_XHTML: Final = "application/xhtml+xml"


@dataclass(frozen=True)
class EpubOptions:
    """What an editor may choose. Without `embed_fonts` the reader's own face is used."""

    embed_fonts: bool = True


@dataclass(frozen=True)
class Order:
    """Everything an EPUB is made of.

    `pages` is empty when the printed pages are not to be marked. `root` is the project's folder, in which
    images are looked up. `sheets` are the project's own style sheets by name (`epub.css`). `modified` is the
    date of the release, with its time zone. `made_with` names the program and its version. `front` gives the
    cover when all else is made, if somebody else makes it.
    """

    book: Book
    documents: Sequence[Document]
    root: Path
    modified: datetime
    mentions: Sequence[Mention] = ()
    pages: Sequence[PageStart] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)
    options: EpubOptions = field(default_factory=EpubOptions)
    made_with: str = "Florilegium"
    front: Callable[[], cover.Cover | None] | None = None


def make_epub(order: Order, report: Report) -> bytes:
    """The EPUB file of a book. The same order gives the same bytes.

    Reports:
        E001: a style sheet of the project asks for another file.
        E002, E004, E005, S010: faults of the cover, see `cover.cover_of`.

    Raises:
        EditionError: the cover cannot be used, or an image or the package could not be written.
    """
    book = order.book
    table, text = _text(order, report)
    front = order.front() if order.front else cover.cover_of(book, order.root, report)
    if front is None:
        report.raise_errors()
        raise EditionError("the EPUB has no cover")
    return pack(
        Package(
            items=(
                Item("cover", cover.PAGE, _XHTML, cover.cover_page(front, book, text.styles)),
                *text.files,
                front.image,
                *text.supplies,
                Item("ncx", navigation.NCX, "application/x-dtbncx+xml", navigation.ncx(table, book)),
            ),
            spine=("cover", *(item.id for item in text.files)),
            metadata=(
                *metadata.statements(book, order.made_with, pages=bool(table.pages)),
                *accessibility.statements(text.facts, order.made_with),
            ),
            guide=_guide(table),
            direction="rtl" if is_rtl(book.metadata.language) else "ltr",
            language=book.metadata.language,
            modified=order.modified,
        )
    )


@dataclass(frozen=True)
class _Text:
    """The finished text: its files in reading order, and the images, styles and fonts that they use."""

    files: tuple[Item, ...]
    supplies: tuple[Item, ...]
    styles: tuple[str, ...]
    facts: accessibility.Facts


def _text(order: Order, report: Report) -> tuple[navigation.Table, _Text]:
    """What leads into the text, and the text."""
    labels = labels_for(order.book.metadata.language)
    family = fonts.FAMILY if order.options.embed_fonts else ""
    pages = pages_of(order.documents, marks_of(order.mentions, order.pages), family)
    table = navigation.table_of(pages, labels, cover.PAGE)
    pages = tuple(navigation.nav_page(table, page, labels) if page.name == NAV else page for page in pages)
    return table, _finished(order, pages, report)


def _finished(order: Order, pages: Sequence[Page], report: Report) -> _Text:
    anchors = {page.section.id: page.name for page in pages if page.name == NAV}
    letters, heavy, facts = set[str](), set[str](), accessibility.Facts()
    for page in pages:
        tree = page.tree
        anchors.update((str(anchor), page.name) for anchor in tree.xpath("//@id"))
        all_letters, heavy_letters = fonts.letters_of([tree])
        letters, heavy = letters | all_letters, heavy | heavy_letters
        if page.name != NAV:
            facts += accessibility.facts_of(tree, len(page.starts))
    faces = fonts.embedded(frozenset(letters), frozenset(heavy)) if order.options.embed_fonts else ()
    sheets = style_items(order.sheets, report)
    styles = tuple(item.name for item in (*faces, *sheets) if item.media_type == "text/css")
    images = Images(order.root)
    setting = Setting(anchors, images, styles)
    texts = tuple(_item(page, finish(page, setting)) for page in pages)
    return _Text(
        files=texts,
        supplies=(*images.items, *sheets, *faces),
        styles=styles,
        facts=replace(facts, moving_images=any(is_animated(item) for item in images.items)),
    )


def _item(page: Page, data: bytes) -> Item:
    if page.name == NAV:
        return Item("nav", page.name, _XHTML, data, ("nav",))
    # An id of XML cannot begin with a figure, and a section's may.
    properties = ("index",) if page.section.kind is SectionKind.INDEX else ()
    return Item(f"text-{page.section.id}", page.name, _XHTML, data, properties)


def _guide(table: navigation.Table) -> tuple[Guide, ...]:
    """The landmarks that EPUB 2 has words for."""
    known = {"cover": "cover", "toc": "toc", "bodymatter": "text"}
    return tuple(
        Guide(known[landmark.type], landmark.title, landmark.href)
        for landmark in table.landmarks
        if landmark.type in known
    )
