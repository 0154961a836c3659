"""Lines as high as the style says, whatever faces their letters come from.

A letter that the first face lacks comes from another, of other proportions. Where a height of lines is set,
only the first face counts (CSS Inline 3, 5.1), or the line would push those below it off the grid. WeasyPrint
takes the heights of all faces in a piece of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def first_face_counts() -> Iterator[None]:
    """What is laid out in here has its base lines where the first face of each style would have them."""
    from weasyprint.layout import inline
    from weasyprint.text.line_break import strut

    plain = inline.split_text_box

    def split_text_box(*arguments: Any, **options: Any) -> Any:
        box, *rest = plain(*arguments, **options)
        if box is not None and box.style["line_height"] != "normal":
            _, box.baseline = strut(box.style)
        return (box, *rest)

    inline.split_text_box = split_text_box
    try:
        yield
    finally:
        inline.split_text_box = plain
