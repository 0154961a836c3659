"""Lines as high as the style says, whatever faces their letters come from.

A letter that the first face lacks comes from another, of other proportions. Where a height of lines is set,
only the first face counts (CSS Inline 3, 5.1), or the line would push those below it off the grid. WeasyPrint
takes the heights of all faces in a piece of text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def let_first_face_count() -> None:
    """Teach WeasyPrint, once in each process, to have base lines where the first face would have them."""
    from weasyprint.layout import inline

    inline.split_text_box = _split_text_box(inline.split_text_box)


def _split_text_box(plain: Callable[..., Any]) -> Callable[..., Any]:
    """WeasyPrint's function that takes as much text from a box as fits into a line."""
    from weasyprint.text.line_break import strut

    def split_text_box(*arguments: Any, **options: Any) -> Any:
        box, *rest = plain(*arguments, **options)
        if box is not None and box.style["line_height"] != "normal":
            _, box.baseline = strut(box.style)
        return (box, *rest)

    return split_text_box
