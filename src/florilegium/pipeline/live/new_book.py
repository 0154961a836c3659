"""The beginning of a book at the desk: folders to choose from, articles to add, chapters, parts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from florilegium.manifest.manifest_file import manifest_at
from florilegium.manifest.reading.tree import Value, Way, bare_at, items_at
from florilegium.manifest.schema.keys import slug, sort_form
from florilegium.manifest.writing.item_moves import Nest, Shift
from florilegium.manifest.writing.stretches import UneditableError
from florilegium.manifest.writing.surgery import Add, Change, Put, Take
from florilegium.pipeline.beginning.article_files import Passed, articles_below
from florilegium.pipeline.scaffold import FirstManifest, first_entry, start
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import Written

__all__ = [
    "ArticleFolder",
    "Passed",
    "articles_below",
    "begun",
    "chapter_from",
    "folders_below",
    "part_from",
    "pictures_below",
    "unused",
    "with_article",
    "without_item",
]

#: How deep below its own folder the desk looks for articles, and folders that it shows.
_DEEP: Final = 3
_MOST: Final = 60

#: Endings of pictures, and how many of them are offered.
_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
_MANY: Final = 500


@dataclass(frozen=True)
class ArticleFolder:
    """A folder by its path below another, `.` for that one itself: how many articles it holds, and whether it
    is a book already."""

    name: str
    articles: int
    is_book: bool


def folders_below(root: Path) -> tuple[ArticleFolder, ...]:
    """Return the folders at and below one from which a book can be made, that one first."""
    return tuple(_folders(root))[:_MOST]


def _folders(root: Path) -> Iterator[ArticleFolder]:
    counts: dict[str, int] = {}
    for name in articles_below(root)[0]:
        above = Path(name).parent
        for folder in (above, *above.parents):
            counts[folder.as_posix()] = counts.get(folder.as_posix(), 0) + 1
    for name in sorted(counts, key=lambda one: (one != ".", one)):
        depth = 0 if name == "." else name.count("/") + 1
        if depth <= _DEEP:
            yield ArticleFolder(name, counts[name], manifest_at(root / name).exists())


def begun(folder: Path, title: str) -> FirstManifest:
    """Write the first manifest of a folder; it is the book from then on. Raises as `scaffold.start`."""
    return start(folder, date.today(), title or "An Anthology")


def pictures_below(root: Path) -> tuple[str, ...]:
    """Return the pictures of a project that a text can have, by their paths in it."""
    return tuple(sorted(_pictures(root)))[:_MANY]


def _pictures(root: Path) -> Iterator[str]:
    for where, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "dist"]
        base = Path(where).relative_to(root)
        yield from ((base / name).as_posix() for name in names if Path(name).suffix.lower() in _PICTURES)


def unused(root: Path, written: Value) -> tuple[str, ...]:
    """Return the articles of a project's folder that are not in its book."""
    used = set(_sources(written))
    return tuple(name for name in articles_below(root)[0] if name not in used)


def with_article(root: Path, source: str, chapter: Way, written: Value) -> tuple[Change, ...]:
    """Return how an article comes into a chapter, at its end, with the authors that it names.

    Raises:
        UneditableError: it is no article of the folder, or the chapter is not there.
    """
    if source not in unused(root, written):
        raise UneditableError(f"“{source}” is no article that is still to be added")
    if not isinstance(bare_at(written, (*chapter, "articles")), list):
        raise UneditableError("this chapter is not there any more")
    people = bare_at(written, ("contributors",))
    known = {_name(person): key for key, person in people.items()} if isinstance(people, dict) else {}
    changes: list[Change] = []
    keys: list[Written] = []
    first = first_entry(root, source)
    for name in first.authors:
        key = known.get(name.casefold())
        if key is None:
            key = _new_key(name, set(known.values()))
            known[name.casefold()] = key
            changes.append(Put(("contributors", key), {"name": name}))
        keys.append(key)
    authors: dict[str, Written] = {"authors": keys} if keys else {}
    title: dict[str, Written] = {"title": first.title} if first.title else {}
    return (*changes, Add((*chapter, "articles"), {"source": source, **title, **authors}))


def chapter_from(article: Way, title: str, written: Value) -> tuple[Change, ...]:
    """Return how a chapter begins with an article: that one and all behind it in its chapter go there.

    Raises:
        UneditableError: there is no such article, or it is the first of its chapter.
    """
    if article[-1] == 0:
        raise UneditableError("this article is the first of its chapter already")
    return _begun_from(article, title, {"source": "placeholder"}, written)


def part_from(chapter: Way, title: str, written: Value) -> tuple[Change, ...]:
    """Return how a part begins with a chapter: that one and all behind it in its part go there.

    The first part of a book without any begins with its first chapter, and has all of them.

    Raises:
        UneditableError: there is no such chapter, it is the first of its part, or there is no part before it.
    """
    whole = len(chapter) == 2
    if whole and chapter[-1] == 0:
        return (Nest(chapter[:-1], "parts", title),)
    if whole:
        raise UneditableError("the first part begins with the first chapter; begin it there")
    if chapter[-1] == 0:
        raise UneditableError("this chapter is the first of its part already")
    return _begun_from(chapter, title, {"title": "placeholder", "articles": ["placeholder"]}, written)


def _begun_from(item: Way, title: str, stopgap: Written, written: Value) -> tuple[Change, ...]:
    """Return how what holds an item is parted before it. A list is begun with a stopgap, which goes again."""
    *holders, number, key, first = item
    listed = bare_at(written, item[:-1])
    if not isinstance(listed, list) or not isinstance(first, int) or not isinstance(number, int):
        raise UneditableError("this is not there any more")
    rest, last = len(listed) - first, len(items_at(written, tuple(holders)))
    new: Way = (*holders, last)
    return (
        Add(tuple(holders), {"title": title, str(key): [stopgap]}),
        *(Shift((*item[:-1], first), (*new, key), place + 1) for place in range(rest)),
        Take((*new, key, 0)),
        *((Shift(new, tuple(holders), number + 1),) if last > number + 1 else ()),
    )


def without_item(way: Way, written: Value) -> tuple[Change, ...]:
    """Return how a part, a chapter or an article is taken out; what holds nothing then goes with it."""
    item = way
    while len(item) > 2 and len(items_at(written, item[:-1])) == 1:
        item = item[:-2]
    if len(item) == 2 and len(items_at(written, item[:-1])) == 1:
        raise UneditableError("this is the last article; a book needs one")
    return (Take(item),)


def _sources(written: Value) -> Iterator[str]:
    if isinstance(written, list):
        for item in written:
            yield from [item] if isinstance(item, str) else _sources(item)
    elif isinstance(written, dict):
        if "source" in written:
            yield os.path.normpath(str(written["source"])).replace(os.sep, "/")
            yield str(written.get("notes") or "")
        for key in ("parts", "chapters", "articles"):
            yield from _sources(written.get(key))


def _name(person: Value) -> str:
    return str(person.get("name") if isinstance(person, dict) else person).casefold()


def _new_key(name: str, taken: set[str]) -> str:
    surname, whole = slug(sort_form(name).partition(",")[0]), slug(name)
    free = (key for key in (surname, whole) if key[:1].isalpha() and key not in taken)
    return next(free, f"author-{len(taken) + 1}")
