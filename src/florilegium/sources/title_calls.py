"""A title with the calls of its notes, which stand over its article and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.parts import Piece, content_of

#: What stays in a title; of anything else the words stay.
_KEPT: Final = frozenset({"em", "i", "cite", "q", "sub", "sup", "s", "u", "code", "span", "call"})


def title_with_calls(pieces: Sequence[Piece], title: str) -> Element | None:
    """Return a title as an `h1` with its markup and calls; None where no note is called from it.

    The last paragraph of the title has them; what `title` has before its words, such as a number, is plain.
    """
    titles = [piece for piece in pieces if piece.role == "title" and piece.block is not None]
    last = titles[-1] if titles else None
    if last is None or last.block is None or last.block.find(".//call") is None:
        return None
    if not title.endswith(last.text):
        return None
    heading = etree.Element("h1")
    heading.text = last.block.text
    heading.extend(deepcopy(list(last.block)))
    for line_break in heading.iter("br"):
        line_break.tail = f" {(line_break.tail or '').lstrip()}"
    _unwrap_whole(heading)
    for element in list(heading.iter(etree.Element)):
        if element is not heading and element.tag not in _KEPT:
            runs.unwrap(element)
    heading.text = title[: len(title) - len(last.text)] + (heading.text or "")
    return heading


def _unwrap_whole(heading: Element) -> None:
    """Unwrap what holds the whole title: that is how it looks, and says nothing of a word in it."""
    whole = content_of(heading).strip()
    for element in list(heading.iter(etree.Element)):
        around = element.getparent() is not None and content_of(element).strip() == whole
        if around and element.tag not in {"call", "br"}:
            runs.unwrap(element)
