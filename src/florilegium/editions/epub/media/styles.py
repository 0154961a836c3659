"""The style sheets of a publication.

Two files: what every reading system understands, and what newer ones do better. Old ones are known to drop a
whole sheet for one rule that they cannot read (a media query, an odd selector), so the two never mix.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

from florilegium.editions.epub.package import Item
from florilegium.editions.style_requests import requests_of
from florilegium.problems import Place, Report

#: The file in the publication → the sheets that make it up, in order.
SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "styles/epub.css": ("book.css", "epub.css"),
    "styles/epub-modern.css": ("epub-modern.css",),
}

#: What an address begins with that leads to no other file.
_OWN: Final = ("data:", "#")


def style_items(own: Mapping[str, str], report: Report) -> tuple[Item, ...]:
    """The style sheets as items. `own` has sheets of the project by name, in the place of the program's.

    Reports:
        E001: a sheet asks for another file; an EPUB carries only what it is made of.
    """
    items = []
    for at, (name, parts) in enumerate(SHEETS.items(), start=1):
        texts = [_sheet(part, own, report) for part in parts]
        items.append(Item(f"style-{at}", name, "text/css", "\n".join(texts).encode()))
    return tuple(items)


def _sheet(name: str, own: Mapping[str, str], report: Report) -> str:
    text = own.get(name)
    if text is None:
        return (resources.files("florilegium") / "styles" / name).read_text(encoding="utf-8")
    for request in requests_of(text):
        if request.text.startswith("@font-face") or request.address.startswith(_OWN):
            continue
        report.add(
            "E001",
            Place(f"styles/{name}", request.line, request.column),
            f"the style asks for another file: {request.text[:80]}",
            "Leave the rule out; fonts come with `fonts: embedded`, and images stand in the articles.",
        )
    return text
