"""From sections laid out apart to one tagged file: pages, structure, links, outline, labels, fonts, metadata.

Nothing is laid out here. Pages are copied, what stands on a verso is moved to its side, the structure trees
are brought under one Document and renumbered, `anchor:` addresses become jumps, and every face is embedded
once. The bytes depend on nothing but what goes in.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from florilegium.editions.pdf.faces import Face
from florilegium.editions.pdf.fonts import SharedFont, postscript_name
from florilegium.editions.pdf.furniture import FONT, Furniture, Pen
from florilegium.editions.pdf.imposition import Leaf
from florilegium.editions.pdf.layout import ANCHOR, Anchor, Layout
from florilegium.editions.pdf.metadata import Facts, xmp
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


def join(plan: Plan) -> bytes:
    """The finished file.

    Raises:
        EditionError: a link leads to an anchor that the book does not have.
    """
    import pikepdf

    with pikepdf.new() as pdf:
        joiner = _Joiner(plan, pdf)
        joiner.add_pages()
        joiner.add_fonts()
        joiner.add_structure()
        joiner.add_names()
        joiner.add_outline()
        joiner.add_facts()
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            compress_streams=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


class _Joiner:
    """One file in the making."""

    def __init__(self, plan: Plan, pdf: pikepdf.Pdf) -> None:
        self.plan = plan
        self.pdf = pdf
        self.pen = Pen(plan.faces[0])
        self.resources: list[Any] = []
        self.trees: list[tuple[Any, int, str]] = []
        self._parents = 0
        self._dropped: set[int] = set()

    def add_pages(self) -> None:
        """Copy every section's pages to their places, with their furniture."""
        place = 0
        leaves = self.plan.leaves
        while place < len(leaves):
            section = leaves[place].section
            if section is None:
                self._add_blank()
                place += 1
            else:
                place += self._add_section(self.plan.layouts[section.id], place, section.language)

    def _add_blank(self) -> None:
        page = self.plan.page
        self.pdf.add_blank_page(page_size=(page.width, page.height))

    def _add_section(self, layout: Layout, place: int, language: str) -> int:
        import pikepdf

        source = pikepdf.open(io.BytesIO(layout.pdf))
        self.pdf.pages.extend(source.pages)
        self.resources.append(self.pdf.pages[place].obj.Resources)
        tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        self.trees.append((tree, self._parents, language))
        pairs = tree.ParentTree.Nums
        elements = {int(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}
        for number in range(layout.pages):
            self._drop_doubles(self.pdf.pages[place + number].obj, elements)
            self._finish_page(place + number)
        self._parents += len(elements)
        return layout.pages

    def _drop_doubles(self, page: Any, elements: Mapping[int, Any]) -> None:
        """Drop the links that layout makes again for every box inside a link: they are tagged as no Link."""
        import pikepdf

        kept = pikepdf.Array()
        for annotation in page.get("/Annots", ()):
            number = int(annotation.StructParent)
            element = elements[number]
            if pikepdf.Name.Link == element.S:
                kept.append(annotation)
                continue
            self._dropped.add(self._parents + number)
            element.K = pikepdf.Array([kid for kid in element.K if not _refers_to(kid, annotation)])
        if "/Annots" in page:
            page.Annots = kept

    def _finish_page(self, place: int) -> None:
        """Move a verso to its side, lay the furniture over the page, and mend its links."""
        import pikepdf

        page = self.pdf.pages[place].obj
        recto = place % 2 == 0
        shift = 0.0 if recto else self.plan.page.verso_shift
        furniture = self.pen.draw(self.plan.furniture[place], self.plan.page, recto=recto)
        text = page.Contents.read_bytes()
        moved = b"q 1 0 0 1 %g 0 cm\n%b\nQ\n" % (shift, text)
        page.Contents = self.pdf.make_stream(moved + furniture)
        page.StructParents = int(page.StructParents) + self._parents
        page.Tabs = pikepdf.Name.S
        for annotation in page.get("/Annots", ()):
            self._finish_link(annotation, shift)

    def _finish_link(self, annotation: Any, shift: float) -> None:
        import pikepdf

        annotation.StructParent = int(annotation.StructParent) + self._parents
        left, low, right, high = (float(side) for side in annotation.Rect)
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
        pen_font = shared[self.plan.faces[0].name]
        for glyph, text in self.pen.used.items():
            pen_font.glyphs[glyph] = pen_font.glyphs.get(glyph) or text
        embedded = {name: font.embed(self.pdf) for name, font in shared.items() if font.glyphs}
        for fonts, key, name in places:
            fonts[key] = embedded[name]
        for resources in self.resources:
            if self.pen.used and "/Font" in resources:
                resources.Font[FONT] = embedded[self.plan.faces[0].name]

    def add_structure(self) -> None:
        """Bring all sections under one Document (ISO 32000-1 14.7; PDF/UA-1 7.1)."""
        import pikepdf

        root = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        document = self.pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root)
        )
        children, numbers = pikepdf.Array(), pikepdf.Array()
        for tree, offset, language in self.trees:
            for child in tree.K[0].K:
                child.P = document
                if language != self.plan.facts.language:
                    child.Lang = pikepdf.String(language)
                children.append(child)
            pairs = tree.ParentTree.Nums
            for at in range(0, len(pairs), 2):
                number = int(pairs[at]) + offset
                if number not in self._dropped:
                    numbers.append(number)
                    numbers.append(pairs[at + 1])
        document.K = children
        root.K = pikepdf.Array([document])
        root.ParentTree = self.pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
        root.ParentTreeNextKey = self._parents
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)

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

        shift = 0.0 if anchor.page % 2 == 0 else self.plan.page.verso_shift
        left, top = round(anchor.left + shift, 2), round(self.plan.page.height - anchor.top, 2)
        return pikepdf.Array([self.pdf.pages[anchor.page].obj, pikepdf.Name.XYZ, left, top, 0])

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
        metadata = self.pdf.make_stream(xmp(facts))
        metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        root.Metadata = metadata
        moment = _pdf_date(facts.made)
        known = {
            "/Title": facts.title,
            "/Author": ", ".join(facts.authors),
            "/Subject": facts.description,
            "/Keywords": ", ".join(facts.keywords),
            "/Creator": facts.creator,
            "/Producer": facts.producer,
            "/CreationDate": moment,
            "/ModDate": moment,
        }
        self.pdf.trailer.Info = self.pdf.make_indirect(
            pikepdf.Dictionary({key: pikepdf.String(value) for key, value in known.items() if value})
        )


def _refers_to(kid: Any, annotation: Any) -> bool:
    """Whether a structure element's child is the reference to an annotation."""
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and bool(kid.Obj.objgen == annotation.objgen)


def _pdf_date(moment: datetime) -> str:
    return f"D:{moment:%Y%m%d%H%M%S}Z"
