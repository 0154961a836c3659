"""The view of the book: its parts, chapters and articles as a tree, in which they are moved and named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from florilegium.desk.answers import fields, manifest_changed, number, page, refused
from florilegium.desk.writing import ConflictError
from florilegium.manifest.reading.tree import bare_at
from florilegium.manifest.writing.item_moves import Shift
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import Put

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value, Way
    from florilegium.manifest.writing.surgery import Change

#: Ways to what stands in the tree, and to the lists that hold it; the empty one is the book itself.
_ITEM: Final = re.compile(r"(?:parts\.\d+|(?:parts\.\d+\.)?chapters\.\d+(?:\.articles\.\d+)?)?")
_LIST: Final = re.compile(r"parts|(?:parts\.\d+\.)?chapters(?:\.\d+\.articles)?")

#: What holds what, from the outermost in.
_BELOW: Final = ("parts", "chapters", "articles")


@dataclass(frozen=True)
class Branch:
    """A part, a chapter or an article: its way as an address, its name, what it is, and what it holds.

    `mark` is by what it is known again when it is moved.
    """

    way: str
    name: str
    kind: str
    mark: str
    below: tuple[Branch, ...]


def book(desk: Desk, request: Request) -> Response:
    """Show the tree of the book as the manifest has it."""
    written = desk.written
    keys = written if isinstance(written, dict) else {}
    facts = [(key, str(keys.get(key) or "")) for key in ("title", "subtitle")]
    return page(
        desk, request, "book.html", branches=tuple(_branches(written, (), _titles(desk))), facts=facts
    )


async def move(desk: Desk, request: Request) -> Response:
    """Move an article, a chapter or a part: one step `up` or `down`, or to the place `at` of a list."""
    given = await fields(request)
    way, to = given.get("way", ""), given.get("to", "")
    if not way or not _ITEM.fullmatch(way) or (to and not _LIST.fullmatch(to)):
        return refused("This cannot be moved there.")

    def plan(written: Value) -> Sequence[Change]:
        _check(written, _way(way), given.get("was"))
        if to:
            return (Shift(_way(way), _way(to), int(number(given.get("at")))),)
        return (_step(written, _way(way), -1 if given.get("step") == "up" else 1),)

    return manifest_changed(desk, f"move “{given.get('was', way)}”", plan, again=True)


async def name(desk: Desk, request: Request) -> Response:
    """Give the book, a part, a chapter or an article another title."""
    given = await fields(request)
    way, value, key = given.get("way", ""), given.get("value", "").strip(), given.get("key", "title")
    if not _ITEM.fullmatch(way) or key not in {"title", "subtitle"} or (way and key != "title"):
        return refused("This has no title here.")
    if not value and key == "title":
        return refused("A title is needed.")

    def plan(written: Value) -> Sequence[Change]:
        keys = bare_at(written, _way(way))
        now = str(keys.get(key) or "") if isinstance(keys, dict) else ""
        if now != given.get("was", now):
            raise ConflictError("this title has been changed meanwhile", value, now)
        return (Put((*_way(way), key), value),)

    return manifest_changed(desk, f"{key} “{value}”", plan, again=True)


def _step(written: Value, way: Way, step: int) -> Shift:
    """Return the move of an item by one place; beyond the end of its list into the next one of its kind."""
    listed, place = bare_at(written, way[:-1]), int(way[-1])
    if isinstance(listed, list) and 0 <= place + step < len(listed):
        return Shift(way, way[:-1], place + step)
    if len(way) >= 4:
        holder = (*way[:-3], int(way[-3]) + step, way[-2])
        beside = bare_at(written, holder)
        if isinstance(beside, list):
            return Shift(way, holder, 0 if step > 0 else len(beside))
    raise UneditableError("it stands at the end already")


def _branches(written: Value, way: Way, titles: dict[str, str]) -> Iterator[Branch]:
    for key in _BELOW:
        listed = bare_at(written, (*way, key))
        for place, item in enumerate(listed if isinstance(listed, list) else ()):
            here = (*way, key, place)
            below = tuple(_branches(written, here, titles))
            name, kind = _name(item, titles), key.removesuffix("s")
            yield Branch(".".join(map(str, here)), name, kind, _mark(item), below)


def _name(item: Value, titles: dict[str, str]) -> str:
    if not isinstance(item, dict):
        return titles.get(str(item), str(item))
    source = str(item.get("source") or "")
    return str(item.get("title") or titles.get(source, source))


def _titles(desk: Desk) -> dict[str, str]:
    """Return the titles that articles have of themselves, by their sources."""
    read = desk.shown.read
    return {one.text.source: one.title for one in read.prepared.book.articles} if read else {}


def _check(written: Value, way: Way, was: str | None) -> None:
    """Raise ConflictError when something else stands at a way than was shown there."""
    item = bare_at(written, way)
    if item is None or (was is not None and _mark(item) != was):
        raise ConflictError("the order of the book has been changed meanwhile", was or "", _mark(item))


def _mark(item: Value) -> str:
    """Return by what an item is known again: an article by its source, others by their titles."""
    return str(item.get("source") or item.get("title")) if isinstance(item, dict) else str(item)


def _way(text: str) -> Way:
    return tuple(int(step) if step.isdecimal() else step for step in text.split(".") if step)
