"""The cover: the editor's image when it is sound, else one drawn from the manifest; and its page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from florilegium.book.bibliographic import Metadata
from florilegium.book.model import Book
from florilegium.book.namespaces import EPUB, EPUB_TYPE, XML_LANG
from florilegium.editions.epub.media.cover_drawing import DRAW, Commission
from florilegium.editions.epub.package import PackageItem
from florilegium.editions.epub.page import serialise
from florilegium.editions.screen.links import relative
from florilegium.editions.screen.notice import Notice, set_notice
from florilegium.editions.screen.pictures import ScreenPicture, fit
from florilegium.editions.sections import byline
from florilegium.languages.labels import labels_for
from florilegium.problems import Place, Report
from florilegium.system import files
from florilegium.system.whole_picture import BrokenPictureError, look_at
from florilegium.tasks.runner import Runner

#: The cover page's file, beside the contents.
PAGE: Final = "cover.xhtml"

_LIMIT: Final = 40_000_000
_FORMATS: Final = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}

#: Colour spaces that every reading system shows. CMYK is for presses; Kindle refuses it.
_MODES: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})

#: Shops ask for a long side of some 2500 pixels and refuse a short one under 1000; readers crop what is not
#: upright. Pixels and height by width.
_SHORTEST: Final = 1000
_MOST_PIXELS: Final = 60_000_000
_SHAPES: Final = (1.2, 2.0)


@dataclass(frozen=True)
class Cover:
    """A cover's image as an item, and its alternative text."""

    image: PackageItem
    alt: str


def cover_of(book: Book, root: Path, report: Report, runner: Runner) -> Cover | None:
    """Return the book's cover, given or drawn; None when the given one cannot be used.

    Reports:
        E016: no typeface at hand has some letters, so the lines with them are not on the cover.
        E004, E005, S010: as `check_cover`.
    """
    metadata = book.metadata
    if metadata.cover:
        data = check_cover(metadata, root, report)
        if data is None:
            return None
        (data,) = fit([ScreenPicture.of(metadata.cover, data)], runner)
        media_type, ending = _FORMATS["PNG" if data.startswith(b"\x89PNG") else "JPEG"]
        return Cover(_item(data, media_type, ending), metadata.cover_alt or _alt(book))
    drawn = runner.result(DRAW, Commission.of(book))
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


def check_cover(metadata: Metadata, root: Path, report: Report) -> bytes | None:
    """Return the bytes of the cover that the manifest names, or None when there is none that can be used.

    Reports:
        E004: it is missing, broken, no JPEG or PNG, in colours for print, or too large to open.
        E005: it can be used, but shops or readers will not show it well.
        S010: it has no alternative text.
    """
    if not metadata.cover:
        return None
    place = Place(metadata.cover)
    try:
        data = files.read(root, metadata.cover, _LIMIT)
    except files.FileRefusedError as error:
        report.add("E004", place, f"the cover cannot be used: {error.message}")
        return None
    fault, hint, size = _look(data)
    if fault:
        report.add("E004", place, f"the cover cannot be used: {fault}", hint)
        return None
    _judge(size, place, report)
    if not metadata.cover_alt:
        report.add(
            "S010",
            place,
            "the cover has no alternative text; readers who cannot see it are told the title",
            "Write what it shows: `cover: {image: …, alt: …}`.",
        )
    return data


def _look(data: bytes) -> tuple[str, str, tuple[int, int]]:
    """Return what makes an image unusable, how to mend it, and its size in pixels."""
    save = "Save it as an RGB JPEG of 1600 × 2400 pixels."
    try:
        found = look_at(data, most=_MOST_PIXELS)
    except BrokenPictureError as error:
        return str(error), save, (0, 0)
    size = found.size
    if found.format not in _FORMATS:
        return f"it is a {found.format} image, and a cover is a JPEG or PNG", save, size
    if found.mode not in _MODES:
        return f"its colours are {found.mode}, which readers cannot show", save, size
    if size[0] * size[1] > _MOST_PIXELS:
        return f"it has {size[0]} × {size[1]} pixels, more than a reader can open", save, size
    return "", "", size


def _judge(size: tuple[int, int], place: Place, report: Report) -> None:
    """Warn of a cover that shops or readers will not show well."""
    width, height = size
    if min(size) < _SHORTEST:
        report.add(
            "E005",
            place,
            f"the cover has {width} × {height} pixels; shops want at least {_SHORTEST} on its short side",
            "Use a larger image: 1600 × 2400 pixels suit every shop.",
        )
    least, most = _SHAPES
    if not least <= height / width <= most:
        report.add(
            "E005",
            place,
            f"the cover’s height is {height / width:.2f} times its width; readers expect {least} to {most}",
            "Use an upright image, best half as high again as it is wide.",
        )


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
