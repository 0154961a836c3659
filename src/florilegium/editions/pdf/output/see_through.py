"""What one sees through: PDF/X-1a:2001 and PDF/X-3:2002 know none of it (ISO 15930-1, ISO 15930-3).

A picture that is transparent in places is laid on white, as it stands on paper. A group of drawings that are
all opaque looks the same when it is none. What is left cannot be flattened without drawing the page in dots:
`seen_through` finds it, and its page is named to the editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_NORMAL = {"/Normal", "/Compatible"}


def flatten(pages: Sequence[Any]) -> None:
    """Lay pictures on white and dissolve groups, on pages and in the drawings on them."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        if "/Group" in page:
            del page["/Group"]
        _flatten_things(page.get("/Resources", {}), seen)


def _flatten_things(resources: Any, seen: set[tuple[int, int]]) -> None:
    import pikepdf

    for thing in resources.get("/XObject", {}).values():
        if thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if thing.Subtype == pikepdf.Name.Form:
            if "/Group" in thing and not any(_faults(thing.get("/Resources", {}), set())):
                del thing["/Group"]
            _flatten_things(thing.get("/Resources", {}), seen)
        elif "/SMask" in thing:
            _lay_on_white(thing)


def _lay_on_white(picture: Any) -> None:
    """Mix a picture with white by its mask, and take the mask away. It becomes grey, as all is in a press."""
    import pikepdf
    from PIL import Image

    shown = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    mask = pikepdf.PdfImage(picture.SMask).as_pil_image().convert("L")
    if mask.size != shown.size:
        mask = mask.resize(shown.size, Image.Resampling.LANCZOS)
    laid = Image.composite(shown, Image.new("L", shown.size, 255), mask)
    picture.write(laid.tobytes())
    picture.ColorSpace, picture.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    for key in ("/SMask", "/Decode", "/DecodeParms", "/Matte"):
        if key in picture:
            del picture[key]


def seen_through(page: Any) -> Iterator[str]:
    """Yield what on a page one sees through, in words."""
    yield from _faults(page.get("/Resources", {}), set())


def _faults(resources: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    for state in resources.get("/ExtGState", {}).values():
        yield from _of_state(state)
    for thing in resources.get("/XObject", {}).values():
        if thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if "/SMask" in thing:
            yield "a picture with a mask"
        yield from _faults(thing.get("/Resources", {}), seen)


def _of_state(state: Any) -> Iterator[str]:
    if any(float(state.get(key, 1)) < 1 for key in ("/CA", "/ca")):
        yield "a drawing that is transparent"
    if str(state.get("/SMask", "/None")) != "/None":
        yield "a drawing behind a mask"
    if str(state.get("/BM", "/Normal")) not in _NORMAL:
        yield "colours that are mixed"
