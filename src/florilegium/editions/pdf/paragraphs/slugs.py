"""Lines and text that are set beforehand, and how WeasyPrint takes them.

A *slug* is a line of type cast in one piece. Where a line box bears slugs, layout has nothing to break: it
places them one under the other, and as each is made only once, a page that is made anew takes copies.

The text in them is set already, too (`type.py`): its size is known, and its glyphs are written as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

#: The attribute under which a line box keeps its slugs; layout copies it to every line.
SLUGS: Final = "florilegium_slugs"


@dataclass(frozen=True)
class Slugs:
    """The lines of a line box, each as a line box of its own that is not yet laid out."""

    lines: tuple[Any, ...] = field(repr=False)
    _made: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def laid_out(
        self, number: int, context: Any, place: tuple[float, float], make: Callable[[Any], Any]
    ) -> Any:
        """A line at its place (left and top edge) in pixels; `make` lays it out, the first time."""
        if context.excluded_shapes or not all(map(_is_in_flow, self.lines[number].descendants())):
            return make(self.lines[number])
        if number not in self._made:
            self._made[number] = make(self.lines[number])
            return self._made[number]
        line, (left, top) = _copied(self._made[number]), place
        line.translate(left - line.position_x, top - line.position_y)
        # Not to be a rounding off, since layout compares places.
        line.position_y = top
        return line


def _is_in_flow(box: Any) -> bool:
    return bool(box.is_in_normal_flow())


def _copied(box: Any) -> Any:
    """A copy of a laid-out box and all in it."""
    copy = box.copy()
    if hasattr(box, "children"):
        copy.children = tuple(_copied(child) for child in box.children)
    return copy


@cache
def take_slugs() -> None:
    """Teach WeasyPrint, once in each process, to take slugs."""
    from weasyprint.layout import block

    block.iter_line_boxes = _iter_line_boxes(block.iter_line_boxes)


def _iter_line_boxes(plain: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's function that gives the lines of a line box, each with what comes after it."""
    from weasyprint.layout.inline import get_next_linebox
    from weasyprint.layout.percent import resolve_one_percentage, resolve_percentages

    def iter_line_boxes(context: Any, box: Any, *place: Any) -> Iterator[tuple[Any, Any]]:
        slugs = getattr(box, SLUGS, None)
        if slugs is None:
            yield from plain(context, box, *place)
            return
        top, bottom_space, skip, parent, absolute, fixed, *_ = place
        left = parent.content_box_x()
        for number in range(next(iter(skip)) if skip else 0, len(slugs.lines)):

            def make(line: Any, number: int = number, top: float = top) -> Any:
                resolve_percentages(line, parent)
                line.text_indent = 0
                if number == 0:
                    resolve_one_percentage(line, "text_indent", parent.width)
                where = (top, bottom_space, None, parent, absolute, fixed, None, None)
                return get_next_linebox(context, line, *where)[0]

            line = slugs.laid_out(number, context, (left, top), make)
            top = line.position_y + line.height
            yield line, {number + 1: None} if number + 1 < len(slugs.lines) else None

    return iter_line_boxes
