"""The cover that an editor gives: whether it can be used, and whether shops and readers will show it well."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from florilegium.book.bibliographic import Metadata
from florilegium.problems import Place, Report
from florilegium.system import files
from florilegium.system.whole_picture import BrokenPictureError, look_at

_LIMIT: Final = 40_000_000
FORMATS: Final = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}

#: Colour spaces that every reading system shows. CMYK is for presses; Kindle refuses it.
_MODES: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})

#: Shops ask for a long side of some 2500 pixels and refuse a short one under 1000; readers crop what is not
#: upright. Pixels and height by width.
_SHORTEST: Final = 1000
_MOST_PIXELS: Final = 60_000_000
_SHAPES: Final = (1.2, 2.0)


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
    if found.format not in FORMATS:
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
