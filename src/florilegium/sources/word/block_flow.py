"""Paragraphs of a document as blocks: lists gathered, quotations and verse joined, gaps counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.word.ooxml.numbering import ListLabel
from florilegium.sources.word.ooxml.word_styles import ParagraphShape
from florilegium.sources.word.verse_lines import (
    gather_verse,
    is_verse_paragraph,
    looks_like_verse,
    set_lines_together,
)
from florilegium.system.values import dataclass

#: How far, in twentieths of a point, a paragraph may stand from an item's text and still go on with it.
_NEAR: Final = 80

#: A paragraph set in so far beyond the usual, in twentieths of a point, is a quotation.
_SET_IN: Final = 280

#: Words of a paragraph that is surely prose, and of one that may be; paragraphs that tell the usual indent.
_PROSE_WORDS: Final = 25
_LINE_WORDS: Final = 8
_SEVERAL: Final = 3

#: A line that begins so far to the right, and has no more words, is ranged right: a signature, a date.
_FAR_RIGHT: Final = 3600
_FEW: Final = 14

#: Classes of a paragraph that ranges right, in a cell and outside.
_RIGHT: Final = "has-text-align-right ranged-right"

#: What keeps the number of a list before its words, and is no item of one.
_NUMBERED: Final = frozenset(
    {("p", "caption"), ("p", "msotitle"), ("p", "subtitle"), ("blockquote", "verse"), ("p", "toc")}
)

#: A heading that only its level in the outline tells has no more words.
_HEADING: Final = 30


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph that has been read: its block, what it is to be, its label, and where its lines begin.

    `left` is the indent of its lines, `first` that of its first line, in twentieths of a point. `follows`:
    its style goes on with an item of a list. `by_shape`: only its indents make a quotation of it.
    """

    block: Element
    tag: str = "p"
    class_: str = ""
    label: ListLabel | None = None
    left: int = 0
    first: int = 0
    follows: bool = False
    by_shape: bool = False


def role_of(
    meaning: tuple[str, str], shape: ParagraphShape, words: int, usual: int, *, plain: bool
) -> tuple[str, str, bool]:
    """Return the element and the class of a paragraph, and whether only its indents make a quotation of it.

    What its style means comes first, then its level in the outline, then how it stands. `words` is how many
    it has, `usual` the indent of running text. A `plain` one, in a list, a note or a cell, is no quotation.
    """
    if meaning != ("p", ""):
        return (*meaning, False)
    if shape.outline and words <= _HEADING:
        return f"h{min(shape.outline, 6)}", "", False
    tag, class_ = _role_by_shape(shape, words, usual, plain=plain)
    return tag, class_, tag == "blockquote"


def _role_by_shape(shape: ParagraphShape, words: int, usual: int, *, plain: bool) -> tuple[str, str]:
    """Return what a paragraph is by its indents and where its lines range."""
    if shape.aligned in {"right", "end"}:
        return "p", _RIGHT
    if shape.aligned == "center":
        return "p", "has-text-align-center"
    if plain:
        return "p", ""
    if words <= _FEW and shape.left + shape.first - usual >= _FAR_RIGHT:
        return "p", _RIGHT
    begins = shape.left + min(shape.first, 0) - usual
    return ("blockquote", "") if begins >= _SET_IN else ("p", "")


def usual_indent(paragraphs: Iterable[tuple[int, int]]) -> int:
    """Return the indent at which most of the running text begins, from the indents and words of paragraphs.

    Where hardly any is long, it is the least indent that a good part of the text has, for a long one may be
    the only quotation.
    """
    told = [one for one in paragraphs if one[1] >= _LINE_WORDS]
    long = [one for one in told if one[1] >= _PROSE_WORDS]
    is_long = len(long) >= _SEVERAL
    counts: Counter[int] = Counter()
    for begins, words in long if is_long else told:
        counts[begins] += words
    if is_long:
        return max(counts, key=lambda begins: (counts[begins], -begins))
    whole = counts.total()
    return min((begins for begins, words in counts.items() if words * 4 >= whole), default=0)


@dataclass
class _OpenList:
    element: Element
    label: ListLabel
    number: int
    left: int


