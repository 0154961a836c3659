"""Figures and tables that do not fit where they are called for, and change places with paragraphs near them.

Those after them go first and fill what is left of the page, or, where something else follows, those before
them come after. Where a large part of the page would stay white, headings, lists and quotations that follow
go first too. They are moved on paper alone: those who hear the book, or copy from it, have them in their
places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.weasyprint.boxes.box_writer import setting_of
from florilegium.editions.pdf.weasyprint.boxes.wide_blocks import begin_levels
from florilegium.editions.pdf.weasyprint.pages.whites import FLOWS, HEADINGS
from florilegium.system.values import dataclass

#: The attribute of an element that stands elsewhere on paper than in the text.
MOVED: Final = "moved"

#: What may move, what lets it pass, and what does so where much would stay white.
MOVABLE: Final = frozenset({"figure", "table"})
_PASSABLE: Final = "p"
_PASSABLE_AT_NEED: Final = HEADINGS | {_PASSABLE, "ul", "ol", "blockquote"}

#: So many blocks at most go before a figure at need.
_FAR: Final = 8

#: So many columns a page has where a style only says how wide they are.
_USUAL_COLUMNS: Final = 2

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
    """Return the boxes of a flow on one page in the order of the text, those of columns one after another."""
    found = [one for box in children for one in (box.children if box.is_column else (box,))]
    for box in list(found):
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
    """The child `old` of a flow becomes the child `new`; `again`, if it has been moved before."""

    flow: Any
    old: int
    new: int
    again: bool = False

    @property
    def key(self) -> int:
        """Return what identifies the pages on which it stands: those of no page yet."""
        return id(self)

    def make(self) -> None:
        """Let the next layout find it in its new place."""
        self._move(self.old, self.new).element.set(MOVED, "")

    def undo(self) -> None:
        """Let the next layout find it where it was."""
        element = self._move(self.new, self.old).element
        if not self.again:
            element.attrib.pop(MOVED)

    def _move(self, old: int, new: int) -> Any:
        children = list(self.flow.children)
        box = children.pop(old)
        children.insert(new, box)
        self.flow.children = children
        if _most_columns(self.flow) > 1:
            begin_levels(children)
        return box


def moves(root: Any, resume_at: Any, lines: int) -> Iterator[Move]:
    """Yield ways to fill so many lines of a page when a figure or table begins the next, best first."""
    flow, place = _place(root, resume_at)
    if flow is None or is_moved(flow.children[place].element):
        return
    tags = [child.element_tag for child in flow.children]
    count = _enough(flow.children[place + 1 :], lines * _most_columns(flow))
    if count:
        yield Move(flow, place, place + count)
    for count in range(1, _BACK + 1):
        if place <= count or {*tags[place - count - 1 : place]} != {_PASSABLE}:
            return
        yield Move(flow, place, place - count)


def _place(root: Any, resume_at: Any) -> tuple[Any, int]:
    """Return the flow and the place in it of the figure or table that begins a page, or of the figure below
    the heading that does; no flow where something else begins it."""
    box = root
    while box.element_tag in FLOWS:
        ((place, inner),) = resume_at.items()
        if inner:
            box, resume_at = box.children[place], inner
            continue
        tags = [child.element_tag for child in box.children]
        place += tags[place] in HEADINGS and tags[place + 1 : place + 2] == ["figure"]
        return (box, place) if tags[place] in MOVABLE else (None, 0)
    return None, 0


def far_moves(root: Any, resume_at: Any) -> Iterator[Move]:
    """Yield ways to fill a page when a figure or table begins the next, whatever follows, the shortest first.

    No heading is left before what moves, and nothing of its kind is passed. In columns only paragraphs are:
    with what has white above it they would not begin level.
    """
    flow, place = _place(root, resume_at)
    if flow is None:
        return
    again = is_moved(flow.children[place].element)
    passable = _PASSABLE_AT_NEED if _most_columns(flow) == 1 else {_PASSABLE}
    tags = [child.element_tag for child in flow.children[place + 1 : place + 1 + _FAR]]
    for count, tag in enumerate(tags, start=1):
        if tag not in passable or not flow.children[place + count].is_in_normal_flow():
            return
        if tag not in HEADINGS:
            yield Move(flow, place, place + count, again)


def _most_columns(flow: Any) -> int:
    """Return how many columns a flow has where its page is wide enough for them."""
    count, width = flow.style["column_count"], flow.style["column_width"]
    if count != "auto":
        return int(count)
    return 1 if width == "auto" else _USUAL_COLUMNS


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
