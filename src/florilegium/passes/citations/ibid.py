"""*Ibid.* and its kin: what they lean on, and whether it is there; `expand_ibid.py` writes the sources out.

*Ibid.*, *idem* and *loc. cit.* mean the source of the note before; *op. cit.* means a work of the author
that it names, cited earlier (CMOS 14.34–36). A book that numbers notes again and gathers them at the back
can pull the two apart. Each article stands alone: nothing leans on a note of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from florilegium.book import runs
from florilegium.book.model import Note, Text
from florilegium.passes.citations.citing_words import after_signals, choice, may_say, word_set
from florilegium.passes.citations.note_content import sources_cited
from florilegium.problems import Report
from florilegium.system.patterns import regex

#: The kinds of words with which a note leans on the one before.
_LEANING: Final = ("ibid", "ibid_first", "idem", "op_cit", "loc_cit")


@cache
def _opening() -> re.Pattern[str]:
    """Match a reference to the note before, where a note begins; `sure` is one that counts anywhere."""
    kin = choice(*_LEANING[1:])
    return re.compile(rf"(?P<same>(?P<sure>{choice('ibid')})|{kin})", re.IGNORECASE)


#: The word that follows.
_NEXT: Final = regex(r"\s+([^\W\d_]+)")


@cache
def _later() -> re.Pattern[str]:
    """Match the same further on, after words that cite nothing: *He changed his mind. Ibid., 45.*"""
    return re.compile(rf"(?P<before>[^\d“”\"«»]*?)(?<!\w)(?P<same>{choice('ibid')})", re.IGNORECASE)


@cache
def author_cited() -> re.Pattern[str]:
    """Match `Toynbee, op. cit.`: the last capitalised word before is the author's surname."""
    return re.compile(
        r"(?<![\w’'-])(?P<author>[^\W\d_]+(?:[’'-][^\W\d_]+){0,5}),?\s+"
        rf"(?P<back>{choice('op_cit', 'loc_cit', 'behind_author')})"
    )


@cache
def page_at_end() -> re.Pattern[str]:
    """Match a page at the end of a citation, with what joins it: `: 3`, `, p. 12`, `, 45–47`; no year."""
    return re.compile(
        rf"(?:,\s*(?:{choice('pages')})\.\s?|,\s*|:\s*)"
        r"(?!(?:1[0-9]|20)\d\d\W*$)\d+(?:\s?[-–]\s?\d+)?\s*\.?\s*$"
    )


_HINT = "Write the source out in this note, so that a reader of this book can find it."


def check_references(text: Text, report: Report) -> None:
    """Report every *ibid.* or its like that dangles.

    Reports:
        N004: it stands in the first note; the note before it in the source is another one in the book; the
            note before cites no source or several; an *op. cit.* names an author whom no earlier note names.
    """
    for note, fault in dangling_references(text):
        report.add("N004", note.place, fault, _HINT)


def dangling_references(text: Text) -> Iterator[tuple[Note, str]]:
    """Yield every note with a reference back that leans on nothing, with what is wrong."""
    for series in series_of(text):
        before: list[Note] = []
        for note in series:
            for fault in _faults(note, before):
                yield note, fault
            before.append(note)


def series_of(text: Text) -> tuple[tuple[Note, ...], ...]:
    """Return the notes that are called, the authors' and the editors' apart: neither refers to the other."""
    called = [note for note in text.notes if note.calls]
    return tuple(tuple(note for note in called if note.editorial == of) for of in (False, True))


def _faults(note: Note, before: list[Note]) -> Iterable[str]:
    said = said_in(note)
    leans = leaning(said)
    if leans:
        fault = leaning_fault(note, before)
        if fault:
            yield f"note {note.mark} says “{leans['same']}”, but {fault}"
    for cited in authors_cited(said):
        author = cited["author"]
        if author[:1].isupper() and not any(_names(earlier, author) for earlier in before):
            yield (
                f"note {note.mark} refers back to a work of “{author}”, "
                "but no earlier note of this text names that author"
            )


def authors_cited(said: str) -> Iterator[re.Match[str]]:
    """Return the places where a note refers back to a work by its author."""
    likely = may_say(said, "op_cit", "loc_cit", "behind_author")
    return author_cited().finditer(said) if likely else iter(())


def leaning(said: str) -> re.Match[str] | None:
    """Return the word with which a note leans on the one before, if it does."""
    if not may_say(said, *_LEANING):
        return None
    opening = _opening().match(said, after_signals(said))
    return opening if opening and _is_reference(opening, said) else _later().match(said)


def _is_reference(opening: re.Match[str], said: str) -> bool:
    """Return whether the words with which a note begins refer back, and begin no sentence of its own.

    Those without a full point do where only words of citations follow: *Там же* begins many a sentence.
    """
    follows = _NEXT.match(said, opening.end())
    if opening["sure"] or opening["same"].endswith(".") or follows is None:
        return True
    return follows[1].casefold() in word_set("citing") or follows[1] in word_set("pages")


def leaning_fault(note: Note, before: list[Note]) -> str:
    """Return why a note cannot refer to the one before it; empty when it can."""
    if not before:
        return "no note stands before it in this text"
    last = before[-1]
    if note.label.isdecimal() and last.label.isdecimal() and int(note.label) != int(last.label) + 1:
        return (
            f"the note before it in the source, {int(note.label) - 1}, is not the one before it in the book"
        )
    count = sum(sources_cited(block) for block in runs.leaves(last.body))
    if not count:
        return f"note {last.mark} before it cites no source"
    return f"note {last.mark} before it cites more than one source" if count > 1 else ""


def _names(note: Note, author: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(author)}(?!\w)", said_in(note)) is not None


def said_in(note: Note) -> str:
    return "\n".join(runs.text_of(block) for block in runs.leaves(note.body))
