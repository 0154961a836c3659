"""The view of the book: how one is begun, and its parts, chapters and articles as a tree, in which they are
moved, added and taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from florilegium.desk.answers import Given, done, number, page, refused
from florilegium.desk.change_answers import manifest_changed, not_changed
from florilegium.desk.views.form_shown import form_at
from florilegium.desk.writing import ConflictError
from florilegium.manifest.manifest_file import manifest_at
from florilegium.manifest.reading.tree import bare_at, items_at
from florilegium.manifest.writing.item_moves import Shift
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.pipeline.live.manifest_forms import people_of, way_of, way_text
from florilegium.pipeline.live.new_book import (
    articles_below,
    begun,
    chapter_from,
    folders_below,
    part_from,
    unused,
    with_article,
    without_item,
)
from florilegium.problems import FlorilegiumError
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value, Way
    from florilegium.manifest.writing.surgery import Change

#: Ways to what stands in the tree, to its articles and chapters, and to the lists that hold them.
_ARTICLE: Final = regex(r"(?:parts\.\d+\.)?chapters\.\d+\.articles\.\d+")
_CHAPTER: Final = regex(r"(?:parts\.\d+\.)?chapters\.\d+")
_ITEM: Final = regex(r"(?:parts\.\d+|(?:parts\.\d+\.)?chapters\.\d+(?:\.articles\.\d+)?)")
_LIST: Final = regex(r"parts|(?:parts\.\d+\.)?chapters(?:\.\d+\.articles)?")

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
    """Show the tree of the book as the manifest has it, and the form of what is chosen in it."""
    written = desk.written
    branches, at = tuple(_branches(written, (), _titles(desk))), request.query_params.get("at", "")
    found = desk.shown.read.articles if desk.shown.read else ()
    article = next((one for one in found if way_text(one.way) == at), None)
    return page(
        desk,
        request,
        "book.html",
        branches=branches,
        unused=unused(desk.root, written) if written else (),
        chapters=[(one.way, one.name) for one in _every(branches) if one.kind == "chapter"],
        people=people_of(written),
        form=form_at(desk, at),
        article=article,
        usual={"title": article.title} if article else {},
    )


def start(desk: Desk, request: Request) -> Response:
    """Greet, and show the folders of which a book can be made, with the articles of the chosen one."""
    folders = folders_below(desk.root)
    asked = request.query_params.get("folder", "")
    chosen = next((one for one in folders if one.name == asked), folders[0] if folders else None)
    articles, passed = articles_below(desk.root / chosen.name) if chosen else ((), ())
    return page(
        desk,
        request,
        "start.html",
        folders=folders,
        chosen=chosen,
        articles=articles,
        passed=[one for one in passed if not one.name.startswith(".")],
        there=desk.manifest.exists(),
        where=str(desk.root.resolve()),
    )


def begin(desk: Desk, given: Given) -> Response:
    """Make a book of a folder, or go on with the one that is there, and show it."""
    name, title = given.get("folder", ".").strip() or ".", given.get("title", "").strip()
    way = PurePosixPath(name)
    folder = (desk.root / name).resolve()
    if way.is_absolute() or ".." in way.parts or not folder.is_relative_to(desk.root.resolve()):
        return refused("The folder must be the one in which the desk was opened, or below it.")
    if not folder.is_dir():
        return refused(f"There is no folder “{name}” here.")
    manifest = desk.manifest if folder == desk.root.resolve() else manifest_at(folder)
    try:
        doubts = () if manifest.exists() else begun(folder, title).doubts
        if manifest != desk.manifest:
            desk.move(manifest)
    except FlorilegiumError as error:
        return not_changed(error)
    return done("the book is begun", leads="/book", doubts=list(doubts))


def move(desk: Desk, given: Given) -> Response:
    """Move an article, a chapter or a part: one step `up` or `down`, or to the place `at` of a list."""
    way, to = given.get("way", ""), given.get("to", "")
    if not way or not _ITEM.fullmatch(way) or (to and not _LIST.fullmatch(to)):
        return refused("This cannot be moved there.")

    def plan(written: Value) -> Sequence[Change]:
        _check(written, way_of(way), given.get("was"))
        if to:
            return (Shift(way_of(way), way_of(to), int(number(given.get("at")))),)
        return (_step(written, way_of(way), -1 if given.get("step") == "up" else 1),)

    return manifest_changed(desk, f"move “{given.get('was', way)}”", plan, again=True)


def add_article(desk: Desk, given: Given) -> Response:
    """Add an article of the folder to the end of a chapter."""
    source, way = given.get("source", ""), given.get("chapter", "")
    if not source or not _CHAPTER.fullmatch(way):
        return refused("Choose an article, and the chapter that it comes into.")
    return manifest_changed(
        desk,
        f"add “{source}”",
        lambda written: with_article(desk.root, source, way_of(way), written),
        again=True,
    )


def add_chapter(desk: Desk, given: Given) -> Response:
    """Begin a chapter with an article of another one."""
    if not _ARTICLE.fullmatch(given.get("way", "")):
        return refused("A chapter begins with an article.")
    return _begin_with(desk, given, "chapter", chapter_from)


def add_part(desk: Desk, given: Given) -> Response:
    """Begin a part with a chapter."""
    if not _CHAPTER.fullmatch(given.get("way", "")):
        return refused("A part begins with a chapter.")
    return _begin_with(desk, given, "part", part_from)


def _begin_with(
    desk: Desk, given: Given, kind: str, begun_from: Callable[[Way, str, Value], Sequence[Change]]
) -> Response:
    """Begin a chapter or a part, with a title, by what stands in another one."""
    way, title = given.get("way", ""), given.get("value", "").strip()
    if not title:
        return refused("A title is needed.")

    def plan(written: Value) -> Sequence[Change]:
        _check(written, way_of(way), given.get("was"))
        return begun_from(way_of(way), title, written)

    return manifest_changed(desk, f"{kind} “{title}”", plan, again=True)


def take_out(desk: Desk, given: Given) -> Response:
    """Take an article, a chapter or a part out of the book; its source stays where it is."""
    way = given.get("way", "")
    if not way or not _ITEM.fullmatch(way):
        return refused("This cannot be taken out here.")

    def plan(written: Value) -> Sequence[Change]:
        _check(written, way_of(way), given.get("was"))
        return without_item(way_of(way), written)

    return manifest_changed(desk, f"take out “{given.get('was', way)}”", plan, again=True)


def _step(written: Value, way: Way, step: int) -> Shift:
    """Return the move of an item by one place; beyond the end of its list into the next of the book that
    holds such items, in another chapter or part."""
    place = int(way[-1])
    if 0 <= place + step < len(items_at(written, way[:-1])):
        return Shift(way, way[:-1], place + step)
    lists = list(_lists(written, str(way[-2]), ()))
    at = lists.index(way[:-1]) + step if way[:-1] in lists else -1
    if not 0 <= at < len(lists):
        raise UneditableError("it stands at the end already")
    return Shift(way, lists[at], 0 if step > 0 else len(items_at(written, lists[at])))


def _lists(written: Value, wanted: str, way: Way) -> Iterator[Way]:
    """Yield the ways to the lists of parts, chapters or articles, in the order of the book."""
    for key in _BELOW:
        here = (*way, key)
        if key == wanted and isinstance(bare_at(written, here), list):
            yield here
        for place in range(len(items_at(written, here))):
            yield from _lists(written, wanted, (*here, place))


def _branches(written: Value, way: Way, titles: dict[str, str]) -> Iterator[Branch]:
    for key in _BELOW:
        for place, item in enumerate(items_at(written, (*way, key))):
            here = (*way, key, place)
            below = tuple(_branches(written, here, titles))
            name, kind = _name(item, titles), key.removesuffix("s")
            yield Branch(way_text(here), name, kind, _mark(item), below)


def _every(branches: Sequence[Branch]) -> Iterator[Branch]:
    for one in branches:
        yield one
        yield from _every(one.below)


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
