"""*Ibid.* and its kin: what they lean on, whether it is there, and the source written out on request.

*Ibid.*, *idem* and *loc. cit.* mean the source of the note before; *op. cit.* means a work of the author
that it names, cited earlier (CMOS 14.34–36). A book that numbers notes anew and gathers them at the back
can pull the two apart. Each article stands alone: nothing leans on a note of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Book, Note, Text
from florilegium.book.texts import replace_texts
from florilegium.passes.citations import sources_cited
from florilegium.problems import Report

#: Words before a source.
SIGNAL: Final = (
    r"(?:(?:see|also|cf|compare|but|vgl|siehe|voir|véase|cfr?|vedi|quoted in|cited in)\b[.,]?\s+)*"
)

_IBID: Final = r"ibid(?:em)?\b\.?|[ií]b[ií]d\b\.?|ebd\.|ebda\.|ebenda\b"

#: Opens a note with a reference to the note before. `same` is the word itself with its full point.
_OPENING = re.compile(
    rf"\s*{SIGNAL}(?P<same>{_IBID}|ivi\b|id\.|idem\b|eadem\b|(?:op|loc)\. ?cit\.|a\. ?a\. ?O\.)",
    re.IGNORECASE,
)

#: The same further on, after words that cite nothing themselves: "He changed his mind. Ibid., 45."
_LATER = re.compile(rf"(?P<before>[^\d“”\"«»]*?)(?<!\w)(?P<same>{_IBID})", re.IGNORECASE)

#: Of those, the ones that stand for the whole source before, so that it can be written in their place.
_WHOLE = re.compile(r"^(?:ibid(?:em)?|[ií]b[ií]d|ebda?|ebenda|ivi)\b\.?$", re.IGNORECASE)

#: `Toynbee, op. cit.`: the last capitalised word before is the author's surname.
AUTHOR_CITED = re.compile(
    r"(?<![\w’'-])(?P<author>[^\W\d_]+(?:[’'-][^\W\d_]+){0,5}),?\s+(?:op|loc|art)\. ?cit\.|"
    r"(?<![\w’'-])(?P<autor>[^\W\d_]+(?:[’'-][^\W\d_]+){0,5}),?\s+a\. ?a\. ?O\."
)

#: What the text of such a citation has one of.
_SIGNS_OF_AUTHOR: Final = ("cit.", "O.")

#: A page at the end of a citation, with what joins it: `: 3`, `, p. 12`, `, 45–47`. A year is no page.
PAGE_AT_END = re.compile(
    r"(?:,\s*(?:pp?|S|s|ff?)\.\s?|,\s*|:\s*)(?!(?:1[0-9]|20)\d\d\W*$)\d+(?:\s?[-–]\s?\d+)?\s*\.?\s*$"
)

#: Makes a new body of a note's, the place of its *ibid.*, and the block that cites the source.
_Put = Callable[[Element, re.Match[str], Element], Element]

#: What follows an *ibid.* that gives a page of its own.
_OWN_PAGE = re.compile(r"^\s*[,:]?\s*(?:(?:at|pp?|S|f|n)\b\.?\s?)?\d")

_HINT = "Write the source out in this note, so that a reader of this book can find it."


def check_references(text: Text, report: Report) -> None:
    """Report every *ibid.* or its like that dangles.

    Reports:
        N004: it stands in the first note; the note before it in the source is another one in the book; the
            note before cites no source or several; an *op. cit.* names an author whom no earlier note names.
    """
    for series in series_of(text):
        before: list[Note] = []
        for note in series:
            for fault in _faults(note, before):
                report.add("N004", note.place, fault, _HINT)
            before.append(note)


def series_of(text: Text) -> tuple[tuple[Note, ...], ...]:
    """The notes that are called, the authors' and the editors' apart: nothing leans from one on the other."""
    called = [note for note in text.notes if note.calls]
    return tuple(tuple(note for note in called if note.editorial == of) for of in (False, True))


def _faults(note: Note, before: list[Note]) -> Iterable[str]:
    said = _text(note)
    leans = leaning(said)
    if leans:
        fault = leaning_fault(note, before)
        if fault:
            yield f"note {note.mark} says “{leans['same']}”, but {fault}"
    for cited in AUTHOR_CITED.finditer(said) if any(sign in said for sign in _SIGNS_OF_AUTHOR) else ():
        author = cited["author"] or cited["autor"]
        if author[:1].isupper() and not any(_names(earlier, author) for earlier in before):
            yield (
                f"note {note.mark} refers back to a work of “{author}”, "
                "but no earlier note of this text names that author"
            )


def leaning(said: str) -> re.Match[str] | None:
    """The word with which a note leans on the one before, if it does."""
    return _OPENING.match(said) or _LATER.match(said)


def leaning_fault(note: Note, before: list[Note]) -> str:
    """Why the note before is none to lean on; empty when it is."""
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
    return re.search(rf"(?<!\w){re.escape(author)}(?!\w)", _text(note)) is not None


def _text(note: Note) -> str:
    return "\n".join(runs.text_of(block) for block in runs.leaves(note.body))


def expand_ibid(book: Book) -> Book:
    """Write the source out wherever a note leans with *ibid.* on the one before it.

    To be called after the notes are numbered. What dangles, and *idem* and *op. cit.*, which name less than
    a whole source, are left as they are.
    """
    return replace_texts(book, _expand_text)


def tell_sources(book: Book) -> Book:
    """Name the source in brackets after every *ibid.* that could be written out.

    For an edition in which a note is seen alone, where the note before is out of sight. The brackets are no
    text of the note's own, so that every place counted in it stays.
    """
    return replace_texts(book, lambda text: _with_bodies(text, _resolved(text, _tell)))


def _expand_text(text: Text) -> Text:
    return _with_bodies(text, written_out(text))


def _with_bodies(text: Text, bodies: dict[str, Element]) -> Text:
    notes = tuple(replace(note, body=bodies.get(note.id, note.body)) for note in text.notes)
    return replace(text, notes=notes)


def written_out(text: Text) -> dict[str, Element]:
    """Note id → the body of the note with its *ibid.* written out, for those notes that have one."""
    return _resolved(text, _write_out)


def _resolved(text: Text, put: _Put) -> dict[str, Element]:
    """Note id → what `put` makes of the body of a note and the source that its *ibid.* stands for.

    A note before that still leans itself, because it dangles or says *idem*, is no source.
    """
    bodies: dict[str, Element] = {}
    for series in series_of(text):
        before: list[Note] = []
        for note in series:
            whole = _whole(note)
            written: Element | None = None
            if whole and not leaning_fault(note, before) and not leaning(_text(before[-1])):
                sources = list(runs.leaves(before[-1].body))
                if len(sources) == 1:
                    written = _write_out(note.body, whole, sources[0])
                    bodies[note.id] = put(note.body, whole, sources[0])
            before.append(note if written is None else replace(note, body=written))
    return bodies


def _whole(note: Note) -> re.Match[str] | None:
    """The *ibid.* of a note's first block, when it stands for the whole source before."""
    first = next(runs.leaves(note.body), None)
    found = leaning(runs.text_of(first)) if first is not None else None
    return found if found and _WHOLE.match(found["same"]) else None


