"""The printer's file: the pages of the reader's, in black, with bleed and marks, and nothing to click on.

No section is laid out for it: it is joined from the same layouts (ISO 15930: PDF/X-1a, PDF/X-3, PDF/X-4).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.output.icc_profiles import black_ink
from florilegium.editions.pdf.output.inks import in_black, pictures_in_black
from florilegium.editions.pdf.output.join import PagesAlone, Plan
from florilegium.editions.pdf.output.pdf_writer import Transfer
from florilegium.editions.pdf.output.see_through import flatten
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import declare

if TYPE_CHECKING:
    import pikepdf


def join_for_press(plan: Plan, press: Press) -> bytes:
    """Return the finished file for a printer: the same pages in black, with bleed, without links."""
    joined = _ForPress(plan, press)
    joined.put_pages()
    return joined.finish(joined.declare)


class _ForPress(PagesAlone):
    """Pages alone, all in black, each on the sheet that it is cut from."""

    def __init__(self, plan: Plan, press: Press) -> None:
        super().__init__(plan, press.version)
        self.press = press
        self._marks = press.crop_marks(plan.page.width, plan.page.height)

    def put_pages(self) -> None:
        """Write every section's pages, and fill up with blanks."""
        for file in self.plan.files():
            if file.layout is None:
                self._put_blank()
            else:
                self.put_section(file.layout, file.place)
        for _ in range(self.press.blanks(len(self.plan.pages), ends_blank=self.plan.ends_blank)):
            self._put_blank()

    def _put_blank(self) -> None:
        """Write a page with nothing on it."""
        import pikepdf

        with pikepdf.new() as source:
            page = source.add_blank_page(page_size=(self.plan.page.width, self.plan.page.height)).obj
            page.Contents = source.make_stream(b"")
            transfer = Transfer(source, self.output)
            transfer.stand(source.Root.Pages, self.page_tree)
            self._frame(page)
            self.put_page(page, self._marks, transfer)
            transfer.write()

    def prepare(self, source: pikepdf.Pdf, pages: Sequence[Any]) -> None:
        """Make a section's pictures black, and opaque where the standard asks for it; frame its pages."""
        if self.press.standard.is_flat:
            flatten(pages)
        pictures_in_black(pages[0].Resources)
        for page in pages:
            self._frame(page)

    def _frame(self, page: Any) -> None:
        self.press.frame(page, self.plan.page.width, self.plan.page.height)

    def drawn(self, place: int, content: bytes) -> bytes:
        """Return a page's content in black, moved to where it is trimmed, with the marks for that."""
        press = self.press
        right = round(press.beyond + (press.right if place % 2 == 0 else -press.right), 3)
        up = round(press.beyond + press.up, 3)
        drawn = super().drawn(place, in_black(content))
        return b"q 1 0 0 1 %g %g cm\n%b\nQ\n%b" % (right, up, drawn, self._marks)

    def declare(self, cover: pikepdf.Pdf) -> None:
        """Say what the file is made to, and for which ink."""
        import pikepdf

        declare(cover, self.plan.facts, self.press.standard)
        cover.Root.OutputIntents = pikepdf.Array([black_ink().intent(cover)])
