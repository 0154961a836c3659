"""The two files for a printer: the inside of the book, and the cover that wraps it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from florilegium.book.model import Book
from florilegium.book.print_shops import OFFSET, PrintShop, offset_printer
from florilegium.editions.cover.words import words_of
from florilegium.editions.pdf.cover.wrap_drawing import CoverSheet, make_cover
from florilegium.editions.pdf.cover.wrap_sheet import OFF, Wrap
from florilegium.editions.pdf.edition import PrintedEdition
from florilegium.editions.pdf.fonts.bundled import FALL_BACKS
from florilegium.editions.pdf.fonts.lettering import CoverFaces
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import PRESS_STANDARDS, Conformance
from florilegium.editions.pdf.print_shop.shop_fit import (
    Placement,
    check_flat,
    check_margins,
    check_order,
    check_pages,
    multiple_of,
)
from florilegium.editions.pdf.section.picture_sizes import FINE_ENOUGH, PrintedPicture
from florilegium.editions.pdf.section.trim import POINTS, Page
from florilegium.editions.protocol import Context
from florilegium.problems import Place, Report
from florilegium.system import files
from florilegium.system.values import dataclass
from florilegium.system.whole_picture import opened

#: The foot of the back in which a printer puts the barcode, in mm: 1.2 in, a quarter below, a little white.
BARCODE_ZONE: Final = 40.0

_LIMIT: Final = 40_000_000


@dataclass(frozen=True)
class Printer:
    """What the printer asks for: `bleed` and the thickness of a `leaf` in millimetres; see `Press`.

    `shop` is the printer, if it is one whose rules are known, and `paper` the name of his paper. The
    files are looked over by `rules`; those of an offset printer are what the manifest asks him for.
    """

    bleed: float
    marks: bool
    multiple: int
    leaf: float
    standard: Conformance = Conformance.PRESS
    shop: PrintShop | None = None
    paper: str = ""
    rules: PrintShop | None = None

    @classmethod
    def asked(cls, keys: Any) -> Printer:
        """Return what the keys of a manifest under `print` ask for."""
        shop: PrintShop | None = keys.shop
        named = PRESS_STANDARDS[keys.standard or (shop.standard if shop else "x-4")]
        if shop is None:
            asked = cls(keys.bleed_size, keys.marks, keys.filled_up_to, keys.thickness, named)
            known = offset_printer(keys.standard or "x-4", asked.bleed, asked.multiple, Press.most_ink)
            return replace(asked, rules=known) if keys.printer == OFFSET else asked
        stock = shop.papers.get(keys.stock)
        leaf = 2 * stock.page if stock else keys.thickness
        return cls(
            bleed=shop.bleed,
            marks=False,
            multiple=multiple_of(keys),
            leaf=leaf,
            standard=named,
            shop=shop,
            paper=keys.stock,
            rules=shop,
        )

    @property
    def press(self) -> Press:
        """Return the same for a sheet, in points."""
        most = self.shop.most_ink if self.shop else Press.most_ink
        return Press(
            bleed=round(self.bleed * POINTS, 2),
            marks=self.marks,
            multiple=self.multiple,
            blank_end=bool(self.shop and self.shop.blank_end),
            standard=self.standard,
            most_ink=most,
        )

    def inside(self, placement: Placement, page: Page) -> Press:
        """Return the same for the pages: those of a printer on demand have no bleed, for nothing goes to
        their edges."""
        press = self.press if self.shop is None else replace(self.press, bleed=0.0)
        return replace(press, right=-placement.out if page.binds_right else placement.out, up=placement.up)

    def pages_of(self, edition: PrintedEdition) -> int:
        """Return how many pages are bound, with the blank ones that fill them up."""
        return edition.pages + self.press.blanks(edition.pages, ends_blank=edition.plan.ends_blank)

    def wrap(self, wrap: Wrap) -> Wrap:
        """Return a cover with what the printer asks of its spine and its back."""
        if self.shop is None:
            return wrap
        stock = self.shop.papers.get(self.paper)
        free = BARCODE_ZONE if self.shop.barcode == "printer" and not wrap.isbn else 0.0
        return replace(
            wrap,
            binding=stock.binding * POINTS if stock else 0.0,
            spine_from=self.shop.spine_from,
            clear=max(self.shop.spine_clear * POINTS, OFF),
            reserved=free * POINTS,
        )


def for_printer(
    edition: PrintedEdition, book: Book, printer: Printer, context: Context
) -> tuple[bytes, bytes, Sent]:
    """Return the inside and the cover, and what is known of them.

    Reports:
        E002: the cover has a letter that the typeface lacks.
        E004: the editor's cover cannot be opened.
        E006: a picture has too few dots for print.
        E007: the description is too long for the back of the cover.
        E024, E026: as `check_margins`.
    """
    report, pages = context.report, printer.pages_of(edition)
    placement = Placement()
    if printer.shop:
        place = context.place_of("print", "for")
        placement = check_margins(printer.shop, edition.plan.page, pages, place, report)
    inside = edition.for_press(printer.inside(placement, edition.plan.page))
    coarse = list(coarse_pictures(edition))
    for source, picture in coarse:
        report_coarse(source, picture, report)
    wrap = _with_picture(printer.wrap(_wrap(edition, book, pages, printer.leaf)), book, context.root, report)
    cover = _cover(edition, wrap, printer.press, context)
    return inside, cover.pdf, Sent(printer, wrap, placement, len(coarse))


def _wrap(edition: PrintedEdition, book: Book, pages: int, leaf: float) -> Wrap:
    metadata = book.metadata
    return Wrap(
        page=edition.plan.page,
        pages=pages,
        leaf=leaf * POINTS,
        words=words_of(book),
        blurb=" ".join(metadata.description.split()),
        isbn=isbn_of(metadata.identifier),
        seed=metadata.identifier,
        language=metadata.language,
    )


@dataclass(frozen=True)
class Sent:
    """What a printer's files were made of: to whose rules, the cover's sheet, where the pages stand, and how
    many pictures are coarse."""

    printer: Printer
    wrap: Wrap
    placement: Placement
    coarse: int


def printer_files(context: Context) -> dict[str, bytes]:
    """Return the files by name (`editions.protocol`): two, and for a printer who is named a third that says
    how they keep his rules.

    Reports:
        E022, E023, E025: the printer cannot make the book; as `for_printer`.

    Raises:
        EditionError: any of these errors.
    """
    asked, edition = context.options, context.printed_book.sheets
    printer, place_of, size = Printer.asked(asked), context.place_of, edition.plan.page.size
    check_order(asked, size, place_of, context.report)
    check_pages(asked, printer.pages_of(edition), size, place_of, context.report)
    context.report.raise_errors()
    inside, cover, sent = for_printer(edition, context.book, printer, context)
    if printer.standard.is_flat:
        _check_flat(edition, inside, printer.standard.value, context)
    context.report.raise_errors()
    files = {f"{context.stem}-print.pdf": inside, f"{context.stem}-cover.pdf": cover}
    if printer.rules is None:
        return files
    from florilegium.editions.pdf.print_shop.preflight import preflight

    return {**files, f"{context.stem}-preflight.txt": preflight(inside, cover, sent).encode()}


def _check_flat(edition: PrintedEdition, inside: bytes, standard: str, context: Context) -> None:
    import pikepdf

    labels = [page.label for page in edition.plan.pages]
    place = context.place_of("pdf", "style")
    with pikepdf.open(io.BytesIO(inside)) as pdf:
        named = ((label, page.obj) for label, page in zip(labels, pdf.pages, strict=False))
        check_flat(named, standard, place, context.report)


def coarse_pictures(edition: PrintedEdition) -> Iterator[tuple[str, PrintedPicture]]:
    """Yield the pictures that are too coarse for print, each with the label of its page."""
    plan = edition.plan
    for printed in plan.pages:
        if printed.section is not None:
            for picture in plan.layouts[printed.section.id].pictures:
                if picture.page == printed.number and picture.is_coarse:
                    yield printed.label, picture


def report_coarse(label: str, picture: PrintedPicture, report: Report) -> None:
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


def _cover(edition: PrintedEdition, wrap: Wrap, press: Press, context: Context) -> CoverSheet:
    """Return the sheet of the cover; what is wrong with it is reported of the manifest."""
    plan, design, report = edition.plan, context.design, context.report
    place = Place(context.book.metadata.manifest)
    families = tuple(dict.fromkeys((design.display, design.text, *FALL_BACKS)))
    faces = CoverFaces(families, plan.faces, Path(plan.faces[0].path).parent)
    made = make_cover(replace(wrap, plain=design.plain_cover), faces, plan.facts, press)
    if made.missing:
        report.add(
            "E002",
            place,
            f"the cover cannot be drawn: no typeface at hand has “{made.missing}”",
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
