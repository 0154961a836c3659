"""The view of the reader: the EPUB as telephones, tablets and e-readers show it."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Final

from florilegium.desk.answers import done, number, page, refused
from florilegium.desk.views.pages_shown import behind

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk

#: Kinds of the files of an EPUB; what else there is, is shown as bytes.
_KINDS: Final = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}


def reader(desk: Desk, request: Request) -> Response:
    """Show the reader, and have the EPUB kept ready."""
    desk.live.ask_reader()
    epub = desk.shown.epub
    return page(desk, request, "reader.html", parts=epub.parts if epub else ())


def file(desk: Desk, request: Request) -> Response:
    """Return a file of the EPUB. It is taken from the book in memory: no path leads to the disk."""
    from starlette.responses import Response

    name = str(request.path_params["file"])
    epub = desk.shown.epub
    data = epub.files.get(name) if epub else None
    if data is None:
        return refused("There is no such file in the EPUB.", 404)
    ending = f".{name.rpartition('.')[2].lower()}"
    kind = _KINDS.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
    return Response(data, media_type=kind)


def find(desk: Desk, request: Request) -> Response:
    """Return the file of the EPUB in which a block stands."""
    block = request.query_params.get("block", "")
    found = desk.shown.epub.file_of(block) if desk.shown.epub else ""
    if not found:
        return refused("This stands nowhere in the EPUB.", 404)
    return done(file=found, block=block)


def word(desk: Desk, request: Request) -> Response:
    """Return what stands behind the element that has the first known one of some `ids`, or behind a block."""
    asked, places = request.query_params, desk.places
    if places is None:
        return refused("There is no book yet.", 404)
    block, letter = asked.get("block", ""), -1
    if not block:
        block, letter = places.known(asked.get("ids", "").split())
    return behind(desk, places.neighbour(block, int(number(asked.get("step")))), letter)
