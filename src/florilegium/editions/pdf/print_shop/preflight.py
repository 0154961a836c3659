"""What a printer would look at in the finished files before he takes them, rule by rule.

The files are opened again and read as they are; only where the type area stands and how coarse pictures
are is taken from what made them. Each rule passes, or says what to mend; what cannot be known
here is for the editor to compare.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from florilegium.book.print_shops import LOOKED_UP, PrintShop
from florilegium.editions.pdf.output.see_through import seen_through
from florilegium.editions.pdf.output.xmp import Conformance
from florilegium.editions.pdf.section.trim import POINTS
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf

    from florilegium.editions.pdf.output.sheet import Press
    from florilegium.editions.pdf.print_shop.printer import Sent

#: Lengths that differ by less, in points, are the same; those that are measured are rounded by half as much.
_NEAR: Final = 0.1

_INKS: Final = {"k", "K"}
_SCREEN: Final = {"rg", "RG"}


class Verdict(Enum):
    """What became of a rule."""

    PASS = "pass"  # noqa: S105 - no password
    MEND = "mend"
    ADVICE = "advice"
    COMPARE = "compare"


@dataclass(frozen=True)
class Finding:
    """A rule that was looked at: what became of it, what was found, which of the printer's pages has it."""

    verdict: Verdict
    told: str
    rule: str


def preflight(inside: bytes, cover: bytes, sent: Sent) -> str:
    """Return the report on the files for a printer who is named, as plain text."""
    import pikepdf

    shop = sent.printer.rules
    if shop is None:
        raise LookupError("only the files for a printer who is named are looked over")
    with pikepdf.open(io.BytesIO(inside)) as pages, pikepdf.open(io.BytesIO(cover)) as sheet:
        found = {
            "The inside": [*_of_inside(pages, sent, shop), *_of_file(pages, sent, shop)],
            "The cover": [*_of_cover(sheet, sent, shop), *_of_file(sheet, sent, shop)],
        }
    source = f"its rules as looked up in {LOOKED_UP}" if sent.printer.shop else "what the manifest asks for"
    lines = [f"Preflight for {shop.title}, by {source}"]
    for title, findings in found.items():
        lines += ["", title, ""]
        lines += [f"{one.verdict.value:8} {one.told} [{shop.rule(one.rule)}]" for one in findings]
    to_mend = sum(one.verdict is Verdict.MEND for findings in found.values() for one in findings)
    lines += ["", f"{to_mend} to mend" if to_mend else "Nothing to mend"]
    return "\n".join(lines) + "\n"


def _judged(passes: bool, told: str, rule: str, otherwise: Verdict = Verdict.MEND) -> Finding:
    return Finding(Verdict.PASS if passes else otherwise, told, rule)


# The inside


def _of_inside(pdf: pikepdf.Pdf, sent: Sent, shop: PrintShop) -> Iterator[Finding]:
    pages, page = len(pdf.pages), sent.wrap.page
    press = sent.printer.inside(sent.placement, page)
    sizes = {_size(one.obj) for one in pdf.pages}
    wide, high = page.width + 2 * press.beyond, page.height + 2 * press.beyond
    right = all(abs(one[0] - wide) <= _NEAR and abs(one[1] - high) <= _NEAR for one in sizes)
    yield _judged(
        right, f"every page is {_measured(page.width, page.height)}, {_around(press, shop.bleed)}", "trim"
    )
    paper = shop.papers.get(sent.printer.paper)
    if paper is not None:
        most = shop.most_pages(page.size, sent.printer.paper)
        bound = f"{paper.least} to {most}" if most else f"{paper.least} or more; how many at most is not said"
        held = shop.binds(pages, page.size, sent.printer.paper)
        yield _judged(held, f"{pages} pages, of {bound}", "pages")
    yield _judged(pages % shop.multiple == 0, f"pages are a multiple of {shop.multiple}", "pages")
    if shop.blank_end:
        yield _judged(_is_blank(pdf.pages[-1].obj), "the last page is blank", "file")
    if sent.printer.shop:
        yield _of_margins(sent, shop, pages)
    operators = {str(drawn.operator) for drawn in _drawn(pdf)}
    yield _judged(not operators & (_INKS | _SCREEN), "every colour is a tint of black", "colours")
    told = "every picture has 300 dots to the inch or more"
    if sent.coarse:
        told = f"{sent.coarse} pictures have fewer than 300 dots to the inch"
    yield _judged(not sent.coarse, told, "pictures")


