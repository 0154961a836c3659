"""The paragraphs of notes at the foot of a page, composed like those of the text.

WeasyPrint makes the lines of a footnote when it puts the note on a page, and again whenever another note
joins it there. So they are composed at that moment, and not beforehand with the rest.

It also forgets a note when it makes room for the line that calls it, so that a paragraph is left no widow or
orphan, by moving another note to the next page. Then that paragraph must do without this care.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from lxml.etree import _Element as Element

from florilegium.book.runs import BLOCKS
from florilegium.editions.pdf.weasyprint.boxes.box_paragraphs import compose_all
from florilegium.editions.pdf.weasyprint.boxes.typesetter import composition_of


def compose_footnotes(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Replace `create_anonymous_boxes`, which puts boxes round what must stand in one: also round the notes
    at the foot of a page, whenever it is made."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox

    def create_anonymous_boxes(box: Any) -> Any:
        made = original(box)
        if isinstance(made, FootnoteAreaBox):
            composition = composition_of(made.style.font_config)
            if composition and composition.measure:
                for note in made.children:
                    compose_all(note, composition.measure, composition.typesetter, composition.apart)
        return made

    return create_anonymous_boxes


def calling(footnotes: Iterable[Any]) -> Iterator[Element]:
    """Yield the blocks that call some footnotes."""
    for note in footnotes:
        yield next(above for above in note.element.iterancestors() if above.tag in BLOCKS)


def loosen(root: Any, loose: Collection[Element]) -> None:
    """Let the paragraphs of some elements be broken between any two lines."""
    for box in root.descendants() if loose else ():
        if box.element in loose:
            box.style = box.style.copy()
            box.style["orphans"] = box.style["widows"] = 1
