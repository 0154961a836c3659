"""The articles in an archive, in their order, and the files that are none.

An EPUB has them in its package's order of reading. An export of Substack tells of each post in `posts.csv`.
Of any other archive, such as that of Google Docs, each file that a reader knows is one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Final

from florilegium.problems import Report
from florilegium.sources.bundles.epub_contents import contents_in, places_in
from florilegium.sources.bundles.epub_package import PackageRecord, is_typed_apparatus
from florilegium.sources.manuscript import SourceRequest
from florilegium.system import files
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: No page, package or table of an archive is larger, in bytes.
_LIMIT: Final = 20_000_000

#: So many files of an archive are named in a hint.
_SHOWN: Final = 6

_LETTER: Final = regex(r"[^\W_]")
_UNSHOWN: Final = regex(r"<!--.*?-->|<(head|script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)

#: What an archive of a Mac, or of Windows, has beside the files that were packed.
_HIDDEN: Final = ("__MACOSX", ".", "Thumbs.db", "desktop.ini", "META-INF")


@dataclass(frozen=True)
class BundledArticle:
    """An article in an archive: its file's name there, and what the archive says of it.

    `places` are the ids of the articles that the page of an EPUB holds, if its contents lead to several.
    """

    name: str
    title: str = ""
    deck: str = ""
    creators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArticleBundle:
    """The articles of an archive in their order, and its files that are none, each with the reason."""

    articles: tuple[BundledArticle, ...]
    passed: tuple[tuple[str, str], ...]


def bundle_in(root: Path, name: str, endings: Collection[str]) -> ArticleBundle:
    """Return what an archive of the project holds; `endings` are those of files that can be read.

    Raises:
        FileRefusedError: it cannot be had or opened.
    """
    archive, _ = files.opened_archive(files.locate(root, name))
    names = [one for one in archive.names if not one.endswith("/") and not _is_hidden(one)]
    packages = [one for one in names if one.endswith(".opf")]
    if packages:
        return _of_epub(root, name, names, packages, endings)
    posts = _posts(root, name, names)
    if posts:  # in the order in which they appeared; an archive has its files in any
        place = {one: at for at, one in enumerate(posts)}
        names.sort(key=lambda one: place.get(one, len(place)))
    reasons = {one: _why_not(one, posts, endings) for one in names}
    articles = tuple(posts.get(one) or BundledArticle(one) for one, why in reasons.items() if not why)
    return ArticleBundle(articles, tuple((one, why) for one, why in reasons.items() if why))


def _of_epub(
    root: Path, name: str, names: list[str], packages: list[str], endings: Collection[str]
) -> ArticleBundle:
    """Return the pages of an EPUB in the order of reading; it may have several packages."""
    found: dict[str, BundledArticle] = {}
    passed: dict[str, str] = {}
    for one in packages:
        record = PackageRecord.of(files.read(root, f"{name}/{one}", _LIMIT), one)
        listed = files.read(root, f"{name}/{record.contents}", _LIMIT) if record.contents in names else b""
        places = places_in(contents_in(listed, record.contents))
        for page in record.spine:
            if page not in names:
                continue
            why = "it is a page of an EPUB, and no article" if page in record.apparatus else ""
            why = why or why_no_text(files.read(root, f"{name}/{page}", _LIMIT))
            if why:
                passed[page] = why
            else:
                found[page] = BundledArticle(page, creators=record.creators, places=places.get(page, ()))
    for one in names:
        if one not in found and one not in passed and PurePosixPath(one).suffix.lower() in endings:
            passed[one] = "this EPUB does not have it among what is read"
    return ArticleBundle(tuple(found.values()), tuple(passed.items()))


def report_bundle(request: SourceRequest, endings: Collection[str], report: Report) -> None:
    """Report that a source is an archive, with the names of the articles in it.

    Raises:
        FileRefusedError: it cannot be had or opened.

    Reports:
        S041: as said.
    """
    bundle = bundle_in(request.root, request.name, endings)
    names = [f"{request.name}/{one.name}" for one in bundle.articles]
    told = f"{len(names)} files with text" if len(names) != 1 else "one file with text"
    message = f"“{request.name}” is an archive with {told} in it; an article is one of them"
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    hint = f"Name it as the file of a folder: {shown}" if names else "Take the article’s file out of it."
    report.add("S041", request.place, message, hint)


def why_no_text(page: bytes) -> str:
    """Return why a page of an EPUB is no article; an empty text for one that may be."""
    if is_typed_apparatus(page):
        return "it is a page of an EPUB, and no article"
    return (
        ""
        if _LETTER.search(unescape(_UNSHOWN.sub(" ", page.decode("utf-8", "replace"))))
        else "no text is in it"
    )


def _posts(root: Path, name: str, names: list[str]) -> Mapping[str, BundledArticle | None]:
    """Return the posts of an export of Substack by their files; None for one that was not published."""
    table = next((one for one in names if PurePosixPath(one).name == "posts.csv"), "")
    if not table:
        return {}
    return dict(_rows(files.read(root, f"{name}/{table}", _LIMIT), PurePosixPath(table).parent))


def _rows(data: bytes, folder: PurePosixPath) -> Iterator[tuple[str, BundledArticle | None]]:
    """Yield the file of each post of a table, by date, and the post if it was published."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))
    for row in sorted(reader, key=lambda row: row.get("post_date") or ""):
        path = (folder / "posts" / f"{row.get('post_id', '')}.html").as_posix()
        published = (row.get("is_published") or "").strip().lower() in {"true", "1", "yes"}
        title, deck = (" ".join((row.get(key) or "").split()) for key in ("title", "subtitle"))
        yield path, BundledArticle(path, title, deck) if published else None


def _why_not(name: str, posts: Mapping[str, BundledArticle | None], endings: Collection[str]) -> str:
    """Return why a file of an archive is no article, or an empty text for one that is."""
    suffix = PurePosixPath(name).suffix.lower()
    if posts and name not in posts:
        return "it is no post of this export"
    if name in posts and posts[name] is None:
        return "it is a post that was not published"
    return "" if suffix in endings else f"no reader knows “{suffix or PurePosixPath(name).name}”"


def _is_hidden(name: str) -> bool:
    return any(part.startswith(_HIDDEN) for part in PurePosixPath(name).parts)