def _of_margins(sent: Sent, shop: PrintShop, pages: int) -> Finding:
    wanted = shop.advised if sent.placement.advised else shop.required
    inner, outer = sent.wrap.page.inner + sent.placement.out, sent.wrap.page.outer - sent.placement.out
    told = (
        f"text stands {inner / POINTS:.1f} mm from the spine and {outer / POINTS:.1f} mm from the edge, "
        f"of {wanted.inner_for(pages):.1f} and {wanted.around:.1f}"
    )
    if not sent.placement.kept:
        return Finding(Verdict.MEND, told, "margins")
    advised = shop.advised
    if not sent.placement.advised:
        told += f"; advised are {advised.inner_for(pages):.1f} and {advised.around:.1f}, above and below too"
    return _judged(sent.placement.advised, told, "margins", Verdict.ADVICE)


def _is_blank(page: Any) -> bool:
    import pikepdf

    shown = {"Tj", "TJ", "Do", "f", "S", "B", "sh"}
    return not any(str(one.operator) in shown for one in pikepdf.parse_content_stream(page))


# The cover


def _of_cover(pdf: pikepdf.Pdf, sent: Sent, shop: PrintShop) -> Iterator[Finding]:
    wrap, press = sent.wrap, sent.printer.press
    wide = 2 * wrap.page.width + wrap.spine + 2 * press.beyond
    high = wrap.page.height + 2 * press.beyond
    found = _size(pdf.pages[0].obj)
    right = len(pdf.pages) == 1 and abs(found[0] - wide) < 1 and abs(found[1] - high) < 1
    yield _judged(right, f"one sheet of {_measured(wide, high)}, {_around(press, shop.bleed)}", "cover")
    spine = f"the spine is {wrap.spine / POINTS:.2f} mm wide, for {wrap.pages} pages"
    paper = shop.papers.get(sent.printer.paper)
    if paper is not None and paper.published:
        yield Finding(Verdict.PASS, f"{spine} on {sent.printer.paper} paper", "spine")
    else:
        told = f"{spine}; compare it with the printer’s own template for this book"
        yield Finding(Verdict.COMPARE, told, "spine")
    if wrap.spine_size:
        told = f"the words of the spine keep {wrap.clear / POINTS:.1f} mm from its edges"
        yield Finding(Verdict.PASS, told, "spine")
    else:
        yield Finding(Verdict.PASS, "the spine is too thin for words, and has none", "spine")
    most = _most_ink(pdf)
    told = f"the inks are together {most:.0%} at most, of {shop.most_ink:.0%}"
    yield _judged(most <= shop.most_ink + 0.005, told, "inks")
    yield _of_barcode(sent, shop)


def _of_barcode(sent: Sent, shop: PrintShop) -> Finding:
    if sent.wrap.isbn:
        return Finding(Verdict.PASS, "the barcode of the ISBN is on the back", "barcode")
    if shop.barcode == "printer":
        return Finding(Verdict.PASS, "the foot of the back is left free for the printer’s barcode", "barcode")
    told = "there is no barcode: the book’s identifier is no ISBN; shops ask for one"
    return Finding(Verdict.COMPARE, told, "barcode")


