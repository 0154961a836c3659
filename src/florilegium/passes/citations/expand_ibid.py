"""The sources that *ibid.*, *idem*, *loc. cit.* and *op. cit.* mean, written out or told beside them.

*Ibid.* stands for the source of the note before, *loc. cit.* for the same place in it, *idem* for its
author or, where no other title follows, for the whole; *op. cit.* stands for the title of the one work that
earlier notes cite of the author whom it names. What dangles, and what may mean several works, is left as it
is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import Book, Note, Text, Work
from florilegium.book.texts import replace_texts
from florilegium.passes.citations.cited_authors import Surnames
from florilegium.passes.citations.citing_words import after_signals, choice
from florilegium.passes.citations.ibid import (
    authors_cited,
    leaning,
    leaning_fault,
    page_at_end,
    said_in,
    series_of,
)
from florilegium.passes.citations.works_cited import authors_in, is_by, names_author_alone, works_of
from florilegium.system.values import dataclass


@cache
def _own_page() -> re.Pattern[str]:
    """Match what follows a reference back that gives a page of its own."""
    return re.compile(rf"^\s*[,:]?\s*(?:(?:at\b|n\b|{choice('pages')})\.?\s?)?\d")


@cache
def _same_place() -> re.Pattern[str]:
    """Match a reference back that means the very place."""
    return re.compile(choice("loc_cit"), re.IGNORECASE)


@dataclass(frozen=True)
class _Meant:
    """A reference back: where it stands in a block of its note, and in a `span` the words that it stands for.

    With `comma` they are a title in quotation marks that takes a comma inside (CMOS 6.9).
    """

    block: int
    start: int
    end: int
    words: Element
    comma: bool = False


#: Puts the words that are meant into a block.
_Put = Callable[[Element, _Meant], None]


def expand_ibid(text: Text, surnames: Surnames) -> Text:
    """Write out what is meant wherever a note leans on one before it.

    To be called after the notes are numbered.
    """
    return _with_bodies(text, written_out(text, surnames))


def name_sources(book: Book) -> Book:
    """Name in brackets what is meant, after every reference that could be written out.

    For an edition in which a note is seen alone, where the note before is out of sight. The brackets are no
    text of the note's own, so that every place counted in it stays. A book without any is given back itself.
    """
    surnames = Surnames.of(book)
    told = {text.key: _resolved(text, surnames, _name) for text in book.texts}
    if not any(told.values()):
        return book
    return replace_texts(book, lambda text: _with_bodies(text, told[text.key]))


def written_out(text: Text, surnames: Surnames) -> dict[str, Element]:
    """Note id → the body of the note with its references back written out, for those notes that have one."""
    return _resolved(text, surnames, _write_out)


def _with_bodies(text: Text, bodies: dict[str, Element]) -> Text:
    notes = tuple(replace(note, body=bodies.get(note.id, note.body)) for note in text.notes)
    return replace(text, notes=notes)


def _resolved(text: Text, surnames: Surnames, put: _Put) -> dict[str, Element]:
    """Note id → what `put` makes of the body of a note and of what its references back stand for."""
    bodies: dict[str, Element] = {}
    for series in series_of(text):
        before: list[Note] = []
        # What notes cite is read only where one of them refers back.
        for note in series if any(map(_refers_back, series)) else ():
            meant = list(_meant_in(note, before))
            written = replace(note, body=_put_all(note.body, meant, _write_out))
            if meant:
                bodies[note.id] = _put_all(note.body, meant, put)
            before.append(replace(written, works=tuple(works_of(written, before, surnames))))
    return bodies


def _refers_back(note: Note) -> bool:
    said = said_in(note)
    return leaning(said) is not None or any(authors_cited(said))


def _put_all(body: Element, meant: Sequence[_Meant], put: _Put) -> Element:
    body = deepcopy(body) if meant else body
    blocks = list(runs.leaves(body))
    for one in sorted(meant, key=lambda one: (one.block, one.start), reverse=True):
        put(blocks[one.block], replace(one, words=_repeated(one.words)))
    return body


def _repeated(words: Element) -> Element:
    """Return the words of an earlier citation to be said again; links lead to the earlier one alone."""
    copy = deepcopy(words)
    for element in copy.iter(etree.Element):
        element.attrib.pop("id", None)
    return copy


def _meant_in(note: Note, before: Sequence[Note]) -> Iterator[_Meant]:
    """Yield what the references of a note stand for, as far as it is certain.

    The notes before are written out.
    """
    blocks = list(runs.leaves(note.body))
    if blocks and before:
        yield from _leaning(note, blocks[0], before)
    for number, block in enumerate(blocks):
        for cited in authors_cited(runs.text_of(block)):
            yield from _by_author(cited, number, before)


def _leaning(note: Note, block: Element, before: Sequence[Note]) -> Iterator[_Meant]:
    """Yield *Ibid.* and its kin, which lean on the very note before."""
    said, last = runs.text_of(block), before[-1]
    found = leaning(said)
    sources = list(runs.leaves(last.body))
    if not found or len(sources) != 1 or leaning_fault(note, list(before)) or leaning(said_in(last)):
        return
    start, end = found.span("same")
    if names_author_alone(said):
        author = authors_in(sources[0])
        if author:
            yield _Meant(0, start, end, _span(block, author))
        return
    own_page = _own_page().match(said[end:]) and not _same_place().match(found["same"])
    words = _span(block, sources[0].text or "", *deepcopy(sources[0]))
    _trim(words, keep_page=not own_page, keep_point=not said[end:].strip())
    yield _Meant(0, start, end, words)


def _by_author(cited: re.Match[str], block: int, before: Sequence[Note]) -> Iterator[_Meant]:
    """Yield `Toynbee, op. cit.`: the title of the one work of the author that notes before cite."""
    author, reference = cited["author"], cited["back"]
    works = dict.fromkeys(work for note in before for work in note.works if is_by(work, author))
    if len(works) != 1:
        return
    (work,) = works
    page = _last_page(work, before) if _same_place().match(reference) else ""
    inside = f"{work.title[:-1]},{work.title[-1:]}"
    comma = not work.italic and any(inside in said_in(note) for note in before)
    yield _Meant(block, cited.start("back"), cited.end(), _titled(before[-1].body, work, page), comma)


def _last_page(work: Work, before: Sequence[Note]) -> str:
    """Return the page with which the last note that cites a work ends, with what joins it: `, 45`."""
    last = next(note for note in reversed(before) if work in note.works)
    page = page_at_end().search(said_in(last))
    return page.group().rstrip(" .") if page else ""


def _titled(maker: Element, work: Work, page: str) -> Element:
    if not work.italic:
        return _span(maker, work.title + page)
    title = maker.makeelement("em", {})
    title.text, title.tail = work.title, page
    return _span(maker, "", title)


def _span(maker: Element, text: str, *children: Element) -> Element:
    span = maker.makeelement("span", {})
    span.text = text
    span.extend(children)
    return span


def _write_out(block: Element, meant: _Meant) -> None:
    """Put the words in the place of the reference."""
    rest, words = runs.text_of(block)[meant.end :], meant.words
    said = runs.text_of(words)
    if meant.comma and rest.startswith(","):
        runs.replace(words, len(said) - 1, len(said), f",{said[-1]}")
        meant = replace(meant, end=meant.end + 1)
    elif not rest.strip() and not said.endswith("."):
        runs.append(words, ".")
    runs.replace(block, meant.start, meant.end, "")
    runs.insert(block, meant.start, words)
    runs.unwrap(words)


def _name(block: Element, meant: _Meant) -> None:
    """Put the words in brackets after the reference."""
    mark = meant.words
    mark.set("class", "meant")
    _trim(mark, keep_page=True, keep_point=False)
    runs.insert(block, meant.end, mark)
    while (around := mark.getparent()) is not None and around is not block and not mark.tail:
        around.addnext(mark)  # the brackets are not in italics, though the word be
    mark.text = f" [{mark.text or ''}"
    runs.append(mark, "]")


def _trim(cited: Element, *, keep_page: bool, keep_point: bool) -> None:
    """Take from a citation its calls, its signal words, and the page and full point that do not fit."""
    for call in list(cited.iter("call")):
        runs.unwrap(call)
    begins = after_signals(runs.text_of(cited))
    if begins:
        runs.replace(cited, 0, begins, "")
    if not keep_page:
        page = page_at_end().search(runs.text_of(cited))
        if page:
            runs.replace(cited, page.start(), page.end(), "")
    said = runs.text_of(cited)
    if not keep_point and said.endswith("."):
        runs.replace(cited, len(said) - 1, len(said), "")
