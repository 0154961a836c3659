"""The cover: the editor's image when it is sound, else one drawn from the manifest; and its page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lxml import etree

from florilegium.book.model import Book
from florilegium.book.namespaces import EPUB, EPUB_TYPE, XML_LANG
from florilegium.editions.designs.design import Design
from florilegium.editions.epub.media.cover_drawing import DRAW, Commission
from florilegium.editions.epub.media.given_cover import FORMATS, check_cover
from florilegium.editions.epub.package import PackageItem
from florilegium.editions.epub.page import serialise
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.notice import Notice, set_notice
from florilegium.editions.screen.pictures import ScreenPicture, fit
from florilegium.editions.sections import byline
from florilegium.languages.labels import labels_for
from florilegium.problems import Place, Report
from florilegium.system.tasks.runner import Runner
from florilegium.system.values import dataclass

#: The cover page's file, beside the contents.
PAGE: Final = "cover.xhtml"


@dataclass(frozen=True)
class Cover:
    """A cover's image as an item, and its alternative text."""

    image: PackageItem
    alt: str


@dataclass(frozen=True)
class CoverLook:
    """How a book's cover looks: the design, and the editor's image where it has been fitted already."""

    design: Design
    given: PackageItem | None = None


def given_cover(book: Book, root: Path, report: Report, runner: Runner) -> PackageItem | None:
    """Return the editor's image, fitted for readers; None when there is none, or it cannot be used.

    Reports:
        E004, E005, S010: as `check_cover`.
    """
    metadata = book.metadata
    data = check_cover(metadata, root, report) if metadata.cover else None
    if data is None:
        return None
    (data,) = fit([ScreenPicture.of(metadata.cover, data)], runner)
    media_type, ending = FORMATS["PNG" if data.startswith(b"\x89PNG") else "JPEG"]
    return _item(data, media_type, ending)


def cover_of(book: Book, root: Path, report: Report, runner: Runner, look: CoverLook) -> Cover | None:
    """Return the book's cover, given or drawn; None when the given one cannot be used.

    `look` has the editor's image where it has been fitted already, and the design.

    Reports:
        E016: no typeface at hand has some letters, so the lines with them are not on the cover.
        E004, E005, S010: as `check_cover`.
    """
    metadata = book.metadata
    if metadata.cover:
        image = look.given or given_cover(book, root, report, runner)
        return Cover(image, metadata.cover_alt or _alt(book)) if image else None
    drawn = runner.result(DRAW, Commission.of(book, look.design))
    if drawn.lacking:
        report.add(
            "E016",
            Place(metadata.manifest),
            f"the drawn cover lacks lines: no typeface of the program has “{drawn.lacking}”",
            "Give the book a cover image: `cover: images/cover.jpg`.",
        )
    return Cover(_item(drawn.data, "image/jpeg", "jpg"), metadata.cover_alt or _alt(book))


def _item(data: bytes, media_type: str, ending: str) -> PackageItem:
    return PackageItem("cover-image", f"images/cover.{ending}", media_type, data, ("cover-image",))


def _alt(book: Book) -> str:
    """Return what the cover says, for readers who cannot see it."""
    metadata, labels = book.metadata, labels_for(book.metadata.language)
    title = f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title
    editors = f" {labels.edited_by} {byline(book, metadata.editors)}." if metadata.editors else ""
    return f"{labels.cover}: {title}.{editors}"


def cover_page(cover: Cover, book: Book, styles: tuple[str, ...]) -> bytes:
    """Return the page that shows the cover. Reading systems that show the image themselves pass it over."""
    metadata, labels = book.metadata, labels_for(book.metadata.language)
    language = metadata.language
    html = etree.Element(
        "html",
        {"lang": language, XML_LANG: language},
        nsmap={"epub": EPUB},
    )
    head = etree.SubElement(html, "head")
    ours = labels.language
    told = {} if ours == language else {"lang": ours, XML_LANG: ours}
    etree.SubElement(head, "title", told).text = labels.cover
    for style in styles:
        href = relative(style, PAGE)
        etree.SubElement(head, "link", {"rel": "stylesheet", "type": "text/css", "href": href})
    body = etree.SubElement(html, "body", {"class": "cover"})
    section = etree.SubElement(body, "section", {EPUB_TYPE: "cover", "aria-label": labels.cover})
    section.attrib.update(told)
    source = relative(cover.image.name, PAGE)
    etree.SubElement(section, "img", {"src": source, "alt": cover.alt, "role": "doc-cover"})
    set_notice(html, Notice.of(metadata))
    return serialise(html)
