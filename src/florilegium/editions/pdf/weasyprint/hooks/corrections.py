"""Replacements that correct WeasyPrint, whether or not a paragraph is composed.

Heights of lines: where a height is set, only the first face of a style counts (CSS Inline 3, 5.1). A letter
that this face lacks comes from another, of other proportions, and would push the lines below it off the grid.
WeasyPrint takes the heights of all faces in a piece of text.

Heights of lines with a picture: a formula that is higher than its line fills two or more, whatever face and
size the text beside it has, so that the lines below it stand on the grid.

Lines from right to left: WeasyPrint measures such a line with its spaces in the face of the letters beside
them, as Pango sets it. Once spaces are widened, Pango takes them from the first face of the style, and the
line comes out too short by the difference. The difference is measured and given to the spaces as well.

Cells over pages: where nothing of a cell that is begun fits beside the head of its table and the other cells,
WeasyPrint begins it from its first word on the next page.

Groups of rows that belong together: where two of them have no room on one page, and a page may not begin
between them, WeasyPrint finds no way to begin the table and ends with an error.

Columns that hold nothing: where a figure as high as the page comes next, which fits into no column that is
left, WeasyPrint drops those before with all that they hold, and begins on the next page.

Columns that begin with white: that above a heading, a list or verse is left out at the head of a page, and
WeasyPrint keeps it at the head of a column (CSS Fragmentation 3, 5.2).

Styles of pseudo-elements: WeasyPrint's own sheet names a note's call, number and way back without an element,
so that every element would get a style for each of them: fifty thousand for an index with nine thousand
locators. Boxes are only made of them where an element is a note.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any, Final

from florilegium.editions.pdf.weasyprint.boxes.wide_blocks import with_lengths


def by_first_face(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `split_text_box`, which takes as much text from a box as fits into a line."""
    from weasyprint.layout import inline

    def split_text_box(*arguments: Any, **options: Any) -> Any:
        box, *rest = original(*arguments, **options)
        if box is not None and box.style["line_height"] != "normal":
            _, box.baseline = inline.strut(box.style)
        return (box, *rest)

    return split_text_box


def fill_whole_lines(original: Callable[..., tuple[float, float]]) -> Callable[..., tuple[float, float]]:
    """Replace `line_box_verticality`, which tells how far a line reaches below and above its base line."""
    from weasyprint.layout import inline

    def line_box_verticality(box: Any) -> tuple[float, float]:
        bottom, top = original(box)
        leading, above = inline.strut(box.style)
        is_high = bottom - top > leading + _UNSEEN and box.style["line_height"] != "normal"
        if not is_high or not leading or not _has_picture(box):
            return bottom, top
        up, down = ((beyond / leading) for beyond in (-top - above, bottom - (leading - above)))
        return leading - above + leading * _whole(down), -above - leading * _whole(up)

    return line_box_verticality


#: What a line may be higher than its leading, in pixels, and the part of one by which a picture's white may
#: stand out of whole lines.
_UNSEEN: Final = 0.01
_OUT: Final = 0.12


def _whole(lines: float) -> int:
    return max(ceil(lines - _OUT), 0)


def _has_picture(box: Any) -> bool:
    """Return whether a picture stands in a line or in a part of it."""
    from weasyprint.formatting_structure.boxes import InlineReplacedBox

    return any(
        isinstance(child, InlineReplacedBox) or _has_picture(child) for child in getattr(box, "children", ())
    )


def justify_leftward(original: Callable[..., None]) -> Callable[..., None]:
    """Replace `justify_line`, which shares `extra` pixels out between the spaces of a line."""
    from weasyprint.layout.inline import count_expandable_spaces

    def justify_line(context: Any, line: Any, extra: float) -> None:
        spaces = count_expandable_spaces(line)
        if line.style["direction"] == "rtl" and spaces:
            extra += _tightened(context, line, extra / spaces, 0.0)
        original(context, line, extra)

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
    """Return how much narrower than measured a text is, when each space is wider by so many pixels."""
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


