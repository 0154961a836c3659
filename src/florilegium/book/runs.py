"""A block's running text as a string, with a way back into its tree.

Corrections, typography, names and page marks all work on text that crosses inline markup. They ask for the
text of a block here, and have what they found marked, replaced or inserted at an offset of that string.

A note call is no text: it has a place between two offsets and stays with the text before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book.namespaces import MATHML

#: Elements that hold running text or other blocks; everything else is inline. The second line is met in an
#: edition's documents only.
BLOCKS = frozenset(
    {
        *("body", "p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "figure", "figcaption", "pre", "hr"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
        *("h1", "section", "article", "header", "nav", "div", "aside", "dl", "dt", "dd"),
    }
)

#: Those that may hold running text.
_HOLDING = BLOCKS - {"hr", "body"}
_HOLDERS = tuple(sorted(_HOLDING))

#: In a tree of so few blocks, such as a note, to look at each element costs less than to prepare a search.
_FEW: Final = 8

#: What a formula has in the place of its letters.
OBJECT: Final = "\N{OBJECT REPLACEMENT CHARACTER}"

#: Soft hyphens, the hyphen of a word that a line's end divides, marks without width, a formula's sign.
UNCOUNTED: Final = f"\N{SOFT HYPHEN}\N{HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}{OBJECT}"

#: Classes of inline elements whose content is no running text: a call's number, a note's own, a folio, the
#: source that an *ibid.* means.
SILENT_CLASSES = frozenset({"call", "number", "folio", "meant", "footnote", "marker", "source-page"})


#: Elements of the same kind; formulas as the editions for screens have them, in MathML.
_SILENT_TAGS: Final = frozenset({"call", f"{{{MATHML}}}math"})


class Run(NamedTuple):
    """One piece of a block's text: the `text` of `owner`, or its `tail` when `tail` is set."""

    owner: Element
    tail: bool
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def put(self, text: str) -> None:
        if self.tail:
            self.owner.tail = text
        else:
            self.owner.text = text


def letters(text: str) -> int:
    """Return how many letters a text has, without white space and what layout itself puts at a line's end.

    A place counted in letters is the same in the source, on the printed page and in the EPUB.
    """
    count = sum(map(len, text.split()))
    return count if text.isascii() else count - sum(map(text.count, UNCOUNTED))


def is_silent(element: Element) -> bool:
    """Return whether the content of an inline element is apparatus and no running text."""
    classes = element.get("class")
    return element.tag in _SILENT_TAGS or bool(classes and not SILENT_CLASSES.isdisjoint(classes.split()))


def is_leaf(element: Element) -> bool:
    """Return whether a block directly holds running text, and no block."""
    return element.tag in BLOCKS and (not len(element) or all(child.tag not in BLOCKS for child in element))


def leaves(body: Element) -> Iterator[Element]:
    """Yield every block of running text under `body`, in the order of the book."""
    few = len(body) <= _FEW
    for element in body.iter(etree.Element) if few else body.iter(*_HOLDERS):
        if element.tag in _HOLDING and is_leaf(element):
            yield element


def runs(block: Element) -> tuple[Run, ...]:
    """Return the pieces of text of a block, in order; pieces inside a note call are passed over."""
    found: list[Run] = []
    _gather(block, found, 0)
    return tuple(found)


def _gather(element: Element, found: list[Run], offset: int) -> int:
    """Add the pieces of text inside an element; returns the offset after them."""
    if text := element.text:
        found.append(Run(element, False, offset, text))
        offset += len(text)
    for child in element:
        if not is_silent(child):
            offset = _gather(child, found, offset)
        if text := child.tail:
            found.append(Run(child, True, offset, text))
            offset += len(text)
    return offset


def text_of(block: Element) -> str:
    """Return the running text of a block, without note calls. A line break (`br`) counts as nothing."""
    return "".join([run.text for run in runs(block)]) if len(block) else block.text or ""


def replace(block: Element, start: int, end: int, text: str) -> None:
    """Put `text` in the place of `start:end`. It takes the markup of the first letter that it replaces."""
    first = True
    for run in runs(block):
        if run.end <= start and not (start == end == run.end and first):
            continue
        if run.start >= end and not (start == end == run.start):
            break
        low, high = max(start, run.start) - run.start, min(end, run.end) - run.start
        run.put(run.text[:low] + (text if first else "") + run.text[high:])
        if first and start == end:
            return
        first = False


def insert(block: Element, offset: int, element: Element) -> None:
    """Put an empty element between two letters; at the boundary of two runs it goes before the second."""
    pieces = runs(block)
    for run in pieces:
        if run.start <= offset < run.end:
            _split(run, offset - run.start, element)
            return
    if pieces:
        _split(pieces[-1], len(pieces[-1].text), element)
    else:
        block.insert(0, element)


def append(block: Element, text: str) -> None:
    """Put text at the end of an element, outside of what stands in it."""
    _add_text(block, len(block), text)


def wrap(block: Element, start: int, end: int, make: Element) -> tuple[Element, ...]:
    """Put copies of the empty element `make` round the text `start:end`, one for each run that it touches.

    Only the first copy keeps `make`'s id. Returns the new elements in order.
    """
    wrapped: list[Element] = []
    for run in reversed(runs(block)):
        low, high = max(start, run.start) - run.start, min(end, run.end) - run.start
        if low >= high:
            continue
        shell = make.makeelement(make.tag, dict(make.attrib))
        shell.text = run.text[low:high]
        _split(run, low, shell, high)
        wrapped.insert(0, shell)
    for later in wrapped[1:]:
        later.attrib.pop("id", None)
    return tuple(wrapped)


def _split(run: Run, low: int, element: Element, high: int | None = None) -> None:
    """Cut `run` at `low` and stand `element` there; what follows `high` becomes its tail."""
    head, tail = run.text[:low], run.text[low if high is None else high :]
    if run.tail:
        parent = run.owner.getparent()
        if parent is None:
            raise ValueError("a tail has no place outside a tree")
        run.owner.tail = head
        parent.insert(parent.index(run.owner) + 1, element)
    else:
        run.owner.text = head
        run.owner.insert(0, element)
    element.tail = tail


def unwrap(element: Element) -> None:
    """Take an inline element away and leave what it holds in its place."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("a root has no place to leave its content in")
    place, tail = parent.index(element), element.tail or ""
    children = list(element)
    _add_text(parent, place, element.text or "")
    parent.remove(element)
    for offset, child in enumerate(children):
        parent.insert(place + offset, child)
    _add_text(parent, place + len(children), tail)


def _add_text(parent: Element, place: int, text: str) -> None:
    """Add text before the child at `place`, or at the end."""
    if not text:
        return
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
