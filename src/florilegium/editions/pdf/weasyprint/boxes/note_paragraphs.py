"""The paragraphs of notes at the foot of a page, composed like those of the text.

WeasyPrint makes the lines of a footnote when it puts the note on a page, and again whenever another note
joins it there. So they are composed at that moment, and not beforehand with the rest.

By itself it moves notes to the next page to make room for the line without which a paragraph would leave an
orphan or a widow. Here a note stands on the page of its call, and the page ends a line short. A paragraph
whose note WeasyPrint has forgotten all the same is laid out again without this care.
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


class _WithoutNotes:
    """A layout of which all is had and set but for the notes on its page: it seems to have none."""

    current_page_footnotes = ()

    def __init__(self, context: Any) -> None:
        object.__setattr__(self, "_context", context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._context, name, value)


def keep_notes_with_calls(original: Callable[..., Any]) -> Callable[..., Any]:
    """Replace `_linebox_layout`, which lays out the lines of a paragraph on a page.

    Where the last line that a paragraph needs on a page finds no room, it takes notes off the foot and has
    them on the next page, away from their calls; and leaves them there though that did not help.
    """

    def _linebox_layout(context: Any, *rest: Any) -> Any:
        return original(_WithoutNotes(context) if context.current_page_footnotes else context, *rest)

    return _linebox_layout


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
