"""The white between blocks, which a page that ends short may have more of, and one that is too full less.

Makers-up of pages by hand level them so: a whole line more above a heading, a figure or a break is
hardly seen, and what follows stays on the grid. The white below a heading is never touched, for a heading
belongs to what follows; nor is that below the opening of a chapter, which is the same throughout a book.
What a break gets stands half above it and half below, so that its ornament stays in the middle.

Entries of a list (sources, contributors, the notes of each text) have the same white between all of them on a
page: what is missing at its foot is shared out among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from florilegium.system.values import dataclass

#: Elements whose children are blocks of running text; the white within all others is their own.
FLOWS: Final = frozenset({"html", "body", "main", "section", "article", "div"})

#: Headings within a text.
HEADINGS: Final = frozenset({"h2", "h3", "h4"})

#: Elements with which something begins: a line more above them costs least.
_BREAK: Final = "hr"
_BEGINNINGS: Final = HEADINGS | {_BREAK, "figure", "table", "section"}

#: Elements with a white that is theirs alone, below.
_OPENINGS: Final = HEADINGS | {"h1", "header", "hgroup"}

#: What the first line more or less costs above a beginning, and elsewhere, in the unit of what lines cost.
#: The second costs twice as much.
_ABOVE_BEGINNING: Final = 2.0
_ELSEWHERE: Final = 4.0

#: At most so many lines more, and one fewer.
_MOST: Final = 2

#: Elements that are entries of a list, where several of a kind follow one another, and how many lines the
#: white between two of them may take at most.
_ENTRIES: Final = frozenset({"div", "section"})
_MOST_OF_EACH: Final = 1.0

#: A part of a pixel that counts as nothing.
_TRIFLE: Final = 0.1


@dataclass(frozen=True)
class White:
    """The white above a block on a page, in pixels: `gap` now, and `natural` as the style has it.

    `style` is the block's own, which layout reads again for every page. `kind` tells entries of one list;
    empty for other blocks. `below` is the white on the other side of a break, which shares what it gets.
    """

    style: Any
    tag: str
    gap: float
    natural: float
    line: float
    kind: str = ""
    below: White | None = None

    @property
    def sides(self) -> tuple[White, ...]:
        """Return it, with the other side of a break."""
        return (self, self.below) if self.below else (self,)

    @property
    def lines(self) -> int:
        """Return how many lines more than natural it has."""
        return round(sum(side.gap - side.natural for side in self.sides) / self.line)

    def changes(self, step: int) -> Iterator[tuple[float, tuple[WhiteChange, ...]]]:
        """Yield what makes it larger (or smaller) line by line, each change after another, with its cost."""
        first = _ABOVE_BEGINNING if self.tag in _BEGINNINGS else _ELSEWHERE
        natural = min(side.natural for side in self.sides)
        change, lines = step, self.lines + step
        while -1 <= lines <= _MOST and natural + lines * self.line > self.line - _TRIFLE:
            yield (
                first * abs(lines),
                tuple(WhiteChange(side, change / len(self.sides)) for side in self.sides),
            )
            change, lines = change + step, lines + step


@dataclass(frozen=True)
class WhiteChange:
    """A white with so many lines more (or fewer); with a part of one where it is shared out."""

    white: White
    lines: float

    @property
    def key(self) -> int:
        """Return what identifies the pages on which it stands."""
        return id(self.white.style)

    def make(self) -> None:
        """Let the next layout have it."""
        self._set(self.white.gap + self.lines * self.white.line)

    def undo(self) -> None:
        """Let the next layout have it as it was."""
        self._set(self.white.gap)

    def _set(self, gap: float) -> None:
        from weasyprint.css.properties import Dimension

        self.white.style["margin_top"] = Dimension(gap, "px")


def shared(whites: Sequence[White], lines: int) -> Iterator[tuple[float, tuple[WhiteChange, ...]]]:
    """Yield what shares so many lines out among all entries of a kind on a page, with its cost."""
    for kind in dict.fromkeys(white.kind for white in whites if white.kind):
        entries = [white for white in whites if white.kind == kind]
        each = lines / len(entries)
        if each <= _MOST_OF_EACH:
            yield _ABOVE_BEGINNING * lines, tuple(WhiteChange(white, each) for white in entries)


class Whites:
    """The whites of pages, with the size that each had at first.

    Elements that look alike share a style; under the root of a document, blocks get their own.
    """

    def __init__(self, root: Any) -> None:
        self._natural: dict[int, float] = {}
        for flow in _flows(root):
            for block in flow.children:
                block.style = block.style.copy()

    def on(self, page: Any) -> Iterator[White]:
        """Yield the whites of a page that may be changed, from its head to its foot."""
        for flow in _flows(page.children[0]):
            blocks = [block for block in flow.children if block.is_in_normal_flow()]
            for at, (before, block) in enumerate(pairwise(blocks)):
                if before.element_tag in _OPENINGS or block.element_tag == "header":
                    continue
                if block.element_tag == _BREAK:
                    yield from self._around(before, *blocks[at + 1 : at + 3], flow=flow)
                elif before.element_tag != _BREAK:
                    yield from self._between(before, block, flow)

    def _between(self, before: Any, block: Any, flow: Any) -> Iterator[White]:
        white = self._white(before, block, flow)
        if white.gap > white.line - _TRIFLE:
            yield white

    def _around(self, before: Any, block: Any, after: Any = None, *, flow: Any) -> Iterator[White]:
        """Yield the white on both sides of a break; one that ends its page needs none."""
        if after is not None:
            above, below = self._white(before, block, flow), self._white(block, after, flow)
            if min(above.gap, below.gap) > -_TRIFLE:
                yield replace(above, below=below)

    def _white(self, before: Any, block: Any, flow: Any) -> White:
        from weasyprint.text.line_break import strut

        gap = block.border_box_y() - before.border_box_y() - before.border_height()
        return White(
            style=block.style,
            tag=block.element_tag,
            gap=gap,
            natural=self._natural.setdefault(id(block.style), gap),
            line=strut(flow.style)[0],
            kind=_kind_of(before, block),
        )


def _kind_of(before: Any, block: Any) -> str:
    """Return the kind of an entry that follows another; empty for what is none."""
    names = {_name_of(one.element) for one in (before, block) if one.element is not None}
    return names.pop() if block.element_tag in _ENTRIES and len(names) == 1 else ""


def _name_of(element: Any) -> str:
    return f"{element.tag} {(element.get('class') or '').partition(' ')[0]}"


def _flows(box: Any) -> Iterator[Any]:
    """Yield a box and those in it, as far as they hold blocks of running text."""
    from weasyprint.formatting_structure.boxes import BlockBox, BlockLevelBox

    if type(box) is BlockBox and box.element_tag in FLOWS and box.is_in_normal_flow():
        if all(isinstance(child, BlockLevelBox) for child in box.children):
            yield box
        for child in box.children:
            yield from _flows(child)
