"""A publisher's list: the manifests of many books in one file, read like a manifest.

- letters/anthology.yaml
- essays              # a folder stands for the anthology.yaml in it

Who puts them on one site says what it is called, and where it will stand:

title: Fern Press
site: https://fern.example/
books:
  - essays
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from florilegium.manifest.manifest_file import manifest_at
from florilegium.manifest.reading.builder import StoppedError
from florilegium.manifest.reading.load import read_tree
from florilegium.manifest.reading.tree import Mapping, Node, Scalar, Sequence
from florilegium.problems import ManifestError, Place, Report
from florilegium.system.values import dataclass

_HINT: Final = "Write each book on a line of its own, as “- letters/anthology.yaml”."

#: Keys of a list beside its books.
_TEXTS: Final = ("title", "site", "language")


@dataclass(frozen=True)
class Backlist:
    """The books of a list by their manifests, and the site that they stand on: its title, where it will be
    found (an address that ends with a slash, or nothing), and its language."""

    path: Path
    books: tuple[Path, ...]
    title: str = ""
    site: str = ""
    language: str = "en"


def load_list(path: Path, report: Report) -> Backlist:
    """Return a list; its manifests are named relative to its own folder.

    Reports:
        M001, M002, M004, M005: the file is not a list of names, or names a book twice.

    Raises:
        ManifestError: any of these.
    """
    found = Backlist(path, ())
    try:
        tree = read_tree(path.parent, path.name, report)
        texts = _texts(tree, report) if isinstance(tree, Mapping) else {}
        books = tree.values.get("books", tree) if isinstance(tree, Mapping) else tree
        found = Backlist(path, tuple(_books(path.parent, books, report)), **texts)
    except StoppedError:
        pass
    if report.errors:
        raise ManifestError(f"no books can be made of the list “{path.name}”", report.problems)
    return found


def _books(folder: Path, books: Node, report: Report) -> dict[Path, None]:
    found: dict[Path, None] = {}
    items = books.items if isinstance(books, Sequence) else ()
    if not items:
        report.add("M004", books.place, "this is no list; expected the manifests of the books", _HINT)
    for item in items:
        if not isinstance(item, Scalar) or item.is_nothing:
            report.add("M004", item.place, "this is no name; expected the path of a manifest", _HINT)
            continue
        manifest = manifest_at(folder / item.text)
        if manifest in found:
            _report_twice(item.text, item.place, report)
        found[manifest] = None
    return found


def _texts(tree: Mapping, report: Report) -> dict[str, str]:
    """Return what a list says of its site."""
    found = {}
    for key, value in tree.values.items():
        if key not in {*_TEXTS, "books"}:
            known = ", ".join((*_TEXTS, "books"))
            report.add("M002", tree.keys[key].place, f"“{key}” is not a key", f"The keys here are {known}.")
        elif key != "books":
            text = " ".join(value.text.split()) if isinstance(value, Scalar) else ""
            if not text:
                report.add("M004", value.place, f"“{key}” is no text; expected one", "Write it on one line.")
            elif key == "site" and not text.startswith(("https://", "http://")):
                hint = "Write it as “https://press.example/”."
                report.add("M004", value.place, f"“site” is “{text}”; expected a web address", hint)
            found[key] = f"{text.rstrip('/')}/" if key == "site" else text
    return found


def _report_twice(name: str, place: Place, report: Report) -> None:
    report.add("M005", place, f"“{name}” stands twice in the list", "Strike one of them out.")
