"""What is drawn on a cover's sheet: ground and pattern, the label of the front, the spine.

The front is laid out as every drawn cover is (`editions/cover/cover_layout.py`), here in inks. Lengths are in
points; the origin is the lower left corner of the trimmed sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

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
from florilegium.editions.pdf.cover.back import Back
from florilegium.editions.pdf.cover.process_colours import BLACK, COLOURS, PAPER, Box, filled, ink, within
from florilegium.editions.pdf.cover.wrap_sheet import Wrap
from florilegium.editions.pdf.fonts.lettering import (
    CoverFaces,
    LetteredLine,
    LinePainter,
    LineStyle,
    break_lines,
    set_line,
)
from florilegium.editions.pdf.output.icc_profiles import four_colours, srgb
from florilegium.editions.pdf.output.pdf_writer import written
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import Conformance, DocumentInfo, declare
from florilegium.editions.shaping import shaper_at
from florilegium.languages.traits import traits_of
from florilegium.system.values import dataclass
from florilegium.system.whole_picture import opened

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image


class _Points:
    """The setting of a cover's lines in points, of which a unit has `unit`."""

    def __init__(self, faces: CoverFaces, unit: float) -> None:
        self.faces = faces
        self.unit = unit

    def lines(self, text: str, style: CoverStyle) -> tuple[LetteredLine, ...]:
        if text == FLOWERS:
            face = self.faces.ornaments
        else:
            face = self.faces.face(text, italic=style.italic, bold=style.weight >= BOLD)
        kind = LineStyle(face, style.size * self.unit, style.features, style.tracking)
        return break_lines(text, kind, MEASURE * self.unit)

    def width(self, line: LetteredLine) -> float:
        return line.width / self.unit

    def size(self, line: LetteredLine) -> float:
        return line.type.size / self.unit


