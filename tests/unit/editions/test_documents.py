"""What a document takes over from the build before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from books import book_of, each, edited, tree, with_notes

from florilegium.book.model import Book, Note, Text
from florilegium.editions import documents as made
from florilegium.editions.sections import SectionKind, sections_of
from florilegium.system.tasks.at_hand import AtHand, Once, made_anew


def notes_of(book: Book, once: Once) -> bytes:
    """The file of a book's notes."""
    sections = sections_of(book, with_index=False)
    wanted = [section for section in sections if section.kind is SectionKind.NOTES]
    (document,) = made.documents(book, wanted, made.Matters(sections), once)
    return document.xhtml


def test_only_a_note_that_has_changed_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk makes a book anew for each word: of a thousand notes it makes one."""
    blocks, asked = made.note_blocks, list[str]()

    def watched(one: Note, *others: object) -> object:
        asked.append(one.mark)
        return blocks(one, *others)  # type: ignore[arg-type]

    def with_another(text: Text) -> Text:
        first, second = text.notes
        return replace(text, notes=(first, replace(second, body=tree("<p>Another almanack.</p>"))))

    monkeypatch.setattr(made, "note_blocks", watched)
    book, at_hand = edited(book_of(with_notes("An almanack.", "A letter."))), AtHand()
    notes_of(book, at_hand.once)
    changed = each(book, with_another)
    asked.clear()
    again = notes_of(changed, at_hand.once)
    assert asked == ["2"]
    assert again == notes_of(changed, made_anew)
    assert b"Another almanack." in again and b"A letter." not in again
