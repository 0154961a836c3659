"""The reader's file: sections laid out apart, bound to one file with links, outline, labels and tags.

Nothing is laid out here. What stands on a verso is moved to its side, furniture is laid over the pages,
`anchor:` addresses become jumps, and every face is embedded once. The bytes depend on nothing but what goes
in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.output.cut_pages import anchor_of
from florilegium.editions.pdf.output.icc_profiles import srgb
from florilegium.editions.pdf.output.join import (
    READERS_VERSION,
    JoinedFonts,
    Plan,
    put_page_tree,
    show_as_they_are,
)
from florilegium.editions.pdf.output.pdf_writer import Output, Transfer
from florilegium.editions.pdf.output.structure import Structure
from florilegium.editions.pdf.output.well_tagged import WellTagged
from florilegium.editions.pdf.output.xmp import Conformance, declare
from florilegium.editions.pdf.pagination.pagination import roman
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.problems import EditionError

if TYPE_CHECKING:
    import pikepdf

#: The version of PDF by the part of PDF/UA that a file is made to.
_VERSIONS: Final = {1: READERS_VERSION, 2: "2.0"}


def bind(plan: Plan, begun: Binder | None = None) -> bytes:
    """Return the finished file for readers, going on from a text that is bound already if its pages are the
    same.

    Raises:
        EditionError: a link leads to an anchor that the book does not have.
    """
    body = plan.body
    return (begun if begun and begun.plan.prints_as(body) else Binder(body)).finish(plan)


class Binder:
    """One file in the making, with the numbers of those objects that sections refer to.

    The text is bound first, then all that is round it, so that the order of the objects is always the same.
    """

    def __init__(self, text: Plan) -> None:
        self.plan = text
        self.output = Output(_VERSIONS[text.facts.ua])
        self.well_tagged = WellTagged(self.output) if text.facts.ua == 2 else None
        self.page_tree = self.output.number()
        self.pages = self._numbers(len(text.pages))
        self.structure = Structure(self.output, text.facts.language, self.well_tagged)
        self.fonts = JoinedFonts(text, self.output)
        self._bound: set[int] = set()
        self._put_pages()

    def finish(self, plan: Plan) -> bytes:
        """Return the bytes of the file whose text was bound so far."""
        import pikepdf

        after = len(plan.pages) - plan.front - len(self.pages)
        self.pages = [*self._numbers(plan.front), *self.pages, *self._numbers(after)]
        self.plan = plan
        self._put_pages(complete=True)
        self.structure.finish(self.pages)
        put_page_tree(self.output, self.page_tree, self.pages)
        with pikepdf.new() as cover:
            return self._put_cover(cover)

    def _numbers(self, count: int) -> list[int]:
        return [self.output.number() for _ in range(count)]

    def _put_pages(self, *, complete: bool = False) -> None:
        """Write the pages that are not yet bound.

        Unless the book is `complete`, a section waits that has a link out of the text: the link prints
        a folio of other pages.
        """
        for file in self.plan.files():
            if self.pages[file.place] in self._bound:
                continue
            if file.layout is None:
                self._put_blank(file.place)
            else:
                self._put_section(file.layout, file.place, file.language, waits=not complete)

    def _put_blank(self, place: int) -> None:
        """Add a page without text. In a review copy it bears the notice, as every page does."""
        self._bound.add(self.pages[place])
        page, drawn, own = self.plan.page, self.plan.drawn(place, b"", self.fonts.pen), b""
        if self.plan.furniture[place].notice:
            content = self.output.number()
            self.output.put_stream(content, drawn)
            own = b" /Contents %d 0 R" % content
        resources = b"/Font << %b >> " % self.fonts.named() if own else b""
        entries = b"/Type /Page /Parent %d 0 R /MediaBox [ 0 0 %g %g ] /Resources << %b>>%b"
        self.output.put(
            self.pages[place],
            b"<< %b >>" % (entries % (self.page_tree, page.width, page.height, resources, own)),
        )

    # Sections

    def _put_section(self, layout: Layout, place: int, language: str, *, waits: bool) -> None:
        """Write a section's pages, from `place` on, and all that belongs to them."""
        import pikepdf

        with pikepdf.open(io.BytesIO(layout.pdf)) as source:
            if waits and not all(name in self.plan.anchors for name in _linked(source)):
                return
            self._bound.add(self.pages[place])
            transfer = Transfer(source, self.output)
            transfer.stand(source.Root.Pages, self.page_tree)
            places = {page.obj.objgen: at for at, page in enumerate(source.pages, place)}
            numbers = self.structure.size
            tree = source.Root.StructTreeRoot
            for page in source.pages:
                transfer.take(page.obj, self.pages[places[page.obj.objgen]])
            self.structure.add(
                tree,
                self.pages[place],
                transfer,
                language,
                lambda page: self.plan.shift(places[page.objgen]),
            )
            for page in source.pages:
                self._finish_page(page.obj, places[page.obj.objgen], numbers, transfer)
            resources = source.pages[0].obj.Resources
            show_as_they_are(resources)
            self.fonts.share(source, resources, transfer)
            transfer.write()

    def _finish_page(self, page: Any, place: int, numbers: int, transfer: Transfer) -> None:
        """Move a verso to its side, lay the furniture over the page, and mend its links."""
        import pikepdf

        drawn = self.plan.drawn(place, page.Contents.read_bytes(), self.fonts.pen)
        content = self.output.number()
        self.output.put_stream(content, drawn)
        transfer.stand(page.Contents, content)
        page.StructParents = int(page.StructParents) + numbers
        page.Tabs = pikepdf.Name.S
        for annotation in page.get("/Annots", ()):
            self._finish_link(annotation, self.plan.shift(place), numbers)

    def _finish_link(self, annotation: Any, shift: float, numbers: int) -> None:
        import pikepdf

        annotation.StructParent = int(annotation.StructParent) + numbers
        left, one, right, two = (float(side) for side in annotation.Rect)
        low, high = sorted((one, two))
        annotation.Rect = pikepdf.Array(
            [round(left + shift, 3), round(low, 3), round(right + shift, 3), round(high, 3)]
        )
        name = anchor_of(annotation)
        if name is not None:
            target = self.plan.anchors.get(name)
            if target is None:
                raise EditionError(f"a link leads to “{name}”, which the book does not have")
            del annotation["/A"]
            annotation.Dest = pikepdf.String(name)
            annotation.Contents = pikepdf.String(
                f"{self.plan.facts.page_word} {self.plan.pages[target.page].label}"
            )
            if self.plan.facts.page_language:
                annotation.Lang = pikepdf.String(self.plan.facts.page_language)

    # What is round the pages

    def _put_cover(self, cover: pikepdf.Pdf) -> bytes:
        """Write what the whole file has, made in a small file of its own, and end."""
        import pikepdf

        transfer = Transfer(cover, self.output)
        self._add_outline(cover, transfer)
        self._add_facts(cover)
        for number, place in ((self.page_tree, "Pages"), (self.structure.root, "StructTreeRoot")):
            cover.Root[f"/{place}"] = cover.make_indirect(pikepdf.Dictionary())
            transfer.stand(cover.Root[f"/{place}"], number)
        cover.Root.Names = pikepdf.Dictionary(Dests=cover.make_indirect(pikepdf.Dictionary()))
        transfer.stand(cover.Root.Names.Dests, self._put_names())
        if self.well_tagged and self.well_tagged.files:
            cover.Root.Names.EmbeddedFiles = cover.make_indirect(pikepdf.Dictionary())
            transfer.stand(cover.Root.Names.EmbeddedFiles, self._put_files(self.well_tagged.files))
        self.fonts.embed(transfer)
        return transfer.end()

    def _put_names(self) -> int:
        """Add a named destination for every anchor, in the order that readers search by.

        Return the number of the object that holds them.
        """
        import pikepdf

        entries = (
            b"%b %b" % (pikepdf.String(name).unparse(), self._destination(name))
            for name in sorted(self.plan.anchors, key=lambda name: name.encode())
        )
        number = self.output.number()
        self.output.put(number, b"<< /Names [ %b ] >>" % b" ".join(entries))
        return number

    def _put_files(self, files: Sequence[int]) -> int:
        """List the files that are attached; return the number of the object that holds the list."""
        names = b" ".join(b"(%06d) %d 0 R" % (at, file) for at, file in enumerate(files, start=1))
        number = self.output.number()
        self.output.put(number, b"<< /Names [ %b ] >>" % names)
        return number

    def _destination(self, name: str) -> bytes:
        anchor = self.plan.anchors[name]
        spot = b"/XYZ %g %g 0" % self._spot(anchor)
        place = b"[ %d 0 R %b ]" % (self.pages[anchor.page], spot)
        if self.well_tagged is None:
            return place
        known = (self.well_tagged.anchors.get(one) for one in (name, anchor.block))
        element = next(filter(None, known), self.structure.document)
        return b"<< /D %b /SD [ %d 0 R %b ] >>" % (place, element, spot)

    def _spot(self, anchor: Anchor) -> tuple[float, float]:
        left = round(anchor.left + self.plan.shift(anchor.page), 2)
        return left, round(self.plan.page.height - anchor.top, 2)

    def _add_outline(self, cover: pikepdf.Pdf, transfer: Transfer) -> None:
        """Add the outline: parts, chapters, articles and apparatus."""
        import pikepdf

        with cover.open_outline() as outline:
            open_items: list[tuple[int, Any]] = []
            for entry in self.plan.outline:
                anchor = self.plan.anchors[entry.anchor]
                page = cover.make_indirect(pikepdf.Dictionary())
                transfer.stand(page, self.pages[anchor.page])
                place = pikepdf.Array([page, pikepdf.Name.XYZ, *self._spot(anchor), 0])
                if self.well_tagged:
                    item = pikepdf.OutlineItem(entry.title, pikepdf.String(entry.anchor))
                else:
                    item = pikepdf.OutlineItem(entry.title, place)
                while open_items and open_items[-1][0] >= entry.level:
                    open_items.pop()
                siblings = open_items[-1][1].children if open_items else outline.root
                siblings.append(item)
                open_items.append((entry.level, item))

    def _add_facts(self, cover: pikepdf.Pdf) -> None:
        """Add labels, language, title and the rest of what a reader shows of the file."""
        import pikepdf

        root, facts = cover.Root, self.plan.facts
        root.PageLabels = pikepdf.Dictionary(Nums=page_labels([page.label for page in self.plan.pages]))
        root.MarkInfo = pikepdf.Dictionary(Marked=True)
        root.Lang = pikepdf.String(facts.language)
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        if self.plan.page.binds_right:
            root.ViewerPreferences.Direction = pikepdf.Name.R2L
        root.PageLayout = pikepdf.Name.TwoPageRight
        root.PageMode = pikepdf.Name.UseOutlines
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB IEC61966-2.1"),
            DestOutputProfile=cover.make_stream(srgb(), N=3),
        )
        root.OutputIntents = pikepdf.Array([intent])
        attached = bool(self.well_tagged and self.well_tagged.files)
        declare(cover, replace(facts, attached=attached), Conformance.READER)


def _linked(source: pikepdf.Pdf) -> Iterator[str]:
    """Yield the anchors of the book that the links of a section name."""
    for page in source.pages:
        for annotation in page.obj.get("/Annots", ()):
            name = anchor_of(annotation)
            if name is not None:
                yield name


def page_labels(labels: Sequence[str]) -> Any:
    """Return the folios of pages as a number tree: runs of roman and of arabic numbers (7.12.4).

    A page without a folio has a run of its own that says nothing.
    """
    import pikepdf

    numbers: list[Any] = []
    expected = ""
    for place, label in enumerate(labels):
        if not place or not label or label != expected:
            run = pikepdf.Dictionary()
            if label:
                run.S = pikepdf.Name.D if label.isdecimal() else pikepdf.Name.r
                if (first := _value(label)) != 1:
                    run.St = first
            numbers += [place, run]
        expected = _next(label) if label else ""
    return pikepdf.Array(numbers)


def _next(label: str) -> str:
    value = _value(label) + 1
    return str(value) if label.isdecimal() else roman(value)


def _value(label: str) -> int:
    return int(label) if label.isdecimal() else next(n for n in count(1) if roman(n) == label)
