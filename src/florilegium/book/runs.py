"""A block's running text as a string, with a way back into its tree.

Corrections, typography, names and page marks all work on text that crosses inline markup. They ask for the
text of a block here, and have what they found marked, replaced or inserted at an offset of that string.

A note call is no text: it has a place between two offsets and stays with the text before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

#: Elements that hold running text or other blocks; everything else is inline.
BLOCKS = frozenset(
    "body p h2 h3 h4 blockquote ul ol li figure figcaption table thead tbody tr td th pre hr note".split()
)

#: Elements whose content is no running text.
SILENT = frozenset({"call"})


@dataclass(frozen=True)
class Run:
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


def is_leaf(element: Element) -> bool:
    """Whether a block directly holds running text, and no block."""
    return element.tag in BLOCKS and not any(child.tag in BLOCKS for child in element)


def leaves(body: Element) -> Iterator[Element]:
    """Every block of running text under `body`, in the order of the book."""
    for element in body.iter():
        if isinstance(element.tag, str) and element.tag not in {"hr", "body"} and is_leaf(element):
            yield element


def runs(block: Element) -> tuple[Run, ...]:
    """The pieces of text of a block, in order; pieces inside a note call are passed over."""
    found: list[Run] = []
    offset = 0

    def add(owner: Element, tail: bool) -> None:
        nonlocal offset
        text = owner.tail if tail else owner.text
        if text:
            found.append(Run(owner, tail, offset, text))
            offset += len(text)

    def walk(element: Element) -> None:
        if element.tag not in SILENT:
            add(element, tail=False)
            for child in element:
                walk(child)
                add(child, tail=True)

    walk(block)
    return tuple(found)


def text_of(block: Element) -> str:
    """The running text of a block, without note calls. A line break (`br`) counts as nothing."""
    return "".join(run.text for run in runs(block))


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
