"""The pictures of a source: files of the project, or data that a DOCX or a page carries within.

A picture is read to see that it is one. Nothing is fetched: a picture on the web is a problem with its place.
Drawings in SVG can run scripts and lean on other files, and are refused.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element as Element

from florilegium.sources.manuscript import FATES, LedgerEntry, PictureChoice, Reading
from florilegium.sources.tree.cutting import detach
from florilegium.system import files
from florilegium.system.values import dataclass
from florilegium.system.whole_picture import BrokenPictureError, look_at

#: Formats that may stand in a text as data.
_DATA: Final = ("image/png", "image/jpeg", "image/gif")

#: Formats that no reading system shows, by the names that editors know.
_NAMES: Final = {
    **dict.fromkeys(("image/x-emf", "image/emf"), "EMF, a drawing for Windows"),
    **dict.fromkeys(("image/x-wmf", "image/wmf"), "WMF, a drawing for Windows"),
    **dict.fromkeys(("image/tiff", "image/tif"), "TIFF"),
    **dict.fromkeys(("image/bmp", "image/x-ms-bmp"), "BMP"),
    "image/svg+xml": "SVG, which may hold programs",
    "image/x-pict": "PICT, a drawing for old Macs",
    "image/webp": "WebP as data",
}

#: A picture of no more pixels in height and width is a dot.
_DOT: Final = 2

#: The attribute in which a picture has the file that the manifest puts in its place, until it is looked up.
_CHOSEN: Final = "chosen-file"

#: No picture of a book is larger, in bytes.
_LIMIT: Final = 50_000_000

#: What an editor can do about a picture that is not to be had.
_OR_DROP: Final = "If it cannot be had, `pictures: drop` in the manifest leaves it out."


class _RefusedError(Exception):
    """A picture cannot be used; the message says why, `hint` how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _DotError(_RefusedError):
    """A picture is a dot: it spaces a page, counts its readers, or stands for a picture that loads later."""


@dataclass(frozen=True)
class Dropped:
    """A picture that cannot be had and was left out: the line of its figure, if that went too, else its own;
    what was said of it, why, and how many letters of a caption went with it.
    """

    line: int
    words: str
    why: str
    characters: int = 0


def put_chosen(trees: Sequence[Element], reading: Reading) -> None:
    """Name at pictures, in place, the files that the manifest puts in their place.

    Reports:
        S070: what the manifest names is no picture of the source, or several.
    """
    images = [image for tree in trees for image in tree.iter("img")]
    for choice in reading.picture_files:
        found = [image for image in images if _is_meant(image, choice)]
        if len(found) == 1:
            found[0].set(_CHOSEN, choice.file)
            continue
        named = f"“{choice.address}”" if choice.address else f"line {choice.line}"
        message = f"{named} of “{reading.name}” has {len(found) or 'no'} pictures; it must be one"
        known = ", ".join(dict.fromkeys(f"line {_line(image)}" for image in images[:5]))
        hint = f"The source has pictures on {known}." if known else "The source has no picture."
        reading.report.add("S070", choice.place, message, hint)


def _is_meant(image: Element, choice: PictureChoice) -> bool:
    return image.get("src") == choice.address if choice.address else _line(image) == choice.line


def settle_images(tree: Element, reading: Reading) -> list[Dropped]:
    """Look up every picture of a tree, in place: its `src` becomes a path inside the project, or stays data.

    Returns the pictures that were left out because the manifest wants it so.

    Reports:
        S010: a picture has no alternative text.
        S011: a picture is missing, on the web, outside the project, or none; or a dot stands for it, which
            has words of its own. It is taken out.
    """
    dropped: list[Dropped] = []
    for image in list(tree.iter("img")):
        try:
            chosen = image.attrib.pop(_CHOSEN, "")
            found = _chosen(chosen, reading) if chosen else _source(image.get("src", ""), reading)
            image.set("src", found)
        except _RefusedError as error:
            if isinstance(error, _DotError) and not _has_words(image):
                dropped.append(Dropped(_line(image), "", str(error)))
                _take_out(image)
            elif reading.pictures == "need":
                reading.problem("S011", image.get("at", ""), str(error), error.hint)
                _take_out(image)
            else:
                dropped.append(_drop(image, str(error), reading))
            continue
        if not (image.get("alt") or "").strip():
            message = f"the image “{_shown(image.get('src', ''))}” has no alternative text"
            hint = "Say in a few words what it shows, for readers who cannot see it."
            reading.problem("S010", image.get("at", ""), message, hint)
    return dropped


def _line(image: Element) -> int:
    return int(image.get("at", "0").partition(":")[0] or 0)


def _has_words(image: Element) -> bool:
    """Return whether a picture is described, or has a caption: then it is not for spacing only."""
    figure = next(image.iterancestors("figure"), None)
    captioned = figure is not None and figure.find(".//figcaption") is not None
    return captioned or bool((image.get("alt") or "").strip())


def _drop(image: Element, why: str, reading: Reading) -> Dropped:
    """Take out a picture that cannot be had; its caption goes with it, or stays as a paragraph."""
    alt = " ".join((image.get("alt") or "").split())
    figure = image.getparent()
    alone = figure is not None and figure.tag == "figure" and len(figure.findall(".//img")) == 1
    if figure is None or not alone or figure.find("table") is not None or reading.pictures == "caption":
        _take_out(image)
        return Dropped(_line(image), alt, why)
    caption = " ".join("".join(str(text) for text in figure.itertext()).split())
    words = caption if alt in caption else f"{caption} {alt}".strip()
    line = _line(figure) or _line(image)
    detach(figure)
    return Dropped(line, words, why, len("".join(caption.split())))


