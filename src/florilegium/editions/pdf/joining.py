"""From sections laid out apart to one file: pages, furniture, links, outline, labels, fonts, metadata.

Nothing is laid out here. Pages are copied, what stands on a verso is moved to its side, `anchor:` addresses
become jumps, and every face is embedded once. A reader's file is tagged and has links; a printer's has the
same pages, without what only a screen can use. The bytes depend on nothing but what goes in.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.faces import Face
from florilegium.editions.pdf.fonts import SharedFont, postscript_name
from florilegium.editions.pdf.furniture import Furniture, Pen
from florilegium.editions.pdf.imposition import Leaf
from florilegium.editions.pdf.layout import ANCHOR, Anchor, Layout
from florilegium.editions.pdf.metadata import Claim, Facts, declare
from florilegium.editions.pdf.profiles import srgb
from florilegium.editions.pdf.structure import Structure
from florilegium.editions.pdf.trim import Page
from florilegium.errors import EditionError

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True)
class Entry:
    """A line of the outline, the list beside the pages in a reader. `level` counts from 0."""

    title: str
    anchor: str
    level: int


@dataclass(frozen=True)
class Plan:
    """All that the joined file is made of. `front` is the number of pages with roman folios."""

    leaves: tuple[Leaf, ...]
    front: int
    layouts: Mapping[str, Layout]
    anchors: Mapping[str, Anchor]
    furniture: Sequence[Furniture]
    outline: tuple[Entry, ...]
    page: Page
    faces: tuple[Face, ...]
    facts: Facts

    @property
    def slim(self) -> Plan:
        """The same without the lines of the layouts: joining needs none, and they are most of it."""
        layouts = {name: replace(layout, lines=(), anchors={}) for name, layout in self.layouts.items()}
        return replace(self, layouts=layouts)


def join(plan: Plan) -> bytes:
    """The finished file for readers.

    Raises:
        EditionError: a link leads to an anchor that the book does not have.
    """
    import pikepdf

    with pikepdf.new() as pdf:
        joiner = _ForReaders(plan, pdf)
        joiner.add_pages()
        joiner.add_fonts()
        joiner.structure.finish()
        joiner.add_names()
        joiner.add_outline()
        joiner.add_facts()
        return saved(pdf, "1.7")


def saved(pdf: pikepdf.Pdf, version: str) -> bytes:
    """A file's bytes, the same for the same content."""
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
        leaves = self.plan.leaves
        while place < len(leaves):
            section = leaves[place].section
            if section is None:
                self.add_blank()
                place += 1
            else:
                for layout in self.plan.layouts[section.id].files:
                    self.add_section(layout, place, section.language)
                    place += layout.pages

    def add_blank(self) -> None:
        """A page with nothing on it."""
        page = self.plan.page
        self.pages.append(self.pdf.add_blank_page(page_size=(page.width, page.height)).obj)

    def add_section(self, layout: Layout, place: int, _language: str) -> Any:
        """Copy a section's pages to their places; returns the file that they came from."""
        import pikepdf

        source = pikepdf.open(io.BytesIO(layout.pdf))
        self.pdf.pages.extend(source.pages)
        # To look one page up in the file costs time for each that it has.
        self.pages += [page.obj for page in self.pdf.pages[place:]]
        resources = self.pages[place].Resources
        self.resources.append(resources)
        for picture in resources.get("/XObject", {}).values():
            # A picture is shown as it is, and so is what it lets through (PDF/A-3 6.2.8).
            masks = [picture.SMask] if "/SMask" in picture else []
            for shown in (picture, *masks):
                if "/Interpolate" in shown:
                    del shown["/Interpolate"]
        return source

    def shift(self, place: int) -> float:
        """How far what was set for a recto is moved to the right on a page."""
        return 0.0 if place % 2 == 0 else self.plan.page.verso_shift

    def furniture(self, place: int) -> bytes:
        """The head and folio of a page."""
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


