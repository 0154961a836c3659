"""A story of a Word document, its body, a note or a box of text, read block by block into HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import Inline
from florilegium.sources.word.alternate_chunks import read_chunk
from florilegium.sources.word.block_flow import Flow, ReadParagraph, role_of, usual_indent
from florilegium.sources.word.drawn_blocks import DrawnBlocks
from florilegium.sources.word.inline_text import ParagraphText
from florilegium.sources.word.ooxml.fields import FieldStack
from florilegium.sources.word.ooxml.numbering import ListLabel
from florilegium.sources.word.ooxml.word_styles import ParagraphShape, is_mark_on
from florilegium.sources.word.ooxml.wordml import MC, W, is_math, local, value
from florilegium.sources.word.story_state import WordState
from florilegium.sources.word.word_tables import read_table

#: Boxes of text stand in boxes of text no deeper than this.
_DEPTH: Final = 12

_SILENT: Final = frozenset({"sectPr", "proofErr", "permStart", "permEnd", "tblPr", "sdtPr", "sdtEndPr"})
_RUNS: Final = frozenset({"r", "hyperlink", "fldSimple", "bdo", "dir", "oMath", "oMathPara"})

#: Styles whose paragraphs go on with an item of a list.
_FOLLOWING: Final = ("list continue", "list paragraph")


class StoryReader:
    """Reads the blocks of one story of a part of the document.

    `plain`: the story is a note or a cell, in which no paragraph is a quotation for its indents.
    """

    def __init__(self, state: WordState, part: str, root: Element, *, plain: bool = False) -> None:
        self._state, self._part, self._plain = state, part, plain
        self._fields = FieldStack(root)
        self._held: list[Element] = []
        self._anchors: list[str] = []
        self._drawn = DrawnBlocks(state, part, self._box)

    def read(self, parent: Element, container: Element) -> None:
        """Read what stands in an element into a container."""
        flow = Flow(container)
        self.read_into(parent, flow)
        flow.finish()

    def read_into(self, parent: Element, flow: Flow) -> None:
        """Read what stands in an element into a flow that has begun."""
        self._blocks(parent, flow)
        if self._held:
            held, self._held = self._held, []
            self._paragraphs(held, flow)

    def _blocks(self, parent: Element, flow: Flow) -> None:
        """Read the blocks in an element."""
        for child in parent:
            name = local(child)
            if name in _SILENT or not name:
                continue
            if child.tag == f"{MC}AlternateContent":
                self._blocks(self._state.branch_of(child), flow)
            elif child.tag == f"{W}p":
                self._paragraph(child, flow)
            elif name == "tbl":
                self._table(child, flow)
            elif name == "altChunk":
                self._chunk(child, flow)
            elif name == "bookmarkEnd":
                self._state.marked.pop(child.get(f"{W}id", ""), None)
            elif name == "bookmarkStart":
                self._anchors.append(child.get(f"{W}name", ""))
            elif name in _RUNS or is_math(child):
                self._loose(child, flow)
            elif name in {"del", "moveFrom"}:
                self._state.strike(child)
            else:
                self._wrapper(child, flow)

    def _wrapper(self, element: Element, flow: Flow) -> None:
        """Read what is wrapped round blocks, or round runs that stand between them."""
        if local(element) == "sdt" and self._state.leave_unfilled(element):
            return
        if next(element.iter(f"{W}p", f"{W}tbl", f"{W}altChunk"), None) is not None:
            self._blocks(element, flow)
        elif next(element.iter(f"{W}r", f"{W}t"), None) is not None:
            self._loose(element, flow)

    def _loose(self, element: Element, flow: Flow) -> None:
        """Read runs that stand in no paragraph."""
        holder = etree.Element(f"{W}p")
        parent, place = element.getparent(), -1
        if parent is not None:
            place = parent.index(element)
        holder.append(element)
        self._paragraph(holder, flow)
        if parent is not None:
            parent.insert(place, element)

    # ---- paragraphs

    def _paragraph(self, paragraph: Element, flow: Flow) -> None:
        """Read a paragraph; one whose mark is struck or hidden, and a drop cap, goes on in the next."""
        gone = any(is_mark_on(paragraph, name) for name in ("del", "moveFrom", "vanish"))
        if gone or _is_drop_cap(paragraph):
            self._held.append(paragraph)
            return
        held, self._held = self._held, []
        self._paragraphs([*held, paragraph], flow)

    def _paragraphs(self, group: list[Element], flow: Flow) -> None:
        """Read paragraphs that stand as one, with the properties of the last."""
        shape = self._state.styles.shape(group[-1].find(f"{W}pPr"))
        tag, class_ = self._state.styles.meaning(shape.style)
        label = self._state.numbering.next(shape.number, shape.level, shape.style)
        block = self._state.make(None, "p")
        text = ParagraphText(block, self._state, self._part, self._fields, self._drawn.draw)
        for anchor in self._anchors:
            text.out.put("a", {"id": anchor}, ())
        if label is not None and label.text and tag[0] == "h":
            text.out.write(f"{label.text} ", ())
        before = len(content_of(block).strip())
        self._fields.begin_paragraph()
        for paragraph in group:
            self._read_text(paragraph, text, is_last=paragraph is group[-1])
        text.out.close()
        if (
            len(content_of(block).strip()) > before
            or next(block.iter("img", "call", "math"), None) is not None
        ):
            self._anchors = []
            self._settle(block, (shape, tag, class_, label), flow)
        elif not self._drawn.waiting:
            flow.gap += 1
        self._drawn.place(flow)

    def _read_text(self, paragraph: Element, text: ParagraphText, *, is_last: bool) -> None:
        """Read the text of one paragraph of a group; a heading that runs on into a paragraph is bold."""
        styles = self._state.styles
        style = styles.shape(paragraph.find(f"{W}pPr")).style
        tag, class_ = styles.meaning(style)
        said = tag != "p" or class_ != ""
        base = styles.look(None, style if said else "")
        if _is_drop_cap(paragraph):
            text.read_plain(paragraph)
            return
        outer = (Inline("strong", {}),) if tag[0] == "h" and not is_last else ()
        text.read(paragraph, style, base, outer)
        if not is_last and outer:
            text.out.write(" ", ())

    def _settle(
        self, block: Element, known: tuple[ParagraphShape, str, str, ListLabel | None], flow: Flow
    ) -> None:
        """Say what a paragraph is, and put it in its place."""
        shape, tag, class_, label = known
        words = len(content_of(block).split())
        if self._fields.within("INDEX"):
            self._state.indexes.append(self._state.at)
        if self._fields.within("TOC"):
            tag, class_ = "p", "toc"
        plain = self._plain or label is not None
        tag, class_, by_shape = role_of((tag, class_), shape, words, self._state.usual, plain=plain)
        flow.add(
            ReadParagraph(
                block=block,
                tag=tag,
                class_=class_,
                label=label,
                left=label.left or shape.left if label is not None else shape.left,
                first=shape.first,
                follows=self._state.styles.name(shape.style).startswith(_FOLLOWING)
                or self._state.numbering.goes_on(shape.number, shape.level, shape.style),
                by_shape=by_shape,
            )
        )
        self._state.count += 1

    # ---- tables, drawings, chunks

    def _table(self, table: Element, flow: Flow) -> None:
        """Read a table; its cells are stories of their own."""

        def read_cell(cell: Element, made: Element) -> None:
            plain, self._plain = self._plain, True
            held, self._held = self._held, []
            self.read(cell, made)
            self._plain, self._held = plain, held

        flow.add_block(read_table(table, self._state, read_cell))

    def _box(self, content: Element, flow: Flow) -> None:
        """Read a box of text into the flow."""
        if self._state.depth >= _DEPTH:
            self._state.strike(content)
            return
        self._state.depth += 1
        inner = StoryReader(self._state, self._part, content, plain=True)
        inner.read_into(content, flow)
        self._state.depth -= 1

    def _chunk(self, element: Element, flow: Flow) -> None:
        """Read another file that the document holds whole (`w:altChunk`)."""
        for block in read_chunk(element, self._state, self._part):
            for one in block.iter(etree.Element):
                self._state.mark(one)
            flow.add_block(block)
            self._state.count += 1


def _is_drop_cap(paragraph: Element) -> bool:
    """Return whether a paragraph is the large first letter of the next (ECMA-376, Part 1, §17.3.1.11)."""
    return value(paragraph.find(f"{W}pPr"), "framePr", "dropCap") in {"drop", "margin"}


def usual_indent_of(root: Element, state: WordState) -> int:
    """Return the indent, in twentieths of a point, at which most of the running text of a document begins."""
    return usual_indent(_indents(root, state))


def _indents(root: Element, state: WordState) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph of running text begins, and its words."""
    for paragraph in root.iter(f"{W}p"):
        words = sum(len((text.text or "").split()) for text in paragraph.iter(f"{W}t"))
        if not words or next(paragraph.iterancestors(f"{W}tc", f"{W}txbxContent"), None) is not None:
            continue
        properties = paragraph.find(f"{W}pPr")
        shape = state.styles.shape(properties)
        if state.styles.meaning(shape.style) == ("p", "") and not value(properties, "numId"):
            yield shape.left + min(shape.first, 0), words
