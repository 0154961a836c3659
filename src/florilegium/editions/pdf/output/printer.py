"""The two files for a printer: the inside of the book, and the cover that wraps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from florilegium.book.model import Book
from florilegium.editions.cover.words import words_of
from florilegium.editions.pdf.cover.wrap_drawing import CoverSheet, make_cover
from florilegium.editions.pdf.cover.wrap_sheet import Wrap
from florilegium.editions.pdf.edition import PrintedEdition
from florilegium.editions.pdf.fonts.bundled import TEXT, faces_of
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.section.picture_sizes import FINE_ENOUGH, PrintedPicture
from florilegium.editions.protocol import Context
from florilegium.problems import Place, Report
from florilegium.system import files
from florilegium.system.whole_picture import opened

_POINTS: Final = 72 / 25.4
_LIMIT: Final = 40_000_000


@dataclass(frozen=True)
class Printer:
    """What the printer asks for: `bleed` and the thickness of a `leaf` in millimetres; see `Press`."""

    bleed: float
    marks: bool
    multiple: int
    leaf: float

    @property
    def press(self) -> Press:
        """Return the same for a sheet, in points."""
        return Press(round(self.bleed * _POINTS, 2), self.marks, self.multiple)


def for_printer(
    edition: PrintedEdition, book: Book, printer: Printer, root: Path, report: Report
) -> tuple[bytes, bytes]:
    """Return the inside and the cover.

    Reports:
        E002: the cover has a letter that the typeface lacks.
        E004: the editor's cover cannot be opened.
        E006: a picture has too few dots for print.
        E007: the description is too long for the back of the cover.
    """
    press = printer.press
    inside = edition.for_press(press)
    for source, picture in coarse_pictures(edition):
        tell_coarse(source, picture, report)
    metadata = book.metadata
    pages = edition.pages + press.blanks(edition.pages)
    wrap = Wrap(
        page=edition.plan.page,
        pages=pages,
        leaf=printer.leaf * _POINTS,
        words=words_of(book),
        blurb=" ".join(metadata.description.split()),
        isbn=isbn_of(metadata.identifier),
        seed=metadata.identifier,
        language=metadata.language,
    )
    wrap = _with_picture(wrap, book, root, report)
    return inside, _cover(edition, wrap, press, Place(metadata.manifest), report).pdf


def printer_files(context: Context) -> dict[str, bytes]:
    """Return the two files by name (`editions.protocol`)."""
    asked = context.options
    printer = Printer(asked.bleed_size, asked.marks, asked.multiple, asked.thickness)
    inside, cover = for_printer(
        context.printed_book.sheets, context.book, printer, context.root, context.report
    )
    return {f"{context.stem}-print.pdf": inside, f"{context.stem}-cover.pdf": cover}


def coarse_pictures(edition: PrintedEdition) -> Iterator[tuple[str, PrintedPicture]]:
    """Yield the pictures that are too coarse for print, each with the label of its page."""
    plan = edition.plan
    for printed in plan.pages:
        if printed.section is not None:
            for picture in plan.layouts[printed.section.id].pictures:
                if picture.page == printed.number and picture.is_coarse:
                    yield printed.label, picture


def tell_coarse(label: str, picture: PrintedPicture, report: Report) -> None:
    """Report E006."""
    wanted = round(picture.width / 25.4 * FINE_ENOUGH)
    report.add(
        "E006",
        Place(picture.source),
        f"on page {label} it is {picture.width:g} mm wide and has {picture.dpi} dots to the inch; "
        f"print wants {FINE_ENOUGH}",
        f"Use a picture at least {wanted} pixels wide, or let it be printed smaller.",
    )


def isbn_of(identifier: str) -> str:
    """Return the thirteen digits of an ISBN, or nothing when the identifier is none."""
    digits = identifier.removeprefix("urn:isbn:").replace("-", "")
    return digits if digits != identifier and len(digits) == 13 and digits.isdigit() else ""


def _with_picture(wrap: Wrap, book: Book, root: Path, report: Report) -> Wrap:
    """Return the sheet with the editor's picture on its front, if there is one."""
    name = book.metadata.cover
    if not name:
        return wrap
    try:
        data = files.read(root, name, _LIMIT)
        width = _pixels(data)
    except (files.FileRefusedError, OSError, SyntaxError, ValueError) as error:
        report.add("E004", Place(name), f"the cover cannot be used: {error}")
        return wrap
    page = wrap.page
    scale = max(page.width / width[0], page.height / width[1])
    dpi = int(72 / scale)
    if dpi < FINE_ENOUGH:
        report.add(
            "E006",
            Place(name),
            f"as the cover it has {dpi} dots to the inch; print wants {FINE_ENOUGH}",
            f"Use a picture of {int(page.width / 72 * 300)} × {int(page.height / 72 * 300)} pixels.",
        )
    return replace(wrap, picture=data)


def _pixels(data: bytes) -> tuple[int, int]:
    with opened(data) as picture:
        picture.load()
        return picture.size


def _cover(edition: PrintedEdition, wrap: Wrap, press: Press, place: Place, report: Report) -> CoverSheet:
    """Return the sheet of the cover; what is wrong with it is reported of the manifest, at `place`."""
    plan = edition.plan
    # The ornaments of the cover are those of one typeface.
    faces = faces_of(TEXT, Path(plan.faces[0].path).parent)
    made = make_cover(wrap, faces, plan.facts, press)
    if made.missing:
        report.add(
            "E002",
            place,
            f"the cover cannot be drawn: the book’s typeface has no “{made.missing}”",
            "Give the book a cover image: `cover: images/cover.jpg`.",
        )
    if made.cut:
        report.add(
            "E007",
            place,
            "the description is too long for the back of the cover; its end is left out there",
            "Shorten `description`, or lay the cover out yourself.",
        )
    return made
