"""Pictures as reading systems take them: formats, colours and sizes that every shelf accepts.

EPUB 3.3 allows more than is sold. Apple Books refuses pictures of more than 5.6 million pixels, wants RGB,
and asks for JPEG or PNG (Apple Books Asset Guide, *Images*); Kindle and Adobe Digital Editions know no WebP.
The printed edition keeps every picture as it is.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from florilegium.system.whole_picture import look_at, opened

if TYPE_CHECKING:
    from PIL.Image import Image

#: The most pixels of a picture, a little under what Apple Books takes.
MOST_PIXELS: Final = 5_500_000

#: Colour spaces that screens show; all others (CMYK above all) are a press's.
_SCREEN: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"})

_SHOWN: Final = frozenset({"JPEG", "PNG", "GIF"})

_QUALITY: Final = 88

#: The Exif tag that says how a camera was held. Readers older than it show such a picture lying down.
_ORIENTATION: Final = 0x0112


def fit_for_readers(data: bytes) -> bytes:
    """Return a picture, made over only where a reading system could not show it.

    What moves stays as it is, since a picture made over would stand still.

    Raises:
        BrokenPictureError: it is no picture, or not all of one.
    """
    from PIL import Image

    facts = look_at(data)
    pixels = facts.size[0] * facts.size[1]
    with opened(data) as picture:
        shown = facts.format in _SHOWN and facts.mode in _SCREEN and pixels <= MOST_PIXELS
        turned = picture.getexif().get(_ORIENTATION, 1) != 1
        if getattr(picture, "is_animated", False) or (shown and not turned):
            return data
        made = _reduced(_on_screen(picture))
        if facts.mode == "P" and made.mode == "RGB":
            made = made.quantize(256, dither=Image.Dither.NONE)  # a drawing of few colours stays small
        return _written(made, photo=facts.format in {"JPEG", "WEBP"})


def _on_screen(picture: Image) -> Image:
    """Return a picture upright, in the colours of a screen, with its transparency."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "CMYK":
        return _from_inks(upright)
    if upright.mode in {"1", "L", "RGB", "RGBA"}:
        return upright
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _from_inks(picture: Image) -> Image:
    """Return a picture in the colours that its inks have on paper, as far as its profile says."""
    from PIL import ImageCms

    profile = picture.info.pop("icc_profile", None)
    if profile:
        try:
            inks = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            screen = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(picture, inks, screen, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            turned.info.pop("icc_profile", None)
            return turned
    return picture.convert("RGB")


def _reduced(picture: Image) -> Image:
    """Return a picture with no more pixels than a reader takes."""
    from PIL.Image import Resampling

    width, height = picture.size
    if width * height <= MOST_PIXELS:
        return picture
    by = (MOST_PIXELS / (width * height)) ** 0.5
    size = max(int(width * by), 1), max(int(height * by), 1)
    grey = picture.convert("L") if picture.mode == "1" else picture
    return grey.resize(size, Resampling.LANCZOS)


def _written(picture: Image, *, photo: bool) -> bytes:
    """Return a picture as JPEG, or as PNG where it is a drawing or lets the page shine through."""
    stream = io.BytesIO()
    profile = picture.info.get("icc_profile")
    if photo and not picture.has_transparency_data:
        picture.save(stream, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile)
    else:
        picture.save(stream, "PNG", optimize=True, icc_profile=profile)
    return stream.getvalue()
