"""A drawn cover painted in pixels, as a JPEG. Its layout is that of `editions/cover/cover_layout.py`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from florilegium.book.model import Book
from florilegium.editions.cover.cover_layout import (
    BASE,
    BOLD,
    FLOWER_SIZE,
    FLOWERS,
    MARGIN,
    MEASURE,
    PADDING,
    RULES,
    WIDTH,
    CoverStyle,
    TitleBlock,
    colour_of,
    label_top,
    title_blocks,
)
from florilegium.editions.cover.words import Words, words_of
from florilegium.editions.designs.design import CLASSIC, Design, design_of
from florilegium.editions.designs.families import Family
from florilegium.editions.epub.media.raster_lettering import (
    Face,
    Ink,
    Line,
    Sheet,
    break_lines,
    fitting,
    set_line,
)
from florilegium.editions.screen.typeface import UPRIGHT
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE: Final = (WIDTH, 2400)

_PAPER: Final[Ink] = (247, 242, 231)
_INK: Final[Ink] = (36, 31, 28)

#: Ground and pattern of each colour: deep, so that the label stands out also on a grey screen.
_COLOURS: Final[tuple[tuple[Ink, Ink], ...]] = (
    ((30, 52, 72), (62, 88, 110)),  # ink blue
    ((94, 33, 36), (133, 66, 64)),  # oxblood
    ((38, 66, 54), (74, 105, 90)),  # bottle green
    ((72, 50, 86), (106, 84, 121)),  # aubergine
    ((116, 70, 30), (152, 107, 66)),  # tobacco
    ((26, 74, 80), (62, 112, 117)),  # deep teal
    ((62, 60, 58), (98, 95, 91)),  # slate
)


@dataclass(frozen=True)
class Commission:
    """A cover that is wanted: the words on it, a `seed` that chooses its colour, the name of its design."""

    words: Words
    seed: str
    design: str = CLASSIC

    @classmethod
    def of(cls, book: Book, design: Design) -> Commission:
        """Return the cover that a book without one is to have."""
        return cls(words_of(book), book.metadata.identifier, design.name)


@dataclass(frozen=True)
class Drawn:
    """A cover as a JPEG, and the letters that no typeface at hand has: lines with them are left out."""

    data: bytes
    lacking: str


def draw(commission: Commission) -> Drawn:
    """Draw a cover. Any process can."""
    from PIL import Image

    ground, pattern = _COLOURS[colour_of(commission.seed)]
    design = design_of(commission.design)
    image = Image.new("RGB", SIZE, ground) if design.plain_cover else _printed(ground, pattern)
    lines = title_blocks(commission.words, _Raster(design.display), plain=design.plain_cover)
    blocks = [_in_pixels(block) for block in lines]
    sheet = Sheet()
    whole = [block for block in blocks if not any(line.missing for line in block.lines)]
    _print_label(image, whole, ground, sheet)
    sheet.draw(image)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, subsampling=0, dpi=(300, 300))
    lacking = {letter for block in blocks for line in block.lines for letter in line.missing}
    return Drawn(out.getvalue(), "".join(sorted(lacking)))


#: Draw a cover.
DRAW: Final[Task[Commission, Drawn]] = Task(name="cover", do=draw, kind=Drawn)


def _printed(ground: Ink, ink: Ink) -> Image:
    """Return a ground with the pattern printed on it."""
    from PIL import Image as Images

    # To look the shades up takes half as long as to paste the ink through the mask, and gives the same.
    channels = [_rows().point(_shades(one, other)) for one, other in zip(ground, ink, strict=True)]
    rows, image = Images.merge("RGB", channels), Images.new("RGB", SIZE)
    for top in range(0, image.height, rows.height):
        image.paste(rows, (0, top))
    return image


def _shades(ground: int, ink: int) -> list[int]:
    """Return how light a ground is with so much of an ink over it, from nothing to 255."""
    return [(ground * (255 - much) + ink * much + 127) // 255 for much in range(256)]


@cache
def _rows() -> Image:
    """Return two rows of the pattern as a mask, made once: each article of a release has a cover of its own.

    Each row of four-flower pieces stands half a piece beside the one above, so that every other is the same.
    """
    from PIL import Image as Images

    piece = _piece()
    mask = Images.new("L", (SIZE[0], 2 * piece.height))
    columns = mask.width // piece.width + 2
    left = (mask.width - columns * piece.width) // 2
    for row, shift in enumerate((0, piece.width // 2)):
        for column in range(-1, columns + 1):
            mask.paste(piece, (left + shift + column * piece.width, row * piece.height))
    return mask


def _piece() -> Image:
    """Return four flowers about a centre, as a mask."""
    from PIL import Image as Images
    from PIL import ImageOps

    face = Face(UPRIGHT, 400, FLOWER_SIZE)
    flower = Images.new("RGB", (240, 240))
    sheet = Sheet()
    sheet.put(set_line(FLOWERS[0], face), 20, 180, (255, 255, 255))
    sheet.draw(flower)
    mask = flower.getchannel("R")
    mask = mask.crop(mask.getbbox())
    width, height = mask.width + 8, mask.height + 10
    piece = Images.new("L", (2 * width, 2 * height))
    for column, row in ((0, 0), (1, 0), (0, 1), (1, 1)):
        turned = ImageOps.mirror(mask) if column else mask
        turned = ImageOps.flip(turned) if row else turned
        piece.paste(turned, (column * width + 4, row * height + 5))
    return piece


class _Raster:
    """The setting of a cover's lines in pixels, of which its page is as wide as it has units.

    Titles are in the family of the design, ornaments in that which has them.
    """

    def __init__(self, family: Family) -> None:
        self._family = family

    def lines(self, text: str, style: CoverStyle) -> tuple[Line, ...]:
        own = self._family.style(italic=style.italic, bold=style.weight >= BOLD)
        source = UPRIGHT if text == FLOWERS else fitting(text, f"{self._family.package}/{own.file}")
        face = Face(source, style.weight, int(style.size), style.features, style.tracking)
        return break_lines(text, face, MEASURE)

    def width(self, line: Line) -> float:
        return line.width

    def size(self, line: Line) -> float:
        return line.face.size


def _in_pixels(block: TitleBlock[Line]) -> TitleBlock[Line]:
    """Return a block whose lines stand on whole pixels."""
    return replace(block, leading=round(block.leading))


def _print_label(image: Image, blocks: Sequence[TitleBlock[Line]], rule: Ink, sheet: Sheet) -> None:
    """Print the paper label with its two rules, and the lines on it."""
    from PIL import ImageDraw

    height = round(sum(block.height for block in blocks)) + 2 * PADDING
    left, right = MARGIN, SIZE[0] - MARGIN
    top = round(label_top(SIZE[1], height))
    pen = ImageDraw.Draw(image)
    pen.rectangle((left, top, right, top + height), fill=_PAPER)
    for inset, weight in RULES:
        box = (left + inset, top + inset, right - inset, top + height - inset)
        pen.rectangle(box, outline=rule, width=weight)
    at: float = top + PADDING
    for block in blocks:
        first = at + block.above + block.leading * BASE
        sheet.centre(block.lines, SIZE[0] / 2, first, block.leading, _INK)
        at += block.height
