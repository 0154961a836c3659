"""Notes that stand in a file of their own, as an EPUB has those of all its chapters.

The notes that a page calls are brought behind its text, and then are found as on any page.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from typing import Final
from urllib.parse import unquote, urldefrag

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.excerpts.extent import Belongs, Extent, FileUnit
from florilegium.sources.notes import note_shapes
from florilegium.sources.notes.note_links import order
from florilegium.sources.parts import content_of

#: An element that is a note as a whole when a call leads into it.
_UNITS: Final = frozenset({"li", "aside", "dd", "tr"})


def files_called(root: Element, own: str) -> dict[str, str]:
    """Return the files in which a page's calls say that their notes stand, each with the place of a call.

    `own` is the name of the page's file, whose notes are in it.
    """
    found: dict[str, str] = {}
    for link in root.iter("a"):
        path, place = _aim(link)
        if path in {"", own} or not place:
            continue
        mark = note_shapes.mark_of(link)
        named = bool(mark) and note_shapes.is_note_id(place) and _is_raised(link)
        if named or note_shapes.is_explicit_call(link):
            found.setdefault(path, link.get("data-at", ""))
    return found


def bring_notes(root: Element, apart: Element, name: str) -> int:
    """Put the notes of another file that a page calls behind its text, in place; returns how many.

    `apart` is the tree of that file and `name` its path from the page.
    """
    named = {one.get("id"): one for one in apart.iter(etree.Element) if one.get("id")}
    last = max((order(one) for one in root.iter(etree.Element)), default=0)
    notes = etree.Element("ol", {"class": "footnotes", "data-n": str(last + 1)})
    units: dict[Element, None] = {}
    for link in root.iter("a"):
        path, place = _aim(link)
        if path != name or place not in named:
            continue
        link.set("href", f"#{place}")
        units.setdefault(_unit(named[place]))
    for unit in units:
        copy = deepcopy(unit)
        copy.tail = None
        for count, one in enumerate(copy.iter(etree.Element), start=last + 2):
            one.attrib.pop("data-at", None)
            one.set("data-n", str(count))
            last = count
        copy.set("data-apart", name)
        copy.set("data-apart-n", unit.get("data-n", ""))
        copy.tag = "li"
        notes.append(copy)
    body = next(root.iter("body"), root)
    if len(notes):
        (next(body.iter("article", "section"), body)).append(notes)
    return len(notes)


def extent_of_notes(root: Element, apart: Element) -> Extent:
    """Return which notes of a stamped file of notes a page has, now that they are in it, and which not."""
    own = {one.get("data-apart-n") for one in root.iter("li") if one.get("data-apart-n")}
    lists = [one for one in apart.iter(etree.Element) if note_shapes.is_list(one)]
    listed = {item: None for one in lists for item in one.iter("li", "aside") if content_of(item).strip()}
    return Extent.of(
        FileUnit(
            text=content_of(item),
            at=item.get("data-at", ""),
            belongs=Belongs.OWN_NOTE if item.get("data-n") in own else Belongs.OTHER_NOTE,
        )
        for item in sorted(listed, key=order)
        if not any(above in listed for above in item.iterancestors())
    )


def _aim(link: Element) -> tuple[str, str]:
    """Return the file and the place in it to which a link leads; none for this page or one of the web."""
    href = (link.get("href") or "").strip()
    if not href or href[0] == "#":
        return "", ""
    address, place = urldefrag(href)
    if not address or ":" in address or address.startswith("/"):
        return "", ""
    return posixpath.normpath(unquote(address)), unquote(place)


def _is_raised(link: Element) -> bool:
    near = [*link.iter("sup"), *link.iterancestors("sup")]
    return bool(near)


def _unit(target: Element) -> Element:
    """Return the whole note into which a call leads."""
    around = (target, *target.iterancestors())
    return next((one for one in around if one.tag in _UNITS or note_shapes.is_note(one)), target)
