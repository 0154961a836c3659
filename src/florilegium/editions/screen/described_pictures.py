"""Long descriptions of pictures, right after each picture and closed until a reader opens them.

This is the first way of DAISY's *Best Practices for Implementing Extended Descriptions in EPUB*: a `details`
element that the picture names in `aria-details`. An old reading system, which knows neither, shows the words.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.editions.sections import Section
from florilegium.languages.labels import labels_for

#: Blocks that hold running text and no block, so that a description stands after them.
_CLOSED: Final = frozenset({"p", "h1", "h2", "h3", "h4", "pre"})


def add_descriptions(tree: Element, section: Section) -> None:
    """Write out the descriptions that pictures of a document carry, in place."""
    labels = labels_for(section.language)
    described = [picture for picture in tree.iter("img") if picture.get("description")]
    for count, picture in enumerate(described, start=1):
        name = f"{section.id}-description-{count}"
        details = etree.Element("details", {"class": "description", "id": name})
        summary = etree.SubElement(details, "summary")
        summary.text = labels.description
        if labels.language != section.language:
            summary.set("lang", labels.language)
        for line in picture.attrib.pop("description").splitlines():
            etree.SubElement(details, "p").text = line
        picture.set("aria-details", name)
        _stand_after(picture, details)


def _stand_after(picture: Element, details: Element) -> None:
    """Put a description behind its picture and the caption, at the nearest place where a block may stand."""
    place = picture
    while (around := place.getparent()) is not None:
        if around.tag in runs.BLOCKS and around.tag not in _CLOSED:
            break
        place = around
    if around is None:
        return
    if around.tag == "figure" and around.find("figcaption") is not None and around.getparent() is not None:
        # A caption is the last in its figure (HTML 4.4.12), so the description follows both.
        _stand_behind(around, details)
    elif around.tag == "figure" or not runs.is_leaf(around):
        _stand_behind(place, details)
    else:
        around.append(details)


def _stand_behind(place: Element, details: Element) -> None:
    """Put a description behind an element, and behind those that are there already."""
    while (after := place.getnext()) is not None and after.get("class") == "description":
        place = after
    details.tail, place.tail = place.tail, None
    place.addnext(details)
