"""The desk as an application: which address shows what, and which carries out what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.desk.answers import done, fields, refused
from florilegium.desk.guard import Guard
from florilegium.desk.views import book_shown, index_shown, pages_shown, sources_shown

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk

    View = Callable[[Desk, Request], Response] | Callable[[Desk, Request], Awaitable[Response]]

_STATIC: Final = Path(__file__).parent / "static"

#: What is served of our own besides pages, and its kind.
_FILES: Final = {
    "desk.js": "text/javascript; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


def routes() -> tuple[tuple[str, str, View], ...]:
    """Return every address of the desk: method, path, and what answers."""
    return (
        ("GET", "/", _home),
        ("GET", "/static/{name}", _static),
        ("GET", "/news", _news),
        ("GET", "/pages", pages_shown.pages),
        ("GET", "/pages/{place:int}/picture", pages_shown.picture),
        ("GET", "/pages/{place:int}/letters", pages_shown.letters),
        ("GET", "/pages/word", pages_shown.word),
        ("GET", "/pages/find", pages_shown.find),
        ("GET", "/problems", pages_shown.problems),
        ("POST", "/open", pages_shown.open_file),
        ("GET", "/book", book_shown.book),
        ("POST", "/book/move", book_shown.move),
        ("POST", "/book/name", book_shown.name),
        ("GET", "/sources", sources_shown.sources),
        ("GET", "/notes", sources_shown.notes),
        ("POST", "/sources/role", sources_shown.role),
        ("POST", "/sources/correction", sources_shown.correction),
        ("POST", "/sources/field", sources_shown.field),
        ("GET", "/index", index_shown.index),
        ("GET", "/index/heading", index_shown.heading),
        ("POST", "/index/decide", index_shown.decide),
        ("POST", "/index/change", index_shown.change),
        ("POST", "/undo", index_shown.undo),
        ("POST", "/make", _make),
        ("POST", "/stop", _stop),
    )


def application(desk: Desk, port: int) -> Guard:
    """Return the application of one desk behind its guard."""
    from starlette.applications import Starlette
    from starlette.requests import ClientDisconnect
    from starlette.routing import Route

    # What is no coroutine Starlette runs in a thread, so that nobody waits for it.
    made = [
        Route(path, partial(view, desk), methods=[method], name=f"{method} {path}")
        for method, path, view in routes()
    ]
    app = Starlette(
        routes=made, exception_handlers={404: _nothing_there, ClientDisconnect: _too_long, Exception: _fault}
    )
    hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
    return Guard(app, desk.keys, hosts, port)


def _home(_desk: Desk, _request: Request) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse("/pages", 303)


def _static(_desk: Desk, request: Request) -> Response:
    from starlette.responses import Response

    name = request.path_params["name"]
    if name not in _FILES:
        return refused("There is nothing here.", 404)
    return Response((_STATIC / name).read_bytes(), media_type=_FILES[name])


async def _news(desk: Desk, _request: Request) -> Response:
    from starlette.responses import StreamingResponse

    return StreamingResponse(desk.news.listen(), media_type="text/event-stream")


async def _make(desk: Desk, request: Request) -> Response:
    """Make editions and put them into `dist`."""
    known = {edition.name for edition in desk.live.request.registry}
    wanted = frozenset((await fields(request)).get("editions", "epub pdf").split()) & known
    if not wanted:
        return refused("Choose what is to be made.")
    desk.live.ask_editions(wanted)
    return done("making the book")


def _stop(desk: Desk, _request: Request) -> Response:
    desk.live.stop_editions()
    return done("stopping")


async def _nothing_there(_request: Request, _error: Exception) -> Response:
    return refused("There is nothing here.", 404)


async def _too_long(_request: Request, _error: Exception) -> Response:
    return refused("This is more than the desk can take at once.", 413)


async def _fault(_request: Request, error: Exception) -> Response:
    return refused(f"The program has a fault: {type(error).__name__}. What was there is untouched.", 500)
