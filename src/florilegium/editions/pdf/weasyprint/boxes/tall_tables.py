"""What of a table is higher than a page, and goes over pages: told before anything is laid out.

A table is kept on one page: one with a caption where a page can hold it, since readers are sent to it from
elsewhere, one without where it takes half a page at most. So is each row. One that no page can hold would
leave the page before it white and be broken in the end, without the heads of its columns. How high it comes
out is reckoned from its letters; what is only nearly as high as a page is left to layout, which tells what
had to be broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any, Final

from florilegium.editions.pdf.section.table_parts import let_break

#: How wide a letter is on average in books, in the size of its type, with the spaces between words.
_LETTER: Final = 0.42

#: What comes out so many times as high as a page is surely higher than one.
_SURELY: Final = 1.15

#: A table without a caption is part of what is said round it, and kept where it takes so much of a page.
_KEPT: Final = 0.5


def let_tall_break(figure: Any, wrapper: Any, widths: Sequence[float], height: float) -> None:
    """Let a table go over pages `height` pixels high, and its figure and its rows as far as none holds them.

    `figure` is the block round the table; the columns have nearly these widths.
    """
    from weasyprint.formatting_structure.boxes import TableRowBox

    whole = 0.0
    for row in (box for box in _own(wrapper) if isinstance(box, TableRowBox)):
        tall = max((_height(cell, widths) for cell in row.children), default=0.0)
        whole += tall
        if tall > _SURELY * height and row.element is not None and _is_of_body(row.element):
            let_break(row.element)
            _set_free(row)
    if figure.element_tag != "figure":
        if whole > _KEPT * height:
            _set_free(wrapper.get_wrapped_table())
    elif whole > _SURELY * height:
        _set_free(figure)


def _own(box: Any) -> Iterator[Any]:
    """Yield the boxes in a table down to its rows."""
    from weasyprint.formatting_structure.boxes import TableRowBox

    for child in box.children:
        yield child
        if not isinstance(child, TableRowBox) and hasattr(child, "children"):
            yield from _own(child)


def _is_of_body(row: Any) -> bool:
    """Return whether a row is none of those that are printed again on each page."""
    around = row.getparent()
    return around is not None and around.tag not in {"thead", "tfoot"}


def _set_free(box: Any) -> None:
    box.style = box.style.copy()
    box.style["break_inside"] = "auto"


def _height(cell: Any, widths: Sequence[float]) -> float:
    """Return how high a cell comes out, nearly."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox
    from weasyprint.text.line_break import strut

    width = sum(widths[cell.grid_x : cell.grid_x + cell.colspan])
    high = 0.0
    for line in (box for box in cell.descendants() if isinstance(box, LineBox)):
        letters = sum(len(box.text) for box in line.descendants() if isinstance(box, TextBox))
        count = ceil(letters * _LETTER * float(line.style["font_size"]) / width) if width else 1
        high += max(count, 1) * float(strut(line.style)[0])
    return high