class Drawing:
    """One sheet in the making. After `draw`, `forms` are its pictures and `missing` the letters it lacks."""

    def __init__(self, wrap: Wrap, faces: CoverFaces, press: Press, case: LinePainter) -> None:
        self.wrap = wrap
        self.faces = faces
        self.press = press
        self.bleed = press.bleed
        self.case = case
        self.unit = wrap.page.width / WIDTH
        self.lettering = _Points(faces, self.unit)
        self.forms: dict[str, Any] = {}
        self.missing: set[str] = set()
        self.cut = False
        self.ground, self.pattern = (
            within(colour, press.most_ink) for colour in COLOURS[colour_of(wrap.seed)]
        )

    def draw(self, pdf: pikepdf.Pdf) -> bytes:
        """Return the content of the sheet."""
        wrap, bleed = self.wrap, self.bleed
        sheet = (-bleed, -bleed, wrap.width + 2 * bleed, wrap.page.height + 2 * bleed)
        parts = [filled(sheet, self.ground)]
        if wrap.picture:
            parts.append(self._picture(pdf))
        else:
            if not wrap.plain:
                parts.append(self._ground(pdf, sheet))
            parts.append(self._front())
        parts.append(self._back())
        if wrap.spine_size:
            band = (wrap.page.width, -bleed, wrap.spine, wrap.page.height + 2 * bleed)
            parts += [filled(band, self.ground), self._spine()]
        return b"".join(parts)

    def _picture(self, pdf: pikepdf.Pdf) -> bytes:
        """Return the editor's picture over the whole front, what is too much cut off evenly on both sides."""
        made = _picture_on(pdf, self.wrap.picture, self.press)
        self.forms["/Cover"] = made
        low = -self.bleed
        left = self.wrap.front - (self.bleed if self.wrap.page.binds_right else 0.0)
        width, height = self.wrap.page.width + self.bleed, self.wrap.page.height + 2 * self.bleed
        scale = max(width / int(made.Width), height / int(made.Height))
        wide, high = int(made.Width) * scale, int(made.Height) * scale
        at = (left + (width - wide) / 2, low + (height - high) / 2)
        frame = f"{left:.2f} {low:.2f} {width:.2f} {height:.2f} re W n"
        return f"q {frame} {wide:.2f} 0 0 {high:.2f} {at[0]:.2f} {at[1]:.2f} cm /Cover Do Q\n".encode()

    def _ground(self, pdf: pikepdf.Pdf, sheet: Box) -> bytes:
        """Return the pattern: each row of four-flower pieces stands half a piece beside the one above."""
        width, height = self._piece(pdf)
        left, low, wide, high = sheet
        drawn = [f"q {left:.2f} {low:.2f} {wide:.2f} {high:.2f} re W n\n"]
        columns, rows = int(wide / width) + 3, int(high / height) + 2
        start = left + (wide - columns * width) / 2
        for row in range(rows):
            shift = width / 2 if row % 2 else 0.0
            top = low + high - (row + 1) * height
            for column in range(columns):
                drawn.append(f"q 1 0 0 1 {start + shift + column * width:.2f} {top:.2f} cm /Piece Do Q\n")
        return ("".join(drawn) + "Q\n").encode()

    def _piece(self, pdf: pikepdf.Pdf) -> tuple[float, float]:
        """Make the piece of four flowers about a centre; its width and height."""
        import pikepdf

        kind = LineStyle(self.faces.ornaments, FLOWER_SIZE * self.unit)
        line = set_line(FLOWERS[0], kind)
        shaper = shaper_at(kind.face.path)
        extents = shaper.extents(line.signs[0].number)
        scale = kind.size / shaper.units
        width, height = extents.width * scale, -extents.height * scale
        left, low = extents.x_bearing * scale, (extents.y_bearing + extents.height) * scale
        cell = (width + 8 * self.unit, height + 10 * self.unit)
        flower = self.case.show(line, 4 * self.unit - left, 5 * self.unit - low)
        drawn = b""
        for across, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
            turn = f"{-1 if across else 1} 0 0 {-1 if down else 1} {across * 2 * cell[0]:.3f} {cell[1]:.3f}"
            drawn += f"q {turn} cm\n".encode() + flower + b"Q\n"
        form = pdf.make_stream(ink(self.pattern) + drawn)
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox = pikepdf.Array([0, 0, round(2 * cell[0], 3), round(2 * cell[1], 3)])
        form.Resources = pikepdf.Dictionary()
        self.forms["/Piece"] = form
        return 2 * cell[0], 2 * cell[1]

    def _front(self) -> bytes:
        """Return the label of the front."""
        page, unit = self.wrap.page, self.unit
        blocks = title_blocks(self.wrap.words, self.lettering, plain=self.wrap.plain)
        height = (sum(block.height for block in blocks) + 2 * PADDING) * unit
        left = self.wrap.front + MARGIN * unit
        top = page.height - label_top(page.height, height, MARGIN * unit)
        width = page.width - 2 * MARGIN * unit
        label = self._label((left, top - height, width, height))
        return label + self._blocks(blocks, left + width / 2, top - PADDING * unit)

    def _label(self, box: Box) -> bytes:
        """Return a paper label with its two rules."""
        left, low, width, height = box
        drawn = filled(box, PAPER) + b"q " + ink(self.ground, stroke=True)
        for inset, weight in RULES:
            middle = inset + weight / 2
            near, far = middle * self.unit, 2 * middle * self.unit
            frame = f"{left + near:.2f} {low + near:.2f} {width - far:.2f} {height - far:.2f} re S\n"
            drawn += f"{weight * self.unit:.2f} w ".encode() + frame.encode()
        return drawn + b"Q\n"

    def _blocks(self, blocks: Sequence[TitleBlock[LetteredLine]], middle: float, top: float) -> bytes:
        drawn = ink(BLACK)
        for block in blocks:
            base = top - (block.above + block.leading * BASE) * self.unit
            drawn += self.case.centred(block.lines, middle, base, block.leading * self.unit)
            self.missing.update(letter for line in block.lines for letter in line.missing)
            top -= block.height * self.unit
        return drawn

    def _back(self) -> bytes:
        back = Back(self.wrap, self.faces, self.case)
        drawn = back.draw(self._label)
        self.missing |= back.missing
        self.cut = back.cut
        return drawn

    def _spine(self) -> bytes:
        """Return the spine: the title at the head, the names at the foot, read down or up."""
        wrap, size = self.wrap, self.wrap.spine_size
        length, inset = wrap.page.height, wrap.page.height / 16
        face = self.faces.face(wrap.words.title, bold=wrap.plain)
        title = set_line(wrap.words.title, LineStyle(face, size, ("lnum",), 10))
        names = wrap.words.names.replace("\N{NO-BREAK SPACE}", " ")
        maker = set_line(names, LineStyle(self.faces.face(names), size * 0.72, ("smcp", "onum"), 60))
        if title.width > length - 2 * inset:
            kind = replace(title.type, size=title.type.size * (length - 2 * inset) / title.width)
            title = set_line(wrap.words.title, kind)
        middle = wrap.page.width + wrap.spine / 2
        if traits_of(wrap.language).spine_reads_up:
            turn = f"0 1 -1 0 {middle + size * 0.3:.2f} 0 cm"
        else:
            turn = f"0 -1 1 0 {middle - size * 0.3:.2f} {length:.2f} cm"
        drawn = self.case.show(title, inset, 0)
        if title.width + maker.width + 3 * inset < length:
            drawn += self.case.show(maker, length - inset - maker.width, 0)
        self.missing.update(title.missing)
        return f"q {turn}\n".encode() + ink(PAPER) + drawn + b"Q\n"


