"""Figures and tables that do not fit where they are called for, and change places with paragraphs near them.

Those after them go first and fill what is left of the page, or, where something else follows, those before
them come after. They are moved on paper alone: those who hear the book, or copy from it, have them in their
places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.weasyprint.boxes.box_writer import setting_of
from florilegium.editions.pdf.weasyprint.pages.whites import FLOWS, HEADINGS
from florilegium.system.values import dataclass

#: The attribute of an element that stands elsewhere on paper than in the text.
MOVED: Final = "moved"

#: What may move, and what lets it pass.
MOVABLE: Final = frozenset({"figure", "table"})
_PASSABLE: Final = "p"

#: So many paragraphs at most come after a figure that they stand before.
_BACK: Final = 3


def put_back(root: Element) -> None:
    """Let everything under a root be where it is called for."""
    for element in root.iter(*MOVABLE):
        element.attrib.pop(MOVED, None)


def is_moved(element: Element | None) -> bool:
    """Return whether an element stands elsewhere on paper than in the text."""
    return element is not None and element.get(MOVED) is not None


def in_order(children: Sequence[Any]) -> Sequence[Any]:
    """Return the boxes of a flow on one page in the order of the text."""
    found = list(children)
    for box in children:
        if is_moved(box.element):
            found.remove(box)
            after = set(box.element.itersiblings())
            place = next((at for at, one in enumerate(found) if one.element in after), len(found))
            found.insert(place, box)
    return found


def read_before(after: Sequence[Any], one: Any, kids: Any) -> None:
    """Put one of the kids of a structure element before the first of those that come after it in the text."""
    kids.remove(one)
    kids.insert(next((kids.index(kid) for kid in after if kid in kids), len(kids)), one)


@dataclass(frozen=True)
class Move:
    """The child `old` of a flow becomes the child `new`."""

    flow: Any
    old: int
    new: int

    @property
    def key(self) -> int:
        """Return what identifies the pages on which it stands: those of no page yet."""
        return id(self)

    def make(self) -> None:
        """Let the next layout find it in its new place."""
        self._move(self.old, self.new).element.set(MOVED, "")

    def undo(self) -> None:
        """Let the next layout find it where it was."""
        self._move(self.new, self.old).element.attrib.pop(MOVED)

    def _move(self, old: int, new: int) -> Any:
        children = list(self.flow.children)
        box = children.pop(old)
        children.insert(new, box)
        self.flow.children = children
        return box


def moves(root: Any, resume_at: Any, lines: int) -> Iterator[Move]:
    """Yield ways to fill so many lines of a page when a figure or table begins the next, best first."""
    box = root
    while box.element_tag in FLOWS:
        ((place, inner),) = resume_at.items()
        if not inner:
            yield from _moves(box, place, lines)
            return
        box, resume_at = box.children[place], inner


def _moves(flow: Any, place: int, lines: int) -> Iterator[Move]:
    """Yield ways, as `moves` does, for the child that begins a page: a figure, or the heading over it."""
    tags = [child.element_tag for child in flow.children]
    place += tags[place] in HEADINGS and tags[place + 1 : place + 2] == ["figure"]
    if tags[place] not in MOVABLE or is_moved(flow.children[place].element):
        return
    count = _enough(flow.children[place + 1 :], lines)
    if count:
        yield Move(flow, place, place + count)
    for count in range(1, _BACK + 1):
        if place <= count or {*tags[place - count - 1 : place]} != {_PASSABLE}:
            return
        yield Move(flow, place, place - count)


def _enough(boxes: Sequence[Any], lines: int) -> int:
    """Return how many paragraphs, one after another, have so many lines.

    Return as many as there are if they have fewer.
    """
    count = 0
    for length in _lengths(boxes):
        if lines <= 0:
            break
        count, lines = count + 1, lines - length
    return count


def _lengths(boxes: Sequence[Any]) -> Iterator[int]:
    for box in boxes:
        if box.element_tag != _PASSABLE or not box.is_in_normal_flow():
            return
        setting = setting_of(box.children[0]) if box.children else None
        yield len(setting.composed.lines) if setting else 1
