"""The pictures of a book for screens as files: project files and `data:` URIs, each content once.

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

from florilegium.editions.screen.pictures import ScreenPicture, fit, media_type_of
from florilegium.problems import EditionError
from florilegium.system import files
from florilegium.system.files import hash_of
from florilegium.system.tasks.runner import Runner
from florilegium.system.values import dataclass

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


@dataclass(frozen=True)
class PictureFile:
    """A picture as a file of an edition. Its `name` is a path, and `stamp` what its content is known by."""

    name: str
    stamp: str
    media_type: str
    data: bytes


def picture_files(root: Path, sources: Iterable[str], runner: Runner) -> dict[str, PictureFile]:
    """Return the file of each `src`, a path in the project or a `data:` URI.

    What has the same stem and the same content is one file.

    Raises:
        EditionError: as `fitted`, or the picture is missing or outside the project.
    """
    wanted = tuple(dict.fromkeys(sources))
    made = fit([_picture(root, source) for source in wanted], runner)
    by_name: dict[str, PictureFile] = {}
    found = {}
    for source, data in zip(wanted, made, strict=True):
        file = _named(source, data)
        found[source] = by_name.setdefault(file.name, file)
    return found


def _named(source: str, data: bytes) -> PictureFile:
    kind, stamp = media_type_of(data), hash_of(data)[:10]
    stem = "image" if source.startswith("data:") else PurePosixPath(unquote(source)).stem
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40] or "image"
    return PictureFile(f"images/{stem}-{stamp}.{_TYPES[kind]}", stamp, kind, data)


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
