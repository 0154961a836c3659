"""What is wide for the room that it has: it goes over all columns of its page, or is made smaller.

A table, a picture, code, verse or a formula that stands in columns goes over all of them where it would be
hard to read in one: the text before it is shared out between the columns above it, the text behind it between
those below, so that it is read where it stands. Its widths are known as soon as its boxes are made, so no
page is laid out to find them.

Pictures and formulas in what is narrower than the page keep their proportions. Tables that are too wide even
so are told, to be set otherwise before anything is laid out; those that no page can hold may go over pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any, Final

from florilegium.editions.pdf.section.drawn_formulas import READABLE, white_round
from florilegium.editions.pdf.section.long_tables import TableWidths, noted_widths
from florilegium.editions.pdf.section.picture_sizes import height_on_grid
from florilegium.editions.pdf.section.structure_types import DRAWN, SMALL
from florilegium.editions.pdf.section.table_parts import is_narrowed
from florilegium.editions.pdf.section.trim import POINTS_PER_PIXEL
from florilegium.editions.pdf.weasyprint.boxes.tall_tables import let_tall_break
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter
from florilegium.system.values import dataclass

#: What may stand out of the room for it, in pixels.
_TRIFLE: Final = 0.5

#: A picture so many times as wide as it is high is a strip in a column, and goes over all of them where its
#: dots fill so much of them.
_PANORAMA: Final = 2.0
_FILLED: Final = 0.8

#: A table goes over all columns where its longest row has more than so many lines in one, and no more than
#: half as many then: in one it takes as much of the page, and its lines hold a word or two.
_TALL: Final = 3

#: Verse goes over all columns where more than this part of its lines would turn over in one, and no more
#: than half as many do then.
_TURNED: Final = 0.2


@dataclass(frozen=True)
class BlockColumns:
    """The columns of a block, one where it has none of its own: how many, and how wide, in pixels."""

    count: int
    width: float

    @classmethod
    def of(cls, box: Any) -> BlockColumns:
        """Return the columns of a block whose width is known (CSS Multi-column Layout 3.4)."""
        from weasyprint.layout.percent import percentage

        style, width = box.style, float(box.width)
        count, wished = style["column_count"], style["column_width"]
        if count == "auto" and wished == "auto":
            return cls(1, width)
        gap = style["column_gap"]
        gap = style["font_size"] if gap == "normal" else percentage(gap, style, width)
        if wished == "auto":
            return cls(count, float(max(0.0, width - (count - 1) * gap) / count))
        most = max(1, int((width + gap) // (wished + gap)))
        count = most if count == "auto" else max(1, min(count, most))
        return cls(count, float((width + gap) / count - gap))


def fit_wide_blocks(
    root: Any, page: tuple[float, float], typesetter: Typesetter, context: Any
) -> list[TableWidths]:
    """Let what is wide under a root box go over columns or be smaller, in place.

    `page` says how wide and how high the text on a page is, in pixels. Returns how wide the tables are, some
    of them wider than the room for them; these have to be set in another way.
    """
    measure, height = page
    fitting = _Fitting(typesetter, context, height, [])
    fitting.fit(root, measure, measure)
    return fitting.tables


@dataclass(frozen=True)
class _Fitting:
    """A walk through the plain blocks of a section; `tables` are those that it has met."""

    typesetter: Typesetter
    context: Any
    height: float
    tables: list[TableWidths]

    def fit(self, box: Any, measure: float, room: float) -> None:
        """Fit what stands in a block. `measure` is the width of what contains it, and `room` how far a table
        may reach: to the edge of the page, or of the column."""
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.block import block_level_width
        from weasyprint.layout.percent import resolve_percentages

        if type(box) is not boxes.BlockBox or not box.is_in_normal_flow() or box.is_table_wrapper:
            return
        resolve_percentages(box, (measure, "auto"))
        block_level_width(box, (measure, "auto"))
        columns = BlockColumns.of(box)
        room -= _before(box)
        if columns.count > 1:
            box.children = self._spread(box, columns)
        for child in box.children:
            across = columns.count == 1 or child.style["column_span"] == "all"
            width = box.width if across else columns.width
            if child.is_table_wrapper:
                self._fit_table(child, box, width, room if across else width)
            else:
                self._fit_child(child, width, room if across else width)

    def _fit_child(self, child: Any, width: float, room: float) -> None:
        from weasyprint.formatting_structure import boxes

        if isinstance(child, boxes.LineBox):
            for one in child.descendants():
                if isinstance(one, boxes.InlineReplacedBox):
                    _fit_picture(one, width)
        elif isinstance(child, boxes.BlockReplacedBox):
            _fit_picture(child, width)
        else:
            self.fit(child, width, room)

    def _fit_table(self, wrapper: Any, around: Any, width: float, room: float) -> None:
        least, natural = self._widths_of(wrapper)
        widths = TableWidths(wrapper.element, least, natural, room)
        self.tables.append(widths)
        if not widths.is_wide:
            let_tall_break(around, wrapper, tuple(_widths(least, natural, width)), self.height)

    def _widths_of(self, wrapper: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return how narrow and how wide each column of a table is at least and by nature."""
        from weasyprint.layout.preferred import table_and_columns_preferred_widths

        found = table_and_columns_preferred_widths(self.context, wrapper, outer=False)
        if noted := noted_widths(wrapper.element):
            found = self._as_noted(wrapper, *noted)
        return tuple(map(float, found[2])), tuple(map(float, found[3]))

    def _as_noted(self, wrapper: Any, least: list[float], natural: list[float]) -> tuple[Any, ...]:
        """Let the columns of a table be as wide as was noted: other portions have the rows that ask for it.

        Layout finds what was reckoned of a table with its context. Returns what it finds.
        """
        table = wrapper.get_wrapped_table()
        columns = len(least)
        for outer, found in self.context.tables[table].items():
            low, high, least_here, natural_here, parts, fixed, white, grid = found
            self.context.tables[table][outer] = (
                low + sum(least) - sum(least_here),
                high + sum(natural) - sum(natural_here),
                least,
                natural,
                [*parts, *[0] * (columns - len(parts))],
                [*fixed, *[False] * (columns - len(fixed))],
                white,
                [*grid, *[(None,)] * (columns - len(grid))],
            )
        return tuple(self.context.tables[table][False])

    def _spread(self, box: Any, columns: BlockColumns) -> list[Any]:
        """Return the children of a box with columns, each that goes over all of them in a box of its own.

        WeasyPrint keeps where it left such a box only by what it is within its first child.
        """
        spread: list[Any] = []
        for child in box.children:
            spans = child.style["column_span"] == "all" or (
                child.is_in_normal_flow() and self._spans(child, columns.width, box.width)
            )
            spread.append(_across(box, child) if spans else child)
        begin_levels(spread)
        return spread

    def _spans(self, box: Any, column: float, measure: float) -> bool:
        """Return whether a block goes over all columns, which are together `measure` pixels wide."""
        from weasyprint.formatting_structure import boxes

        if box.is_table_wrapper:
            return self._table_spans(box, column, measure)
        if isinstance(box, boxes.BlockReplacedBox):
            return _is_panorama(box, measure)
        if box.element_tag == "figure":
            return any(self._spans(child, column, measure) for child in box.children)
        if box.element_tag == "pre":
            return any(width > column + _TRIFLE for width in self._widths_of_code(box))
        if is_verse(box):
            return self._verse_spans(box, column, measure)
        return box.element_tag == "p" and any(width > column + _TRIFLE for width in _formulas_of(box))

    def _table_spans(self, wrapper: Any, column: float, measure: float) -> bool:
        least, natural = self._widths_of(wrapper)
        if is_narrowed(wrapper.element) or sum(least) > column + _TRIFLE:
            return True
        lines = _lines(least, natural, column)
        return lines > _TALL and _lines(least, natural, measure) <= lines / 2

    def _verse_spans(self, block: Any, column: float, measure: float) -> bool:
        widths = list(widths_of_lines(block, self.typesetter))
        turned, turned_across = (
            sum(width > room - _padding(block, room) for width in widths) for room in (column, measure)
        )
        return turned > _TURNED * len(widths) and turned_across <= turned / 2

    def _widths_of_code(self, block: Any) -> Iterator[float]:
        from weasyprint.formatting_structure.boxes import TextBox

        texts = [box for box in block.descendants() if isinstance(box, TextBox)]
        for line in "".join(box.text for box in texts).expandtabs().splitlines():
            yield self.typesetter.font(texts[0].style).width(line)


