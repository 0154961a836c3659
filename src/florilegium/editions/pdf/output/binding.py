"""The reader's file: sections laid out apart, bound to one file with links, outline, labels and tags.

Nothing is laid out here. What stands on a verso is moved to its side, furniture is laid over the pages,
`anchor:` addresses become jumps, and every face is embedded once. The bytes depend on nothing but what goes
in.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from florilegium.editions.pdf.output.icc_profiles import srgb
from florilegium.editions.pdf.output.join import (
    READERS_VERSION,
    JoinedFonts,
    Plan,
    put_page_tree,
)
from florilegium.editions.pdf.output.pdf_writer import Output, Transfer, reals, references, text_string
from florilegium.editions.pdf.output.structure import Structure
from florilegium.editions.pdf.output.well_tagged import WellTagged
from florilegium.editions.pdf.output.xmp import Conformance, declare
from florilegium.editions.pdf.pagination.pagination import roman
from florilegium.editions.pdf.section.open_packing import added_to
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.pdf.section.section_objects import Blanks, SectionObjects, sides_of
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
        objects = SectionObjects.unpacked(layout.objects)
        if waits and not all(name in self.plan.anchors for name in objects.links):
            return
        self._bound.add(self.pages[place])
        contents = [self._put_content(layout, objects, at, place) for at in range(layout.pages)]
        numbers = self._numbered(objects, place)
        fillers: dict[bytes, Callable[[bytes], bytes]] = {
            b"/@Contents": lambda page: b"/Contents %d 0 R" % contents[int(page)],
            b"/@Rect": partial(self._rect, place),
            b"/@Link": lambda link: self._link(objects.links[int(link)]),
            b"/@Fonts": lambda _: self._fonts(layout, objects),
            **self.structure.fillers(objects, numbers, language, lambda page: self.plan.shift(place + page)),
        }
        blanks = Blanks(numbers, fillers)
        for own, body in zip(objects.numbers, blanks.lines(objects.bodies), strict=True):
            self.output.put(numbers[own], body)
        for one in objects.streams:
            data, entries = layout.pdf[one.start : one.end], blanks.filled(one.entries)
            self.output.put_stream(numbers[one.number], data, entries, packed=one.packed)
        self.structure.add(objects, numbers, blanks, self.pages[place])

    def _numbered(self, objects: SectionObjects, place: int) -> dict[int, int]:
        """Return the numbers of a section's objects in this file."""
        pages = self.pages[place : place + len(objects.pages)]
        numbers = dict(zip(objects.standing, (self.page_tree, self.structure.document), strict=True))
        numbers.update(zip(objects.pages, pages, strict=True))
        others = (*objects.numbers, *(one.number for one in objects.streams))
        new = [own for own in others if own not in numbers]
        return numbers | dict(zip(new, self.output.numbers(len(new)), strict=True))

    def _put_content(self, layout: Layout, objects: SectionObjects, page: int, place: int) -> int:
        """Write what is drawn on a page of a section, a verso moved to its side, with the furniture over it;
        return its number."""
        one = objects.contents[page]
        data = layout.pdf[one.start : one.end]
        around = self.plan.around(place + page, self.fonts.pen)
        number = self.output.number()
        drawn = added_to(data if one.packed else zlib.compress(data), *around)
        self.output.put_stream(number, drawn, b" /Filter /FlateDecode", packed=True)
        return number

    def _fonts(self, layout: Layout, objects: SectionObjects) -> bytes:
        """Return the entries of all fonts that a section names: those of the book, and its own."""
        shared = self.fonts.share(objects.fonts)
        own = [font.key for font in objects.fonts if font.key not in shared]
        return references(self._own_fonts(layout, own) | shared if own else shared)

    def _own_fonts(self, layout: Layout, keys: Sequence[str]) -> dict[str, int]:
        """Take over fonts for which no face of the book stands."""
        import pikepdf

        with pikepdf.open(io.BytesIO(layout.pdf)) as source:
            transfer = Transfer(source, self.output)
            fonts = source.pages[0].obj.Resources.Font
            taken = {key: transfer.take(fonts[key]) for key in keys}
            transfer.write()
        return taken

    def _rect(self, place: int, words: bytes) -> bytes:
        page, (left, one, right, two) = sides_of(words)
        shift = self.plan.shift(place + page)
        low, high = sorted((one, two))
        return b"/Rect [ %b ]" % reals(left + shift, low, right + shift, high)

    def _link(self, name: str) -> bytes:
        """Return what is said of a link into the book."""
        target = self.plan.anchors.get(name)
        if target is None:
            raise EditionError(f"a link leads to “{name}”, which the book does not have")
        facts = self.plan.facts
        said = f"{facts.page_word} {self.plan.pages[target.page].label}"
        language = b" /Lang %b" % text_string(facts.page_language) if facts.page_language else b""
        return b"/Contents %b /Dest %b%b" % (text_string(said), text_string(name), language)

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

        entries = (
            b"%b %b" % (text_string(name), self._destination(name))
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
