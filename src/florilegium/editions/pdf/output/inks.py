"""Every colour of a page as a tint of black.

Black text comes out of layout as `0 0 0 rg`, which a press would print in three inks one over another. As
`0 g` it is printed in one, and stays sharp.
"""

from __future__ import annotations

import io
import re
from typing import Any, Final

from florilegium.system.patterns import regex

_NUMBER: Final = rb"(-?\d*\.?\d+)"
_RGB: Final = regex(rb"^%b %b %b (rg|RG)$" % (_NUMBER, _NUMBER, _NUMBER), re.M)
_CMYK: Final = regex(rb"^%b %b %b %b (k|K)$" % (_NUMBER, _NUMBER, _NUMBER, _NUMBER), re.M)

#: How bright red, green and blue look (ITU-R BT.601).
_BRIGHTNESS: Final = (0.299, 0.587, 0.114)


def in_black(content: bytes) -> bytes:
    """Return a page's content with every colour as a tint of black."""
    content = _RGB.sub(_tint_of_light, content)
    return _CMYK.sub(_tint_of_ink, content)


def _tint_of_light(found: re.Match[bytes]) -> bytes:
    light = sum(float(found[at]) * part for at, part in zip((1, 2, 3), _BRIGHTNESS, strict=True))
    return b"%g %b" % (round(light, 4), b"g" if found[4] == b"rg" else b"G")


def _tint_of_ink(found: re.Match[bytes]) -> bytes:
    ink = sum(float(found[at]) * part for at, part in zip((1, 2, 3), _BRIGHTNESS, strict=True))
    return b"%g %b" % (round(max(1 - ink - float(found[4]), 0), 4), b"g" if found[5] == b"k" else b"G")


def pictures_in_black(resources: Any) -> None:
    """Turn the pictures of a page's resources into tints of black, those inside drawings too."""
    _blacken_things(resources, set())


def _blacken_things(resources: Any, seen: set[tuple[int, int]]) -> None:
    import pikepdf

    for thing in resources.get("/XObject", {}).values():
        if thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if thing.Subtype == pikepdf.Name.Form:
            thing.write(in_black(thing.read_bytes()))
            _blacken_things(thing.get("/Resources", {}), seen)
        elif thing.Subtype == pikepdf.Name.Image and not _is_black(thing):
            _blacken(thing)


def _is_black(picture: Any) -> bool:
    return bool(picture.get("/ImageMask", False)) or str(picture.get("/ColorSpace", "")) == "/DeviceGray"


def _blacken(picture: Any) -> None:
    """Turn a picture grey. A photograph stays a JPEG, a drawing is kept without loss."""
    import pikepdf

    grey = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    if picture.get("/Filter") == pikepdf.Name.DCTDecode:
        out = io.BytesIO()
        grey.save(out, "JPEG", quality=95)
        picture.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)
    else:
        picture.write(grey.tobytes())
    picture.ColorSpace = pikepdf.Name.DeviceGray
    picture.BitsPerComponent = 8
    for key in ("/Decode", "/DecodeParms"):
        if key in picture:
            del picture[key]
