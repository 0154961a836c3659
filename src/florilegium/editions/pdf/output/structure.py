"""The structure trees of all sections under one Document (ISO 32000-1 14.7; PDF/UA-1 7.1).

A section's tree was made by `tagging.py` for a section that stands alone. Here its numbers are moved on past
those of the sections before, and what names a place on a page moves with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from florilegium.editions.pdf.output.pdf_writer import Output, Transfer
from florilegium.editions.pdf.output.well_tagged import WellTagged, elements_in

#: What tags tell of an element beyond PDF's own keys; it is taken away when a file is bound.
_TOLD: Final = ("/MathML", "/Described")


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

    def add(
        self, tree: Any, page: int, transfer: Transfer, language: str, shift_of: Callable[[Any], float]
    ) -> None:
        """Take over the tree of a section that begins on a page with this number.

        `shift_of` returns how far to the right what is on a page is moved.
        """
        import pikepdf

        transfer.stand(tree.K[0], self.document)
        children = self._children.setdefault(page, [])
        for child in tree.K[0].K:
            if language != self._language and "/Lang" not in child:
                child.Lang = pikepdf.String(language)
            children.append(transfer.take(child))
            for element in _elements(child):
                self._place(element, transfer, shift_of)
        if self._well_tagged:
            self._well_tagged.enter_names(tree, transfer)
        pairs = tree.ParentTree.Nums
        for at in range(0, len(pairs), 2):
            self._parents.append(b"%d %b" % (int(pairs[at]) + self.size, transfer.text(pairs[at + 1])))
        self.size += len(pairs) // 2

    def _place(self, element: Any, transfer: Transfer, shift_of: Callable[[Any], float]) -> None:
        """Note an element's name, and move a picture's frame with its page."""
        import pikepdf

        if "/ID" in element:
            named = b"%b %d 0 R" % (element.ID.unparse(), transfer.take(element))
            self._names[bytes(element.ID)] = named
        if self._well_tagged:
            self._well_tagged.enter(element, transfer)
        for told in _TOLD:
            if told in element:
                del element[told]
        box = element.get("/A", {}).get("/BBox")
        shift = shift_of(element.Pg) if box is not None else 0.0
        if shift:
            left, low, right, high = (float(side) for side in box)
            element.A.BBox = pikepdf.Array([round(left + shift, 2), low, round(right + shift, 2), high])

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


def _elements(element: Any) -> Iterator[Any]:
    """Yield an element and all under it."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += elements_in(one)
