"""The desk as an application: which address shows what, and which carries out what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from florilegium.desk.answers import STATIC, fields, refused, style
from florilegium.desk.guard import Application, Guard

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk

    #: What answers: of a GET it is given the request, of a POST what the form has sent.
    View = Callable[[Desk, Any], Response] | Callable[[Desk, Any], Awaitable[Response]]

#: What is served of our own besides pages, and its kind.
_FILES: Final = {
    "desk.js": "text/javascript; charset=utf-8",
    "reader.js": "text/javascript; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "reader.css": "text/css; charset=utf-8",
    "mark.svg": "image/svg+xml",
}


def application(desk: Desk, port: int) -> Guard:
    """Return the application of one desk behind its guard."""
    from starlette.applications import Starlette
    from starlette.requests import ClientDisconnect
    from starlette.routing import Route

    # What is no coroutine Starlette runs in a thread, so that nobody waits for it.
    made = [
        Route(
            path,
            _wish(_view(named), desk) if method == "POST" else partial(_view(named), desk),
            methods=[method],
        )
        for method, path, named in ROUTES
    ]
    app = Starlette(
        routes=made, exception_handlers={404: _nothing_there, ClientDisconnect: _too_long, Exception: _fault}
    )
    hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
    return Guard(app, desk.keys, hosts, port, home=partial(_first_view, desk), style=style())


async def make_first_page(inner: Application) -> None:
    """Make the first page for nobody, so that all it needs is loaded when somebody asks for it. What fails is
    told to him."""
    scope = {"type": "http", "method": "GET", "path": "/pages", "query_string": b"", "headers": []}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(_message: MutableMapping[str, Any]) -> None:
        return

    with suppress(Exception):
        await inner(scope, receive, send)


def _view(named: View | str) -> View:
    """Return what answers. A module of `views/` is imported when it is first asked for, so that the first
    spread waits for no other."""
    if not isinstance(named, str):
        return named
    module, _, name = named.partition(".")

    def view(desk: Desk, asked: Any) -> Response:
        shown: Response = getattr(import_module(f"florilegium.desk.views.{module}"), name)(desk, asked)
        return shown

    return view


def _wish(view: View, desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a form: it is read here, and carried out in a thread."""

    async def answer(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        given = await fields(request)
        return await run_in_threadpool(view, desk, given)  # type: ignore[arg-type]

    return answer


def _first_view(desk: Desk) -> str:
    """Return where the desk begins."""
    return "/pages" if desk.manifest.exists() else "/start"


def _home(desk: Desk, _request: Request) -> Response:
    from starlette.responses import RedirectResponse

    return RedirectResponse(_first_view(desk), 303)


async def _pages(desk: Desk, request: Request) -> Response:
    """Show the pages: those of the last sitting at once, since threads take longer to load than they."""
    from starlette.concurrency import run_in_threadpool

    from florilegium.desk.views.pages_shown import pages

    if desk.shown.pages is None:
        return pages(desk, request)
    return await run_in_threadpool(pages, desk, request)


async def _static(_desk: Desk, request: Request) -> Response:
    """Return a file of our own: read at once, since a thread for it would take longer."""
    from starlette.responses import Response

    name = request.path_params["name"]
    if name not in _FILES:
        return refused("There is nothing here.", 404)
    return Response((STATIC / name).read_bytes(), media_type=_FILES[name])


async def _news(desk: Desk, _request: Request) -> Response:
    from starlette.responses import StreamingResponse

    desk.live.looked_at()
    return StreamingResponse(desk.news.listen(), media_type="text/event-stream")


async def _nothing_there(_request: Request, _error: Exception) -> Response:
    return refused("There is nothing here.", 404)


async def _too_long(_request: Request, _error: Exception) -> Response:
    return refused("This is more than the desk can take at once.", 413)


async def _fault(_request: Request, error: Exception) -> Response:
    return refused(f"The program has a fault: {type(error).__name__}. What was there is untouched.", 500)


#: Every address of the desk: method, path, and what answers: a function, or the name of one in `views/`.
ROUTES: Final[tuple[tuple[str, str, View | str], ...]] = (
    ("GET", "/", _home),
    ("GET", "/static/{name}", _static),
    ("GET", "/news", _news),
    ("GET", "/pages", _pages),
    ("GET", "/pages/{place:int}/picture", "pages_shown.picture"),
    ("GET", "/pages/{place:int}/letters", "pages_shown.letters"),
    ("GET", "/pages/word", "pages_shown.word"),
    ("GET", "/pages/find", "pages_shown.find"),
    ("GET", "/pages/marks", "pages_shown.marks"),
    ("GET", "/reader", "reader_shown.reader"),
    ("GET", "/reader/find", "reader_shown.find"),
    ("GET", "/reader/word", "reader_shown.word"),
    ("GET", "/reader/book/{file:path}", "reader_shown.file"),
    ("GET", "/problems", "problems_shown.problems"),
    ("POST", "/open", "problems_shown.open_file"),
    ("GET", "/book", "book_shown.book"),
    ("POST", "/book/move", "book_shown.move"),
    ("POST", "/book/article", "book_shown.add_article"),
    ("POST", "/book/chapter", "book_shown.add_chapter"),
    ("POST", "/book/part", "book_shown.add_part"),
    ("POST", "/book/without", "book_shown.take_out"),
    ("POST", "/form/save", "form_shown.save"),
    ("POST", "/form/add", "form_shown.add"),
    ("POST", "/form/without", "form_shown.take_out"),
    ("POST", "/form/text", "form_shown.save_text"),
    ("POST", "/form/preview", "form_shown.preview"),
    ("GET", "/start", "book_shown.start"),
    ("POST", "/start", "book_shown.begin"),
    ("GET", "/sources", "sources_shown.sources"),
    ("GET", "/notes", "sources_shown.notes"),
    ("POST", "/sources/role", "sources_shown.role"),
    ("POST", "/sources/correction", "sources_shown.correction"),
    ("POST", "/sources/picture", "sources_shown.picture"),
    ("POST", "/sources/published", "sources_shown.published"),
    ("GET", "/index", "index_shown.index"),
    ("GET", "/index/heading", "index_shown.heading"),
    ("POST", "/index/decide", "index_shown.decide"),
    ("POST", "/index/change", "index_shown.change"),
    ("POST", "/index/pair", "index_shown.pair"),
    ("POST", "/undo", "index_shown.undo"),
    ("POST", "/redo", "index_shown.redo"),
    ("GET", "/make", "make_shown.make"),
    ("GET", "/make/file", "make_shown.finished"),
    ("POST", "/make", "make_shown.begin"),
    ("POST", "/stop", "make_shown.stop"),
)