def is_verse(block: Any) -> bool:
    """Return whether a block is verse; what stands in one is not asked for."""
    element = block.element
    return bool(
        element is not None
        and element.tag == "blockquote"
        and "verse" in (element.get("class") or "").split()
    )


def widths_of_lines(block: Any, typesetter: Typesetter) -> Iterator[float]:
    """Yield the widths of the lines of verse in a block, in pixels."""
    from weasyprint.formatting_structure.boxes import LineBox, TextBox

    for box in block.descendants():
        if isinstance(box, LineBox):
            texts = [one for one in box.descendants() if isinstance(one, TextBox)]
            yield sum(typesetter.font(one.style).width(one.text) for one in texts if one.style["font_size"])


def _padding(block: Any, measure: float) -> float:
    from weasyprint.layout.percent import percentage

    sides = (block.style[f"padding_{side}"] for side in ("left", "right"))
    return sum(float(percentage(side, block.style, measure)) for side in sides)


def _before(box: Any) -> float:
    """Return how far the content of a block is from where lines begin."""
    side = "right" if box.style["direction"] == "rtl" else "left"
    return sum(
        float(getattr(box, name.format(side))) for name in ("margin_{}", "border_{}_width", "padding_{}")
    )


def _lines(least: Sequence[float], natural: Sequence[float], room: float) -> int:
    """Return how many lines the longest row of a table has in so much room, nearly."""
    widths = _widths(least, natural, room)
    return max(
        (ceil(high / width - 0.01) for high, width in zip(natural, widths, strict=True) if width), default=1
    )


