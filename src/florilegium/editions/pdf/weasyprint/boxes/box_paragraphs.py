"""Every paragraph of a box tree, with its measure, and what becomes of it.

Between the building of WeasyPrint's boxes and their layout, each justified paragraph is one line box with all
of its text. `compose_all` has its lines found and puts them back with each line's end and spacing fixed: then
layout has nothing left to choose. Boxes keep their elements, so ids, links, languages and the structure tree
stay what they were, and pages break between lines as ever.

Left to WeasyPrint whole are paragraphs that run from right to left or are Chinese, Japanese or Korean, and
those with something whose width only layout finds out.

Verse stands on the axis of its longest line. CSS could say that by a width (`fit-content`) that WeasyPrint
does not know; so its lines are measured here, and the block gets the margins that they ask for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.editions.pdf.linebreak.composing import compose
from florilegium.editions.pdf.weasyprint.boxes.box_reader import read
from florilegium.editions.pdf.weasyprint.boxes.box_writer import put
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter
from florilegium.editions.pdf.weasyprint.boxes.wide_blocks import BlockColumns, is_verse, widths_of_lines
from florilegium.system.values import dataclass

#: The property by which a style wants verse on an axis.
_VERSE: Final = "__verse"


@dataclass(frozen=True)
class ParagraphCounts:
    """How many justified paragraphs of several lines were composed, and how many were left greedy."""

    composed: int = 0
    greedy: int = 0

    def __add__(self, other: ParagraphCounts) -> ParagraphCounts:
        return ParagraphCounts(self.composed + other.composed, self.greedy + other.greedy)


_COMPOSED = ParagraphCounts(composed=1)
_GREEDY = ParagraphCounts(greedy=1)


def compose_all(
    root: Any, measure: float, typesetter: Typesetter, apart: Collection[Element]
) -> dict[Element, ParagraphCounts]:
    """Fix the lines of every paragraph under a root box, in a page so many pixels wide; return what became of
    those of each element.

    Paragraphs of the elements in `apart` are left to WeasyPrint.
    """
    outcome: dict[Element, ParagraphCounts] = {}
    for block, line, width in _line_boxes(root, measure, typesetter):
        if _is_justified(block):
            made = _compose(block, line, width, typesetter, kept=block.element in apart)
            outcome[block.element] = outcome.get(block.element, ParagraphCounts()) + made
    return outcome


def _compose(block: Any, line: Any, width: float, typesetter: Typesetter, *, kept: bool) -> ParagraphCounts:
    paragraph = None if kept else read(block, line, width, typesetter)
    composed = compose(paragraph, typesetter.parameters) if paragraph else None
    if paragraph is None or composed is None:
        return _GREEDY if _is_long(line, width, typesetter) else ParagraphCounts()
    if len(composed.lines) == 1:
        return ParagraphCounts()
    put(line, paragraph, composed)
    return _COMPOSED


def _line_boxes(box: Any, measure: float, typesetter: Typesetter) -> Iterator[tuple[Any, Any, float]]:
    """Yield each line box that stands in plain blocks, with its block and its measure; put verse on its axis.

    `measure` is the width of what contains `box`. That of table cells, floats and the like is not known
    before layout.
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.block import block_level_width
    from weasyprint.layout.percent import resolve_percentages

    if type(box) is not boxes.BlockBox or not box.is_in_normal_flow():
        return
    if _is_centred(box):
        _centre(box, measure, typesetter)
    resolve_percentages(box, (measure, "auto"))
    block_level_width(box, (measure, "auto"))
    inner = BlockColumns.of(box).width
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            yield box, child, inner
        else:
            spans = child.style["column_span"] == "all"
            yield from _line_boxes(child, box.width if spans else inner, typesetter)


def _is_justified(block: Any) -> bool:
    """Return whether a block's text is justified from left to right, and its lines are alike."""
    style = block.style
    return (
        style["text_align_all"] == "justify"
        and style["text_align_last"] in {"auto", "start", "left"}
        and style["direction"] == "ltr"
        and style["white_space"] == "normal"
        and style["word_break"] == "normal"
        and style["max_lines"] == "none"
        and block.first_letter_style is None
        and block.first_line_style is None
    )


def _is_long(line: Any, width: float, typesetter: Typesetter) -> bool:
    """Return whether a paragraph that is left to WeasyPrint has more than one line, or nearly."""
    from weasyprint.formatting_structure.boxes import TextBox

    text = "".join(box.text for box in line.descendants() if isinstance(box, TextBox))
    return typesetter.font(line.style).width(text) > width


def _centre(block: Any, measure: float, typesetter: Typesetter) -> None:
    """Give verse that is to be centred (`--verse: centred`) the margins which do it, in place.

    `measure` is the width, in pixels, that it stands in. A line that is longer turns over, and is not
    counted; where numbers stand beside the lines, none reaches into their room.
    """
    from weasyprint.css.properties import Dimension
    from weasyprint.layout.percent import percentage

    room = measure - sum(
        float(percentage(block.style[f"padding_{side}"], block.style, measure)) for side in ("left", "right")
    )
    widths = [width for width in widths_of_lines(block, typesetter) if width <= room]
    if not widths:
        return
    longest = max(widths)
    before, after = ("right", "left") if block.style["direction"] == "rtl" else ("left", "right")
    style = block.style.copy()
    style[f"margin_{before}"] = Dimension(max(0.0, min((measure - longest) / 2, room - longest)), "px")
    style[f"margin_{after}"] = Dimension(0, "px")
    block.style = style


def _is_centred(block: Any) -> bool:
    """Return whether a block is verse that its style wants on an axis; what stands in one inherits that."""
    return is_verse(block) and any(
        token.type == "ident" and token.value == "centred" for token in block.style[_VERSE] or ()
    )