def _picture_on(pdf: pikepdf.Pdf, data: bytes, press: Press) -> Any:
    """Return the editor's cover as an object of a file, in the colours of screens, which its profile names.

    PDF/X-1a knows inks alone; there it is turned into them.

    Raises:
        OSError, ValueError: it is no picture that can be opened.
    """
    import pikepdf
    from PIL import Image

    with opened(data) as read:
        read.load()
        is_photograph = read.format == "JPEG" and read.mode == "RGB"
        flat = read.convert("RGBA")
        ground = Image.new("RGBA", flat.size, "white")
        picture = Image.alpha_composite(ground, flat).convert("RGB")
    if press.standard is Conformance.PRESS_X1A:
        return _in_inks(pdf, picture, press.most_ink)
    colours = pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_stream(srgb(), N=3)])
    made = _image(pdf, data if is_photograph else picture.tobytes(), picture.size, colours)
    if is_photograph:
        made.Filter = pikepdf.Name.DCTDecode
    return made


def _image(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], colours: Any) -> Any:
    import pikepdf

    made = pdf.make_stream(data)
    made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    made.Width, made.Height = size
    made.ColorSpace, made.BitsPerComponent = colours, 8
    return made


def _in_inks(pdf: pikepdf.Pdf, picture: Image, most: float) -> Any:
    """Return a picture in the four inks of the cover's condition, together `most` at most."""
    import pikepdf
    from PIL import Image, ImageCms

    screen, press = (ImageCms.ImageCmsProfile(BytesIO(data)) for data in (srgb(), four_colours().profile))
    inked = ImageCms.profileToProfile(picture, screen, press, outputMode="CMYK")
    if inked is None:
        raise ValueError("its colours cannot be turned into inks")
    *coloured, black = inked.split()
    pixels = Image.merge("CMYK", [*_lessened(coloured, black, most), black]).tobytes()
    return _image(pdf, pixels, picture.size, pikepdf.Name.DeviceCMYK)


def _lessened(coloured: Sequence[Image], black: Image, most: float) -> list[Image]:
    """Return the coloured inks of a picture as `process_colours.within` has them, pixel by pixel."""
    from PIL import ImageMath

    cyan, magenta, yellow = (ink.convert("I") for ink in coloured)
    together = ImageMath.lambda_eval(lambda on: on["c"] + on["m"] + on["y"], c=cyan, m=magenta, y=yellow)
    nothing = ImageMath.lambda_eval(lambda on: on["all"] * 0, all=together)
    room = ImageMath.lambda_eval(
        lambda on: on["max"](on["min"](on["all"], int(most * 255) - on["k"]), on["none"]),
        all=together,
        k=black.convert("I"),
        none=nothing,
    )
    return [
        ImageMath.lambda_eval(
            lambda on: on["convert"](on["ink"] * on["room"] / on["max"](on["all"], on["none"] + 1), "L"),
            ink=ink,
            room=room,
            all=together,
            none=nothing,
        )
        for ink in (cyan, magenta, yellow)
    ]


@dataclass(frozen=True)
class CoverSheet:
    """The finished file; the letters that the typeface lacks; whether the blurb had to be cut."""

    pdf: bytes
    missing: str = ""
    cut: bool = False


def make_cover(wrap: Wrap, faces: CoverFaces, facts: DocumentInfo, press: Press) -> CoverSheet:
    """Draw the sheet and write it."""
    import pikepdf

    with pikepdf.new() as pdf:
        case = LinePainter()
        drawing = Drawing(wrap, faces, press, case)
        content = drawing.draw(pdf)
        beyond = press.beyond
        folds = (wrap.page.width, wrap.page.width + wrap.spine) if wrap.spine else ()
        marks = press.crop_marks(wrap.width, wrap.page.height, folds=folds)
        pdf.add_blank_page(page_size=(wrap.width, wrap.page.height))
        page: Any = pdf.pages[0].obj
        page.Contents = pdf.make_stream(b"q 1 0 0 1 %g %g cm\n%b\nQ\n%b" % (beyond, beyond, content, marks))
        fonts = case.fonts(pdf)
        for drawn in drawing.forms.values():
            if "/Resources" in drawn:
                drawn.Resources = pikepdf.Dictionary(Font=fonts)
        page.Resources = pikepdf.Dictionary(Font=fonts, XObject=pikepdf.Dictionary(drawing.forms))
        press.frame(page, wrap.width, wrap.page.height)
        declare(pdf, replace(facts, keywords=()), press.standard)
        pdf.Root.OutputIntents = pikepdf.Array([four_colours().intent(pdf)])
        return CoverSheet(written(pdf, press.version), "".join(sorted(drawing.missing)), drawing.cut)
