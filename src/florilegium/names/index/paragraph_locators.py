"""Locators of a book without pages: its paragraphs, counted from the first to the last.

An EPUB that is made alone belongs to no printed edition. Its locators lead to the very mention all the same;
what they read is the number of the paragraph.
"""

from __future__ import annotations

from collections.abc import Callable

from florilegium.book.model import Book, Mention
from florilegium.book.runs import leaves
from florilegium.names.index.locators import Folio, Unit


def in_paragraphs(book: Book) -> Callable[[Mention], Folio]:
    """Tells the paragraph of a mention: for one in a note, that of the note's first call."""
    paragraphs: dict[str, int] = {}
    called: dict[str, int] = {}
    for text in book.texts:
        for block in leaves(text.body):
            paragraphs[block.get("id", "")] = len(paragraphs) + 1
            called.update({call.get("id", ""): len(paragraphs) for call in block.iter("call")})
    notes = {note.id: note for text in book.texts for note in text.notes}

    def folio(mention: Mention) -> Folio:
        if not mention.note:
            return Folio(paragraphs[mention.block], unit=Unit.PARAGRAPH)
        note = notes[mention.note]
        number = min((called[call] for call in note.calls if call in called), default=0)
        return Folio(number, note.number, unit=Unit.PARAGRAPH, sign=note.sign)

    return folio
