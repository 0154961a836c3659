"""What is joined to one file, and what the reader's file and the printer's have in common.

Nothing is laid out here. Every section's files go to their places, what stands on a verso is moved to its
side, furniture is laid over it, and every face is embedded once (`fonts/embed.py`). `binding.py` writes the
reader's file of it, section by section, with all that a screen can use; `press.py` the printer's. The pages
of one section alone, for the editor's desk, are joined here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.embed import BookFonts, put_fonts
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.pagination.pagination import PrintedPage
from florilegium.editions.pdf.pagination.running_heads import Furniture, HeadStyle, Pen
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.pdf.section.trim import Page

if TYPE_CHECKING:
    import pikepdf


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

    `front` is the number of pages with roman folios, `text` that of the pages after them which were imposed
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
        furniture = pen.draw(self.furniture[place], self.page, recto=place % 2 == 0)
        return b"q 1 0 0 1 %g 0 cm\n%b\nQ\n%b" % (self.shift(place), content, furniture)

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


def show_as_they_are(resources: Any) -> None:
    """Have no picture, and nothing that it lets through, made smoother (PDF/A-3 6.2.8)."""
    for picture in resources.get("/XObject", {}).values():
        masks = [picture.SMask] if "/SMask" in picture else []
        for shown in (picture, *masks):
            if "/Interpolate" in shown:
                del shown["/Interpolate"]


def saved(pdf: pikepdf.Pdf, version: str) -> bytes:
    """Return a file's bytes, the same for the same content. Before PDF 1.5 no object stands in a stream."""
    import pikepdf

    out = io.BytesIO()
    packed = version >= "1.5"
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    pdf.save(
        out,
        min_version=version,
        force_version="" if packed else version,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=mode,
    )
    return out.getvalue()


def join_section(plan: Plan, section: str) -> bytes:
    """Return a PDF of the pages of one section, by its id, in their order: for a screen that shows a book
    while it is being made.

    They look as in the reader's file, with running heads and folios, and hold nothing to click on. A change
    of one section needs no other to be joined again.

    Raises:
        KeyError: the book has no such section.
    """
    import pikepdf

    pen = Pen(plan.faces)
    place = next(at for at, page in enumerate(plan.pages) if page.section and page.section.id == section)
    with pikepdf.new() as pdf:
        resources = []
        for layout in plan.layouts[section].files:
            resources.append(_add_file(pdf, layout.pdf))
        for at, page in enumerate(pdf.pages, place):
            page.obj.Contents = pdf.make_stream(plan.drawn(at, page.obj.Contents.read_bytes(), pen))
        heads = dict(BookFonts(plan.faces).embed(pen.used, pdf))
        for one in resources:
            put_fonts(one, {}, pen.fonts, heads.__getitem__)
        return saved(pdf, "1.7")


def _add_file(pdf: pikepdf.Pdf, data: bytes) -> Any:
    """Add the pages of a layout's file; return the resources that they share."""
    import pikepdf

    source = pikepdf.open(io.BytesIO(data))
    before = len(pdf.pages)
    pdf.pages.extend(source.pages)
    added = [page.obj for page in list(pdf.pages)[before:]]
    for page in added:
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page:
                del page[key]
    resources = added[0].Resources
    show_as_they_are(resources)
    return resources
