"""Blocks as print asks for them: headings, numbers of lists, and pages to look at.

A heading that goes over several lines does not leave its last word alone. Lists count as their source does.
Title page, copyright page and their like are one page each, whatever stands on them.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.editions.address_breaks import keep_hyphens
from florilegium.editions.directions import name_directions
from florilegium.editions.documents import Document
from florilegium.editions.pdf.section.drawn_formulas import draw_formulas
from florilegium.editions.pdf.section.hyphenation import spare
from florilegium.editions.pdf.section.long_words import divide_long_words
from florilegium.editions.pdf.section.picture_sizes import fit_to_grid
from florilegium.editions.pdf.section.printed_section import ANCHOR, Layout, PrintForm
from florilegium.editions.pdf.section.trim import Page
from florilegium.editions.sections import DISPLAY
from florilegium.editions.whole_ranges import keep_ranges
from florilegium.system.patterns import regex

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_CLASSES: Final = frozenset({"subtitle", "title", "entry"})

#: A heading of fewer words is left alone, and so is a last word of more letters.
_WORDS: Final = 4
_LETTERS: Final = 14


def keep_last_words(tree: Element) -> None:
    """Tie the last two words of every longer heading, title, subtitle and line of the contents together."""
    for element in tree.iter("h1", "h2", "h3", "h4", "p", "span"):
        classes = (element.get("class") or "").split()
        if element.tag in _HEADINGS or _CLASSES & set(classes):
            _tie(element)


def _tie(heading: Element) -> None:
    """Tie the last words where both stand in one piece of text."""
    words = "".join(heading.itertext()).split()
    if len(words) < _WORDS or len(words[-1]) > _LETTERS:
        return
    owner = heading[-1] if len(heading) else heading
    name = "tail" if len(heading) else "text"
    head, space, last = (getattr(owner, name) or "").rstrip().rpartition(" ")
    if space and last == words[-1] and head.strip():
        setattr(owner, name, f"{head}\N{NO-BREAK SPACE}{last}")


_STYLES: Final = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_WHOLE: Final = regex(r"-?\d{1,5}\Z", re.ASCII)


def count_lists(tree: Element) -> None:
    """Let lists count as `start`, `type`, `reversed` and an item’s `value` say (HTML 4.4.5), in place."""
    for listed in tree.iter("ol"):
        items = [item for item in listed if item.tag == "li"]
        if listed.get("class") is None and (
            set(listed.attrib) & {"start", "type", "reversed"} or _valued(items)
        ):
            _count(listed, items)


def _valued(items: list[Element]) -> bool:
    return any(item.get("value") for item in items)


def _count(listed: Element, items: list[Element]) -> None:
    """Set the counter of one list and the steps of its items."""
    step = -1 if listed.get("reversed") is not None else 1
    start = _whole(listed.get("start"), len(items) if step < 0 else 1)
    before = start - step
    rules = [f"counter-reset: list-item {before}"]
    if listed.get("type") in _STYLES:
        rules.append(f"list-style-type: {_STYLES[listed.get('type', '')]}")
    listed.set("style", "; ".join(rules))
    for item in items:
        number = _whole(item.get("value"), before + step)
        if number - before != 1:
            item.set("style", f"counter-increment: list-item {number - before}")
        before = number


def _whole(text: str | None, usual: int) -> int:
    return int(text) if text and _WHOLE.match(text) else usual


#: The classes that set a page smaller, in the order in which they are tried.
SMALLER: Final = ("long", "longer", "longest")

#: Pieces of one line differ no more than this in height, in points.
_SAME_LINE: Final = 4.0


def is_one_page(layout: Layout, page: Page) -> bool:
    """Return whether all that is to be seen stands on one page, line under line."""
    tops = [line.top for line in layout.lines]
    return (
        layout.pages == 1
        and min(tops, default=page.head) > page.head - _SAME_LINE
        and all(below > above - _SAME_LINE for above, below in pairwise(tops))
    )


def set_smaller(document: Document, size: str) -> Document:
    """Return the document in smaller type."""
    tree = document.tree
    body = next(tree.iter("body"))
    body.set("class", f"{body.get('class', '')} {size}".strip())
    return Document.of(document.section, tree)


def set_for_print(tree: Element, form: PrintForm, root: Path) -> None:
    """Change a section's tree to what the printed edition sets. Its pictures stand below `root`.

    Links into the book become `anchor:` addresses, and pictures get heights that keep the lines below them
    on the grid.
    """
    spare(tree, form.names)
    for link in tree.iter("a"):
        target = link.get("href", "")
        if target.startswith("#"):
            link.set("href", f"{ANCHOR}{target[1:]}")
    for folio in tree.iterfind(".//span[@class='folio']"):
        # The leader before it is not read aloud: “… Ahead to 2017 17”, not “201717”. At the end of the title
        # the space would be in the way: Pango lets it hang, WeasyPrint counts it, and a title between the two
        # is broken after its first word.
        folio.text = f"\N{NO-BREAK SPACE}{folio.text or ''}"
    keep_ranges(tree, form.kind)
    for block in tree.iter("p"):
        if form.kind in DISPLAY or block.get("class") == "link":  # the others are composed
            keep_hyphens(block)
    name_directions(tree)
    count_lists(tree)
    keep_last_words(tree)
    divide_long_words(tree)
    for block in tree.iter("pre"):
        _take_for_code(block)
    fit_to_grid(tree, root, form.page)
    draw_formulas(tree, form.page)


def _take_for_code(block: Element) -> None:
    """Let what a `pre` holds be code: its lines stand on the base lines of the text, in the face of code."""
    if block.find("code") is None:
        code = etree.Element("code")
        code.text, block.text = block.text, None
        code.extend(block)
        block.append(code)
