"""The printer's file: the pages of the reader's, in black, with bleed and marks, and nothing to click on.

No section is laid out for it: it is joined from the same layouts (ISO 15930: PDF/X-1a, PDF/X-3, PDF/X-4).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.fonts.embed import BookFonts, put_fonts
from florilegium.editions.pdf.output.icc_profiles import black_ink
from florilegium.editions.pdf.output.inks import in_black, pictures_in_black
from florilegium.editions.pdf.output.join import Plan, saved, show_as_they_are
from florilegium.editions.pdf.output.see_through import flatten
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import declare
from florilegium.editions.pdf.pagination.running_heads import Pen
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
        declare(pdf, plan.facts, press.standard)
        pdf.Root.OutputIntents = pikepdf.Array([black_ink().intent(pdf)])
        return saved(pdf, press.version)


class _ForPress:
    """A file of pages alone, all in black."""

    def __init__(self, plan: Plan, pdf: pikepdf.Pdf, press: Press) -> None:
        self.plan = plan
        self.pdf = pdf
        self.press = press
        self.pen = Pen(plan.faces, plan.heads)
        self.pages: list[Any] = []
        self.resources: list[Any] = []
        self._pictures: set[tuple[int, int]] = set()

    def add_pages(self) -> None:
        """Copy every section's pages to their places, fill up with blanks, and frame all."""
        for file in self.plan.files():
            if file.layout is None:
                self._add_blank()
            else:
                self._add_section(file.layout, file.place)
        for _ in range(self.press.blanks(len(self.plan.pages), ends_blank=self.plan.ends_blank)):
            self._add_blank()
        page = self.plan.page
        for sheet in self.pages:
            self.press.frame(sheet, page.width, page.height)
            marks = self.press.crop_marks(page.width, page.height)
            sheet.Contents = self.pdf.make_stream(sheet.Contents.read_bytes() + marks)

    def _add_blank(self) -> None:
        """Add a page with nothing on it."""
        page = self.plan.page
        self.pages.append(self.pdf.add_blank_page(page_size=(page.width, page.height)).obj)

    def _add_section(self, layout: Layout, place: int) -> None:
        """Copy a section's pages to their places."""
        import pikepdf

        source = pikepdf.open(io.BytesIO(layout.pdf))
        self.pdf.pages.extend(source.pages)
        # To look one page up in the file costs time for each that it has.
        self.pages += [page.obj for page in self.pdf.pages[place:]]
        resources = self.pages[place].Resources
        self.resources.append(resources)
        show_as_they_are(resources)
        if self.press.standard.is_flat:
            flatten(self.pages[place:], set())
        pictures_in_black(self.pdf, resources, self._pictures)
        for at in range(place, place + layout.pages):
            self._finish_page(at)

    def _finish_page(self, place: int) -> None:
        """Move a page to where it is trimmed, and take from it what only a screen can use."""
        page, press = self.pages[place], self.press
        drawn = self.plan.drawn(place, in_black(page.Contents.read_bytes()), self.pen)
        right = round(press.beyond + (press.right if place % 2 == 0 else -press.right), 3)
        up = round(press.beyond + press.up, 3)
        page.Contents = self.pdf.make_stream(b"q 1 0 0 1 %g %g cm\n%b\nQ\n" % (right, up, drawn))
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page:
                del page[key]

    def add_fonts(self) -> None:
        """Put one font for each face in the place of the sections' own subsets."""
        fonts = BookFonts(self.plan.faces)
        taken = [fonts.take_section(resources) for resources in self.resources]
        embedded = dict(fonts.embed(self.pen.used, self.pdf))
        for resources, faces in zip(self.resources, taken, strict=True):
            put_fonts(resources, faces, self.pen.fonts, embedded.__getitem__)
