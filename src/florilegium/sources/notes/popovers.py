"""Notes that a script has made into buttons (Bigfoot, Littlefoot) before the page was saved.

The list at the foot still has the notes, and each leads back to the place of its call, where the button is. A
link is put there, and what the script has added goes.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece
from florilegium.sources.tree.cutting import cut
from florilegium.sources.tree.vocabulary import classes_of

_BUTTONS: Final = frozenset({"bigfoot-footnote__button", "littlefoot__button", "littlefoot-footnote__button"})
_WRAPPERS: Final = frozenset(
    {"bigfoot-footnote__container", "littlefoot", "littlefoot__container", "littlefoot-footnote__container"}
)
_FATE: Final = "left out: the notes once more"


def take_popovers(root: Element) -> list[Piece]:
    """Put links in the place of such buttons, in place; the notes are then found as on any page."""
    notes = _notes_by_way_back(root)
    pieces = []
    for button in [one for one in root.iter("button") if _BUTTONS & classes_of(one)]:
        around = (one for one in button.iterancestors("span", "div") if _WRAPPERS & classes_of(one))
        wrapper = next(around, button)
        note = notes.get((button.get("id") or "").removeprefix("lf-"))
        if note and not _is_kept(wrapper, note):
            _put_link(wrapper, note, button)
        pieces.append(cut(wrapper, "boilerplate", _FATE))
    return [piece for piece in pieces if piece.characters]


def _notes_by_way_back(root: Element) -> dict[str, str]:
    """Return the name of each note of a list, by the place to which it leads back."""
    found: dict[str, str] = {}
    for item in root.iter("li"):
        name = item.get("id")
        for link in item.iter("a") if name else ():
            path, _, place = (link.get("href") or "").partition("#")
            if place and not path:
                found.setdefault(place, str(name))
    return found


def _is_kept(wrapper: Element, note: str) -> bool:
    """Return whether the link that the script made a button of still stands after it, for print."""
    after = wrapper.getnext()
    links = [] if after is None else [after, *after.iter("a")]
    return any(link.get("href") == f"#{note}" for link in links)


def _put_link(wrapper: Element, note: str, button: Element) -> None:
    """Put a raised link to a note before the element that stands for its call, which it replaces."""
    sup = etree.Element("sup", {"id": (button.get("id") or "").removeprefix("lf-")})
    link = etree.SubElement(sup, "a", {"href": f"#{note}", "class": "footnote-ref"})
    for element in (sup, link):
        element.attrib.update({name: button.get(name, "") for name in ("data-at", "data-n")})
    wrapper.addprevious(sup)
