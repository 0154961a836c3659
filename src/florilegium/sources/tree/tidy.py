"""The body put in order once it is written: nothing empty, nothing wrapped twice, one shape for each thing.

What leaves here has had no letter in it, or is told as lost.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.sources.tree.cutting import detach
from florilegium.sources.tree.vocabulary import INLINE
from florilegium.sources.tree.white_space import sets_lines_in, settle
from florilegium.system.values import dataclass

#: Blocks that hold their text themselves when it is one paragraph.
_HOISTS: Final = frozenset({"li", "td", "th", "figcaption", "caption"})

#: Containers that are nothing without content; an empty cell keeps its place in its row.
_NEEDS_CONTENT: Final = frozenset(
    {"li", "ul", "ol", "blockquote", "figure", "figcaption", "caption", "table", "thead", "tbody", "tr"}
)
_HEADINGS: Final = frozenset({"h2", "h3", "h4"})
_INLINES: Final = tuple(sorted(set(INLINE.values())))
_CARRIED: Final = ("at", "n", "weight", "lang", "dir", "role", "id", "beside")

#: A table with no more rows than this, and a cell with more blocks than this, lays out a page.
_LAYOUT_ROWS, _LAYOUT_BLOCKS = 3, 3


@dataclass(frozen=True)
class Lost:
    """What the body does not have of the source: its order, place, weight, kind and words."""

    order: int
    at: str
    characters: int
    what: str
    text: str = ""


def tidy(body: Element, language: str) -> list[Lost]:
    """Put a body in order, in place. Returns what had characters and yet no text."""
    lost: list[Lost] = []
    for leaf in list(runs.leaves(body)):
        if leaf.tag == "p" and sets_lines_in(leaf):
            _make_verse(leaf)
        _settle_leaf(leaf, language)
    for element in reversed(list(body.iter())):
        if element is not body and element.getparent() is not None:
            _settle_element(element, lost)
    return lost


def _make_verse(stanza: Element) -> None:
    """Make a verse of a paragraph whose lines are set in, or of the quotation that it stands in alone."""
    parent = stanza.getparent()
    if parent is not None and parent.tag == "blockquote" and not parent.get("class"):
        if all(one.tag == "p" and one.find("br") is not None for one in parent):
            parent.set("class", "verse")
    elif parent is not None and parent.tag == "body":
        before = stanza.getprevious()
        if before is not None and before.get("role") == "verse" and before.tag == "blockquote":
            before.append(stanza)
            return
        marks = {name: stanza.get(name, "") for name in ("at", "n") if stanza.get(name)}
        verse = etree.Element("blockquote", {"class": "verse"} | marks)
        stanza.addprevious(verse)
        verse.append(stanza)


def _settle_leaf(leaf: Element, language: str) -> None:
    """Settle a block of running text: its white space, its line breaks, its empty inline elements."""
    settle(leaf, language)
    _drop_hollow(leaf)
    while (edge := _edge_break(leaf)) is not None:
        edge.tail = (edge.tail or "").lstrip()
        detach(edge)
        _drop_hollow(leaf)


def _drop_hollow(leaf: Element) -> None:
    """Drop inline elements without text."""
    if not len(leaf):
        return
    for element in reversed(list(leaf.iter(*_INLINES))):
        if element is not leaf and not element.text and next(element.iterchildren(), None) is None:
            detach(element)


def _edge_break(leaf: Element) -> Element | None:
    """Return a line break with which a block begins or ends, however deep it stands."""
    within: Element | None = leaf
    while within is not None and not (within.text or "").strip():
        within = next(within.iterchildren(), None)
        if within is not None and within.tag == "br":
            return within
    within = next(leaf.iterchildren(reversed=True), None)
    while within is not None and not (within.tail or "").strip():
        if within.tag == "br":
            return within
        within = next(within.iterchildren(reversed=True), None)
    return None


def _settle_element(element: Element, lost: list[Lost]) -> None:
    """Settle a block, after all that it holds."""
    tag = str(element.tag)
    if tag == "p" and _is_pictures(element):
        _make_figures(element)
    elif _is_hollow(element, tag):
        _remove(element, lost)
    elif tag in _HOISTS and len(element) == 1 and element[0].tag == "p" and not element.text:
        _hoist(element)
    elif tag in _HEADINGS:
        _demote(element)
    elif tag == "table":
        _settle_table(element, lost)
    elif tag == "figure":
        _settle_caption(element)


def _is_hollow(element: Element, tag: str) -> bool:
    """Return whether a block has lost, or never had, what it is for."""
    if tag in {"p", "pre", *_HEADINGS}:
        return _is_empty(element)
    return tag in _NEEDS_CONTENT and not len(element) and not element.text


def _is_empty(leaf: Element) -> bool:
    if leaf.text and not leaf.text.isspace():
        return False
    return not runs.text_of(leaf).strip() and next(leaf.iter("img", "call"), None) is None


def _remove(element: Element, lost: list[Lost]) -> None:
    weight = int(element.get("weight", 0))
    if weight:
        lost.append(
            Lost(
                int(element.get("n", 0)),
                element.get("at", ""),
                weight,
                "marks without width",
                element.get("beside", ""),
            )
        )
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _hoist(element: Element) -> None:
    """Let a container hold the text of its only paragraph."""
    paragraph = element[0]
    element.remove(paragraph)
    element.text = paragraph.text
    element.extend(list(paragraph))
    for name in _CARRIED:
        value = paragraph.get(name)
        if value:
            element.set(name, value)


def _is_pictures(paragraph: Element) -> bool:
    """Return whether a paragraph of the body's own holds pictures and no text."""
    if not len(paragraph) or paragraph.find(".//img") is None:
        return False
    parent = paragraph.getparent()
    alone = parent is not None and parent.tag in {"body", "blockquote", "figure"}
    return alone and not runs.text_of(paragraph).strip()


