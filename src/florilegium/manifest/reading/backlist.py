"""A publisher's list: the manifests of many books in one file, read like a manifest.

- letters/anthology.yaml
- essays              # a folder stands for the anthology.yaml in it
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from florilegium.manifest.reading.builder import StoppedError
from florilegium.manifest.reading.load import manifest_at, read_tree
from florilegium.manifest.reading.tree import Scalar, Sequence
from florilegium.problems import ManifestError, Place, Report

_HINT: Final = "Write each book on a line of its own, as “- letters/anthology.yaml”."


def load_list(path: Path, report: Report) -> tuple[Path, ...]:
    """Return the manifests that a list names, relative to the list's own folder.

    Reports:
        M001, M004, M005: the file is not a list of names, or names a book twice.

    Raises:
        ManifestError: any of these.
    """
    found: dict[Path, None] = {}
    try:
        tree = read_tree(path.parent, path.name, report)
        items = tree.items if isinstance(tree, Sequence) else ()
        if not items:
            report.add("M004", tree.place, "this is no list; expected the manifests of the books", _HINT)
        for item in items:
            if not isinstance(item, Scalar) or item.is_nothing:
                report.add("M004", item.place, "this is no name; expected the path of a manifest", _HINT)
                continue
            manifest = manifest_at(path.parent / item.text)
            if manifest in found:
                _report_twice(item.text, item.place, report)
            found[manifest] = None
    except StoppedError:
        found.clear()
    if report.errors:
        raise ManifestError(f"no books can be made of the list “{path.name}”", report.problems)
    return tuple(found)


def _report_twice(name: str, place: Place, report: Report) -> None:
    report.add("M005", place, f"“{name}” stands twice in the list", "Strike one of them out.")
