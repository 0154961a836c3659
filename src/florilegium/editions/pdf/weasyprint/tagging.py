"""The structure of a section, for those who hear the book or read it reflowed (ISO 32000-1 14.7, PDF/UA-1 7).

WeasyPrint tags boxes, so a paragraph that runs over a page becomes two. Here the tags follow the XHTML: one
structure element for each of its elements, wherever its boxes fall, in the order of the text. Elements that
only change the type (`em`, `span`) have none, unless their language is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.book.namespaces import EPUB_TYPE
from florilegium.book.runs import BLOCKS
from florilegium.editions.pdf.section import structure_types as types
from florilegium.editions.pdf.section.open_packing import packed_open
from florilegium.editions.pdf.section.picture_sizes import alternative_of
from florilegium.editions.pdf.section.trim import POINTS_PER_PIXEL
from florilegium.editions.pdf.weasyprint.pages.moving import is_moved, read_before
from florilegium.editions.shaping import runs_leftward

#: Blocks that may hold a note from the foot of the page; a paragraph or a heading may not.
_HOLDERS: Final = BLOCKS - {"p", "h1", "h2", "h3", "h4", "pre"}

_BLOCKS: Final = frozenset({"header", "div"})


@dataclass
class _Node:
    """A structure element in the making: its object, the page that it names, the language it is in."""

    object: Any
    page: Any
    language: str


class Tagger:
    """A tagger of the pages of one section. Its parameters are WeasyPrint's own objects."""

    def __init__(self, pdf: Any, language: str) -> None:
        import pydyf

        self._pydyf = pydyf
        self._pdf = pdf
        self._nodes: dict[tuple[Element, str], _Node] = {}
        self._annotations: list[tuple[Any, Any]] = []
        self._numbers: list[Any] = []
        self._moved: list[tuple[Element, _Node]] = []
        self.root = self._object(Type="/StructTreeRoot")
        document = self._object(Type="/StructElem", S="/Document", P=self.root.reference, K=pydyf.Array())
        self.root["K"] = pydyf.Array([document.reference])
        self._document = _Node(document, None, language)

    def tag_page(self, page: Any, reference: Any, stream: Any) -> None:
        """Put what stands on a page into the tree."""
        walk = _Page(self, page, reference, stream)
        walk.go(page._page_box, self._document, None)
        walk.finish()
        last = max(walk.owners, default=-1)
        # The array is read by the numbers of the pieces, so what was set aside leaves its place empty.
        self._numbers.append(_array(walk.owners.get(number, "null") for number in range(last + 1)))

    def finish(self) -> None:
        """Put what was moved in its place, number the links, drop those that WeasyPrint made twice, and write
        the tree's index."""
        for element, parent in self._moved:
            after = (self._nodes.get((one, "")) for one in element.itersiblings())
            references = [node.object.reference for node in after if node]
            read_before(references, self._nodes[element, ""].object.reference, parent.object["K"])
        pairs = self._pydyf.Array()
        for number, owners in enumerate(self._numbers):
            pairs.extend((number, owners))
        for number, (owner, annotation) in enumerate(self._annotations, start=len(self._numbers)):
            annotation["StructParent"] = number
            annotation["F"] = 4
            pairs.extend((number, owner.reference))
        self._drop_untagged_links()
        self.root["ParentTree"] = self._object(Nums=pairs).reference
        self.root["Anchors"] = self._pydyf.Array(self._anchors())
        self._pdf.catalog["StructTreeRoot"] = self.root.reference
        self._pdf.catalog["MarkInfo"] = self._pydyf.Dictionary({"Marked": "true"})

    def _anchors(self) -> Iterator[Any]:
        """Yield each id of the section, and the structure element that has it or is round it."""
        root = next((element.getroottree().getroot() for element, _ in self._nodes), None)
        for element in root.iterfind(".//*[@id]") if root is not None else ():
            around: Element | None = element
            while around is not None and (around, "") not in self._nodes:
                around = around.getparent()
            if around is not None:
                yield self._pydyf.String(element.get("id"))
                yield self._nodes[around, ""].object.reference

    def _drop_untagged_links(self) -> None:
        kept = {annotation.reference for _, annotation in self._annotations}
        for thing in self._pdf.objects:
            if isinstance(thing, dict) and "Annots" in thing:
                thing["Annots"] = self._pydyf.Array([one for one in thing["Annots"] if one in kept])

    def node(self, box: Any, parent: _Node, page: Any) -> _Node:
        """Return the node of a box's element; that of its parent where the element has none."""
        element, name = box.element, box.element_tag
        if element is None or not isinstance(name, str):
            return parent
        if name.endswith("::marker"):
            return self._marker(element, parent, page)
        kind = types.structure_type(element)
        if kind == "Note":
            parent = self._holder(element, parent)
        language = element.get("lang", parent.language)
        if not kind and language != parent.language:
            kind = "Div" if element.tag in _BLOCKS else "Span"
        if not kind or element.tag in {"html", "body"}:
            return parent
        if (element, "") not in self._nodes:
            if element.tag == "caption":
                parent = self._captioned(element, parent, page)
            self._nodes[element, ""] = self._made(element, kind, (parent, language), page)
        return self._nodes[element, ""]

    def _captioned(self, caption: Element, parent: _Node, page: Any) -> _Node:
        """Return the node of the table whose first child a caption is; its box stands beside the table's."""
        table = caption.getparent()
        if table is None:
            return parent
        if (table, "") not in self._nodes:
            where = parent, table.get("lang", parent.language)
            self._nodes[table, ""] = self._made(table, "Table", where, page)
        return self._nodes[table, ""]

    def is_said_again(self, box: Any) -> bool:
        """Return whether a box has the headings of a table that went over from an earlier page or column."""
        return bool(getattr(box, "is_header", False) and (box.element, "") in self._nodes)

    def _holder(self, note: Element, page: _Node) -> _Node:
        """Return the node that takes a note from a page's foot: what holds the paragraph of its call."""
        for around in note.iterancestors():
            if around.tag in _HOLDERS and (around, "") in self._nodes:
                return self._nodes[around, ""]
        return page

    def _made(self, element: Element, kind: str, where: tuple[_Node, str], page: Any) -> _Node:
        """Return a new node in those that must be round it: an item's body, the reference of a call."""
        parent, language = where
        if kind == "Link" and (
            "call" in (element.get("class") or "").split() or types.is_in_contents(element)
        ):
            parent = self._child(parent, "Reference", parent.language, page)
        if kind == "Lbl":
            parent = next((self._nodes[one, "item"] for one in element.iterancestors("div")), parent)
        node = self._child(parent, kind, language, page)
        if kind == "Lbl":
            parent.object["K"].insert(0, parent.object["K"].pop())
        self._nodes[element, ""] = node
        if is_moved(element):
            self._moved.append((element, parent))
        if kind == "L" and element.tag == "ol" and element.get("class") is None:
            numbering = types.LIST_NUMBERINGS.get(element.get("type", ""), "/Decimal")
            node.object["A"] = self._pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        if kind == "L" and element.tag == "dl":
            node.object["Described"] = "true"
        if kind in {"TH", "TD"} and (facts := types.facts_of_cell(element)):
            node.object["A"] = self._pydyf.Dictionary({"O": "/Table", **facts})
        if kind == "Note":
            node.object["ID"] = self._pydyf.String(element.get("id", ""))
        if kind == "LI":
            self._nodes[element, "item"] = node
            node = self._child(node, "LBody", language, page)
            if element.get(EPUB_TYPE) == "endnote":
                node = self._child(node, "Note", language, page)
                node.object["ID"] = self._pydyf.String(element.get("id", ""))
        return node

    def _marker(self, element: Element, parent: _Node, page: Any) -> _Node:
        """Return the node of an item's number or bullet, before its body."""
        item = self._nodes.get((element, "item"))
        if item is None:
            return parent
        if (element, "marker") not in self._nodes:
            label = self._child(item, "Lbl", parent.language, page)
            item.object["K"].insert(0, item.object["K"].pop())
            self._nodes[element, "marker"] = label
        return self._nodes[element, "marker"]

    def _child(self, parent: _Node, kind: str, language: str, page: Any) -> _Node:
        made = self._object(
            Type="/StructElem", S=f"/{kind}", P=parent.object.reference, Pg=page, K=self._pydyf.Array()
        )
        if language != parent.language:
            made["Lang"] = self._pydyf.String(language)
        parent.object["K"].append(made.reference)
        return _Node(made, page, language)

    def link(self, node: _Node, annotation: Any, page: Any) -> None:
        """Let a Link hold its annotation (PDF/UA-1 7.18.5)."""
        held = self._object(Type="/OBJR", Obj=annotation.reference, Pg=page)
        node.object["K"].append(held.reference)
        self._annotations.append((node.object, annotation))

    def spelt_out(self, parent: _Node, text: str, page: Any) -> _Node:
        """Return a node for words that are drawn in another order than they are read (ISO 32000-1 14.9.4)."""
        node = self._child(parent, "Span", parent.language, page)
        node.object["ActualText"] = self.text(text)
        return node

    def attributes(self, **values: Any) -> Any:
        """Return an attribute object."""
        return self._pydyf.Dictionary(values)

    def text(self, value: str) -> Any:
        """Return a text string."""
        return self._pydyf.String(value)

    def content(self, node: _Node, number: int, page: Any) -> None:
        """Let a node hold a piece of a page's content."""
        if node.page == page:
            node.object["K"].append(number)
        else:
            node.object["K"].append(self._pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number}))

    def _object(self, **values: Any) -> Any:
        made = self._pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made