def _make_figures(paragraph: Element) -> None:
    """Put each picture of a paragraph into a figure; the title of a picture is its caption."""
    parent = paragraph.getparent()
    if parent is None or paragraph.find(".//call") is not None:
        return
    marks = {name: paragraph.get(name, "") for name in _CARRIED if paragraph.get(name)}
    if parent.tag == "figure" and "weight" in marks:
        # What weighs here without being text, such as a soft hyphen, is the figure's from now on.
        parent.set("weight", str(int(parent.get("weight", 0)) + int(marks["weight"])))
    for image in list(paragraph.iter("img")):
        image.tail = None
        if parent.tag == "figure":
            paragraph.addprevious(image)
        else:
            figure = etree.Element("figure", marks)
            figure.append(image)
            caption = image.attrib.pop("title", "")
            if caption:
                etree.SubElement(figure, "figcaption", {"at": paragraph.get("at", "")}).text = caption
            paragraph.addprevious(figure)
        marks.pop("weight", None)
    parent.remove(paragraph)


def _demote(heading: Element) -> None:
    """Make a bold paragraph of a heading inside a quotation, a list or a table: it divides no article."""
    parent = heading.getparent()
    if parent is None or parent.tag == "body":
        return
    strong = etree.Element("strong")
    strong.text, heading.text = heading.text, None
    strong.extend(list(heading))
    heading.append(strong)
    heading.tag = "p"
    heading.attrib.pop("level", None)
    if parent.tag in _HOISTS and len(parent) == 1:
        _hoist(parent)


def _settle_table(table: Element, lost: list[Lost]) -> None:
    """Make paragraphs of a table of one column, or one that lays out a page; a caption makes a figure."""
    parent = table.getparent()
    if parent is None:
        return
    rows = _own(table, "tr")
    cells = _own(table, "td", "th")
    if not rows or not any(runs.text_of(cell).strip() or len(cell) for cell in cells):
        _remove(table, lost)
        return
    narrow = all(len(row) <= 1 for row in rows)
    layout = len(rows) <= _LAYOUT_ROWS and any(len(_blocks(cell)) > _LAYOUT_BLOCKS for cell in cells)
    if narrow or layout:
        _unfold(table, [*_own(table, "caption"), *cells])
    elif (caption := table.find("caption")) is not None:
        _frame(table, caption)


def _own(table: Element, *tags: str) -> list[Element]:
    """Return the elements of a table that are not those of one in it."""
    found = list(table.iter(*tags))
    if next(table.iterdescendants("table"), None) is None:
        return found
    return [one for one in found if next(one.iterancestors("table"), None) is table]


def _blocks(cell: Element) -> list[Element]:
    return [child for child in cell if child.tag in runs.BLOCKS]


def _unfold(table: Element, cells: list[Element]) -> None:
    """Put the content of cells in the place of their table."""
    parent = table.getparent()
    if parent is None:
        return
    for cell in cells:
        blocks = _blocks(cell)
        if not blocks:
            cell.tag = "p"
            for name in ("colspan", "rowspan", "scope", "class"):
                cell.attrib.pop(name, None)
            blocks = [] if _is_empty(cell) else [cell]
        for block in blocks:
            table.addprevious(block)
    parent.remove(table)


def _frame(table: Element, caption: Element) -> None:
    """Stand a table with a caption in a figure."""
    parent = table.getparent()
    if parent is None:
        return
    table.remove(caption)
    caption.tag = "figcaption"
    if parent.tag == "figure":
        table.addprevious(caption)
        return
    figure = etree.Element("figure", {name: table.get(name, "") for name in ("at", "n") if table.get(name)})
    parent.replace(table, figure)
    figure.extend([caption, table])


def _settle_caption(figure: Element) -> None:
    """Let the caption of a table stand above it, where it is read first; that of a picture stands below."""
    caption, table = figure.find("figcaption"), figure.find("table")
    if caption is None or table is None or any(one.tag == "img" for one in figure):
        return
    if figure.index(caption) > figure.index(table):
        table.addprevious(caption)
