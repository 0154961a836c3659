"""Every part, chapter, article and introduction has a key of its own (M011)."""

from __future__ import annotations

from typing import Final

from florilegium.manifest.reading import tree
from florilegium.manifest.reading.tree import Mapping
from florilegium.manifest.schema.contents import ArticleKeys, TitledKeys
from florilegium.manifest.schema.keys import RESERVED
from florilegium.manifest.schema.shapes import survey
from florilegium.problems import Place, Report

_RENAME: Final = "Write “key:” with another name in one of them."


def check_text_keys(node: Mapping, report: Report) -> None:
    """Report keys that two texts share, or that the book needs for its own sections.

    Keys become ids and file names, and some disks do not tell capitals from small letters.
    """
    taken: dict[str, tuple[str, Place]] = {}
    for path, below, shape in survey(node):
        if not issubclass(shape, ArticleKeys | TitledKeys):
            continue
        group = shape.unfold(tree.value(below))
        key = group.get("key") if isinstance(group, dict) else None
        if not isinstance(key, str):
            continue
        what = "article" if issubclass(shape, ArticleKeys) else shape.kind
        place = tree.place_of(node, (*path, "key"))
        _claim(key, what, place, taken, report)
        if "introduction" in group:
            _claim(f"{key}-introduction", f"introduction of the {what}", place, taken, report)


def _claim(key: str, what: str, place: Place, taken: dict[str, tuple[str, Place]], report: Report) -> None:
    low = key.lower()
    if low in RESERVED:
        message = f"the {what}’s key is “{key}”, which is the name of a section of the book itself"
        report.add("M011", place, message, "Write “key:” with another name.")
    elif low in taken:
        other, at = taken[low]
        message = f"the {what}’s key is “{key}”, and so is that of the {other} in line {at.line}"
        report.add("M011", place, message, _RENAME)
    else:
        taken[low] = (what, place)