def _most_ink(pdf: pikepdf.Pdf) -> float:
    """Return the most that the inks of a drawn place, or of a pixel, are together."""
    inked = (drawn.operands for drawn in _drawn(pdf) if str(drawn.operator) in _INKS)
    most = max((sum(map(float, inks)) for inks in inked), default=0.0)
    for picture in (one for one in _streams(pdf) if str(one.get("/ColorSpace", "")) == "/DeviceCMYK"):
        data = picture.read_bytes()
        most = max(most, *(sum(data[at : at + 4]) / 255 for at in range(0, len(data), 4)))
    return most


# Both


def _of_file(pdf: pikepdf.Pdf, sent: Sent, shop: PrintShop) -> Iterator[Finding]:
    standard = sent.printer.standard
    yield _judged(_claims(pdf, standard), f"the file is {standard.value}", "file")
    fonts = [one for one in _dictionaries(pdf) if one.get("/Type") == "/FontDescriptor"]
    embedded = all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)
    yield _judged(embedded, "every font is in the file", "file")
    if standard.is_flat:
        flat = not any(fault for page in pdf.pages for fault in seen_through(page.obj))
        yield _judged(flat, "nothing is transparent", "file")
    for_paper = not any({"/Annots", "/AA"} & set(page.obj.keys()) for page in pdf.pages)
    for_paper &= not {"/Outlines", "/AcroForm", "/OCProperties", "/Names"} & set(pdf.Root.keys())
    yield _judged(for_paper and not pdf.is_encrypted, "no links, bookmarks, forms, layers or locks", "file")
    yield _judged(_are_nested(pdf), "every page has the boxes that a cutter needs", "file")


def _claims(pdf: pikepdf.Pdf, standard: Conformance) -> bool:
    """Return whether a file says what it is made to, in a version that has it."""
    said = str(pdf.docinfo.get("/GTS_PDFXVersion", "")), str(pdf.docinfo.get("/GTS_PDFXConformance", ""))
    wanted = {
        Conformance.PRESS_X1A: ("PDF/X-1:2001", "PDF/X-1a:2001"),
        Conformance.PRESS_X3: ("PDF/X-3:2002", ""),
    }.get(standard, ("", ""))
    has_intent = any(one.S == "/GTS_PDFX" for one in pdf.Root.get("/OutputIntents", ()))
    return said == wanted and has_intent and pdf.pdf_version <= ("1.3" if standard.is_flat else "1.6")


def _are_nested(pdf: pikepdf.Pdf) -> bool:
    for page in pdf.pages:
        boxes = [
            [float(side) for side in page.obj.get(name, ())]
            for name in ("/TrimBox", "/BleedBox", "/MediaBox")
        ]
        if not all(len(box) == 4 for box in boxes):
            return False
        for inner, outer in pairwise(boxes):
            if any(outer[at] > inner[at] + _NEAR for at in (0, 1)):
                return False
            if any(outer[at] < inner[at] - _NEAR for at in (2, 3)):
                return False
    return True


def _drawn(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield what is drawn on pages and in the drawings on them, each operator with its operands."""
    import pikepdf

    forms = (one for one in _streams(pdf) if one.get("/Subtype") == "/Form")
    for stream in (*(page.obj for page in pdf.pages), *forms):
        yield from pikepdf.parse_content_stream(stream)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    import pikepdf

    yield from (one for one in pdf.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream))


def _streams(pdf: pikepdf.Pdf) -> Iterator[Any]:
    import pikepdf

    yield from (one for one in pdf.objects if isinstance(one, pikepdf.Stream))


def _around(press: Press, bleed: float) -> str:
    """Return what stands beyond the edges that are cut; `bleed` is in millimetres, if there is any."""
    there = [f"{bleed:g} mm of bleed"] if press.bleed else []
    there += ["marks"] if press.marks else []
    return f"with {' and '.join(there)}" if there else "without bleed or marks"


def _size(page: Any) -> tuple[float, float]:
    left, low, right, high = (float(side) for side in page.MediaBox)
    return round(right - left, 1), round(high - low, 1)


def _measured(width: float, height: float) -> str:
    return f"{width / POINTS:.2f} × {height / POINTS:.2f} mm"