def style_notes_alone(original: Callable[..., None]) -> Callable[..., None]:
    """Replace `set_computed_styles`, which makes the style of an element or of one of its pseudo-elements."""

    def set_computed_styles(
        styles: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        *rest: Any,
        **named: Any,
    ) -> None:
        if pseudo_type is None or _can_have(styles.get_computed_styles().get((element, None)), pseudo_type):
            original(styles, element, parent, root, pseudo_type, *rest, **named)

    return set_computed_styles


def _can_have(style: Any, pseudo_type: str) -> bool:
    """Return whether an element can have a pseudo-element (CSS Generated Content for Paged Media 2)."""
    if pseudo_type.startswith("footnote-"):
        return bool(style["float"] == "footnote")
    if pseudo_type.startswith("note-"):
        return bool(style["position"][0] == "note()")
    return True


def keep_place_in_cells(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `block_container_layout`, by which the cells of a table are laid out as all blocks are."""
    from weasyprint.formatting_structure.boxes import TableCellBox

    def block_container_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any
    ) -> Any:
        laid_out = original(context, box, bottom_space, skip_stack, *rest, **named)
        if laid_out[0] is not None or skip_stack is None or not isinstance(box, TableCellBox):
            return laid_out
        named |= {"page_is_empty": True, "absolute_boxes": [], "fixed_boxes": []}
        empty, _, *others = original(context, box.copy_with_children([]), bottom_space, skip_stack, **named)
        return (empty, skip_stack, *others)

    return block_container_layout


#: The sides of a break (CSS Fragmentation 3, 3.1).
_SIDES: Final = ("break_before", "break_after")


def part_groups(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `table_layout`, which returns no table where nothing of it can be laid out."""

    def table_layout(context: Any, table: Any, *rest: Any) -> Any:
        *_, page_is_empty, _absolute, _fixed = rest
        laid_out = original(context, table, *rest)
        if laid_out[0] is None and page_is_empty:
            _let_part(table)
            laid_out = original(context, table, *rest)
        return laid_out

    return table_layout


def _let_part(table: Any) -> None:
    """Let a page begin between any two groups of a table, as it may where no break is better (ibid., 4.4)."""
    for group in table.children:
        for box in (group, *group.children):
            kept = [side for side in _SIDES if box.style[side].startswith("avoid")]
            if kept:
                box.style = box.style.copy()
                box.style.update(dict.fromkeys(kept, "auto"))


#: The attribute of a layout under which it has where its latest column ended.
_COLUMN_END: Final = "florilegium_column_end"

#: The place of the margins among what the layout of a block is told. Columns that stay are told of none.
_MARGINS: Final = 3


def keep_full_columns(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `block_container_layout`, by which the columns of a page are laid out as all blocks are."""

    def block_container_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, *rest: Any, **named: Any
    ) -> Any:
        box = _begun_level(box, skip_stack) if box.is_column else box
        laid_out = original(context, box, bottom_space, skip_stack, *rest, **named)
        if not box.is_column or len(rest) <= _MARGINS or rest[_MARGINS] is not None:
            return laid_out
        goes_on = skip_stack is not None and skip_stack is getattr(context, _COLUMN_END, None)
        if laid_out[0] is None and goes_on:
            empty, _, *others = original(
                context, box.copy_with_children([]), bottom_space, None, True, *rest[1:], **named
            )
            laid_out = (empty, skip_stack, *others)
        setattr(context, _COLUMN_END, laid_out[1])
        return laid_out

    return block_container_layout


def _begun_level(column: Any, skip_stack: Any) -> Any:
    """Return a column without white above what it begins with, where it goes on with a whole block."""
    from weasyprint.css.properties import Dimension

    place, inner = next(iter(skip_stack.items())) if skip_stack else (0, skip_stack)
    if skip_stack is None or inner or place >= len(column.children):
        return column
    first = column.children[place].copy()
    if first.style["margin_top"] in {"auto", Dimension(0, "px")}:
        return column
    first.style = with_lengths(first.style, margin_top=0)
    return column.copy_with_children([*column.children[:place], first, *column.children[place + 1 :]])