class _Page:
    """A walk through the boxes of one page in the order of the text."""

    def __init__(self, tagger: Tagger, page: Any, reference: Any, stream: Any) -> None:
        self.tagger = tagger
        self.reference = reference
        self.height = page.height
        self.stream = stream
        self.owners: dict[int, Any] = {}
        self._artifacts: set[int] = set()

    def go(self, box: Any, parent: _Node, linked: Element | None) -> None:
        """Tag one box and all in it. `linked` is the link whose annotation already covers this place."""
        from weasyprint.formatting_structure import boxes
        from weasyprint.layout.absolute import AbsolutePlaceholder

        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.MarginBox) or _is_drawn(box) or self.tagger.is_said_again(box):
            self._set_aside(box)
            return
        if isinstance(box, boxes.TextBox):
            self._hold(box, parent)
            return
        node = self.tagger.node(box, parent, self.reference)
        if box.link_annotation and box.element is not linked and box.element.tag == "a":
            self.tagger.link(node, box.link_annotation, self.reference)
            linked = box.element
        if isinstance(box, boxes.ReplacedBox):
            self._figure(box, node)
        else:
            for child in _children(box):
                self.go(child, node, linked)

    def _hold(self, box: Any, node: _Node) -> None:
        mark = self.stream._tags.pop(box, None)
        if mark is not None:
            if runs_leftward(getattr(box, "text", "")):
                node = self.tagger.spelt_out(node, box.text, self.reference)
            self.tagger.content(node, mark["mcid"], self.reference)
            self.owners[mark["mcid"]] = node.object.reference

    def _figure(self, box: Any, node: _Node) -> None:
        """Tag a picture, with what it shows in words and where it stands (PDF/UA-1 7.3)."""
        left, top = box.content_box_x(), box.content_box_y()
        right, low = left + box.width, top + box.height
        sides = (left, self.height - low, right, self.height - top)
        if (alternative := alternative_of(box.element)) is not None:
            node.object["Alt"] = self.tagger.text(alternative)
        if (mathml := box.element.get(types.MATHML_OF)) is not None:
            node.object["MathML"] = self.tagger.text(mathml)
        node.object["A"] = self.tagger.attributes(
            O="/Layout", BBox=_array(round(side * POINTS_PER_PIXEL, 2) for side in sides)
        )
        self._hold(box, node)

    def _set_aside(self, box: Any) -> None:
        """Set aside what is drawn and says nothing: leaders, margin boxes of a style sheet (PDF/UA-1 7.1)."""
        for inner in box.descendants() if hasattr(box, "descendants") else (box,):
            mark = self.stream._tags.pop(inner, None)
            if mark is not None:
                self._artifacts.add(mark["mcid"])

    def finish(self) -> None:
        """Mark what was set aside as artifacts in the page's content. No piece of content is left untold."""
        self._artifacts.update(mark["mcid"] for mark in self.stream._tags.values())
        self.stream._tags.clear()
        content = self.stream.stream
        for place, item in enumerate(content):
            if isinstance(item, dict) and item.get("MCID") in self._artifacts:
                content[place - 1] = "/Artifact"
                content[place] = self.tagger.attributes()