def _write_out(body: Element, ibid: re.Match[str], source: Element) -> Element:
    """A copy of `body` with the source in the place of the word."""
    body, cited = deepcopy(body), deepcopy(source)
    block = next(runs.leaves(body))
    start, end = ibid.span("same")
    rest = runs.text_of(block)[end:]
    _trim(cited, keep_page=not _OWN_PAGE.match(rest), keep_point=not rest.strip())
    runs.replace(block, start, end, "")
    mark = block.makeelement("span", {})
    runs.insert(block, start, mark)
    mark.text = cited.text
    mark.extend(list(cited))
    runs.unwrap(mark)
    return body


def _tell(body: Element, ibid: re.Match[str], source: Element) -> Element:
    """A copy of `body` with the source in brackets after the word."""
    body, cited = deepcopy(body), deepcopy(source)
    block = next(runs.leaves(body))
    end = ibid.end("same")
    rest = runs.text_of(block)[end:]
    _trim(cited, keep_page=not _OWN_PAGE.match(rest), keep_point=False)
    mark = block.makeelement("span", {"class": "meant"})
    runs.insert(block, end, mark)
    while (around := mark.getparent()) is not None and around is not block and not mark.tail:
        around.addnext(mark)  # the brackets are not in italics, though the word be
    mark.text = f" [{cited.text or ''}"
    mark.extend(list(cited))
    if len(mark):
        mark[-1].tail = f"{mark[-1].tail or ''}]"
    else:
        mark.text += "]"
    return body


def _trim(cited: Element, keep_page: bool, keep_point: bool) -> None:
    """Take from a citation its calls, its signal words, and the page and full point that do not fit."""
    for call in list(cited.iter("call")):
        runs.unwrap(call)
    signal = re.match(rf"\s*{SIGNAL}", runs.text_of(cited), re.IGNORECASE)
    if signal and signal.end():
        runs.replace(cited, 0, signal.end(), "")
    if not keep_page:
        page = PAGE_AT_END.search(runs.text_of(cited))
        if page:
            runs.replace(cited, page.start(), page.end(), "")
    said = runs.text_of(cited)
    if not keep_point and said.endswith("."):
        runs.replace(cited, len(said) - 1, len(said), "")