@dataclass
class Flow:
    """Blocks in their order under a container."""

    container: Element
    gap: int = 0
    _lists: list[_OpenList] = field(default_factory=list)

    def add(self, paragraph: ReadParagraph) -> None:
        """Add a paragraph as what it is."""
        paragraph.block.set("data-gap", str(self.gap))
        self.gap = 0
        if _is_item(paragraph):
            quoted = paragraph.tag == "blockquote"
            self._add_item(paragraph, self._quotation(paragraph) if quoted else self.container)
        elif self._goes_on(paragraph):
            self._lists[-1].element[-1].append(paragraph.block)
        elif paragraph.tag == "blockquote":
            self._add_quotation(paragraph)
        else:
            self._lists.clear()
            _number(paragraph)
            if paragraph.tag == "p" and not paragraph.class_ and is_verse_paragraph(paragraph.block):
                self._add_quotation(ReadParagraph(paragraph.block, "blockquote", "verse"))
                return
            block = paragraph.block
            block.tag = paragraph.tag
            if paragraph.class_:
                block.set("class", paragraph.class_)
            self.container.append(block)

    def add_block(self, block: Element) -> None:
        """Add what is no paragraph."""
        self._lists.clear()
        block.set("data-gap", str(self.gap))
        self.gap = 0
        self.container.append(block)

    def finish(self) -> None:
        """Join the lines of verse."""
        set_lines_together(self.container)
        for quotation in list(self.container.iterchildren("blockquote")):
            if quotation.get("class") == "verse" or looks_like_verse(quotation):
                quotation.set("class", "verse")
                gather_verse(quotation)

    # ---- quotations

    def _add_quotation(self, paragraph: ReadParagraph) -> None:
        """Add a paragraph to the quotation before it, or begin one."""
        _number(paragraph)
        quotation = self._quotation(paragraph)
        self._lists.clear()
        paragraph.block.set("data-left", str(paragraph.left + paragraph.first))
        quotation.append(paragraph.block)

    def _quotation(self, paragraph: ReadParagraph) -> Element:
        """Return the quotation before a paragraph that goes on with it, or a new one."""
        last = self.container[-1] if len(self.container) else None
        if last is not None and last.tag == "blockquote" and (last.get("class") or "") == paragraph.class_:
            return last
        marks = {name: paragraph.block.get(name, "") for name in ("data-at", "data-n", "data-gap")}
        last = etree.SubElement(self.container, "blockquote", marks)
        if paragraph.class_:
            last.set("class", paragraph.class_)
        return last

    # ---- lists

    def _goes_on(self, paragraph: ReadParagraph) -> bool:
        """Return whether a paragraph goes on with the item before it, by its style or where it is set in."""
        plain = paragraph.tag == "p" or paragraph.by_shape
        if not self._lists or not plain or paragraph.class_ or paragraph.label is not None:
            return False
        item = self._lists[-1]
        return paragraph.follows or (item.left > 0 and abs(paragraph.left - item.left) <= _NEAR)

    def _add_item(self, paragraph: ReadParagraph, holder: Element) -> None:
        """Add an item to the list that it belongs to, or begin that in a holder."""
        label = paragraph.label
        if self._lists and self._lists[0].element.getparent() is not holder:
            self._lists.clear()
        assert label is not None  # noqa: S101 - asked before
        tag = "ol" if label.type else "ul"
        while self._lists and self._lists[-1].label.level > label.level:
            self._lists.pop()
        top = self._lists[-1] if self._lists else None
        if top is not None and top.label.level == label.level and not self._is_next(top, label, tag):
            self._lists.pop()
            top = self._lists[-1] if self._lists else None
        if top is None or top.label.level < label.level:
            top = self._begin_list(paragraph, label, tag, holder)
        item = etree.SubElement(top.element, "li", {"data-at": paragraph.block.get("data-at", "")})
        item.set("data-n", paragraph.block.get("data-n", ""))
        if label.type and label.number != top.number + 1:
            item.set("value", str(label.number))
        if label.text and not label.plain:
            item.set("data-marker", label.text)
        item.append(paragraph.block)
        top.number, top.left, top.label = label.number, paragraph.left, label

    def _is_next(self, top: _OpenList, label: ListLabel, tag: str) -> bool:
        """Return whether an item stands in the list that is open on its level."""
        if str(top.element.tag) != tag or top.label.list_id != label.list_id:
            return False
        return not label.type or label.number > top.number

    def _begin_list(self, paragraph: ReadParagraph, label: ListLabel, tag: str, holder: Element) -> _OpenList:
        """Begin a list, in the last item of the list that is open or in its holder."""
        marks = {name: paragraph.block.get(name, "") for name in ("data-at", "data-n", "data-gap")}
        parent = self._lists[-1].element[-1] if self._lists else holder
        element = etree.SubElement(parent, tag, marks)
        if label.type not in {"", "1"}:
            element.set("type", label.type)
        if label.type and label.number != 1:
            element.set("start", str(label.number))
        self._lists.append(_OpenList(element, label, label.number - 1, paragraph.left))
        return self._lists[-1]


def _is_item(paragraph: ReadParagraph) -> bool:
    """Return whether a paragraph with a label is an item: one of running text, or of a quotation in prose."""
    kind = paragraph.tag, paragraph.class_
    return paragraph.label is not None and kind not in _NUMBERED and paragraph.tag in {"p", "blockquote"}


def _number(paragraph: ReadParagraph) -> None:
    """Write the number of a paragraph that is no item before its words, as a heading has it already."""
    label, block = paragraph.label, paragraph.block
    if label is not None and label.type and paragraph.tag[0] != "h":
        block.text = f"{label.text} {block.text or ''}"
