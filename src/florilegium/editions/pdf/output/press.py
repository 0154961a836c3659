"""The printer's file: the pages of the reader's, in black, with bleed and marks, and nothing to click on.

No section is laid out for it: it is joined from the same layouts (ISO 15930-7, PDF/X-4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.output.icc_profiles import black_ink
from florilegium.editions.pdf.output.inks import in_black, pictures_in_black
from florilegium.editions.pdf.output.join import Joiner, Plan, saved
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import Conformance, declare
from florilegium.editions.pdf.section.printed_section import Layout

if TYPE_CHECKING:
    import pikepdf


def join_for_press(plan: Plan, press: Press) -> bytes:
    """Return the finished file for a printer: the same pages in black, with bleed, without links."""
    import pikepdf

    with pikepdf.new() as pdf:
        joiner = _ForPress(plan, pdf, press)
        joiner.add_pages()
        joiner.add_fonts()
        declare(pdf, plan.facts, Conformance.PRESS)
        pdf.Root.OutputIntents = pikepdf.Array([black_ink().intent(pdf)])
        return saved(pdf, "1.6")


class _ForPress(Joiner):
    """A file of pages alone, all in black."""

    def __init__(self, plan: Plan, pdf: pikepdf.Pdf, press: Press) -> None:
        super().__init__(plan, pdf)
        self.press = press
        self._pictures: set[tuple[int, int]] = set()

    def add_pages(self) -> None:
        super().add_pages()
        for _ in range(self.press.blanks(len(self.plan.pages))):
            self.add_blank()
        page = self.plan.page
        for sheet in self.pages:
            self.press.frame(sheet, page.width, page.height)
            marks = self.press.crop_marks(page.width, page.height)
            sheet.Contents = self.pdf.make_stream(sheet.Contents.read_bytes() + marks)

    def add_section(self, layout: Layout, place: int, language: str) -> Any:
        source = super().add_section(layout, place, language)
        pictures_in_black(self.pdf, self.resources[-1], self._pictures)
        for at in range(place, place + layout.pages):
            self._finish_page(at)
        return source

    def _finish_page(self, place: int) -> None:
        """Move a page to where it is trimmed, and take from it what only a screen can use."""
        page = self.pages[place]
        beyond, shift = self.press.beyond, self.shift(place)
        text = in_black(page.Contents.read_bytes())
        drawn = b"q 1 0 0 1 %g 0 cm\n%b\nQ\n%b" % (shift, text, self.furniture(place))
        page.Contents = self.pdf.make_stream(b"q 1 0 0 1 %g %g cm\n%b\nQ\n" % (beyond, beyond, drawn))
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page:
                del page[key]
