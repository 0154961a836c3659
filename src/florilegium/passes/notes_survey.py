"""What `florilegium notes` lists: every note with its calls in context, and the count for each source.

Values only; the command prints them. To be called after the notes are numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Book, Note, Text, Work
from florilegium.book.texts import place_of
from florilegium.passes.citations.cited_authors import Surnames
from florilegium.passes.citations.expand_ibid import written_out
from florilegium.passes.citations.ibid import dangling_references
from florilegium.passes.citations.repeated_sources import Offer, short_forms
from florilegium.problems import Place
from florilegium.system.values import dataclass

#: Letters of context on either side of a call.
_CONTEXT = 40

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class CallInContext:
    """A call where it stands: the words before it and after it. `mark` is empty when it has no note."""

    id: str
    label: str
    mark: str
    before: str
    after: str
    place: Place


@dataclass(frozen=True)
class NoteRow:
    """A note with its calls. `works` are those that it is taken to cite, `offer` is a short form that it
    might have instead.

    `written_out` is its `body` with what *ibid.* and its like stand for, where they stand there and it is
    certain; `fault` says why one leans on nothing.
    """

    mark: str
    label: str
    body: Element
    substantive: bool
    editorial: bool
    calls: tuple[CallInContext, ...]
    place: Place
    works: tuple[Work, ...] = ()
    offer: Offer | None = None
    written_out: Element | None = None
    fault: str = ""

    @property
    def words(self) -> str:
        """Return its words."""
        return _words(self.body)

    @property
    def full(self) -> str:
        """Return its words written out; nothing where that makes no difference or is not certain."""
        return _words(self.written_out) if self.written_out is not None else ""

    @property
    def is_odd(self) -> bool:
        """Return whether nothing calls it, or it leans on nothing."""
        return not self.calls or bool(self.fault)


@dataclass(frozen=True)
class TextNotes:
    """The notes of one text. `paired` notes have a call; `dangling` calls have no note."""

    key: str
    source: str
    calls: int
    rows: tuple[NoteRow, ...]
    dangling: tuple[CallInContext, ...]

    @property
    def notes(self) -> int:
        return len(self.rows)

    @property
    def paired(self) -> int:
        return sum(bool(row.calls) for row in self.rows)

    @property
    def odd(self) -> int:
        """Return how many notes are odd, and calls without a note, together."""
        return sum(row.is_odd for row in self.rows) + len(self.dangling)


def survey_notes(book: Book) -> tuple[TextNotes, ...]:
    """Return the notes of every text that has notes or calls, in the order of the book."""
    surnames = Surnames.of(book)
    surveys = (_survey(text, short_forms(text, book), surnames) for text in book.texts)
    return tuple(survey for survey in surveys if survey.calls or survey.rows)


def _survey(text: Text, offers: Mapping[str, Offer], surnames: Surnames) -> TextNotes:
    calls = [
        call for tree in (*text.calling, *(n.body for n in text.notes)) for call in _calls(tree, text.source)
    ]
    called = {call.id: call for call in calls if call.id}
    full = written_out(text, surnames)
    faults = {note.id: fault for note, fault in dangling_references(text)}
    rows = tuple(
        replace(
            _row(note, called),
            offer=offers.get(note.id),
            written_out=full.get(note.id),
            fault=faults.get(note.id, ""),
        )
        for note in text.notes
    )
    dangling = tuple(call for call in calls if not call.mark)
    return TextNotes(text.key, text.source, len(calls), rows, dangling)


def _row(note: Note, called: dict[str, CallInContext]) -> NoteRow:
    own = tuple(called[identifier] for identifier in note.calls if identifier in called)
    return NoteRow(
        mark=note.mark,
        label=note.label,
        body=note.body,
        substantive=note.substantive,
        editorial=note.editorial,
        calls=own,
        place=note.place,
        works=note.works,
    )


def _words(body: Element) -> str:
    return " ".join(runs.text_of(block) for block in runs.leaves(body))


def _calls(tree: Element, source: str) -> Iterator[CallInContext]:
    for block in runs.leaves(tree):
        for count, call in enumerate(block.iter("call")):
            before, after = _context(block, count)
            yield CallInContext(
                id=call.get("id", ""),
                label=call.get("note", ""),
                mark=call.get("number", ""),
                before=before,
                after=after,
                place=place_of(call, source),
            )


def _context(block: Element, count: int) -> tuple[str, str]:
    """Return the words round the call number `count` of a block, cut at whole words."""
    block = deepcopy(block)
    call = list(block.iter("call"))[count]
    call.tag, call.text = "span", _MARK
    before, _, after = runs.text_of(block).partition(_MARK)
    before, after = " ".join(before.split()), " ".join(after.split()) if after.strip() else ""
    if len(before) > _CONTEXT:
        before = f"…{before[-_CONTEXT:].partition(' ')[2]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT].rpartition(' ')[0]}…"
    return before, after
