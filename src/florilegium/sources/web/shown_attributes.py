"""Words that a page shows without having them as text: alternative texts, the titles that a mouse shows, a
form's fields.

Those that the manuscript keeps (of pictures and links) are in the text; the rest is one row of the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.model import Note
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Piece
from florilegium.sources.tree.angle_brackets import (
    BrokenTag,
    TagNames,
    broken_tags,
    has_broken_tags,
    is_plain,
)
from florilegium.sources.tree.cutting import text_of
from florilegium.system.values import dataclass

_UNSEEN: Final = frozenset({"link", "meta", "style", "script", "param", "call"})
#: The order of the row: behind all others.
_LAST: Final = 10**9
#: So many broken tags are told one by one.
_REPORTED: Final = 10
_SILENT_FIELDS: Final = frozenset({"hidden", "checkbox", "radio"})

#: Attribute → the elements that show it; None for all.
_SHOWN: Final[dict[str, frozenset[str] | None]] = {
    "alt": None,
    "title": None,
    "value": frozenset({"input"}),
    "placeholder": frozenset({"input", "textarea"}),
    "label": frozenset({"option", "optgroup", "track"}),
}


_HAVING_ANY = etree.XPath(f"descendant-or-self::*[{' or '.join(f'@{name}' for name in _SHOWN)}]")


@dataclass(frozen=True)
class ShownAttribute:
    """The words of one attribute, the line on which its element begins, whether it is a picture's title."""

    text: str
    line: int
    names_picture: bool


def shown_attributes(root: Element) -> tuple[ShownAttribute, ...]:
    """Return the words that attributes of a tree show, in its order."""
    found = []
    for element in _HAVING_ANY(root):
        if element.tag in _UNSEEN or element.get("type") in _SILENT_FIELDS:
            continue
        for name, owners in _SHOWN.items():
            words = " ".join((element.get(name) or "").split())
            if words and (owners is None or element.tag in owners):
                line = int(element.get("data-at", "0").partition(":")[0] or 0)
                found.append(ShownAttribute(words, line, name == "title" and element.tag == "img"))
    return tuple(found)


def broken_tags_of(text: str) -> tuple[BrokenTag, ...]:
    """Return the broken tags of a page."""
    if is_plain(text) or not has_broken_tags(text):  # nearly no page has any
        return ()
    return tuple(broken_tags(text, TagNames.of(text, is_page=True)))


def loose_words(found: Iterable[BrokenTag]) -> Iterator[ShownAttribute]:
    """Yield the words that stand in broken tags and are no attributes."""
    for one in found:
        if one.words:
            yield ShownAttribute(one.words, int(one.at.partition(":")[0]), names_picture=False)


def report_broken(found: Sequence[BrokenTag], reading: Reading) -> None:
    """Tell of broken tags in the text of a source.

    Reports:
        S049: a tag has words in it that a reader would not see, has a value that nothing closes, or never
            ends and stands in the text.
    """
    for one in found[:_REPORTED]:
        hint = "A quotation mark is missing behind a value, or stands inside one, where &quot; is written."
        if one.words:
            count = len(one.words.split())
            words = "a word in it is" if count == 1 else f"{count} words in it are"
            message = f"the tag “{one.written}” is broken; {words} not in the text"
        elif one.cut:
            message = (
                f"nothing closes the last value of the tag “{one.written}”; it was taken to end with the tag"
            )
        else:
            message = f"the tag “{one.written}” never ends; it stands in the text as it is"
            hint = "Add the quotation mark or the > that is missing, or write &lt; where the sign is meant."
        reading.problem("S049", one.at, message, hint)
    if len(found) > _REPORTED:
        message = f"{len(found) - _REPORTED} more tags from here on are broken"
        reading.problem("S049", found[_REPORTED].at, message, "Mend the first places first.")


def row_of(
    found: Sequence[ShownAttribute], body: Element, notes: Iterable[Note], said: Iterable[str] = ()
) -> tuple[Piece, ...]:
    """Return the row of the ledger for the attributes that neither body nor notes have.

    `said` are attributes that have become notes.
    """
    if not found:
        return ()
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
