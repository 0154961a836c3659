"""A story of an OpenDocument text, its body, a note or a box, read block by block into HTML."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.formulas.canonical import DISPLAY
from florilegium.sources.opendocument.text_package import (
    DRAW,
    OFFICE,
    TABLE,
    TEXT,
    is_hidden,
    is_of,
    name_of,
    number_of,
)
from florilegium.sources.opendocument.text_record import TextRecord
from florilegium.sources.opendocument.text_runs import (
    ParagraphRuns,
    formula_of,
    leave_description,
    marks_of,
    picture_of,
)
from florilegium.sources.parts import content_of
from florilegium.sources.story_record import REMARK, STRUCK
from florilegium.sources.word.block_flow import Flow, ReadParagraph, role_of
from florilegium.sources.word.ooxml.numbering import ListLabel

#: Lists, boxes and tables stand in one another no deeper than this.
_DEPTH: Final = 40

#: No table has more columns, and no row is repeated more often.
_COLUMNS: Final = 200

#: Rows and cells that are repeated have no more letters and elements in all.
_COPIED: Final = 50_000

#: Lists of what stands on which page, whose entries are no text of the article, and the index.
_CONTENTS: Final = frozenset({"table-of-content", "illustration-index", "table-index", "object-index"})
_INDEXES: Final = frozenset({"alphabetical-index", "user-index"})

#: What stands amid blocks and shows nothing.
_SILENT: Final = frozenset(
    {
        *("sequence-decls", "variable-decls", "user-field-decls", "dde-connection-decls"),
        *("soft-page-break", "change", "change-start", "change-end", "table-of-content-source"),
        *("illustration-index-source", "table-index-source", "object-index-source", "user-index-source"),
        *("alphabetical-index-source", "bibliography-source", "section-source", "dde-source", "bookmark-end"),
    }
)


class TextStory:
    """Reads the blocks of one story.

    `plain`: the story is a note, a cell or a box, in which no paragraph is a quotation for its indents.
    """

    def __init__(self, record: TextRecord, *, plain: bool = False) -> None:
        self._record, self._plain = record, plain
        self._contents = self._index = False

    def read(self, parent: Element, container: Element) -> None:
        """Read what stands in an element into a container."""
        flow = Flow(container)
        self._blocks(parent, flow)
        flow.finish()

    def _blocks(self, parent: Element, flow: Flow) -> None:
        for child in parent:
            self._block(child, flow)

    def _block(self, element: Element, flow: Flow) -> None:
        """Read one block; what is only wrapped round blocks is passed through."""
        name = name_of(element)
        if not name or name in _SILENT:
            return
        if name in {"p", "h"} and is_of(element, TEXT):
            self._paragraph(element, flow)
        elif self._record.depth >= _DEPTH or is_hidden(element):
            self._record.hide(element)
        elif name == "tracked-changes":
            self._struck(element)
        elif name == "annotation":
            self._record.leave_comment(element)
        elif name == "forms":
            self._record.leave_out("boilerplate", "left out: a form", content_of(element))
        else:
            self._record.depth += 1
            self._wrapped(element, name, flow)
            self._record.depth -= 1

    def _wrapped(self, element: Element, name: str, flow: Flow) -> None:
        """Read a list, a table, a drawing, or a section and what is like one."""
        if name == "list" and is_of(element, TEXT):
            style = element.get(f"{TEXT}style-name", "")
            self._list(element, flow, self._record.lists.begin(element, style), style, 0)
        elif name == "numbered-paragraph" and is_of(element, TEXT):
            self._numbered(element, flow)
        elif name == "table" and is_of(element, TABLE):
            flow.add_block(self._table(element))
        elif is_of(element, DRAW):
            self._drawn(element, flow)
        elif name in _CONTENTS | _INDEXES:
            outer = self._contents, self._index
            self._contents, self._index = name in _CONTENTS, name in _INDEXES
            self._blocks(element, flow)
            self._contents, self._index = outer
        else:
            self._blocks(element, flow)

    def _struck(self, changes: Element) -> None:
        """Leave out what tracked changes have struck, and what is remarked of them."""
        for one in changes.iter(f"{TEXT}p", f"{TEXT}h"):
            remark = next(one.iterancestors(f"{OFFICE}change-info"), None) is not None
            role, fate = ("comment", REMARK) if remark else ("boilerplate", STRUCK)
            self._record.leave_out(role, fate, f"{content_of(one)} ")

    # ---- paragraphs

    def _paragraph(
        self, element: Element, flow: Flow, label: ListLabel | None = None, *, follows: bool = False
    ) -> None:
        """Read a paragraph, and behind it what its drawings hold."""
        record, style = self._record, element.get(f"{TEXT}style-name", "")
        if element.get(f"{TEXT}is-hidden") == "true":
            record.hide(element)
            return
        tag, class_ = self._meaning(element, style)
        own = record.styles.paragraph_look(style)
        base = record.styles.base(style, said=tag != "p" or class_ != "")
        block = record.make(None, "p")
        runs = ParagraphRuns(block, record, base, own)
        number = record.lists.heading(element) if tag[0] == "h" and name_of(element) == "h" else ""
        if tag[0] == "h" and not number and label is not None and label.type:
            number = label.text  # of the list that it is an item of
        if number:
            runs.out.write(f"{number} ", ())
        before = len(content_of(block).strip())
        runs.read(element)
        flow.gap += record.styles.breaks_page(style)
        pictures_first = class_ == "caption"
        for drawn in runs.waiting if pictures_first else ():
            self._block(drawn, flow)
        filled = len(content_of(block).strip()) > before
        if filled or next(block.iter("img", "call", "math"), None) is not None:
            self._settle(block, (style, tag, class_), flow, (label, follows))
        elif record.styles.is_named(style, "horizontal line"):
            flow.add_block(record.make(None, "hr"))
        elif not runs.waiting:
            flow.gap += 1
        for drawn in () if pictures_first else runs.waiting:
            self._block(drawn, flow)

    def _meaning(self, element: Element, style: str) -> tuple[str, str]:
        """Return what a paragraph is by its element, its style and where it stands."""
        if self._contents:
            return "p", "toc"
        tag, class_ = self._record.styles.meaning(style)
        if name_of(element) == "h" and class_ not in {"msotitle", "subtitle"}:
            return f"h{min(max(number_of(element.get(f'{TEXT}outline-level'), 1), 1), 6)}", ""
        return tag, class_

    def _settle(
        self,
        block: Element,
        known: tuple[str, str, str],
        flow: Flow,
        item: tuple[ListLabel | None, bool],
    ) -> None:
        """Say what a paragraph is, and put it in its place."""
        style, tag, class_ = known
        label, follows = item
        shape = self._record.styles.shape(style)
        words = len(content_of(block).split())
        if self._index:
            self._record.indexes.append(self._record.at)
        listed = label is not None or follows
        plain = self._plain or listed
        tag, class_, by_shape = role_of((tag, class_), shape, words, self._record.usual, plain=plain)
        left, first = (0, 0) if listed else (shape.left, shape.first)
        flow.add(
            ReadParagraph(
                block=block,
                tag=tag,
                class_=class_,
                label=label,
                left=left,
                first=first,
                follows=follows,
                by_shape=by_shape,
            )
        )
        self._record.count += 1

    # ---- lists

    def _list(self, element: Element, flow: Flow, key: str, style: str, level: int) -> None:
        """Read a list; each item's first paragraph has its label."""
        for item in element:
            if name_of(item) not in {"list-item", "list-header"}:
                self._block(item, flow)
                continue
            waiting = name_of(item) == "list-item"
            for child in item:
                name = name_of(child)
                if name == "list":
                    self._inner_list(child, flow, key, style, level + 1)
                elif name in {"p", "h"}:
                    label = self._label(item, key, style, level) if waiting else None
                    self._paragraph(child, flow, label, follows=not waiting and name == "p")
                    waiting = False
                else:
                    self._block(child, flow)

    def _numbered(self, element: Element, flow: Flow) -> None:
        """Read a paragraph or a heading that is an item of a list whose others stand anywhere."""
        style = element.get(f"{TEXT}style-name", "")
        level = max(number_of(element.get(f"{TEXT}level"), 1), 1) - 1
        key = self._record.lists.begin_numbered(element, style)
        for child in element.iterchildren(f"{TEXT}p", f"{TEXT}h"):
            self._paragraph(child, flow, self._label(element, key, style, level))

    def _inner_list(self, element: Element, flow: Flow, key: str, style: str, level: int) -> None:
        if self._record.depth >= _DEPTH:
            self._record.leave_out("boilerplate", "left out: nested too deep", content_of(element))
            return
        self._record.depth += 1
        self._list(element, flow, key, element.get(f"{TEXT}style-name") or style, level)
        self._record.depth -= 1

    def _label(self, item: Element, key: str, style: str, level: int) -> ListLabel:
        override = item.get(f"{TEXT}style-override") or style
        return self._record.lists.next(key, level, override, item.get(f"{TEXT}start-value", ""))

    # ---- tables and drawings

    def _table(self, table: Element) -> Element:
        """Read a table; its cells are stories of their own."""
        made = self._record.make(None, "table")
        self._rows(table, made, None)
        return made

    def _rows(self, parent: Element, table: Element, holder: Element | None) -> Element | None:
        """Read rows into the part of the table that is open, the head or the body."""
        for child in parent:
            name = name_of(child)
            if name == "table-header-rows":
                self._rows(child, table, self._record.make(table, "thead"))
            elif name in {"table-rows", "table-row-group"}:
                holder = self._rows(child, table, holder)
            elif name == "table-row":
                holder = self._record.make(table, "tbody") if holder is None else holder
                for _ in range(self._copies(child, "rows") if content_of(child).strip() else 1):
                    self._row(child, self._record.make(holder, "tr"))
        return holder

    def _row(self, row: Element, made: Element) -> None:
        parent = made.getparent()
        tag = "th" if parent is not None and parent.tag == "thead" else "td"
        for covered in row.iterchildren(f"{TABLE}covered-table-cell"):
            self._record.leave_out("boilerplate", "left out: a cell that another covers", content_of(covered))
        for cell in row.iterchildren(f"{TABLE}table-cell"):
            for _ in range(self._copies(cell, "columns")):
                one = self._record.make(made, tag)
                for name, short in (("columns", "colspan"), ("rows", "rowspan")):
                    count = number_of(cell.get(f"{TABLE}number-{name}-spanned"), 1)
                    if count != 1:
                        one.set(short, str(count))
                TextStory(self._record, plain=True).read(cell, one)

    def _copies(self, element: Element, what: str) -> int:
        """Return how often a row or a cell stands in its table; the copies of a document have a bound."""
        count = min(number_of(element.get(f"{TABLE}number-{what}-repeated"), 1), _COLUMNS)
        if count == 1:
            return 1
        size = len(content_of(element)) + sum(1 for _ in element.iter())
        count = max(min(count, 1 + (_COPIED - self._record.copied) // size), 1)
        self._record.copied += (count - 1) * size
        return count

    def _drawn(self, element: Element, flow: Flow) -> None:
        """Read a drawing that stands behind its paragraph: a box, a picture, a chart, shapes with text."""
        name, record = name_of(element), self._record
        box = element.find(f"{DRAW}text-box")
        held = element.find(f"{DRAW}object")
        if name == "frame" and box is not None:
            leave_description(element, record)
            self._box(box, flow)
        elif name == "frame" and held is not None and self._object(held, flow):
            leave_description(element, record)
        elif (formula := formula_of(element, record)) is not None:
            leave_description(element, record)
            paragraph = record.make(None, "p")
            drawn = record.mark(etree.SubElement(paragraph, "math"))
            drawn.attrib.update(marks_of(formula) | {DISPLAY: "block"})
            flow.add(ReadParagraph(paragraph))
            record.count += 1
        elif name == "frame" and element.find(f"{DRAW}image") is not None:
            paragraph = record.make(None, "p")
            record.mark(etree.SubElement(paragraph, "img", picture_of(element, record)))
            flow.add(ReadParagraph(paragraph))
            record.count += 1
        else:
            leave_description(element, record)
            self._box(element, flow)

    def _box(self, element: Element, flow: Flow) -> None:
        """Read the blocks of a box into the flow."""
        outer, self._plain = self._plain, True
        self._blocks(element, flow)
        self._plain = outer

    def _object(self, held: Element, flow: Flow) -> bool:
        """Read a chart, whose numbers are a table.

        Reports:
            S016: a program makes its drawing from its data.
        """
        root = self._record.package.object_of(held)
        chart = next(root.iter(f"{OFFICE}chart"), None) if root is not None else None
        if chart is None:
            return False
        message = "a chart of this document cannot be drawn here; its numbers stand as a table"
        hint = "Save it as a picture (PNG) and put that in its place."
        self._record.reading.problem("S016", self._record.at, message, hint)
        self._blocks(chart, flow)
        return True