def tag_by_element(_original: Any) -> Any:
    """Replace `add_tags`, which writes the structure tree of a document."""

    def add_tags(pdf: Any, document: Any, _version: Any, streams: Sequence[Any]) -> None:
        tagger = Tagger(pdf, document.metadata.lang or "")
        for page, reference, stream in zip(document.pages, pdf.page_references, streams, strict=True):
            tagger.tag_page(page, reference, stream)
        tagger.finish()
        for stream in streams:
            _pack(stream)

    return add_tags


def _pack(stream: Any) -> None:
    """Pack what is drawn on a page, on which nothing more is drawn here, so that more can be added to it."""
    stream.compress = False
    _entries, _, drawn = stream.data.removesuffix(b"\nendstream").partition(b"\nstream\n")
    stream.stream, stream.extra["Filter"] = [packed_open(drawn)], "/FlateDecode"


def _array(values: Any) -> Any:
    import pydyf

    return pydyf.Array(values)


def _children(box: Any) -> Sequence[Any]:
    """Return a box's children; a table's caption stands among its wrapper's, beside the table."""
    return tuple(getattr(box, "children", ()))


def _is_drawn(box: Any) -> bool:
    """Return whether a box is a sign that the style adds, such as a leader.

    A list's marker says something.
    """
    name = box.element_tag if isinstance(box.element_tag, str) else ""
    return "::" in name and not name.endswith("::marker")
