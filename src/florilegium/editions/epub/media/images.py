"""The pictures of a publication: project files and `data:` URIs become items, each content once.

EPUB 3.3 §3.2 names the formats that every reading system shows; `rasters.py` makes them fit older ones and
shops too. What else an article brings was refused when it was read; what has changed on disk since is an
error here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from florilegium.editions.epub.package import PackageItem
from florilegium.editions.screen.pictures import ScreenPicture, fit, media_type_of
from florilegium.problems import EditionError
from florilegium.system import files
from florilegium.system.files import hash_of
from florilegium.tasks.runner import Runner

#: A picture larger than this would not open on a reader's device.
_LIMIT: Final = 40_000_000

#: media type → file extension
_TYPES: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


def items_of(root: Path, sources: Iterable[str], runner: Runner) -> dict[str, PackageItem]:
    """Return the item of each `src`, a path in the project or a `data:` URI.

    What has the same stem and the same content is one item.

    Raises:
        EditionError: as `fitted`, or the picture is missing or outside the project.
    """
    wanted = tuple(dict.fromkeys(sources))
    made = fit([_picture(root, source) for source in wanted], runner)
    by_name: dict[str, PackageItem] = {}
    items = {}
    for source, data in zip(wanted, made, strict=True):
        item = _item(source, data)
        items[source] = by_name.setdefault(item.name, item)
    return items


def is_animated(item: PackageItem) -> bool:
    """Return whether a picture moves: a GIF or WebP of several frames. What moves may flash."""
    if item.media_type == "image/gif":
        return item.data.count(b"!\xf9\x04") > 1
    return item.media_type == "image/webp" and b"ANIM" in item.data[:64]


def _item(source: str, data: bytes) -> PackageItem:
    kind, stamp = media_type_of(data), hash_of(data)[:10]
    stem = "image" if source.startswith("data:") else PurePosixPath(unquote(source)).stem
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "image"
    return PackageItem(f"image-{stamp}", f"images/{stem}-{stamp}.{_TYPES[kind]}", kind, data)


def _picture(root: Path, source: str) -> ScreenPicture:
    data = _embedded(source) if source.startswith("data:") else _file(root, source)
    return ScreenPicture.of(source, data)


def _file(root: Path, source: str) -> bytes:
    try:
        return files.read(root, unquote(source), _LIMIT)
    except files.FileRefusedError as error:
        raise EditionError(f"the image {error.message}") from error


def _embedded(source: str) -> bytes:
    """Return the bytes of a `data:` URI (RFC 2397)."""
    head, _, body = source.partition(",")
    try:
        return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError) as error:
        raise EditionError(f"an image inside a text is broken: {source[:40]}…") from error
