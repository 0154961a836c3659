"""The structure trees of all sections under one Document (ISO 32000-1 14.7; PDF/UA-1 7.1).

A section's tree was made by `tagging.py` for a section that stands alone. Here its numbers are moved on past
those of the sections before, and what names a place on a page moves with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from florilegium.editions.pdf.output.pdf_writer import Output, reals, text_string
from florilegium.editions.pdf.output.well_tagged import WellTagged
from florilegium.editions.pdf.section.section_objects import Blanks, SectionObjects, sides_of


class Structure:
    """The tree of one file in the making. `language` is the book's, `root` the tree's number in the file.

    `well_tagged` is what PDF/UA-2 asks beside, where the file is made to that.
    """

    def __init__(self, output: Output, language: str, well_tagged: WellTagged | None = None) -> None:
        self._output = output
        self._well_tagged = well_tagged
        self._language = language
        self.root, self.document = output.number(), output.number()
        self._children: dict[int, list[int]] = {}
        self._parents: list[bytes] = []
        self._names: dict[bytes, bytes] = {}
        self.size = 0

    def fillers(
        self,
        objects: SectionObjects,
        numbers: Mapping[int, int],
        language: str,
        shift_of: Callable[[int], float],
    ) -> Mapping[bytes, Callable[[bytes], bytes]]:
        """Return what fills the blanks of a section's tags.

        Its objects have these `numbers`; `shift_of` returns how far to the right what is on a page is moved.
        """

        def framed(words: bytes) -> bytes:
            page, (left, low, right, high) = sides_of(words)
            shift = shift_of(page)
            return b"/BBox [ %b ]" % reals(left + shift, low, right + shift, high)

        def typed(words: bytes) -> bytes:
            kind, _, fact = words.strip(b"[ ]").partition(b" ")
            if self._well_tagged is None:
                return b"/S %b" % kind
            return self._well_tagged.typed(kind, objects.tags[int(fact)] if fact else None, numbers)

        said = b"/Lang %b" % text_string(language) if language != self._language else b""
        return {
            b"/@Number": lambda number: b"%d" % (int(number) + self.size),
            b"/@StructParents": lambda number: b"/StructParents %d" % (int(number) + self.size),
            b"/@StructParent": lambda number: b"/StructParent %d" % (int(number) + self.size),
            b"/@BBox": framed,
            b"/@Lang": lambda _: said,
            b"/@S": typed,
        }

    def add(self, objects: SectionObjects, numbers: Mapping[int, int], blanks: Blanks, page: int) -> None:
        """Take over the tree of a section that begins on a page with this number."""
        self._children.setdefault(page, []).extend(numbers[child] for child in objects.children)
        for found, name, element in objects.names:
            self._names[found] = b"%b %d 0 R" % (name, numbers[element])
        parents = blanks.lines(objects.parents)
        self._parents += parents
        self.size += len(parents)
        if self._well_tagged:
            self._well_tagged.enter_names(objects.anchors, numbers)

    def finish(self, pages: Iterable[int]) -> None:
        """Write the tree into the file, its sections in the order of the pages."""
        ordered = (child for page in pages for child in self._children.get(page, ()))
        children = b" ".join(b"%d 0 R" % child for child in ordered)
        namespace = b"/NS %d 0 R " % self._well_tagged.namespace if self._well_tagged else b""
        entries = b"<< /Type /StructElem /S /Document %b/P %d 0 R /K [ %b ] >>"
        self._output.put(self.document, entries % (namespace, self.root, children))
        parents = self._output.number()
        self._output.put(parents, b"<< /Nums [ %b ] >>" % b" ".join(self._parents))
        entries = b"/ParentTree %d 0 R /ParentTreeNextKey %d" % (parents, self.size)
        if self._names:
            names, listed = self._output.number(), (self._names[name] for name in sorted(self._names))
            self._output.put(names, b"<< /Names [ %b ] >>" % b" ".join(listed))
            entries += b" /IDTree %d 0 R" % names
        if self._well_tagged:
            self._well_tagged.finish()
            entries += b" /Namespaces [ %d 0 R ]" % self._well_tagged.namespace
        self._output.put(
            self.root, b"<< /Type /StructTreeRoot /K [ %d 0 R ] %b >>" % (self.document, entries)
        )
