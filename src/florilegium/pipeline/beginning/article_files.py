"""The articles in a folder, in their order, and what else is there: files, archives, exports, EPUBs.

An unpacked EPUB, such as the production of an edition, is taken as one that is packed.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from florilegium.problems import ReleaseError
from florilegium.sources.bundles.bundle import BundledArticle
from florilegium.system import files
from florilegium.system.files import replace_whole
from florilegium.system.values import dataclass

#: Folders of a project that hold no articles, and why.
_OTHER_FOLDERS: Final = {
    "dist": "finished books are in it",
    "introductions": "the editors’ own texts are in it",
    "docs": "documents about the project are in it",
}

_ABOUT: Final = frozenset({"README", "CHANGELOG", "LICENSE", "CONTRIBUTING"})  #: files about a project

_SHOWN: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_BESIDE: Final = {
    **dict.fromkeys(_SHOWN, "it is a picture; an article that names it shows it"),
    **dict.fromkeys((".css", ".js"), "it is a part of a page, and no text"),
    **dict.fromkeys((".opf", ".ncx"), "it is a part of an EPUB, and no text"),
    **dict.fromkeys((".ttf", ".otf", ".woff", ".woff2"), "it is a font"),
}

#: What names are sorted by, and what articles are: the place in a package, the name, the place in an archive.
_InOrder = tuple[tuple[tuple[int, int, str], ...], ...]
_Place = tuple[int, _InOrder, int]

#: No file that is looked into is larger, in bytes.
_LIMIT: Final = 20_000_000


@dataclass(frozen=True)
class Passed:
    """A file, or a folder with all that is in it, which is no article of the new manifest, and why."""

    name: str
    why: str


def articles_below(folder: Path) -> tuple[list[str], list[Passed]]:
    """Return the articles below a folder, in order, and what else is there. Nothing is written for it."""
    found, passed = gathered(folder, unpack=False)
    return [one.name for one in found], passed


def gathered(folder: Path, *, unpack: bool) -> tuple[list[BundledArticle], list[Passed]]:
    """Return the articles below a folder, and what else is there; with `unpack`, posts are written first."""
    found: dict[str, BundledArticle] = {}
    passed: list[Passed] = []
    for where, folders, names in os.walk(folder):
        base = Path(where).relative_to(folder)
        for name in [one for one in folders if _why_folder(one)]:
            passed.append(Passed(f"{(base / name).as_posix()}/", _why_folder(name)))
            folders.remove(name)
        for name in names:
            named = (base / name).as_posix()
            inside, out = _inside(folder, named, unpack=unpack)
            passed += out
            if inside:
                found.update((one.name, one) for one in inside)
            elif not out and (why := _why(folder, named)):
                passed.append(Passed(named, why))
            elif not out:
                found[named] = BundledArticle(named)
    place = _spine(folder, found, passed)
    return sorted(found.values(), key=lambda one: place[one.name]), passed


def _inside(folder: Path, name: str, *, unpack: bool) -> tuple[list[BundledArticle], list[Passed]]:
    """Return the articles in a file that holds several, by their names in the project, and what is none.

    The posts of an export of WordPress are written beside it, each as a file of its own.
    """
    from florilegium.sources.bundles.bundle import bundle_in
    from florilegium.sources.formats import ENDINGS

    suffix = PurePosixPath(name).suffix.lower()
    if PurePosixPath(name).name.startswith("."):
        return [], []
    try:
        if suffix in files.ARCHIVES:
            bundle = bundle_in(folder, name, ENDINGS)
            inside = [replace(one, name=f"{name}/{one.name}") for one in bundle.articles]
            out = [Passed(f"{name}/{one}", why) for one, why in bundle.passed]
            return inside, out if inside or out else [Passed(name, "no article is in it")]
        return _posts(folder, name, unpack=unpack) if suffix == ".xml" else ([], [])
    except files.FileRefusedError as error:
        return [], [Passed(name, f"it cannot be opened: {error.message}")]


def _posts(folder: Path, name: str, *, unpack: bool) -> tuple[list[BundledArticle], list[Passed]]:
    """Write the posts of an export of WordPress as files; one that is there already is left as it is.

    Raises:
        ReleaseError: the folder cannot be written.
    """
    from florilegium.sources.bundles.wordpress import NoExportError, is_export, read_export

    data = files.read(folder, name, _LIMIT)
    if not is_export(data):
        return [], []
    if not unpack:
        return [], [Passed(name, "an export of WordPress: its posts are written out when a book begins")]
    try:
        export = read_export(data)
    except NoExportError as error:
        return [], [Passed(name, f"it is an export of WordPress that cannot be read: {error}")]
    into = PurePosixPath(name).with_suffix("")
    inside = []
    try:
        (folder / into).mkdir(exist_ok=True)
        for post in export.posts:
            inside.append(BundledArticle(f"{into}/{post.slug}.html"))
            if not (folder / inside[-1].name).exists():
                replace_whole(folder / inside[-1].name, post.page.encode())
    except OSError as error:
        raise ReleaseError(f"“{folder / into}” cannot be written: {error.strerror}") from error
    rest = ", ".join(f"{count} × {kind}" for kind, count in export.others.items())
    why = f"its {len(inside)} published posts were written to {into}/" + (
        f"; not taken: {rest}" if rest else ""
    )
    return inside, [Passed(name, why)]


def in_order(name: str) -> _InOrder:
    """Return what names are sorted by: letters in one case, and numbers as numbers, so 2 before 10."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return tuple(
        tuple(
            (0, int(part), part) if part.isdecimal() else (1, 0, part)
            for part in re.split(r"(\d+)", each)
            if part
        )
        for each in folded.split("/")
    )


