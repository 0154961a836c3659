"""The paragraphs of notes at the foot of a page, composed like those of the text.

WeasyPrint makes the lines of a footnote when it puts the note on a page, and anew whenever another note joins
it there. So they are composed at that moment, and not beforehand with the rest.

It also forgets a note when it makes room for the line that calls it, so that a paragraph is left no widow or
orphan, by moving another note to the next page. Then that paragraph must do without this care.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from lxml.etree import _Element as Element

from florilegium.book.runs import BLOCKS
from florilegium.editions.pdf.weasyprint.boxes.box_paragraphs import compose_all
from florilegium.editions.pdf.weasyprint.boxes.typesetter import Typesetter


@contextmanager
def composed_footnotes(measure: float, typesetter: Typesetter, apart: Collection[Element]) -> Iterator[None]:
    """While pages are laid out in here, their footnotes are composed, to a measure in pixels.

    Paragraphs of the elements in `apart` are left to WeasyPrint.
    """
    from weasyprint.formatting_structure import boxes, build

    original = build.create_anonymous_boxes

    def composing(box: Any) -> Any:
        made = original(box)
        if isinstance(made, boxes.FootnoteAreaBox):
            for note in made.children:
                compose_all(note, measure, typesetter, apart)
        return made

    build.create_anonymous_boxes = composing
    try:
        yield
    finally:
        build.create_anonymous_boxes = original


def calling(footnotes: Iterable[Any]) -> Iterator[Element]:
    """The blocks that call some footnotes."""
    for note in footnotes:
        yield next(above for above in note.element.iterancestors() if above.tag in BLOCKS)


def loosen(root: Any, loose: Collection[Element]) -> None:
    """Let the paragraphs of some elements be broken between any two lines."""
    for box in root.descendants() if loose else ():
        if box.element in loose:
            box.style = box.style.copy()
            box.style["orphans"] = box.style["widows"] = 1
