"""Lines and text that are set beforehand, and how WeasyPrint takes them.

Where a line box bears lines that are set (`SetLineBoxes`), layout has nothing to break: it places them one
under the other, and as each is made only once, a page that is made again takes copies.

The text in them is set already, too (`set_text.py`): its size is known, and its glyphs are written as they
are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from typing import Any, Final

from florilegium.editions.pdf.weasyprint.hooks.set_text import SetText, set_box
from florilegium.system.values import dataclass

#: The attribute under which a line box keeps its set lines; layout copies it to every line.
SET_LINES: Final = "florilegium_set_lines"

#: What text has none of.
_BARE: Final = {
    **dict.fromkeys(("margin_left", "margin_right"), 0),
    **{f"padding_{side}": 0 for side in ("top", "right", "bottom", "left")},
    **{f"border_{side}_width": 0 for side in ("top", "right", "bottom", "left")},
}


@dataclass(frozen=True)
class SetLineBoxes:
    """The lines of a line box, each as a line box of its own that is not yet laid out.

    The edges of all inline boxes in them are known. `indent` is that of the first line, in pixels.
    """

    lines: tuple[Any, ...] = field(repr=False)
    indent: float
    _made: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def made(self) -> Iterable[Any]:
        """Return the lines that have been laid out."""
        return self._made.values()

    def line(self, number: int, context: Any, left: float, top: float) -> Any | None:
        """Return a line at its place, in pixels.

        Return None when layout must make it, beside a float or with one in it.
        """
        if context.excluded_shapes:
            return None
        if number not in self._made:
            if not all(map(is_in_flow, self.lines[number].descendants())):
                return None
            indent = 0.0 if number else self.indent
            self._made[number] = _cast(self.lines[number], context, left, top, indent)
            return self._made[number]
        line = copy_of(self._made[number])
        place_at(line, left, top)
        return line


def is_in_flow(box: Any) -> bool:
    """Return whether a box stands where the text has it."""
    return bool(box.is_in_normal_flow())


def _cast(source: Any, context: Any, left: float, top: float, indent: float) -> Any:
    """Return a line box laid out, from left to right, on one base line but for what is raised."""
    from weasyprint.layout.inline import line_box_verticality

    line, _ = _in_a_row(source, context, left + indent)
    line.width += line.position_x - left
    line.position_x = left
    bottom, upper = line_box_verticality(line)
    line.baseline, line.height, line.position_y = -upper, bottom - upper, upper
    line.margin_top = line.margin_bottom = 0
    line.translate(0, top - upper)
    line.position_y = top
    return line


def _in_a_row(box: Any, context: Any, left: float) -> tuple[Any, float]:
    """Return a line box or an inline box laid out from a place on, and where it ends."""
    from weasyprint.formatting_structure.boxes import InlineReplacedBox, TextBox
    from weasyprint.layout import inline

    made, children = box.copy(), []
    made.position_x = left
    start = place = made.content_box_x()
    for child in box.children:
        if isinstance(child, TextBox):
            kind = getattr(child, "pango_layout", None)
            if isinstance(kind, SetText):
                part = set_box(child, kind)
            else:
                part, _, _ = inline.split_text_box(context, child, None, 0)
            if part is None:  # an empty line's end
                continue
            part.__dict__.update(_BARE, position_x=place)
            place += part.width
        elif isinstance(child, InlineReplacedBox):
            part = child.copy()  # its size is known since it was read
            part.position_x, part.baseline = place, part.margin_height()
            place += part.margin_width()
        else:
            part, place = _in_a_row(child, context, place)
        children.append(part)
    made.children, made.width = tuple(children), place - start
    inline._adjust_line_height(made)
    return made, left + made.margin_width()


def copy_of(box: Any) -> Any:
    """Return a copy of a laid-out box and all in it."""
    copy = box.copy()
    if hasattr(box, "children"):
        copy.children = tuple(copy_of(child) for child in box.children)
    return copy


def place_at(line: Any, left: float, top: float) -> None:
    """Put a laid-out line with all in it where it belongs, in pixels."""
    line.translate(left - line.position_x, top - line.position_y)
    # Not to be a rounding off, since layout compares places.
    line.position_y = top


def take_set_lines(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `iter_line_boxes`, which gives the lines of a line box, each with what comes after it."""
    from weasyprint.layout.inline import get_next_linebox

    def iter_line_boxes(context: Any, box: Any, *place: Any) -> Iterator[tuple[Any, Any]]:
        boxes_set = getattr(box, SET_LINES, None)
        if boxes_set is None:
            yield from original(context, box, *place)
            return
        top, bottom_space, skip, parent, absolute, fixed, *_ = place
        left = parent.content_box_x()
        for number in range(next(iter(skip)) if skip else 0, len(boxes_set.lines)):
            line = boxes_set.line(number, context, left, top)
            if line is None:
                source = boxes_set.lines[number]
                source.text_indent = 0 if number else boxes_set.indent
                where = (top, bottom_space, None, parent, absolute, fixed, None, None)
                line, _ = get_next_linebox(context, source, *where)
            top = line.position_y + line.height
            yield line, {number + 1: None} if number + 1 < len(boxes_set.lines) else None

    return iter_line_boxes
