"""Any tree of HTML, rewritten in the vocabulary of a manuscript.

`conform` walks a tree once, start to end, and writes blocks and inline elements as it meets text for them. So
loose text gets a paragraph, a block inside a sentence divides it, a row gets its table, and nothing can nest
deeper than a book needs, whatever the source does. Every character is weighed where it ends up: on a leaf of
the body, or among what was `Lost`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.languages.orthography import conventions_for
from florilegium.sources.formulas.canonical import (
    SOURCE,
    TEX,
    UnreadableFormulaError,
    formula_of,
    report_unread,
)
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Piece, content_of, piece_of, weigh
from florilegium.sources.tree import vocabulary
from florilegium.sources.tree.block_writer import Outline, Undo
from florilegium.sources.tree.cutting import mass
from florilegium.sources.tree.source_pages import PAGE, PAGE_MARK
from florilegium.sources.tree.tidy import Lost, tidy
from florilegium.sources.tree.vocabulary import (
    CONTAINERS,
    DROPPED,
    LEAVES,
    UNWRAPPED,
    Inline,
    Links,
    names_of,
)
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

#: A form with more words than this is a page in disguise, not a question to the reader.
_PAGE_WORDS: Final = 60

#: What begins and ends with quotation marks of its own.
_QUOTED: Final = regex('["“”„«»‹›‘‚「『].*["“”«»‹›’‘」』]\\Z', re.DOTALL)

#: The widest drawing, in pixels, that is a button's icon and no figure.
_ICON: Final = 64


@dataclass(frozen=True)
class Conformed:
    """A tree in the vocabulary, and what of the source is not in it.

    Blocks still carry their private attributes: `n` (order in the source), `weight` (characters), `level`
    (of a heading in the source) and `role` (what the markup says).
    """

    body: Element
    lost: tuple[Lost, ...]


def conform(tree: Element, reading: Reading, links: Links) -> Conformed:
    """Rewrite a tree in the vocabulary.

    Elements may carry `data-at` (`LINE:COLUMN`), `data-n` (their order) and `data-role`; the reader that
    made the tree has put them there. A place that a link of the source names gives its name to the block
    that has it.

    Reports:
        S012: something that a book cannot carry was left out.
    """
    walk = _Walk(reading, links)
    walk.run(tree)
    body = walk.outline.finish()
    lost = [*walk.lost, *tidy(body, reading.language)]
    return Conformed(body, tuple(lost))


def note_body(content: Element, reading: Reading, links: Links) -> Element:
    """Return the content of a note in the vocabulary; what is lost of it stands `beside`."""
    conformed = conform(content, reading, links)
    lost = " ".join(one.text for one in conformed.lost if one.text)
    if lost:
        conformed.body.set("beside", lost)
    return conformed.body


def lost_rows(lost: Sequence[Lost]) -> list[Piece]:
    """Return the rows of the ledger for what of a tree is not in the vocabulary."""
    rows = []
    for one in lost:
        line, text = int(one.at.partition(":")[0] or 0), " ".join(one.text.split())
        fate = f"left out: {one.what}"
        row = Piece.row(role="boilerplate", line=line, text=text, order=one.order, fate=fate)
        rows.append(replace(row, characters=one.characters))
    return rows


def body_pieces(conformed: Conformed) -> list[Piece]:
    """Return the pieces of a tree in the vocabulary: its blocks, and what is not in it."""
    return [*(piece_of(block) for block in conformed.body), *lost_rows(conformed.lost)]


class _Walk:
    """Reads a tree's events and tells an outline what to write."""

    def __init__(self, reading: Reading, links: Links) -> None:
        self.outline = Outline(reading.language)
        self.lost: list[Lost] = []
        self._reading = reading
        self._links = links
        self._undo: list[Undo] = []

    def run(self, tree: Element) -> None:
        """Walk the whole tree; the text after its root is not of it."""
        events = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        for event, element in events:
            if event == "start":
                if not self._start(element):
                    events.skip_subtree()
                continue
            if event == "end":
                self._undo.pop()()
            if element is not tree and element.tail:
                self.outline.text(element.tail)

    def _start(self, element: Element) -> bool:
        """Begin an element; False when nothing in it is to be read."""
        tag = str(element.tag)
        self.outline.moved(element, [name for name in names_of(element) if name in self._links.wanted])
        inside = True
        undo: Undo = _nothing
        if self._is_dropped(element):
            self._drop(element)
            inside = False
        elif tag in {"br", "hr", "img", "call", "math", "wbr", PAGE_MARK}:
            self._single(element)
            inside = False
        elif tag in LEAVES:
            undo = self._leaf(element, tag)
        elif tag in CONTAINERS or (tag in UNWRAPPED and _is_set_apart(element)):
            undo = self.outline.container(CONTAINERS.get(tag, "blockquote"), element)
        elif tag in UNWRAPPED:
            undo = self.outline.division(element)
        else:
            undo = self._inline(element, tag)
        self._undo.append(undo)
        if inside and element.text:
            self.outline.text(element.text)
        return inside

    def _leaf(self, element: Element, tag: str) -> Undo:
        """Begin a block of running text; a paragraph that is a stanza stands in a quotation of verse."""
        if tag != "p" or not _is_stanza(element):
            return self.outline.leaf(LEAVES[tag], element)
        leave = self.outline.container("blockquote", element)
        end = self.outline.leaf(LEAVES[tag], element)

        def close() -> None:
            end()
            leave()

        return close

    def _inline(self, element: Element, tag: str) -> Undo:
        """Begin an inline element, or one that nobody knows, whose content stays; return what ends it."""
        if tag == "q" and content_of(element).strip():
            opening, closing = _marks_of(element, self._reading.language)
            leave = self.outline.inline(vocabulary.inline_of(element, self._links))
            self.outline.text(opening, weight=0)

            def close() -> None:
                self.outline.text(closing, weight=0)
                leave()

            return close
        if tag == "rt" and not _has_brackets(element):
            self.outline.text("(", weight=0)
            return lambda: self.outline.text(")", weight=0)
        return self.outline.inline(vocabulary.inline_of(element, self._links))

    def _single(self, element: Element) -> None:
        """Write an element that holds no text of its own to be read on."""
        tag = str(element.tag)
        if tag == "br":
            self.outline.line_break()
        elif tag == "hr":
            self.outline.rule()
        elif tag == "call":
            self.outline.call(element)
        elif tag == PAGE_MARK and self._reading.source_pages == "mark":
            self.outline.page(element.get(PAGE, ""))
        elif tag == "img":
            self.outline.image(Inline("img", vocabulary.attributes_of(element, "img")))
        elif tag == "math":
            self._formula(element)

    def _formula(self, element: Element) -> None:
        """Write a formula. One in a heading, a display too, or one that cannot be read, stands as text.

        Reports:
            S012: it stands in a heading or in code, as one line of text.
            S045: it cannot be read, and stands as it was written.
        """
        apart = element.get(SOURCE)
        source = content_of(element) if apart is None else apart
        try:
            formula = formula_of(element, self._language_of(element))
        except UnreadableFormulaError as error:
            self._unread(element, source, str(error))
            return
        if self.outline.is_plain:
            self.outline.text(formula.line, weight=weigh(source))
            self.outline.beside(source)
            self._report(element, "a formula stands here as plain text")
        else:
            marks = {"was": source, "apart": "yes" if apart is not None else ""}
            self.outline.formula(formula, {name: value for name, value in marks.items() if value})

    def _unread(self, element: Element, source: str, reason: str) -> None:
        """Write a formula that cannot be read as code."""
        shown = " ".join((element.get(TEX) or element.get("alttext") or source).split())
        if not shown:
            return
        leave = self.outline.inline((Inline("code", {}),))
        self.outline.text(shown, weight=weigh(source))
        leave()
        self.outline.beside(source)
        report_unread(self._reading, _place_of(element), shown, reason)

    def _language_of(self, element: Element) -> str:
        around = (one.get("lang") for one in element.iterancestors())
        return next((told for told in around if told), self._reading.language)

    def _is_dropped(self, element: Element) -> bool:
        if element.tag == "form":
            return len(content_of(element).split()) <= _PAGE_WORDS
        return element.tag in DROPPED

    def _drop(self, element: Element) -> None:
        """Leave out an element and what it holds."""
        weight = self._lose(element)
        loud = DROPPED.get(str(element.tag)) and not _is_icon(element)
        if loud or (element.tag == "form" and weight):
            self._report(element, f"an element “{element.tag!s}” was left out")

    def _lose(self, element: Element) -> int:
        """Enter an element among what is lost; returns its weight."""
        weight = mass(element)
        if weight:
            order = int(element.get("data-n", 0))
            text = " ".join([content_of(element), *(call.get("was", "") for call in element.iter("call"))])
            self.lost.append(Lost(order, _place_of(element), weight, f"<{element.tag!s}>", text))
        return weight

    def _report(self, element: Element, message: str) -> None:
        hint = "A book cannot carry it; put a picture or words in its place, or take it out of the source."
        if element.tag == "math":
            hint = "Look whether it still says what it should; if not, change the source."
        self._reading.problem("S012", _place_of(element), message, hint)