class _ForReaders(Joiner):
    """A tagged file with links, outline and labels."""

    def __init__(self, plan: Plan, pdf: pikepdf.Pdf) -> None:
        super().__init__(plan, pdf)
        self.structure = Structure(pdf, plan.facts.language)

    def add_section(self, layout: Layout, place: int, language: str) -> Any:
        source = super().add_section(layout, place, language)
        numbers = self.structure.size
        pages = range(place, place + layout.pages)
        places = {self.pages[at].objgen: at for at in pages}
        self.structure.add(source.Root.StructTreeRoot, language, lambda page: self.shift(places[page.objgen]))
        for at in pages:
            self._finish_page(at, numbers)
        return source

    def _finish_page(self, place: int, numbers: int) -> None:
        """Move a verso to its side, lay the furniture over the page, and mend its links."""
        import pikepdf

        page = self.pages[place]
        shift = self.shift(place)
        moved = b"q 1 0 0 1 %g 0 cm\n%b\nQ\n" % (shift, page.Contents.read_bytes())
        page.Contents = self.pdf.make_stream(moved + self.furniture(place))
        page.StructParents = int(page.StructParents) + numbers
        page.Tabs = pikepdf.Name.S
        for annotation in page.get("/Annots", ()):
            self._finish_link(annotation, shift, numbers)

    def _finish_link(self, annotation: Any, shift: float, numbers: int) -> None:
        import pikepdf

        annotation.StructParent = int(annotation.StructParent) + numbers
        left, one, right, two = (float(side) for side in annotation.Rect)
        low, high = sorted((one, two))
        annotation.Rect = pikepdf.Array(
            [round(left + shift, 3), round(low, 3), round(right + shift, 3), round(high, 3)]
        )
        address = str(annotation.A.URI) if "/A" in annotation else ""
        if address.startswith(ANCHOR):
            name = address.removeprefix(ANCHOR)
            target = self.plan.anchors.get(name)
            if target is None:
                raise EditionError(f"a link leads to “{name}”, which the book does not have")
            del annotation["/A"]
            annotation.Dest = pikepdf.String(name)
            annotation.Contents = pikepdf.String(
                f"{self.plan.facts.page_word} {self.plan.leaves[target.page].label}"
            )

    def add_names(self) -> None:
        """A named destination for every anchor, in the order that readers search by."""
        import pikepdf

        names = pikepdf.Array()
        for name in sorted(self.plan.anchors, key=lambda name: name.encode()):
            names.append(pikepdf.String(name))
            names.append(self._destination(self.plan.anchors[name]))
        self.pdf.Root.Names = pikepdf.Dictionary(
            Dests=self.pdf.make_indirect(pikepdf.Dictionary(Names=names))
        )

    def _destination(self, anchor: Anchor) -> Any:
        import pikepdf

        left = round(anchor.left + self.shift(anchor.page), 2)
        top = round(self.plan.page.height - anchor.top, 2)
        return pikepdf.Array([self.pages[anchor.page], pikepdf.Name.XYZ, left, top, 0])

    def add_outline(self) -> None:
        """The outline: parts, chapters, articles and apparatus."""
        import pikepdf

        with self.pdf.open_outline() as outline:
            open_items: list[tuple[int, Any]] = []
            for entry in self.plan.outline:
                item = pikepdf.OutlineItem(entry.title, self._destination(self.plan.anchors[entry.anchor]))
                while open_items and open_items[-1][0] >= entry.level:
                    open_items.pop()
                siblings = open_items[-1][1].children if open_items else outline.root
                siblings.append(item)
                open_items.append((entry.level, item))

    def add_facts(self) -> None:
        """Labels, language, title and the rest of what a reader shows of the file."""
        import pikepdf

        root, facts = self.pdf.Root, self.plan.facts
        numbers = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.r)] if self.plan.front else [])
        numbers.append(self.plan.front)
        numbers.append(pikepdf.Dictionary(S=pikepdf.Name.D))
        root.PageLabels = pikepdf.Dictionary(Nums=numbers)
        root.Lang = pikepdf.String(facts.language)
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        root.PageLayout = pikepdf.Name.TwoPageRight
        root.PageMode = pikepdf.Name.UseOutlines
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB IEC61966-2.1"),
            DestOutputProfile=self.pdf.make_stream(srgb(), N=3),
        )
        root.OutputIntents = pikepdf.Array([intent])
        declare(self.pdf, facts, Claim.READER)
