"""The parts of a publication put into one container: package document by ebooklib, ZIP by ourselves.

Owns the format of the container and nothing of the book. It is the only module that knows ebooklib, which
writes `content.opf` from finished values; no page is ever built by it, since it would drop what we wrote in
`<head>` and on `<body>`. The ZIP that ebooklib makes carries the clock, so its entries are packed again.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from florilegium.book.namespaces import XML_LANG
from florilegium.editions.epub.packed_files import PackedFile, packed, packed_in, zipped
from florilegium.problems import EditionError
from florilegium.system.values import dataclass

#: The folder of the container that holds the publication.
ROOT: Final = "EPUB"
#: The package document in the container.
PACKAGE_FILE: Final = f"{ROOT}/content.opf"

#: The id of the element that bears the publication's identifier.
IDENTIFIER: Final = "identifier"

#: Declared although reserved: readers of accessibility metadata older than EPUB 3.3 ask for them.
PREFIXES: Final[Mapping[str, str]] = {
    "a11y": "http://www.idpf.org/epub/vocab/package/a11y/#",
    "schema": "http://schema.org/",
}

_MIMETYPE: Final = "mimetype"

#: Where a linked record stands in the publication, and how the metadata lead to it.
_RECORD: Final = "metadata/onix.xml"
_LINK: Final = f'<link rel="record" href="{_RECORD}" media-type="application/xml" properties="onix"/>\n'


@dataclass(frozen=True)
class PackageItem:
    """One file of the publication. `name` is its path inside `EPUB/`; `properties` are those of EPUB 3.3."""

    id: str
    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """One line of the metadata: `name` is `meta`, or `dc:title` and the like."""

    name: str
    value: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Guide:
    """A place that EPUB 2 reading systems and Kindle ask for: `cover`, `toc` or `text`."""

    type: str
    title: str
    href: str


@dataclass(frozen=True)
class Package:
    """A whole publication. `spine` names items by id in reading order; `direction` is `ltr` or `rtl`.

    `language` is that of the metadata.
    """

    items: tuple[PackageItem, ...]
    spine: tuple[str, ...]
    metadata: tuple[Statement, ...]
    guide: tuple[Guide, ...]
    direction: str
    language: str
    modified: datetime


def pack(package: Package) -> bytes:
    """Return the EPUB file of a package. The same package gives the same bytes, wherever and whenever.

    Raises:
        EditionError: ebooklib could not write the package document.
    """
    entries = {name: file.content for name, file in packed_in(_written(package)).items()}
    entries[PACKAGE_FILE] = _with_language(entries[PACKAGE_FILE], package.language)
    return seal(entries | {f"{ROOT}/{item.name}": item.data for item in package.items})


def _written(package: Package) -> bytes:
    """Return the container as ebooklib writes it, with empty files: what they hold is no concern of its."""
    from ebooklib import epub

    book = epub.EpubBook()
    book.IDENTIFIER_ID, book.FOLDER_NAME = IDENTIFIER, ROOT
    book.metadata = {}
    book.set_direction(package.direction)
    for prefix, address in PREFIXES.items():
        book.add_prefix(prefix, address)
    for line in package.metadata:
        space, _, name = line.name.rpartition(":")
        book.add_metadata(space.upper() or None, name, line.value or None, dict(line.attributes))
    items = {}
    for item in package.items:
        items[item.id] = entry = epub.EpubItem(item.id, item.name, item.media_type, b"")
        entry.properties = list(item.properties)
        book.add_item(entry)
    book.spine = [items[name] for name in package.spine]
    book.guide = [{"type": place.type, "title": place.title, "href": place.href} for place in package.guide]
    stream = io.BytesIO()
    options = {"raise_exceptions": True, "mtime": package.modified.astimezone(UTC), "compresslevel": 0}
    try:
        epub.write_epub(stream, book, options)
    except Exception as error:
        raise EditionError(f"the EPUB's package document could not be written: {error}") from error
    return stream.getvalue()


def seal(entries: Mapping[str, bytes | PackedFile]) -> bytes:
    """Return entries as a reproducible ZIP: `mimetype` first, stored (EPUB 3.3 §4.3.3), then by name."""
    names = sorted(entries, key=lambda name: (name != _MIMETYPE, name))
    return zipped({name: _packed(name, entries[name]) for name in names})


def _packed(name: str, entry: bytes | PackedFile) -> PackedFile:
    return packed(name, entry) if isinstance(entry, bytes) else entry


def with_record(epub: bytes, onix: bytes) -> bytes:
    """Return a finished EPUB with a message of ONIX as its linked record (EPUB 3.3 5.5.7).

    The record says what the finished file has, such as its features of accessibility, so it comes last.

    Raises:
        EditionError: the EPUB is none of ours.
    """
    entries = packed_in(epub)
    head, end, rest = entries[PACKAGE_FILE].content.decode().partition("</metadata>")
    if not end:
        raise EditionError("the EPUB is none that Florilegium has made")
    told = f"{head}{_LINK}{end}{rest}".encode()
    return seal({**entries, PACKAGE_FILE: told, f"{ROOT}/{_RECORD}": onix})


def _with_language(document: bytes, language: str) -> bytes:
    """Return the package document with the language of its metadata, which ebooklib has no way to say."""
    root = etree.fromstring(document)
    root.set(XML_LANG, language)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
