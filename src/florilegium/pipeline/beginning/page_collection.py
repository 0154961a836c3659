"""Pages of the web as files of the project, with their pictures: where each was taken and when is kept.

All that is fetched is fetched before any of it is read, so that what reads strangers' pages can do without
the network.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from florilegium.manifest.reading.tree import Value, Way, items_at
from florilegium.manifest.schema.keys import slug
from florilegium.manifest.writing.stretches import UneditableError, stretches
from florilegium.manifest.writing.surgery import Add, Change, Put, changed
from florilegium.pipeline.live.new_book import with_article
from florilegium.pipeline.scaffold import start
from florilegium.problems import ReleaseError
from florilegium.sources.bundles.picture_tags import base_of, with_pictures
from florilegium.sources.encoding import as_declared, declared_in
from florilegium.system.fetching import FetchBounds, Fetched, NotFetchedError, fetch
from florilegium.system.files import replace_whole
from florilegium.system.values import dataclass
from florilegium.system.yaml_text import Written

#: So many pictures of a page are taken.
_PICTURES: Final = 200

_PAGE: Final = frozenset({"text/html", "application/xhtml+xml"})
_ENDINGS: Final = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


@dataclass(frozen=True)
class CollectedPage:
    """A page that was saved: the file, its address, and what of it could not be had, each with the reason."""

    name: str
    address: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class PageCollection:
    """Where pages are saved, and what taking them may use: `folder` stands in the project's `root`."""

    root: Path
    folder: str
    bounds: FetchBounds
    agent: str

    def save(self, address: str) -> CollectedPage:
        """Save a page and its pictures under names that nothing has yet.

        Raises:
            NotFetchedError: it cannot be had, or is no page.
            ReleaseError: the folder cannot be written.
        """
        page = fetch(address, self.bounds, self.agent)
        if page.kind not in _PAGE:
            raise NotFetchedError(f"it is no page, but “{page.kind}”: save it in the project yourself")
        name = self._free_name(page.address)
        missing: list[str] = []
        text = _text_of(page)
        around = base_of(text, page.address)
        saved: dict[str, str] = {}

        def picture(source: str) -> str | None:
            full = urljoin(around, source)
            if full not in saved and len(saved) < _PICTURES:
                saved[full] = self._save_picture(full, name, len(saved) + 1, missing)
            return saved.get(full) or None

        text = with_pictures(text, picture)
        mark = f"<!-- saved from url=({len(page.address):04}){escape(page.address.replace('--', '-'))} -->"
        self._write(f"{name}.html", f"{mark}{text}".encode("utf-8-sig"))
        return CollectedPage(f"{self.folder}/{name}.html", page.address, tuple(missing))

    def _save_picture(self, address: str, page: str, number: int, missing: list[str]) -> str:
        """Save a picture beside its page; return its path from there, an empty one if it cannot be had."""
        if not address.startswith(("http://", "https://")):
            return ""
        try:
            found = fetch(address, replace(self.bounds, size=50_000_000), self.agent)
        except NotFetchedError as error:
            missing.append(f"{address}: {error}")
            return ""
        ending = _ENDINGS.get(found.kind)
        if ending is None:
            missing.append(f"{address}: it is of the kind “{found.kind}”, which is not taken")
            return ""
        name = f"{page}-pictures/{number:03}{ending}"
        self._write(name, found.data)
        return name

    def _free_name(self, address: str) -> str:
        parts = urlsplit(address)
        last = next((one for one in reversed(unquote(parts.path).split("/")) if one), "")
        name = slug(re.sub(r"\.[A-Za-z]{2,5}\Z", "", last))[:60] or slug(parts.hostname or "") or "page"
        found, number = name, 1
        while (self.root / self.folder / f"{found}.html").exists():
            number += 1
            found = f"{name}-{number}"
        return found

    def _write(self, name: str, data: bytes) -> None:
        path = self.root / self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(path, data)
        except OSError as error:
            raise ReleaseError(f"“{path}” cannot be written: {error.strerror}") from error


def _text_of(page: Fetched) -> str:
    """Return the text of a page, in the letters that its server or it declares."""
    names = (page.charset, declared_in(page.data), "utf-8")
    tried = (as_declared(page.data, name, errors) for errors in ("strict", "replace") for name in names)
    text, _ = next(filter(None, tried))  # what cannot be read as UTF-8 has signs for it in the end
    return text


def enter_pages(manifest: Path, pages: Iterable[CollectedPage], today: date) -> bool:
    """Enter pages into a manifest's last chapter with where and when they were taken; False if it cannot be.

    Where there is no manifest, a first one is written for all articles of the folder.

    Raises:
        ManifestError, ReleaseError: as `start`.
    """
    if not manifest.exists():
        start(manifest.parent, today, name=manifest.name)
    data = manifest.read_bytes()
    body = data.removeprefix(BOM_UTF8)
    try:
        text = body.decode("utf-8")
        for page in pages:
            text = changed(text, _entered(manifest.parent, page, stretches(text).value, today))
    except (UneditableError, UnicodeDecodeError):
        return False
    replace_whole(manifest, data[: len(data) - len(body)] + text.encode())
    return True


def _entered(root: Path, page: CollectedPage, written: Value, today: date) -> tuple[Change, ...]:
    taken: dict[str, Written] = {"address": page.address, "note": f"Taken from there on {today.isoformat()}."}
    chapter, number = _place_of(written, page.name)
    if number is not None:
        return (Put((*chapter, "articles", number, "published"), taken),)
    *others, added = with_article(root, page.name, chapter, written)
    if not isinstance(added, Add) or not isinstance(added.value, dict):
        raise UneditableError("no article was added")
    return (*others, Add(added.path, {**added.value, "published": taken}))


def _place_of(written: Value, name: str) -> tuple[Way, int | None]:
    """Return the last chapter, or that which has an article of a name with its number there."""
    last: Way = ()
    for way, chapter in _chapters(written):
        last = way
        for number, article in enumerate(items_at(chapter, ("articles",))):
            if isinstance(article, dict) and article.get("source") == name:
                return way, number
    if not last:
        raise UneditableError("the manifest has no chapter")
    return last, None


def _chapters(written: Value) -> Iterator[tuple[Way, Value]]:
    """Yield the chapters of a manifest as it is written, each with its way."""
    parts: list[Way] = [("parts", number) for number in range(len(items_at(written, ("parts",))))]
    for way in [(), *parts]:
        for number, chapter in enumerate(items_at(written, (*way, "chapters"))):
            yield (*way, "chapters", number), chapter
