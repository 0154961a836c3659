"""Lines that WeasyPrint fills, made once.

It lays the columns of a page out to see what they hold, and again to keep them; those of the last page once
for every height that it tries. And a page is made again to be level, with all the cells of its tables. The
lines of a paragraph are the same each time, at another place. So what was made of a line box is kept for as
long as the page may be tried again, and copies are placed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, Final, TypeAlias

from florilegium.editions.pdf.weasyprint.hooks.set_lines import copy_of, is_in_flow, place_at
from florilegium.system.values import dataclass

#: The attribute of a layout under which it has its lines.
_KEPT: Final = "florilegium_kept_lines"

#: Lines are kept over so many pages: while one is made level, the next is made again with it.
_PAGES: Final = 3

#: A line of a line box, told by where it begins in it and by the width of what contains it.
_Beginning: TypeAlias = tuple[int, str, float]


@dataclass(frozen=True)
class _KeptLines:
    """The lines of a `page` and of those after it as they were made, what comes after each, and the left edge
    of what contained it.

    Each line box is held, so that no other takes its identity.
    """

    page: int
    made: dict[_Beginning, tuple[Any, Any, float, Any]] = field(default_factory=dict)

    def line(self, beginning: _Beginning, left: float, top: float) -> tuple[Any, Any] | None:
        """Return a copy of a line at its place, and what comes after it; None when there is none yet."""
        found = self.made.get(beginning)
        if found is None:
            return None
        line, rest, first_left, _ = found
        copy = copy_of(line)
        place_at(copy, copy.position_x + left - first_left, top)
        return copy, rest

    def keep(self, beginning: _Beginning, line: Any, rest: Any, left: float, box: Any) -> None:
        """Keep a copy of a line, unless it holds what layout must see each time."""
        if all(map(_is_plain, line.descendants())):
            self.made[beginning] = (copy_of(line), rest, left, box)


def keep_filled_lines(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `iter_line_boxes`, which gives the lines of a line box, each with what comes after it."""

    def iter_line_boxes(context: Any, box: Any, *place: Any) -> Iterator[tuple[Any, Any]]:
        top, bottom_space, skip, parent, absolute, fixed, first_letter, first_line = place
        if first_letter or first_line:
            yield from original(context, box, *place)
            return
        kept = _kept_hereabouts(context)
        left = parent.content_box_x()
        while True:
            beginning = (id(box), repr(skip), parent.width)
            found = None if context.excluded_shapes else kept.line(beginning, left, top)
            if found is None:
                where = (top, bottom_space, skip, parent, absolute, fixed, None, None)
                found = next(original(context, box, *where), None)
                if found is None:
                    return
                if not context.excluded_shapes:
                    kept.keep(beginning, found[0], found[1], left, box)
            line, skip = found
            top = line.position_y + line.height
            yield line, skip
            if skip is None:
                return

    return iter_line_boxes


def _kept_hereabouts(context: Any) -> _KeptLines:
    """Return the lines that were made on the page that is laid out and right before it."""
    kept: _KeptLines | None = getattr(context, _KEPT, None)
    if kept is None or not 0 <= context.current_page - kept.page < _PAGES:
        kept = _KeptLines(context.current_page)
        setattr(context, _KEPT, kept)
    return kept


def _is_plain(box: Any) -> bool:
    """Return whether a box is a line, or text in it with what is round that."""
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    return isinstance(box, LineBox | InlineBox | TextBox) and is_in_flow(box)