def _is_stanza(paragraph: Element) -> bool:
    """Return whether a paragraph with several lines says that it is verse, and nothing round it does."""
    if not vocabulary.is_verse(paragraph) or paragraph.find(".//br") is None:
        return False
    return not any(map(vocabulary.is_verse, paragraph.iterancestors()))


def _place_of(element: Element) -> str:
    """Return where an element stands: as it says itself, or the nearest round it."""
    around: Element | None = element
    while around is not None and not around.get("data-at"):
        around = around.getparent()
    return around.get("data-at", "") if around is not None else ""


def _is_set_apart(element: Element) -> bool:
    """Return whether a block is a quotation by its name, or a verse and no stanza of one that is open."""
    if vocabulary.is_verse(element):
        return not any(map(vocabulary.is_verse, element.iterancestors()))
    return vocabulary.is_quotation(element)


def _marks_of(quotation: Element, language: str) -> tuple[str, str]:
    """Return the marks of a quotation in the language round it; none where the source has its own."""
    if _QUOTED.match(content_of(quotation).strip()):
        return "", ""
    around = [one.get("lang") for one in quotation.iterancestors() if one.get("lang")]
    conventions = conventions_for(around[0] if around and around[0] else language)
    depth = sum(1 for _ in quotation.iterancestors("q"))
    within = conventions.inner or conventions.single
    opening, closing = within if depth % 2 else conventions.double
    return f"{opening}{conventions.inside}", f"{conventions.inside}{closing}"


def _nothing() -> None:
    """Do nothing: the end of an element that was not begun."""


def _has_brackets(element: Element) -> bool:
    """Return whether a ruby brings brackets of its own for readers that cannot set it."""
    parent = element.getparent()
    return parent is not None and parent.find("rp") is not None


def _is_icon(element: Element) -> bool:
    """Return whether a drawing is the small picture of a button."""
    if element.tag != "svg":
        return False
    width = (element.get("width") or "").removesuffix("px")
    small = width.isascii() and width.isdigit() and int(width[:6]) <= _ICON
    named = "icon" in (element.get("class") or "").lower()
    return small or named or element.get("aria-hidden") == "true"