def _widths(least: Sequence[float], natural: Sequence[float], room: float) -> Iterator[float]:
    """Return how wide the columns of a table are in so much room, nearly (CSS 2.2, 17.5.2.2)."""
    spare = sum(natural) - sum(least)
    part = min(1.0, (room - sum(least)) / spare) if spare > _TRIFLE else 1.0
    return (low + part * (high - low) for low, high in zip(least, natural, strict=True))


def _across(parent: Any, child: Any) -> Any:
    """Return a box that goes over all columns, with a child of the box that has them in it."""
    from weasyprint.formatting_structure.boxes import BlockBox

    style = parent.style.anonymous_style.copy()
    style["column_span"] = "all"
    return BlockBox(child.element_tag, style, child.element, [child])


#: The attribute of a box under which it has its own white where it has given it away, or got that of another.
_OWN_WHITE: Final = "florilegium_own_white"


def begin_levels(children: Sequence[Any]) -> None:
    """Give the white above what columns begin with to what stands above them all, in place.

    What has given it away and begins none any more, since something has changed its place, has it again.
    """
    for box in children:
        for name, white in getattr(box, _OWN_WHITE, {}).items():
            box.style[name] = white
    for above, first in pairwise(children):
        white = first.style["margin_top"]
        if (
            above.style["column_span"] == "all" != first.style["column_span"]
            and white != "auto"
            and white.value
        ):
            _give(above, margin_bottom=white.value)
            _give(first, margin_top=0)


def _give(box: Any, **white: float) -> None:
    """Give a box other white than its own, which it keeps beside it."""
    own = {name: box.style[name] for name in white}
    setattr(box, _OWN_WHITE, own | getattr(box, _OWN_WHITE, {}))
    box.style = with_lengths(box.style, **white)


def _is_panorama(picture: Any, measure: float) -> bool:
    """Return whether a picture is a strip in a column, and has dots for all of them."""
    wide, _, ratio = picture.replacement.get_intrinsic_size(1, picture.style["font_size"])
    return bool(ratio and ratio >= _PANORAMA and (wide is None or wide >= _FILLED * measure))


def _formulas_of(block: Any) -> Iterator[float]:
    """Yield the widths of the formulas in a paragraph that are displays."""
    if "formula" in (block.element.get("class") or "").split():
        yield from (box.style["width"].value for box in block.descendants() if _is_formula(box))


def _is_formula(box: Any) -> bool:
    return box.element_tag == "img" and DRAWN in (box.element.get("class") or "").split()


def _fit_picture(picture: Any, room: float) -> None:
    """Make a picture smaller that is wider than the room for it, in place; the grid is kept."""
    from weasyprint.formatting_structure.boxes import BlockReplacedBox

    style = picture.style
    if _is_formula(picture):
        _fit_formula(picture, room)
        return
    _, _, ratio = picture.replacement.get_intrinsic_size(1, style["font_size"])
    height, width = style["height"], style["width"]
    if not ratio or width != "auto" or height == "auto" or height.unit != "px":
        return
    if height.value * ratio > room:
        whole = height_on_grid(
            room / ratio * POINTS_PER_PIXEL, in_figure=isinstance(picture, BlockReplacedBox)
        )
        picture.style = with_lengths(style, height=whole / POINTS_PER_PIXEL)


def _fit_formula(picture: Any, room: float) -> None:
    style = picture.style
    width, height = (style[side].value for side in ("width", "height"))
    if width <= room:
        return
    scale = room / width
    lengths = {"width": room, "height": height * scale}
    if style["vertical_align"] == "top":
        white = white_round(height * scale * POINTS_PER_PIXEL) / POINTS_PER_PIXEL
        lengths |= {"margin_top": white, "margin_bottom": white}
    picture.style = with_lengths(style, **lengths)
    if scale < READABLE:
        picture.element.set("class", f"{DRAWN} {SMALL}")


def with_lengths(style: Any, **lengths: float) -> Any:
    """Return a copy of a style with other lengths, in pixels."""
    from weasyprint.css.properties import Dimension

    style = style.copy()
    for name, length in lengths.items():
        style[name] = Dimension(length, "px")
    return style