def enter_dropped(ledger: Sequence[LedgerEntry], dropped: Sequence[Dropped]) -> tuple[LedgerEntry, ...]:
    """Return the ledger with the pictures that were left out; a figure whose picture went has its reason."""
    entries = list(ledger)
    for one in dropped:
        fate = f"left out: {one.why}"
        found = [
            index
            for index, entry in enumerate(entries)
            if entry.role == "image"
            and entry.line == one.line
            # Markdown counts the letters of its markup, and has no words for them.
            and (entry.characters == one.characters or not entry.words)
        ]
        if found and entries[found[0]].fate == FATES["image"]:
            entry = entries[found[0]]
            words = entry.words or one.words[:60]
            entries[found[0]] = replace(entry, words=words, fate=fate, text=one.words)
        else:
            later = (index for index, entry in enumerate(entries) if entry.line > one.line)
            entry = LedgerEntry(
                line=one.line,
                last_line=one.line,
                role="image",
                words=one.words[:60],
                characters=0,
                fate=fate,
                text=one.words,
            )
            entries.insert(next(later, len(entries)), entry)
    return tuple(entries)


def _shown(source: str) -> str:
    return source if not source.startswith("data:") else f"{source[:30]}…"


def _source(source: str, reading: Reading) -> str:
    """Return the path of a picture inside the project, or its data, after a look at it."""
    if source.startswith("data:"):
        return _data(source)
    try:
        parts = urlsplit(source)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme or parts.netloc:
        message = f"the image “{source[:80]}” is not in the project"
        hint = "Nothing is fetched: save the image in the project and name that file."
        raise _RefusedError(message, f"{hint} {_OR_DROP}")
    path = unquote(parts.path)
    if not path:
        raise _RefusedError(
            "an image names no file", "Write the file’s name in `src`, or take the image out."
        )
    if reading.root is None:
        message = "an inline text cannot have an image"
        raise _RefusedError(message, "Put the text in a file of its own.")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(reading.name), path))
    return _file(reading.root, name, path, f"A path is read from the source’s own folder. {_OR_DROP}")


def _chosen(name: str, reading: Reading) -> str:
    """Return the path of a picture that the manifest names, after a look at it."""
    if reading.root is None:
        return ""
    return _file(reading.root, name, name, "Name a file of the project under `picture_files`.")


def _file(root: Path, name: str, said: str, hint: str) -> str:
    try:
        data = files.read(root, name, _LIMIT)
    except files.FileRefusedError as error:
        raise _RefusedError(f"the image cannot be used: {error.message}", hint) from None
    _look(data, said)
    return _on_disk(root, name)


def _on_disk(root: Path, name: str) -> str:
    """Return the name that a file has on the disk: its accents may be coded otherwise than in the source."""
    return files.locate(root, name).relative_to(root.resolve()).as_posix()


def _data(source: str) -> str:
    """Return the data of a picture, when it is one of a few kinds and sound."""
    head, _, data = source.partition(",")
    kind = head.removeprefix("data:").split(";")[0].strip().lower()
    if kind not in _DATA or not head.endswith(";base64") or len(data) > _LIMIT:
        name = _NAMES.get(kind, "a kind that is not known here")
        message = f"an image stands here as data of a kind that a book cannot carry: {name}"
        raise _RefusedError(message, "Put it in as PNG; in Word copy it and paste it as a picture (PNG).")
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise _RefusedError("the data of an image is broken", "Put the image in again.") from None
    _look(content, "data")
    return source


def _look(data: bytes, name: str) -> None:
    """See that the bytes are a whole picture of a known kind and of a sane size."""
    try:
        size = look_at(data).size
    except BrokenPictureError as error:
        if b"<svg" in data[:2000].lower():
            message = f"the image “{name}” is a drawing in SVG, which a book does not take"
            raise _RefusedError(message, "Save it as PNG, at 300 dots to the inch.") from None
        message = f"the image “{name}” is no PNG, JPEG, GIF or WebP image, or not a whole one: {error}"
        raise _RefusedError(message, "Save it again as PNG or JPEG.") from None
    if max(size) <= _DOT:
        message = f"a dot of {size[0]} × {size[1]} pixels stands here for an image"
        hint = "Save the image itself beside the text, and name its file here."
        raise _DotError(message, hint)


def _take_out(image: Element) -> None:
    """Remove an image from its text, and its figure if nothing else is in it."""
    parent = image.getparent()
    if parent is None:
        return
    before = image.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (image.tail or "")
    else:
        parent.text = (parent.text or "") + (image.tail or "")
    image.tail = None
    parent.remove(image)
    if parent.tag != "figure" or parent.find("img") is not None or parent.find("table") is not None:
        return
    caption = parent.find("figcaption")
    if caption is not None and caption.text:
        parent.tag = "p"
        parent.text = caption.text
        parent.extend(list(caption))
        parent.remove(caption)
    elif not len(parent) and (grandparent := parent.getparent()) is not None:
        grandparent.remove(parent)
