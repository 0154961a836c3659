"""Long descriptions of pictures: what a source says of a picture for readers who cannot see it, at length.

A description stands beside the text, not in it: print leaves it out. So only what surely is one is taken, and
a paragraph of the article that a page merely calls a picture's description stays in the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Piece
from florilegium.sources.tree.conform import conform
from florilegium.sources.tree.cutting import cut, detach
from florilegium.sources.tree.vocabulary import Links, classes_of

#: The class by which Markdown marks a description, and those by which pages hide one or name it.
MARK: Final = "description"
_CLASSES: Final = frozenset(
    {
        *(MARK, "longdesc", "long-description", "extended-description", "image-description"),
        *("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"),
    }
)
_NAMED_BY: Final = ("aria-details", "aria-describedby", "longdesc")
#: Whether a block has text that is no caption.
_SAYS: Final = etree.XPath("boolean(.//text()[normalize-space() and not(ancestor::figcaption)])")
_FATE: Final = "the description of a picture"


def take_descriptions(root: Element, reading: Reading, *, marked: bool = False) -> list[Piece]:
    """Take the descriptions out of a tree, in place, and give each to its picture as its `description`.

    A picture names its description (`aria-details`, `aria-describedby`, `longdesc`). Where descriptions are
    `marked`, as in Markdown, one is also a block of that class right after the picture's.
    """
    named = {str(element.get("id")): element for element in root.iter(etree.Element) if element.get("id")}
    pieces = []
    for picture in list(root.iter("img")):
        for element in [named[name] for name in _names(picture) if name in named]:
            if _is_description(element) and not any(one is picture for one in element.iter("img")):
                pieces.append(_take(element, picture, reading))
    if marked:
        for element in [one for one in root.iter("p", "div", "aside") if MARK in classes_of(one)]:
            shown = _picture_before(element)
            if shown is not None:
                pieces.append(_take(element, shown, reading))
    return pieces


def name_descriptions(pieces: Iterable[Piece], taken: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces of a text that is weighed line by line, those of descriptions told as such."""
    by_line = {piece.line: piece for piece in taken}
    found = tuple(
        replace(by_line.pop(piece.line), characters=piece.characters, last_line=piece.last_line)
        if piece.block is None and piece.line in by_line
        else piece
        for piece in pieces
    )
    return (*found, *by_line.values())


def _names(picture: Element) -> list[str]:
    """Return the places that a picture names as its descriptions, each once."""
    values = (picture.get(attribute) or "" for attribute in _NAMED_BY)
    return list(dict.fromkeys(name.removeprefix("#") for value in values for name in value.split()))


def _is_description(element: Element) -> bool:
    """Return whether an element that a picture names stands beside the text; no caption or paragraph does."""
    if element.getparent() is None or next(element.iterancestors("figcaption"), None) is not None:
        return False
    hidden = element.get("hidden") is not None
    return element.tag in {"details", "aside"} or hidden or bool(_CLASSES & classes_of(element))


def _picture_before(element: Element) -> Element | None:
    """Return the last picture of the block right before an element, if it is pictures and captions alone."""
    before = element.getprevious()
    if before is None or (before.tail or "").strip() or _SAYS(before):
        return None
    return next(iter(list(before.iter("img"))[::-1]), None)


def _take(element: Element, picture: Element, reading: Reading) -> Piece:
    """Give a description to its picture: its paragraphs, one a line."""
    piece = cut(element, "image", _FATE)
    for summary in list(element.iter("summary")):
        detach(summary)
    element.attrib.pop("hidden", None)
    body = conform(element, reading, Links()).body
    lines = [picture.get(MARK, ""), *(" ".join(runs.text_of(leaf).split()) for leaf in runs.leaves(body))]
    picture.set(MARK, "\n".join(line for line in lines if line))
    return piece
