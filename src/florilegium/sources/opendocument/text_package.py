"""An OpenDocument text as the parts of its archive: trees of XML, pictures (OpenDocument 1.3, Part 2).

A document may be one file of XML too (`.fodt`, Part 3, §3.1), which has all of them in it.
"""

from __future__ import annotations

import base64
import posixpath
from typing import Final
from urllib.parse import unquote

from lxml.etree import _Element as Element

from florilegium.sources.word.ooxml.word_package import read_part
from florilegium.system.archive import Archive, BadArchiveError, declares_entities

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
SVG: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK: Final = "{http://www.w3.org/1999/xlink}"
MATH: Final = "{http://www.w3.org/1998/Math/MathML}"

_MANIFEST: Final = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"

#: The parts of an archive that a single file of XML stands for.
_FLAT: Final = frozenset({"content.xml", "styles.xml"})

#: How the pictures begin that a book can carry, and names of other kinds.
_BEGINNINGS: Final = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
_KINDS: Final = {
    "svg": "image/svg+xml",
    "emf": "image/emf",
    "wmf": "image/wmf",
    "webp": "image/webp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "bmp": "image/bmp",
    "pct": "image/x-pict",
}


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment or an instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def is_flat(data: bytes) -> bool:
    """Return whether a document is one file of XML, and no archive."""
    return data[:2] != b"PK" and b"urn:oasis:names:tc:opendocument" in data[:4000]


def is_of(element: Element, space: str) -> bool:
    """Return whether an element is of a namespace, given with its braces."""
    return str(element.tag).startswith(space)


def is_hidden(element: Element) -> bool:
    """Return whether a section, or a field, is not shown."""
    return element.get(f"{TEXT}is-hidden") == "true" or element.get(f"{TEXT}display") == "none"


def number_of(text: str | None, default: int = 0) -> int:
    """Return a whole number of at most five figures; anything else is the default."""
    told = text or ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else default


class TextPackage:
    """An OpenDocument text, opened for reading: its archive, or the one file of XML that it is.

    `unprintable` control characters were left out of the parts that have been read.
    """

    def __init__(self, data: bytes) -> None:
        """Open a document.

        Raises:
            BadArchiveError: it is broken, locked, no text of OpenDocument, or more than an article can be.
        """
        self._flat = data if is_flat(data) else b""
        self._archive = None if self._flat else Archive(data)
        self._names = frozenset(self._archive.names if self._archive is not None else _FLAT)
        self._trees: dict[str, Element | None] = {}
        self.unprintable = 0
        kind = self.read("mimetype").decode("ascii", "replace").strip()
        if "content.xml" not in self._names or "opendocument.text" not in (kind or "opendocument.text"):
            raise BadArchiveError("this archive is no ODT: it has no text of OpenDocument in it")
        manifest = self.tree("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None:
            raise BadArchiveError("this document is locked with a password")

    def read(self, name: str) -> bytes:
        """Return the bytes of a part; none for one that is not there."""
        if self._archive is None:
            return self._flat if name in _FLAT else b""
        return self._archive.read(name) if name in self._names else b""

    def tree(self, name: str) -> Element | None:
        """Return the tree of a part, or None for one that is not there or has no XML in it.

        A part is parsed once; in one file of XML the parts are one.

        Raises:
            BadArchiveError: it declares entities, or nests deeper than any document.
        """
        key = "" if self._flat and name in _FLAT else name
        if key not in self._trees:
            content = self.read(name)
            if declares_entities(content) and not name.startswith("META-INF/"):
                raise BadArchiveError("this archive has XML in it that declares entities, which no ODT does")
            read = read_part(content, name)
            self.unprintable += read.unprintable
            self._trees[key] = read.root
        return self._trees[key]

    def object_of(self, held: Element) -> Element | None:
        """Return the tree of an object that the document holds, a formula or a chart: a part, or itself."""
        href = held.get(f"{XLINK}href", "")
        return self.tree(posixpath.normpath(posixpath.join(unquote(href), "content.xml"))) if href else held

    def picture(self, image: Element) -> str:
        """Return the address of a picture: its data, or where else it lies; empty for one that is lost."""
        href = image.get(f"{XLINK}href", "")
        held = image.findtext(f"{OFFICE}binary-data")
        content = self.read(posixpath.normpath(unquote(href))) if href else b""
        if held and not content:
            kind = next(
                (kind for start, kind in _BEGINNINGS.items() if _starts(held, start)), "image/unknown"
            )
            return f"data:{kind};base64,{''.join(held.split())}"
        if not content:
            return href if "://" in href else ""
        kind = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), "")
        kind = kind or _KINDS.get(href.rpartition(".")[2].lower(), "image/unknown")
        return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _starts(held: str, beginning: bytes) -> bool:
    """Return whether data in base64 begins with these bytes."""
    whole = len(beginning) // 3 * 4
    return held.strip().startswith(base64.b64encode(beginning).decode("ascii")[:whole])
