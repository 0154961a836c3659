"""The notes of a book: their numbers, their ids, and the way from a call to its note and back.

A number follows the order of the first calls in the text and never the mark of the source. Whether every
call has its note is told by the readers, who know the source (N001, N002, N003); this pass copes with what
they let through and reports nothing twice. Where notes are printed is for the editions to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from lxml.etree import _Element as Element

from florilegium.book.model import Book, Note, Text
from florilegium.passes.call_placement import settle_calls
from florilegium.passes.citations.note_content import is_substantive


def notes_before(book: Book) -> dict[str, int]:
    """Return, for each text's key, how many notes of its run of numbers stand before it.

    Numbers restart with each text, since a reader cites "Kesavan, note 4" and not note 212 of a volume; by
    `book.numbering` they run on through a chapter (its introduction and its articles) or the whole book.
    """
    before: dict[str, int] = {}
    for run in number_runs(book):
        count = 0
        for text in run:
            before[text.key] = count
            count += sum(not note.editorial for note in text.notes)
    return before


def number_runs(book: Book) -> tuple[tuple[Text, ...], ...]:
    """Return the texts of the book, gathered by the run of numbers that they share."""
    if book.numbering == "book":
        return (book.texts,)
    if book.numbering == "article":
        return tuple((text,) for text in book.texts)
    chapters = {
        chapter.key: (
            *((chapter.introduction.text,) if chapter.introduction else ()),
            *(article.text for article in chapter.articles),
        )
        for chapter in book.chapters
    }
    within = {text.key for texts in chapters.values() for text in texts}
    alone = tuple((text,) for text in book.texts if text.key not in within)
    return (*alone, *chapters.values())


def number_notes(text: Text, before: int = 0) -> Text:
    """Return a text whose notes are joined to their calls and in their order, the authors' from `before` + 1.

    A note called twice keeps one number and gains two ways back. A note that is never called is printed
    last, with a number and no way back. Notes called from notes come after those that the text calls.
    Editors' notes come after the authors' and have signs, from the first in each text.
    """
    text = replace(text, body=deepcopy(text.body), heading=deepcopy(text.heading))
    notes = [replace(note, body=deepcopy(note.body)) for note in text.notes]
    for tree in (*text.calling, *(note.body for note in notes)):
        settle_calls(tree, text.language)
    called = _order(text.calling, notes)
    # dict.fromkeys: a note that has its place in the order of calls does not come again
    ordered = [notes[index] for index in dict.fromkeys((*called, *range(len(notes))))]
    authors = enumerate((note for note in ordered if not note.editorial), start=before + 1)
    editors = enumerate((note for note in ordered if note.editorial), start=1)
    placed = [
        *(replace(note, number=number, id=f"{text.key}-n{number}") for number, note in authors),
        *(replace(note, number=number, id=f"{text.key}-e{number}") for number, note in editors),
    ]
    ways_back = _join(text.key, _all_calls(text.calling, placed), placed)
    done = tuple(
        replace(note, calls=ways_back.get(note.id, ()), substantive=is_substantive(note.body))
        for note in placed
    )
    return replace(text, notes=done)


def _order(texts: Sequence[Element], notes: list[Note]) -> list[int]:
    """Return the notes that are called, by index, in the order of their first calls.

    The calls of the title and the text come first; then those inside the notes found so far, note by note. Of
    two notes with one label the first is meant.
    """
    index_of = {note.label: index for index, note in reversed(list(enumerate(notes)))}
    order: dict[int, None] = {}
    waiting = list(texts)
    for tree in waiting:  # grows as notes are found
        for call in calls_of(tree):
            index = index_of.get(call.get("note", ""))
            if index is not None and index not in order:
                order[index] = None
                waiting.append(notes[index].body)
    return list(order)


def _all_calls(texts: Sequence[Element], notes: list[Note]) -> Iterator[Element]:
    for tree in texts:
        yield from calls_of(tree)
    for note in notes:
        yield from calls_of(note.body)


def calls_of(tree: Element) -> Iterator[Element]:
    """Yield the note calls under a tree, in the order of the text."""
    yield from tree.iter("call")


def _join(key: str, calls: Iterator[Element], notes: list[Note]) -> dict[str, tuple[str, ...]]:
    """Write on each call its id, its note and its number; returns note id → ids of its calls.

    A call without a note keeps its label alone, and the editions print it marked.
    """
    note_of = {note.label: note for note in reversed(notes)}
    ways_back: dict[str, tuple[str, ...]] = {}
    for call in calls:
        note = note_of.get(call.get("note", ""))
        if note is None:
            for name in ("id", "to", "number"):
                call.attrib.pop(name, None)
            continue
        earlier = ways_back.get(note.id, ())
        again = f"-{len(earlier) + 1}" if earlier else ""
        name = f"{key}-c{'e' if note.editorial else ''}{note.number}{again}"
        call.set("id", name)
        call.set("to", note.id)
        call.set("number", note.mark)
        ways_back[note.id] = (*earlier, name)
    return ways_back