def _why_folder(name: str) -> str:
    """Return why nothing in a folder is an article, or an empty text."""
    return "it is hidden" if name.startswith(".") else _OTHER_FOLDERS.get(name, "")


def _why(folder: Path, name: str) -> str:
    """Return why a file is no article, or an empty text for one that is."""
    from florilegium.sources.bundles.epub_package import is_typed_apparatus
    from florilegium.sources.encoded.reader import is_encoded
    from florilegium.sources.formats import ENDINGS, hint_for

    path = folder / name
    suffix = path.suffix.lower()
    unread = "" if suffix in ENDINGS else f"no reader knows “{suffix or path.name}”. {hint_for(suffix)}"
    reasons = (
        (path.name.startswith("."), "it is hidden"),
        (not path.is_file(), "it is no file, or a link that leads nowhere"),
        (suffix in _BESIDE, _BESIDE.get(suffix, "")),
        (bool(unread), unread),
        (path.stem.upper() in _ABOUT, "it is about the project"),
    )
    found = next((why for holds, why in reasons if holds), "")
    try:
        typed = suffix == ".xhtml" and not found and is_typed_apparatus(path.read_bytes())
        if suffix == ".xml" and not found and not is_encoded(path.read_bytes()):
            return "it is no text in TEI, JATS, BITS, DocBook or FictionBook, and no export of WordPress"
    except OSError as error:
        return f"it cannot be opened: {error.strerror}"
    return "it is a page of an EPUB, and no article" if typed else found


def _spine(folder: Path, found: dict[str, BundledArticle], passed: list[Passed]) -> Mapping[str, _Place]:
    """Return by what articles are sorted: the order of an EPUB's package, then their names and numbers.

    Pages that the package of an unpacked EPUB calls no article are taken out, and its creators are entered.
    """
    from florilegium.sources.bundles.epub_contents import contents_in, places_in
    from florilegium.sources.bundles.epub_package import PackageRecord

    order: dict[str, int] = {}
    for package in sorted(folder.rglob("*.opf")):
        record = PackageRecord.of(package.read_bytes(), package.relative_to(folder).as_posix())
        for name in record.apparatus & found.keys():
            del found[name]
            passed.append(Passed(name, "it is a page of an EPUB, and no article"))
        listed = folder / record.contents
        contents = listed.read_bytes() if record.contents and listed.is_file() else b""
        places = places_in(contents_in(contents, record.contents))
        for name in record.spine:
            order.setdefault(name, len(order))
            if name in found:
                found[name] = replace(found[name], creators=record.creators, places=places.get(name, ()))
    packed = {name: number for number, name in enumerate(found) if _archive_of(name)}
    return {
        name: (order.get(name, len(order)), in_order(_archive_of(name) or name), packed.get(name, 0))
        for name in found
    }


def _archive_of(name: str) -> str:
    """Return the archive in which an article stands, or an empty text."""
    outer = (str(one) for one in PurePosixPath(name).parents)
    return next((one for one in outer if one.lower().endswith(files.ARCHIVES)), "")
