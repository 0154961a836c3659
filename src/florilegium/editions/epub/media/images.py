"""The pictures of a publication: project files and `data:` URIs become items, each content once.

EPUB 3.3 §3.2 names the formats that every reading system shows; `rasters.py` makes them fit older ones and
shops too. What else an article brings was refused when it was read; what has changed on disk since is an
error here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from florilegium.editions.epub.media.rasters import fit_for_readers
from florilegium.editions.epub.package import Item
from florilegium.problems import EditionError
from florilegium.system import files
from florilegium.system.files import hash_of
from florilegium.system.whole_picture import BrokenPictureError
from florilegium.tasks.runner import Runner
from florilegium.tasks.task import Task

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


@dataclass(frozen=True)
class Picture:
    """A picture as the project has it. Messages call it by its `name`; the `key` is one of its own."""

    name: str
    key: str
    data: bytes

    @classmethod
    def of(cls, source: str, data: bytes) -> Picture:
        """The picture that a `src` means."""
        return cls(source[:60], hash_of(source.encode())[:24], data)


def fitted(picture: Picture) -> bytes:
    """The bytes of a picture as reading systems show them. Any process can do this.

    Raises:
        EditionError: the picture is broken, or of a format that EPUB lacks.
    """
    kind = media_type_of(picture.data)
    if not kind:
        message = "is none of the images an EPUB can show: JPEG, PNG, GIF, WebP, SVG"
        raise EditionError(f"“{picture.name}” {message}")
    if kind == "image/svg+xml":
        if _ACTIVE.search(picture.data):
            raise EditionError(f"“{picture.name}” is a drawing that runs a script or asks for another file")
        return picture.data
    try:
        return fit_for_readers(picture.data)
    except BrokenPictureError as error:
        raise EditionError(f"the image “{picture.name}” cannot be used: {error}") from error


def changed(picture: Picture) -> bytes | None:
    """Return a picture as `fitted`, or None when it stays as it is, so that it is not kept twice."""
    data = fitted(picture)
    return None if data == picture.data else data


#: Fit a picture for readers.
FIT: Final[Task[Picture, bytes | None]] = Task(
    name="picture",
    do=changed,
    kind=bytes | None,
    fingerprint=lambda picture: hash_of(picture.data),
    weight=lambda picture: len(picture.data),
)


def fit(pictures: Sequence[Picture], runner: Runner) -> list[bytes]:
    """Return the bytes of pictures as reading systems show them, in their order."""
    made = runner.map(FIT, pictures)
    return [one.data if data is None else data for one, data in zip(pictures, made, strict=True)]


def items_of(root: Path, sources: Iterable[str], runner: Runner) -> dict[str, Item]:
    """Return the item of each `src`, a path in the project or a `data:` URI.

    What has the same stem and the same content is one item.

    Raises:
        EditionError: as `fitted`, or the picture is missing or outside the project.
    """
    wanted = tuple(dict.fromkeys(sources))
    made = fit([_picture(root, source) for source in wanted], runner)
    by_name: dict[str, Item] = {}
    items = {}
    for source, data in zip(wanted, made, strict=True):
        item = _item(source, data)
        items[source] = by_name.setdefault(item.name, item)
    return items


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
    kind, stamp = media_type_of(data), hash_of(data)[:10]
    stem = "image" if source.startswith("data:") else PurePosixPath(unquote(source)).stem
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "image"
    return Item(f"image-{stamp}", f"images/{stem}-{stamp}.{_TYPES[kind]}", kind, data)


def _picture(root: Path, source: str) -> Picture:
    data = _embedded(source) if source.startswith("data:") else _file(root, source)
    return Picture.of(source, data)


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
