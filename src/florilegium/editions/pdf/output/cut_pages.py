"""Some pages of a section's file as a file of their own, with their part of the structure tree.

What is kept is drawn as it was. Of the tree there stays what marks something on a kept page; the numbers by
which pages and links find their elements begin at 0 again (ISO 32000-1 14.7.4.4). A link that leads to what
is not kept becomes plain text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.pdf.section.section_objects import anchor_of, kids_of, objects_of

#: On which pages of a file something of each element stands: the element's number in the file → a bit for
#: each page.
Extents: TypeAlias = Mapping[tuple[int, int], int]


def cut(layout: Layout, pages: Collection[int], is_kept: Callable[[str], bool]) -> Layout:
    """Return a layout of some pages of a file, counted from 0 within it.

    `is_kept` says whether an anchor is still there for links.
    """
    return _cut(layout, pages, is_kept, {})


class CutFile:
    """A file from which pages are cut again and again. What stands where in it is looked up once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._extents = _extents(layout.pdf)

    def cut(self, pages: Collection[int], is_kept: Callable[[str], bool]) -> Layout:
        """Return a layout of some of its pages, as `cut`."""
        return _cut(self._layout, pages, is_kept, self._extents)


def _cut(layout: Layout, pages: Collection[int], is_kept: Callable[[str], bool], extents: Extents) -> Layout:
    import pikepdf

    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        for number in reversed(range(len(pdf.pages))):
            if number not in pages:
                del pdf.pages[number]
        if "/Names" in pdf.Root:
            del pdf.Root.Names  # its names lead to every page of the whole file, which would stay in it
        _drop_links(pdf, is_kept)
        _Cutter(pdf, extents, pages).cut_tree()
        written = io.BytesIO()
        pdf.save(written, static_id=True)
    file = written.getvalue()
    return replace(layout, pdf=file, pages=len(pages), objects=objects_of(file), portions=())


def _drop_links(pdf: Any, is_kept: Callable[[str], bool]) -> None:
    """Take away each link into the book whose anchor is not kept."""
    import pikepdf

    for page in pdf.pages:
        links = page.obj.get("/Annots", ())
        left = [link for link in links if (name := anchor_of(link)) is None or is_kept(name)]
        if len(left) != len(links):
            page.obj.Annots = pikepdf.Array(left)


def _extents(file: bytes) -> Extents:
    """Return on which pages of a file its elements stand, so that those of other pages need not be looked
    through for each few pages that are cut from it."""
    import pikepdf

    found: dict[tuple[int, int], int] = {}
    with pikepdf.open(io.BytesIO(file)) as pdf:
        bits = {page.obj.objgen: 1 << place for place, page in enumerate(pdf.pages)}
        _enter_extent(pdf.Root.StructTreeRoot.K[0], bits, found)
    return found


def _enter_extent(element: Any, bits: Extents, found: dict[tuple[int, int], int]) -> int:
    """Enter the extents of an element and of all in it; return its own."""
    import pikepdf

    own = bits.get(element.Pg.objgen, 0) if "/Pg" in element else 0
    kids, extent = kids_of(element), 0
    for kid in kids:
        if not isinstance(kid, pikepdf.Dictionary):
            extent |= own
        elif "/S" in kid:
            extent |= _enter_extent(kid, bits, found)
        elif "/Pg" in kid:
            extent |= bits.get(kid.Pg.objgen, 0)
    found[element.objgen] = extent = extent if kids else own
    return extent


class _Cutter:
    """The structure tree of a file from which pages and links have been taken.

    `pages` are those that are kept, counted in the whole file; `extents` are those of its elements, as far as
    they are known.
    """

    def __init__(self, pdf: Any, extents: Extents, pages: Collection[int]) -> None:
        self._extents, self._kept = extents, sum(1 << page for page in pages)
        self._tree = pdf.Root.StructTreeRoot
        self._pages = [page.obj for page in pdf.pages]
        self._places = {page.objgen for page in self._pages}
        self._links = {link.objgen for page in self._pages for link in page.get("/Annots", ())}

    def cut_tree(self) -> None:
        """Leave what marks something that is kept, with numbers from 0 on."""
        if "/Anchors" in self._tree:
            del self._tree["/Anchors"]  # it leads to every element of the whole file
        self._cut(self._tree.K[0])
        self._number()

    def _cut(self, element: Any) -> Any:
        """Cut what lies in an element; return the first page on which it still has something, or None."""
        import pikepdf

        kids, kept, pages = kids_of(element), [], []
        for kid in kids:
            page = self._page_of(kid, element)
            if page is not None:
                kept.append(kid)
                pages.append(page)
        if not kids and self._is_kept(element):
            pages.append(element.Pg)
        if element.S == "/Link" and len(kept) < len(kids):
            element.S = pikepdf.Name.Span
        if pages and "/Pg" in element and not self._is_kept(element):
            element.Pg = pages[0]
        element.K = pikepdf.Array(kept)
        return pages[0] if pages else None

    def _page_of(self, kid: Any, element: Any) -> Any:
        """Return a page on which what lies in an element has something, or None when none is kept."""
        import pikepdf

        if not isinstance(kid, pikepdf.Dictionary):
            return element.Pg if self._is_kept(element) else None
        if "/S" in kid:
            return self._cut(kid) if self._may_be_kept(kid) else None
        if not self._is_kept(kid) or ("/Obj" in kid and kid.Obj.objgen not in self._links):
            return None
        return kid.Pg

    def _may_be_kept(self, element: Any) -> bool:
        """Return whether something of an element stands on a kept page; it may be a link that is not kept."""
        return bool(self._extents.get(element.objgen, self._kept) & self._kept)

    def _is_kept(self, holder: Any) -> bool:
        return "/Pg" in holder and holder.Pg.objgen in self._places

    def _number(self) -> None:
        """Give numbers from 0 on to pages and links, and list what each means."""
        import pikepdf

        pairs = self._tree.ParentTree.Nums
        meant = {int(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}
        numbers: list[Any] = []
        for page in self._pages:
            links = page.get("/Annots", ())
            for holder, key in ((page, "/StructParents"), *((link, "/StructParent") for link in links)):
                element = meant[int(holder[key])]
                holder[key] = len(numbers) // 2
                numbers += [holder[key], element]
        self._tree.ParentTree.Nums = pikepdf.Array(numbers)
