"""The cover as a printer wraps it round the book: one sheet in four colours (PDF/X-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from florilegium.editions.pdf.cover.wrap_drawing import Drawing
from florilegium.editions.pdf.cover.wrap_sheet import Wrap
from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.lettering import LinePainter
from florilegium.editions.pdf.output.icc_profiles import four_colours
from florilegium.editions.pdf.output.join import saved
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import Conformance, DocumentInfo, declare


@dataclass(frozen=True)
class CoverSheet:
    """The finished file; the letters that the typeface lacks; whether the blurb had to be cut."""

    pdf: bytes
    missing: str = ""
    cut: bool = False


def make_cover(wrap: Wrap, faces: tuple[FontFace, ...], facts: DocumentInfo, press: Press) -> CoverSheet:
    """Draw the sheet and write it. `faces` are the upright and the italic text face."""
    import pikepdf

    with pikepdf.new() as pdf:
        case = LinePainter()
        drawing = Drawing(wrap, faces, press.bleed, case)
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
        declare(pdf, replace(facts, keywords=()), Conformance.PRESS)
        pdf.Root.OutputIntents = pikepdf.Array([four_colours().intent(pdf)])
        return CoverSheet(saved(pdf, "1.6"), "".join(sorted(drawing.missing)), drawing.cut)
