"""Words that a page shows without having them as text: alternative texts, the titles that a mouse shows, a
form's fields.

Those that the manuscript keeps (of pictures and links) are in the text; the rest is one row of the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Note
from florilegium.sources.parts import Piece
from florilegium.sources.tree.angle_brackets import TagNames, has_loose_words, words_in_tags
from florilegium.sources.tree.cutting import text_of

_UNSEEN: Final = frozenset({"link", "meta", "style", "script", "param", "call"})
#: The order of the row: behind all others.
_LAST: Final = 10**9
_SILENT_FIELDS: Final = frozenset({"hidden", "checkbox", "radio"})

#: Attribute → the elements that show it; None for all.
_SHOWN: Final[dict[str, frozenset[str] | None]] = {
    "alt": None,
    "title": None,
    "value": frozenset({"input"}),
    "placeholder": frozenset({"input", "textarea"}),
    "label": frozenset({"option", "optgroup", "track"}),
}


@dataclass(frozen=True)
class ShownAttribute:
    """The words of one attribute, the line on which its element begins, whether it is a picture's title."""

    text: str
    line: int
    names_picture: bool


def shown_attributes(root: Element) -> tuple[ShownAttribute, ...]:
    """Return the words that attributes of a tree show, in its order."""
    found = []
    for element in root.iter(etree.Element):
        attributes = element.attrib
        if not attributes or element.tag in _UNSEEN or element.get("type") in _SILENT_FIELDS:
            continue
        for name in _SHOWN.keys() & attributes.keys():
            owners = _SHOWN[name]
            if (owners is None or element.tag in owners) and str(attributes[name]).strip():
                line = int(element.get("data-at", "0").partition(":")[0] or 0)
                title = name == "title" and element.tag == "img"
                found.append(ShownAttribute(" ".join(str(attributes[name]).split()), line, title))
    return tuple(found)


def loose_words_of(text: str) -> tuple[ShownAttribute, ...]:
    """Return the words of a page that stand in its tags and are no attributes."""
    if not has_loose_words(text):  # nearly no page has any
        return ()
    found = words_in_tags(text, TagNames.of(text, is_page=True))
    return tuple(ShownAttribute(words, line, names_picture=False) for line, words in found)


def row_of(
    found: Sequence[ShownAttribute], body: Element, notes: Iterable[Note], said: Iterable[str] = ()
) -> tuple[Piece, ...]:
    """Return the row of the ledger for the attributes that neither body nor notes have.

    `said` are attributes that have become notes.
    """
    bodies = [note.body for note in notes]
    trees = (body, *bodies)
    there = Counter(one.text for tree in trees for one in shown_attributes(tree))
    there.update(said)
    captions = Counter(text_of(caption) for tree in trees for caption in tree.iter("figcaption"))
    rest = []
    for one in found:
        kept_in = captions if one.names_picture and not there[one.text] else there
        kept_in[one.text] -= 1
        if kept_in[one.text] < 0:
            rest.append(one)
    if not rest:
        return ()
    nodes = "\n".join(one.text for one in rest)
    text = nodes.replace("\n", " ")
    fate = "left out: words that a page shows under the mouse, in a form, or in a tag"
    first, last = rest[0].line, rest[-1].line
    row = Piece.row(role="boilerplate", line=first, text=text, order=_LAST, fate=fate)
    return (replace(row, last_line=last, nodes=nodes),)
