"""The editor's word on the index of works cited: works renamed, given to authors, added to notes, left out.

What a note cites is told by rules of thumb (`works_cited.py`). An entry under `cited:` takes every work of
its title or of one of its variants, marks and capitals aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from florilegium.book.model import Book, CitedWork, Note, Text, Work
from florilegium.book.texts import replace_texts
from florilegium.problems import Report


def overrule_works(book: Book, report: Report) -> Book:
    """Return the book with what its notes cite as its editor says. Call it after `cite_works`.

    Reports:
        X003: an entry matches no work that a note cites.
        X007: an entry names an article that is not in the book.
        X010: an entry names a note that its article has not.
    """
    entries = book.authority.cited
    if not entries:
        return book
    for entry in entries:
        _check(entry, book, report)
    return replace_texts(book, lambda text: _overrule(text, entries))


def _overrule(text: Text, entries: tuple[CitedWork, ...]) -> Text:
    notes = tuple(
        replace(note, works=tuple(dict.fromkeys(_works(note, text.key, entries)))) for note in text.notes
    )
    return replace(text, notes=notes)


def _works(note: Note, key: str, entries: tuple[CitedWork, ...]) -> Iterator[Work]:
    """Yield what the note cites, each work as its entry has it; then what entries add to it."""
    for work in note.works:
        entry = next((entry for entry in entries if _is_meant(entry, work)), None)
        if entry is None:
            yield work
        elif not entry.omit:
            yield replace(entry.work, authors=entry.work.authors or work.authors, others=work.others)
    yield from (entry.work for entry in entries if (key, note.mark) in entry.cited_in)


def _is_meant(entry: CitedWork, work: Work) -> bool:
    return _plain(work.title) in {_plain(title) for title in (entry.work.title, *entry.variants)}


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _check(entry: CitedWork, book: Book, report: Report) -> None:
    texts = {text.key: {note.mark for note in text.notes} for text in book.texts}
    name = entry.work.title
    for key, mark in entry.cited_in:
        if key in book.unread:
            continue
        if key not in texts:
            message = f"“{name}” names the article “{key}”, which is not in the book"
            report.add("X007", entry.place, message, f"The book’s texts are: {', '.join(texts)}.")
        elif mark not in texts[key]:
            message = f"“{name}”: “{key}” has no note {mark}"
            report.add("X010", entry.place, message, "Give the number that the book prints.")
    cited = (work for text in book.texts for note in text.notes for work in note.works)
    if not entry.cited_in and not any(_is_meant(entry, work) for work in cited):
        hint = "Add the title as “florilegium notes” shows it as a variant, or strike the entry out."
        report.add("X003", entry.place, f"no note is taken to cite “{name}”", hint)
