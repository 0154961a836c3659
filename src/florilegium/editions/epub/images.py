"""The pictures of a publication: project files and `data:` URIs become items, each content once.

EPUB 3.3 §3.2 names the formats that every reading system shows; `rasters.py` makes them fit older ones and
shops too. What else an article brings was refused when it was read; what has changed on disk since is an
error here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from florilegium import files
from florilegium.editions.epub.package import Item
from florilegium.editions.epub.rasters import fit_for_readers
from florilegium.errors import EditionError
from florilegium.pictures import BrokenPictureError

#: A picture larger than this would not open on a reader's device.
_LIMIT: Final = 40_000_000

#: What a drawing must not do in a book: run a script or ask for a file.
_ACTIVE: Final = re.compile(
    rb"<script|\bon\w+\s*=|<foreignObject|(?:href|src)\s*=\s*[\"'](?!#|data:)|url\(\s*[\"']?(?!#)|@import"
)

_SVG: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*<svg[\s>]", re.DOTALL
)

#: media type → file extension
_TYPES: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


@dataclass
class Images:
    """The pictures met so far. Ask `item` for each `src`; `items` has every one once, in the order met."""

    root: Path
    _by_source: dict[str, Item] = field(default_factory=dict)
    _by_name: dict[str, Item] = field(default_factory=dict)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(self._by_name.values())

    def item(self, source: str) -> Item:
        """The item of an `src`, a path in the project or a `data:` URI.

        Raises:
            EditionError: the picture is missing, outside the project, broken or of a format that EPUB lacks.
        """
        if source not in self._by_source:
            data = _embedded(source) if source.startswith("data:") else _file(self.root, source)
            item = _item(source, data)
            self._by_source[source] = self._by_name.setdefault(item.name, item)
        return self._by_source[source]


def media_type_of(data: bytes) -> str:
    """What a picture is, by its first bytes; empty for what no reading system must show."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if _SVG.match(data):
        return "image/svg+xml"
    return ""


def is_animated(item: Item) -> bool:
    """Whether a picture moves: a GIF or WebP of several frames. What moves may flash."""
    if item.media_type == "image/gif":
        return item.data.count(b"!\xf9\x04") > 1
    return item.media_type == "image/webp" and b"ANIM" in item.data[:64]


def _item(source: str, data: bytes) -> Item:
    kind, name = media_type_of(data), source[:60]
    if not kind:
        raise EditionError(f"“{name}” is none of the images an EPUB can show: JPEG, PNG, GIF, WebP, SVG")
    if kind == "image/svg+xml" and _ACTIVE.search(data):
        raise EditionError(f"“{name}” is a drawing that runs a script or asks for another file")
    if kind != "image/svg+xml":
        data = _fitted(data, name)
        kind = media_type_of(data)
    stamp = hashlib.sha256(data).hexdigest()[:10]
    stem = "image" if source.startswith("data:") else PurePosixPath(unquote(source)).stem
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "image"
    return Item(f"image-{stamp}", f"images/{stem}-{stamp}.{_TYPES[kind]}", kind, data)


def _fitted(data: bytes, name: str) -> bytes:
    try:
        return fit_for_readers(data)
    except BrokenPictureError as error:
        raise EditionError(f"the image “{name}” cannot be used: {error}") from error


def _file(root: Path, source: str) -> bytes:
    try:
        return files.read(root, unquote(source), _LIMIT)
    except files.FileRefusedError as error:
        raise EditionError(f"the image {error.message}") from error


def _embedded(source: str) -> bytes:
    """The bytes of a `data:` URI (RFC 2397)."""
    head, _, body = source.partition(",")
    try:
        return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError) as error:
        raise EditionError(f"an image inside a text is broken: {source[:40]}…") from error
