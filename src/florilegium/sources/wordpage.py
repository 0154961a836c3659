"""Pages that Word saved: its lists, which are paragraphs with a bullet typed before them."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.cutting import detach
from florilegium.sources.pieces import Piece, content_of, weigh

_LISTED: Final = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.IGNORECASE)
_IGNORED: Final = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)


def mend_word(root: Element) -> tuple[Piece, ...]:
    """Make list items of the paragraphs that Word lists, in place.

    The bullet or number that Word typed goes, since the list has its own; returned is what they weigh.
    """
    weight, line = 0, 0
    for paragraph in list(root.iter("p")):
        if not _LISTED.search((paragraph.get("style") or "")[:1000]):
            continue
        signs = [
            one for one in paragraph.iter(etree.Element) if _IGNORED.search((one.get("style") or "")[:1000])
        ]
        sign = content_of(signs[0]).strip() if signs else ""
        paragraph.tag = "li"
        paragraph.set("data-list", "ol" if re.match(r"[0-9a-zA-Z]{1,4}[.)]", sign) else "ul")
        for element in signs[:1]:
            line = line or int(paragraph.get("data-at", "0").partition(":")[0] or 0)
            weight += weigh(content_of(element))
            detach(element)
    fate = "left out: the signs of lists"
    return (Piece(None, "boilerplate", line, line, "", weight, fixed=True, fate=fate),) if weight else ()
