"""What is joined to one file, and what the reader's file and the printer's have in common.

Nothing is laid out here. Every section's files go to their places, what stands on a verso is moved to its
side, furniture is laid over it, and every face is embedded once (`fonts/embed.py`). All files are written
section by section, so that a book of thousands of pages needs little more memory than its longest one.
`binding.py` makes the reader's file, with all that a screen can use; `press.py` the printer's, which is pages
alone. Those of one section, for the editor's desk, are joined here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.embed import BookFonts
from florilegium.editions.pdf.output.pdf_writer import Output, Transfer, references
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.pagination.pagination import PrintedPage
from florilegium.editions.pdf.pagination.running_heads import Furniture, HeadStyle, Pen
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.pdf.section.section_fonts import SectionFont, fonts_in
from florilegium.editions.pdf.section.section_objects import show_as_they_are
from florilegium.editions.pdf.section.trim import Page
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    import pikepdf

#: The version of PDF of all files for readers.
READERS_VERSION: Final = "1.7"


@dataclass(frozen=True)
class OutlineEntry:
    """A line of the outline, the list beside the pages in a reader. `level` counts from 0."""

    title: str
    anchor: str
    level: int


@dataclass(frozen=True)
class PlacedFile:
    """A file of a section's pages, and the place of its first page; without a file, a page with nothing on
    it."""

    place: int
    layout: Layout | None = None
    language: str = ""


@dataclass(frozen=True)
class Plan:
    """All that the joined file is made of.

    `front` is the number of pages with roman folios, `text` that of the pages after them which were paginated
    before index and contents.
    """

    pages: tuple[PrintedPage, ...]
    front: int
    text: int
    layouts: Mapping[str, Layout]
    anchors: Mapping[str, Anchor]
    furniture: Sequence[Furniture]
    outline: tuple[OutlineEntry, ...]
    page: Page
    faces: tuple[FontFace, ...]
    heads: HeadStyle
    facts: DocumentInfo

    def shift(self, place: int) -> float:
        """Return how far what was set for a recto is moved to the right on a page."""
        return 0.0 if place % 2 == 0 else self.page.verso_shift

    def files(self) -> Iterator[PlacedFile]:
        """Yield all that is joined, in the order of the pages."""
        place = 0
        while place < len(self.pages):
            section = self.pages[place].section
            if section is None:
                yield PlacedFile(place)
                place += 1
                continue
            for layout in self.layouts[section.id].files:
                yield PlacedFile(place, layout, section.language)
                place += layout.pages

    def drawn(self, place: int, content: bytes, pen: Pen) -> bytes:
        """Return a page's content moved to its side, with its head and folio over it."""
        before, after = self.around(place, pen)
        return b"%b%b%b" % (before, content, after)

    def around(self, place: int, pen: Pen) -> tuple[bytes, bytes]:
        """Return what moves a page's content to its side, and what is drawn behind it."""
        furniture = pen.draw(self.furniture[place], self.page, recto=place % 2 == 0)
        return b"q 1 0 0 1 %g 0 cm\n" % self.shift(place), b"\nQ\n%b" % furniture

    @cached_property
    def places(self) -> Mapping[str, tuple[int, ...]]:
        """Return the places of each section's pages by its id."""
        found: dict[str, list[int]] = {}
        for place, page in enumerate(self.pages):
            if page.section is not None:
                found.setdefault(page.section.id, []).append(place)
        return {section: tuple(places) for section, places in found.items()}

    @cached_property
    def anchors_by_page(self) -> Mapping[int, Mapping[str, Anchor]]:
        """Return the anchors of each page by its place."""
        found: dict[int, dict[str, Anchor]] = {}
        for name, anchor in self.anchors.items():
            found.setdefault(anchor.page, {})[name] = anchor
        return found

    @property
    def ends_blank(self) -> bool:
        """Return whether nothing stands on the last page."""
        return not self.pages or self.pages[-1].section is None

    @property
    def body(self) -> Plan:
        """Return the text alone, its pages counted from 0."""
        pages = slice(self.front, self.front + self.text)
        chosen = self.pages[pages]
        sections = {printed.section.id for printed in chosen if printed.section}
        return replace(
            self,
            pages=chosen,
            front=0,
            layouts={name: layout for name, layout in self.layouts.items() if name in sections},
            anchors={
                name: replace(anchor, page=anchor.page - self.front)
                for name, anchor in self.anchors.items()
                if pages.start <= anchor.page < pages.stop
            },
            furniture=self.furniture[pages],
            outline=(),
        )

    def prints_as(self, other: Plan) -> bool:
        """Return whether the pages of another plan are the same, with the same furniture."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("pages", "furniture", "page", "faces", "facts", "_files")
        )

    @property
    def _files(self) -> dict[str, list[bytes]]:
        return {name: [file.pdf for file in layout.files] for name, layout in self.layouts.items()}

    @property
    def slim(self) -> Plan:
        """Return the same without the lines of the layouts: joining needs none, and they are most of it."""
        layouts = {name: replace(layout, lines=(), anchors={}) for name, layout in self.layouts.items()}
        return replace(self, layouts=layouts)


class JoinedFonts:
    """The faces of a file in the making, each an object of its own, whichever section or head uses it."""

    def __init__(self, plan: Plan, output: Output) -> None:
        self.pen = Pen(plan.faces, plan.heads)
        self._fonts = BookFonts(plan.faces)
        self._numbers = {face.name: output.number() for face in plan.faces}

    def share(self, fonts: Iterable[SectionFont]) -> dict[str, int]:
        """Have one font for each face stand for a section's own.

        Return the numbers of those that its pages are to name, by the name that they have there: those that
        stand for its own, and those of the furniture.
        """
        names = self._fonts.take_section(fonts) | self.pen.fonts
        return {key: self._numbers[face] for key, face in names.items()}

    def named(self) -> bytes:
        """Return the entries of resources that name the fonts of the furniture."""
        return references(self.share(()))

    def embed(self, transfer: Transfer) -> None:
        """Embed what was used of each face, by way of the small file that `transfer` takes from."""
        for name, font in self._fonts.embed(self.pen.used, transfer.source):
            transfer.take(font, self._numbers[name])


def put_page_tree(output: Output, number: int, pages: Sequence[int]) -> None:
    """Write the list of all pages under the number that each of them names as its parent."""
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    output.put(number, b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (len(pages), kids))


class PagesAlone:
    """A file of pages that holds nothing to click on, written section by section."""

    def __init__(self, plan: Plan, version: str) -> None:
        self.plan = plan
        self.output = Output(version)
        self.page_tree = self.output.number()
        self.fonts = JoinedFonts(plan, self.output)
        self.pages: list[int] = []

    def put_section(self, layout: Layout, place: int) -> None:
        """Write a section's pages, from `place` in the book on, and all that they draw."""
        import pikepdf

        with pikepdf.open(io.BytesIO(layout.pdf)) as source:
            transfer = Transfer(source, self.output)
            transfer.stand(source.Root.Pages, self.page_tree)
            pages = [page.obj for page in source.pages]
            resources = pages[0].Resources
            show_as_they_are(resources)
            self.prepare(source, pages)
            for at, page in enumerate(pages, place):
                self.put_page(page, self.drawn(at, page.Contents.read_bytes()), transfer)
            self._share_fonts(source, resources, transfer)
            transfer.write()

    def _share_fonts(self, source: pikepdf.Pdf, resources: Any, transfer: Transfer) -> None:
        import pikepdf

        if "/Font" in resources:
            for key, number in self.fonts.share(fonts_in(resources)).items():
                resources.Font[key] = standing = source.make_indirect(pikepdf.Dictionary())
                transfer.stand(standing, number)

    def put_page(self, page: Any, content: bytes, transfer: Transfer) -> None:
        """Write a page with this content, without what only a screen can use."""
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page:
                del page[key]
        number = self.output.number()
        self.output.put_stream(number, content)
        transfer.stand(page.Contents, number)
        self.pages.append(transfer.take(page))

    def prepare(self, source: pikepdf.Pdf, pages: Sequence[Any]) -> None:
        """Change what a section's pages draw, where a file asks for it."""

    def drawn(self, place: int, content: bytes) -> bytes:
        """Return what is drawn on a page, from what its section has for it."""
        return self.plan.drawn(place, content, self.fonts.pen)

    def finish(self, declare: Callable[[pikepdf.Pdf], None] | None = None) -> bytes:
        """Return the bytes of the file; `declare` puts into its catalogue what it says of itself."""
        import pikepdf

        put_page_tree(self.output, self.page_tree, self.pages)
        with pikepdf.new() as cover:
            if declare is not None:
                declare(cover)
            cover.Root.Pages = cover.make_indirect(pikepdf.Dictionary())
            transfer = Transfer(cover, self.output)
            transfer.stand(cover.Root.Pages, self.page_tree)
            self.fonts.embed(transfer)
            return transfer.end()


def join_section(plan: Plan, section: str) -> bytes:
    """Return a PDF of the pages of one section, by its id, in their order: for a screen that shows a book
    while it is being made.

    They look as in the reader's file, with running heads and folios, and hold nothing to click on. A change
    of one section needs no other to be joined again.

    Raises:
        KeyError: the book has no such section.
    """
    place = next(at for at, page in enumerate(plan.pages) if page.section and page.section.id == section)
    joined = PagesAlone(plan, READERS_VERSION)
    for layout in plan.layouts[section].files:
        joined.put_section(layout, place)
        place += layout.pages
    return joined.finish()
