"""The structure trees of all sections under one Document (ISO 32000-1 14.7; PDF/UA-1 7.1).

A section's tree was made by `tagging.py` for a section that stands alone. Here its numbers are moved on past
those of the sections before, and what names a place on a page moves with the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf


class Structure:
    """The tree of one file in the making. `language` is the book's."""

    def __init__(self, pdf: pikepdf.Pdf, language: str) -> None:
        import pikepdf

        self._pdf = pdf
        self._language = language
        self._root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        self._document = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=self._root)
        )
        self._children = pikepdf.Array()
        self._numbers = pikepdf.Array()
        self._ids: dict[bytes, Any] = {}
        self.size = 0

    def add(self, foreign: Any, language: str, shift_of: Callable[[Any], float]) -> None:
        """Take over a section's tree. `shift_of` tells how far what stands on a page is moved to the right.

        The section's pages must be copied before, so that the tree names the copies.
        """
        import pikepdf

        tree = self._pdf.copy_foreign(foreign)
        for child in tree.K[0].K:
            child.P = self._document
            if language != self._language and "/Lang" not in child:
                child.Lang = pikepdf.String(language)
            self._children.append(child)
            for element in _elements(child):
                self._place(element, shift_of)
        pairs = tree.ParentTree.Nums
        for at in range(0, len(pairs), 2):
            self._numbers.append(int(pairs[at]) + self.size)
            self._numbers.append(pairs[at + 1])
        self.size += len(pairs) // 2

    def _place(self, element: Any, shift_of: Callable[[Any], float]) -> None:
        """Note an element's name, and move a picture's frame with its page."""
        import pikepdf

        if "/ID" in element:
            self._ids[bytes(element.ID)] = element
        box = element.get("/A", {}).get("/BBox")
        shift = shift_of(element.Pg) if box is not None else 0.0
        if shift:
            left, low, right, high = (float(side) for side in box)
            element.A.BBox = pikepdf.Array([round(left + shift, 2), low, round(right + shift, 2), high])

    def finish(self) -> None:
        """Write the tree into the file."""
        import pikepdf

        root = self._root
        self._document.K = self._children
        root.K = pikepdf.Array([self._document])
        root.ParentTree = self._pdf.make_indirect(pikepdf.Dictionary(Nums=self._numbers))
        root.ParentTreeNextKey = self.size
        if self._ids:
            names = pikepdf.Array()
            for name in sorted(self._ids):
                names.append(pikepdf.String(name))
                names.append(self._ids[name])
            root.IDTree = self._pdf.make_indirect(pikepdf.Dictionary(Names=names))
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _elements(element: Any) -> Iterator[Any]:
    """An element and all under it."""
    import pikepdf

    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        kids = one.get("/K", ())
        waiting += [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
