"""The pictures of a book for screens, fitted for readers: any process can do it, and the store keeps it.

EPUB 3.3 §3.2 names the formats that every reading system shows; `rasters.py` makes them fit older ones and
shops too. What else an article brings was refused when it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from florilegium.editions.screen.rasters import fit_for_readers
from florilegium.problems import EditionError
from florilegium.system.files import hash_of
from florilegium.system.patterns import regex
from florilegium.system.tasks.runner import Runner
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass
from florilegium.system.whole_picture import BrokenPictureError

#: What a drawing must not do in a book: run a script or ask for a file.
_ACTIVE: Final = regex(
    rb"<script|\bon\w+\s*=|<foreignObject|(?:href|src)\s*=\s*[\"'](?!#|data:)|url\(\s*[\"']?(?!#)|@import"
)

_SVG: Final = regex(rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*<svg[\s>]", re.DOTALL)


@dataclass(frozen=True)
class ScreenPicture:
    """A picture as the project has it. Messages call it by its `name`; the `key` is one of its own."""

    name: str
    key: str
    data: bytes

    @classmethod
    def of(cls, source: str, data: bytes) -> ScreenPicture:
        """Return the picture that a `src` means."""
        return cls(source[:60], hash_of(source.encode())[:24], data)


def fitted(picture: ScreenPicture) -> bytes:
    """Return the bytes of a picture as reading systems show them. Any process can do this.

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


def changed(picture: ScreenPicture) -> bytes | None:
    """Return a picture as `fitted`, or None when it stays as it is, so that it is not kept twice."""
    data = fitted(picture)
    return None if data == picture.data else data


#: Fit a picture for readers.
FIT: Final[Task[ScreenPicture, bytes | None]] = Task(
    name="picture",
    do=changed,
    kind=bytes | None,
    fingerprint=lambda picture: hash_of(picture.data),
    weight=lambda picture: len(picture.data),
)


def fit(pictures: Sequence[ScreenPicture], runner: Runner) -> list[bytes]:
    """Return the bytes of pictures as reading systems show them, in their order."""
    made = runner.map(FIT, pictures)
    return [one.data if data is None else data for one, data in zip(pictures, made, strict=True)]


def media_type_of(data: bytes) -> str:
    """Return what a picture is, by its first bytes; empty for what no reading system must show."""
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
