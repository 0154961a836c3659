"""How the desk answers: pages from templates, parts of pages, and what became of a wish."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from florilegium.system.files import hash_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from lxml.etree import _Element as Element
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.desk.live_build import Shown

#: What a form has sent: its fields by their names.
Given = Mapping[str, str]

#: What a paragraph can be, in words that stand in no manifest, where that has its own.
_ROLES: Final = {
    "quote": "quotation",
    "bio": "about the author",
    "credit": "picture’s credit",
    "provenance": "where it appeared",
    "boilerplate": "page furniture",
    "comment": "reader’s comment",
    "image": "picture",
}

#: Pages that greet an editor who has no book yet.
_WITHOUT_BOOK: Final = frozenset({"start.html", "pages.html", "book.html"})

_HOME: Final = Path(__file__).parent

#: What is served of our own besides pages.
STATIC: Final = _HOME / "static"

#: The views in the order of the work: path, name, and the key that leads there after `g`.
VIEWS: Final = (
    ("/pages", "Pages", "p"),
    ("/reader", "Reader", "r"),
    ("/book", "Book", "o"),
    ("/sources", "Sources", "s"),
    ("/notes", "Notes", "n"),
    ("/index", "Index", "i"),
    ("/problems", "Problems", "x"),
    ("/make", "Make", "m"),
)


@cache
def _templates() -> Environment:
    from florilegium.system.compiled_templates import templates_in

    made = templates_in(_HOME / "pages")
    made.filters["role"] = lambda role: _ROLES.get(role, role)
    made.filters["marked"] = _marked
    made.filters["hash"] = lambda text: hash_of(text.encode())[:16]
    return made


@cache
def style() -> str:
    """Return the style sheet of the desk."""
    return (STATIC / "desk.css").read_text(encoding="utf-8")


def _marked(body: Element) -> str:
    """Return the words of a note with their markup; what makes them is loaded when there are any."""
    from florilegium.pipeline.live.prose_preview import marked_words

    return marked_words(body)


def page(desk: Desk, request: Request, template: str, **values: Any) -> Response:
    """Return a page of the desk. All but the index show what a build makes: none is put off any longer,
    unless the page stood open beside the index and only renews itself. One that is opened has its style
    sheet within: nothing is painted before that is there.

    Where there is no book yet, most have nothing to show: one is begun instead.
    """
    from starlette.responses import HTMLResponse, RedirectResponse

    if template not in _WITHOUT_BOOK and desk.shown.read is None and not desk.manifest.exists():
        return RedirectResponse("/start", 303)
    is_opened = request.headers.get("sec-fetch-dest") != "empty"
    if template != "index.html" and is_opened:
        desk.live.rest(0)
    return HTMLResponse(
        part(template, **_common(desk, request.url.path), style=style() if is_opened else "", **values)
    )


def part(template: str, **values: Any) -> str:
    """Return a template with its values, as text."""
    return _templates().get_template(template).render(**values)


def done(words: str = "", **facts: Any) -> Response:
    """Say that a wish was carried out; `facts` tell the page what to do next."""
    from starlette.responses import JSONResponse

    return JSONResponse({"ok": True, "words": words, **facts})


def refused(words: str, status: int = 409, **facts: Any) -> Response:
    """Say that nothing was changed, and why."""
    from starlette.responses import JSONResponse

    return JSONResponse({"ok": False, "words": words, **facts}, status_code=status)


async def fields(request: Request) -> dict[str, str]:
    """Return what a form has sent (application/x-www-form-urlencoded); of a name, the last value."""
    body = await request.body()
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=2000))


def number(text: str | None, usual: float = 0) -> float:
    """Return a number of an address, or the usual one where there is none."""
    try:
        found = float(text or usual)
    except ValueError:
        return usual
    return found if abs(found) < 1e9 else usual


def _common(desk: Desk, path: str) -> dict[str, Any]:
    shown: Shown = desk.shown
    is_begun = desk.manifest.exists()
    book = shown.read.prepared.book if shown.read else None
    return {
        "views": VIEWS,
        "here": next((one for one in VIEWS if path.startswith(one[0])), ("", "A new book", "")),
        "title": book.metadata.title if book else desk.root.resolve().name,
        "token": desk.keys.writing,
        "is_begun": is_begun,
        "shown": shown,
        "problems": len(shown.problems) if is_begun else 0,
        "errors": sum(problem.severity.value == "error" for problem in shown.problems),
    }
