"""From sections laid out apart to one file of pages, furniture and fonts, for printers.

Nothing is laid out here. Pages are copied, what stands on a verso is moved to its side, and every face is
embedded once. The bytes depend on nothing but what goes in. `binding.py` makes the reader's file, which has
all that a screen can use besides, of the same plan.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.fonts.bundled import FontFace
from florilegium.editions.pdf.fonts.embed import SharedFont, postscript_name
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.pagination.pagination import PrintedPage
from florilegium.editions.pdf.pagination.running_heads import Furniture, Pen
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
    facts: DocumentInfo

    def shift(self, place: int) -> float:
        """Return how far what was set for a recto is moved to the right on a page."""
        return 0.0 if place % 2 == 0 else self.page.verso_shift

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
    """Return a file's bytes, the same for the same content."""
    import pikepdf

    out = io.BytesIO()
    pdf.save(
        out,
        min_version=version,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


class Joiner:
    """One file in the making, without what depends on who will use it."""

    def __init__(self, plan: Plan, pdf: pikepdf.Pdf) -> None:
        self.plan = plan
        self.pdf = pdf
        self.pen = Pen(plan.faces)
        self.pages: list[Any] = []
        self.resources: list[Any] = []

    def add_pages(self) -> None:
        """Copy every section's pages to their places, with their furniture."""
        place = 0
        printed = self.plan.pages
        while place < len(printed):
            section = printed[place].section
            if section is None:
                self.add_blank()
                place += 1
            else:
                for layout in self.plan.layouts[section.id].files:
                    self.add_section(layout, place, section.language)
                    place += layout.pages

    def add_blank(self) -> None:
        """Add a page with nothing on it."""
        page = self.plan.page
        self.pages.append(self.pdf.add_blank_page(page_size=(page.width, page.height)).obj)

    def add_section(self, layout: Layout, place: int, _language: str) -> Any:
        """Copy a section's pages to their places; returns the file that they came from."""
        import pikepdf

        source = pikepdf.open(io.BytesIO(layout.pdf))
        self.pdf.pages.extend(source.pages)
        # To look one page up in the file costs time for each that it has.
        self.pages += [page.obj for page in self.pdf.pages[place:]]
        self.resources.append(self.pages[place].Resources)
        show_as_they_are(self.pages[place].Resources)
        return source

    def shift(self, place: int) -> float:
        """Return how far what was set for a recto is moved to the right on a page."""
        return self.plan.shift(place)

    def furniture(self, place: int) -> bytes:
        """Return the head and folio of a page."""
        return self.pen.draw(self.plan.furniture[place], self.plan.page, recto=place % 2 == 0)

    def add_fonts(self) -> None:
        """Put one font for each face in the place of the sections' own subsets."""
        shared = {face.name: SharedFont(face) for face in self.plan.faces}
        names: dict[str, str] = {}
        places: list[tuple[Any, str, str]] = []
        for resources in self.resources:
            for key, font in resources.get("/Font", {}).items():
                base = str(font.BaseFont)
                if base not in names:
                    names[base] = postscript_name(font)
                if names[base] in shared:
                    shared[names[base]].add_section_font(font)
                    places.append((resources.Font, key, names[base]))
        for name, used in self.pen.used.items():
            for glyph, text in used.items():
                shared[name].glyphs[glyph] = shared[name].glyphs.get(glyph) or text
        embedded = {name: font.embed(self.pdf) for name, font in shared.items() if font.glyphs}
        for fonts, key, name in places:
            fonts[key] = embedded[name]
        for resources in self.resources:
            if "/Font" in resources:
                for key, name in self.pen.fonts.items():
                    resources.Font[key] = embedded[name]
