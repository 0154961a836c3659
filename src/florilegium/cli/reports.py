"""What the commands that only tell print, line by line: the ledgers of the sources, the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.problems import SourceError

if TYPE_CHECKING:
    from florilegium.book.model import Book, Work
    from florilegium.passes.notes_survey import TextNotes
    from florilegium.sources.manuscript import Manuscript


def ledger_lines(book: Book, manuscripts: Mapping[str, Manuscript], wanted: str) -> Iterator[str]:
    """Yield the ledger of one article, by key or file name, or of all when `wanted` is empty.

    Raises:
        SourceError: no article is called `wanted`.
    """
    names = {article.key: article.text.source for article in book.articles}
    keys = [key for key, name in names.items() if wanted in {"", key, name, Path(name).name}]
    if not keys:
        known = ", ".join(names) or "none"
        raise SourceError(f"no article is called “{wanted}”; the book has {known}")
    for key in keys:
        yield from _ledger(names[key], manuscripts[key])


def _ledger(name: str, manuscript: Manuscript) -> Iterator[str]:
    yield name
    yield f"{'line':>6}  {'letters':>7}  {'role':<12}  first words"
    letters: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    for entry in manuscript.ledger:
        letters[entry.role] += entry.characters
        entries[entry.role] += 1
        fate = f"  [{entry.fate}]" if entry.fate else ""
        yield f"{entry.line:>6}  {entry.characters:>7}  {entry.role:<12}  {entry.words}{fate}"
    parts = ", ".join(f"{role} {entries[role]} ({letters[role]} letters)" for role in sorted(entries))
    yield f"        {sum(letters.values()):>7}  in all: {parts}"
    yield ""


def note_lines(book: Book) -> Iterator[str]:
    """Yield every note with its calls in context, and for each text the calls and notes found, paired and
    odd."""
    from florilegium.passes.notes_survey import survey_notes

    for found in survey_notes(book):
        yield from _notes(found)


def _notes(found: TextNotes) -> Iterator[str]:
    yield (
        f"{found.key} ({found.source}): {found.calls} calls, {found.notes} notes, "
        f"{found.paired} paired, {found.odd} odd"
    )
    for row in found.rows:
        kind = "says more than its source" if row.substantive else "a source"
        kind = f"an editor’s note, {kind}" if row.editorial else kind
        yield f"  {row.mark:>4}  {row.words}  [{kind}]"
        for call in row.calls:
            yield f"        {call.place}: {call.before}|{row.mark}|{call.after}"
        yield from (f"        cites: {_work(work)}" for work in row.works)
        if row.offer:
            yield f"        cites what note {row.offer.earlier} cites; a short form: {row.offer.words}"
        if row.full:
            yield f"        in full: {row.full}"
        if row.fault:
            yield f"        {row.place}: {row.fault}"
        if not row.calls:
            yield f"        {row.place}: never called"
    for call in found.dangling:
        yield f"     ?  {call.place}: {call.before}|{call.label}|{call.after}: has no note"
    yield ""


def _work(work: Work) -> str:
    """Return a work as the index of works cited files it."""
    authors = "; ".join([*work.authors, *(["et al."] if work.others else [])])
    return f"{authors}: {work.title}" if authors else work.title
