"""Lines that run from right to left, justified to their full width.

WeasyPrint measures such a line with its spaces in the face of the letters beside them, as Pango sets it. Once
spaces are widened, Pango takes them from the first face of the style, and the line comes out too short by
what the two differ. So that is found out, and given to the spaces as well.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def let_leftward_lines_be_justified() -> None:
    """Teach WeasyPrint, once in each process, to justify lines that run from right to left."""
    from weasyprint.layout import inline

    inline.justify_line = _justify_line(inline.justify_line, inline.count_expandable_spaces)


def _justify_line(plain: Callable[..., None], spaces_in: Callable[[Any], int]) -> Callable[..., None]:
    """WeasyPrint's function that shares `extra` pixels out between the spaces of a line."""

    def justify_line(context: Any, line: Any, extra: float) -> None:
        spaces = spaces_in(line)
        if line.style["direction"] == "rtl" and spaces:
            extra += _tightened(context, line, extra / spaces, 0.0)
        plain(context, line, extra)

    return justify_line


def _tightened(context: Any, box: Any, spacing: float, before: float) -> float:
    """Take from a box what its texts lose as soon as their spaces are widened.

    `before` is what the boxes to the left of it have lost, by which it moves; returns that with its own loss.
    """
    from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

    lost = before
    if isinstance(box, LineBox | InlineBox):
        for child in reversed(box.children):
            if child.is_in_normal_flow():
                lost = _tightened(context, child, spacing, lost)
    elif isinstance(box, TextBox):
        lost += _loss(context, box, spacing)
    if isinstance(box, LineBox | InlineBox | TextBox):
        box.position_x -= before
        box.width -= lost - before
    else:
        box.translate(-before, 0)
    return lost


def _loss(context: Any, box: Any, spacing: float) -> float:
    """How much narrower than measured a text is, when each space is wider by so many pixels."""
    from weasyprint.layout.inline import count_expandable_spaces
    from weasyprint.text.line_break import create_layout, line_size

    spaces = count_expandable_spaces(box)
    if not spaces:
        return 0.0
    layout = create_layout(box.text, box.style, context, max_width=None, justification_spacing=spacing)
    layout.set_text(box.text, justify=True)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, box.style)
    layout.deactivate()
    return float(box.width + spaces * spacing - width)
