"""The order in which a page is drawn, which is the order in which a reader copies words from it.

CSS draws what is positioned after all that is not (CSS 2.2 appendix E): the numbers of a list would come
after its items, and lines of code after the rest of their page. Once places are known, position has done its
work, and every box can be drawn where it stands in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from florilegium.editions.pdf.weasyprint.pages.moving import in_order, is_moved


def draw_in_order(pages: Sequence[Any]) -> None:
    """Let the boxes of laid-out pages, which are WeasyPrint's, be drawn in the order of the text."""
    for page in pages:
        for box in list(page._page_box.descendants()):
            if box.style["position"] == "relative":
                box.style["position"] = "static"
            if box.style["direction"] == "rtl":
                _indent(box)
            children = getattr(box, "children", ())
            if any(_is_marker(child) for child in children):
                box.children = tuple(_in_flow(children))
            elif any(is_moved(child.element) for child in children):
                box.children = tuple(in_order(children))


def _indent(box: Any) -> None:
    """Move the first line of a paragraph that is written from right to left in from the right.

    WeasyPrint makes such a line shorter by its indent, and leaves it where it begins.
    """
    from weasyprint.formatting_structure.boxes import LineBox

    first = next(iter(getattr(box, "children", ())), None)
    if isinstance(first, LineBox) and first.text_indent:
        for child in first.children:
            child.translate(-first.text_indent, 0)


def _is_marker(box: Any) -> bool:
    """Return whether a box is the number or bullet that stands beside a list's item."""
    from weasyprint.layout.absolute import AbsolutePlaceholder

    return isinstance(box, AbsolutePlaceholder) and bool(box._box.is_outside_marker)


def _in_flow(children: Sequence[Any]) -> Iterator[Any]:
    """Yield an item's boxes with its marker as one of them: a line before lines, a block before blocks."""
    from weasyprint.formatting_structure.boxes import LineBox

    for child in children:
        if not _is_marker(child):
            yield child
        elif isinstance(children[-1], LineBox):
            yield from child._box.children
        else:
            child._box.style["position"] = "static"
            yield child._box
