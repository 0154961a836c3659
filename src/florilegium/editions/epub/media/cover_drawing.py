"""A cover drawn from the manifest: a ground of printers' flowers, and a paper label that carries the title.

The flowers are Robert Granjon's arabesques, which EB Garamond has as ornaments; four of them, each the mirror
of the next, make one piece of the pattern. The colour comes from the book's identifier, so that each book of
a shelf has its own and keeps it.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from florilegium.book.model import Book
from florilegium.editions.cover_words import Words, words_of
from florilegium.editions.epub.media.fonts import ITALIC, UPRIGHT
from florilegium.editions.epub.media.raster_lettering import Face, Ink, Line, Sheet, break_lines, set_line
from florilegium.tasks.task import Task

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE: Final = (1600, 2400)

#: Granjon's arabesque, looking left and looking right.
_FLOWERS: Final = "\ue001\ue002"

#: The least part of its size to which a line is set smaller before a name is broken.
_SMALLER: Final = 0.7

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
class _Block:
    """Lines of one kind with their leading and the space above them, in pixels."""

    lines: tuple[Line, ...]
    leading: int
    above: int

    @property
    def height(self) -> int:
        return self.above + self.leading * len(self.lines)


@dataclass(frozen=True)
class Commission:
    """A cover that is wanted: the words on it, and a `seed` that chooses its colour."""

    words: Words
    seed: str

    @classmethod
    def of(cls, book: Book) -> Commission:
        """The cover that a book without one is to have."""
        return cls(words_of(book), book.metadata.identifier)


@dataclass(frozen=True)
class Drawn:
    """A cover as a JPEG, and the letters of its words that the typeface lacks."""

    data: bytes
    lacking: str


def draw(commission: Commission) -> Drawn:
    """Draw a cover. Any process can."""
    from PIL import Image

    words, seed = commission.words, commission.seed.encode()
    ground, pattern = _COLOURS[hashlib.sha256(seed).digest()[0] % len(_COLOURS)]
    image = Image.new("RGB", SIZE, ground)
    _print_pattern(image, pattern)
    blocks = _blocks(words)
    sheet = Sheet()
    _print_label(image, blocks, ground, sheet)
    sheet.draw(image)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, subsampling=0, dpi=(300, 300))
    lacking = {letter for block in blocks for line in block.lines for letter in line.missing}
    return Drawn(out.getvalue(), "".join(sorted(lacking)))


#: Draw a cover.
DRAW: Final[Task[Commission, Drawn]] = Task(name="cover", do=draw, kind=Drawn)


def _print_pattern(image: Image, ink: Ink) -> None:
    """Fill the ground: each row of four-flower pieces stands half a piece beside the one above."""
    from PIL import Image as Images

    piece = _piece()
    colour = Images.new("RGB", piece.size, ink)
    columns = image.width // piece.width + 2
    left = (image.width - columns * piece.width) // 2
    for row in range(image.height // piece.height + 1):
        shift = piece.width // 2 if row % 2 else 0
        for column in range(-1, columns + 1):
            place = (left + shift + column * piece.width, row * piece.height)
            image.paste(colour, place, piece)


def _piece() -> Image:
    """Four flowers about a centre, as a mask."""
    from PIL import Image as Images
    from PIL import ImageOps

    face = Face(UPRIGHT, 400, 190)
    flower = Images.new("RGB", (240, 240))
    sheet = Sheet()
    sheet.put(set_line(_FLOWERS[0], face), 20, 180, (255, 255, 255))
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


def _blocks(words: Words) -> tuple[_Block, ...]:
    """The words of the label set as lines, from top to bottom."""
    measure = 1000.0
    blocks = []
    if words.series:
        small = Face(UPRIGHT, 500, 46, ("smcp", "c2sc", "onum", "pnum"), 90)
        blocks.append(_Block(_fitted(words.series, small, measure), 64, 0))
    title = _title(words.title, measure)
    blocks.append(_Block(title, round(title[0].face.size * 1.06), 40 if blocks else 0))
    if words.subtitle:
        slanted = Face(ITALIC, 400, 68, ("onum", "pnum"))
        blocks.append(_Block(_fitted(words.subtitle, slanted, measure), 84, 44))
    blocks.append(_Block((set_line(_FLOWERS, Face(UPRIGHT, 400, 96)),), 60, 70))
    if words.names:
        small = Face(UPRIGHT, 500, 56, ("smcp", "onum", "pnum"), 60)
        blocks.append(_Block(_fitted(words.names, small, measure), 76, 56))
    if words.publisher:
        small = Face(UPRIGHT, 400, 44, ("smcp", "c2sc", "onum", "pnum"), 90)
        blocks.append(_Block(_fitted(words.publisher, small, measure), 60, 56))
    return tuple(blocks)


def _title(text: str, measure: float) -> tuple[Line, ...]:
    """The title as large as its lines allow: it may take five lines, and no word may leave the label."""
    for size in range(176, 60, -8):
        lines = break_lines(text, Face(UPRIGHT, 500, size, ("lnum",), -4), measure)
        if len(lines) <= 5 and all(line.width <= measure for line in lines):
            return lines
    return _fitted(text, Face(UPRIGHT, 500, 64, ("lnum",)), measure)


def _fitted(text: str, face: Face, measure: float) -> tuple[Line, ...]:
    """A text in lines, smaller where a single word would leave the label.

    A name is kept on one line until that would make it too small to read.
    """
    lines = break_lines(text, face, measure)
    widest = max(line.width for line in lines)
    if widest <= measure:
        return lines
    if measure / widest < _SMALLER and "\N{NO-BREAK SPACE}" in text:
        return _fitted(text.replace("\N{NO-BREAK SPACE}", " "), face, measure)
    return break_lines(text, replace(face, size=int(face.size * measure / widest)), measure)


def _print_label(image: Image, blocks: tuple[_Block, ...], rule: Ink, sheet: Sheet) -> None:
    """The paper label with its two rules, a little above the middle, and the lines on it."""
    from PIL import ImageDraw

    margin = 160
    height = sum(block.height for block in blocks) + 2 * margin
    left, right = 170, SIZE[0] - 170
    top = max(170, round((SIZE[1] - height) * 0.4))
    pen = ImageDraw.Draw(image)
    pen.rectangle((left, top, right, top + height), fill=_PAPER)
    for inset, weight in ((26, 7), (44, 2)):
        box = (left + inset, top + inset, right - inset, top + height - inset)
        pen.rectangle(box, outline=rule, width=weight)
    at: float = top + margin
    for block in blocks:
        first = at + block.above + block.leading * 0.78
        sheet.centre(block.lines, SIZE[0] / 2, first, block.leading, _INK)
        at += block.height
