"""Sources that a text cites in full again: for each the short form that a note might have instead.

The short form is the author's surname, the title without its subtitle, and the page (CMOS 14.30). Who the
author is, which part of a name is the surname, and whether two titles are told apart by their first half
can only be guessed from the words. So a short form is offered to the editor and never put into a note.
"""

from __future__ import annotations

import re
from typing import Final

from florilegium.book import runs
from florilegium.book.model import Book, Note, Text
from florilegium.passes.citations.cited_authors import Surnames, parted
from florilegium.passes.citations.citing_words import after_signals
from florilegium.passes.citations.ibid import page_at_end, series_of
from florilegium.passes.citations.note_content import ADDRESS, OFF, ON, sources_cited, with_italics
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_AUTHORS: Final = r"(?P<authors>[^\W\d_a-z][^\d“”„«»\"();:\ufdd0\ufdd1]{2,120}?)"
_TITLE: Final = rf"(?P<title>“[^”]+”|„[^“”]+[“”]|«[^»]+»|\"[^\"]+\"|{ON}[^{OFF}]+{OFF})"

#: `Author, “Title,” …`: how citations begin in notes of most styles.
_CITATION: Final = regex(rf"{_AUTHORS},\s+{_TITLE}(?P<rest>.*)\Z", re.DOTALL)
_SUBTITLE: Final = regex(r"\s*(?::|\.\s|\s[–—]\s).*", re.DOTALL)
_QUOTES: Final = '“”„«»"'


@dataclass(frozen=True)
class Offer:
    """A short form for a note, in Markdown, and the mark of the earlier note that cites the same."""

    earlier: str
    words: str


@dataclass(frozen=True)
class _Citation:
    """A citation taken apart. `inside` says that commas go inside the quotation marks, as in America."""

    authors: tuple[str, ...]
    others: bool
    title: str
    marks: tuple[str, str]
    inside: bool
    page: str
    is_full: bool

    @property
    def work(self) -> tuple[tuple[str, ...], str]:
        """Return what two citations of one work share."""
        return tuple(author.casefold() for author in self.authors), _plain(self.title)


def short_forms(text: Text, book: Book) -> dict[str, Offer]:
    """Note id → the short form that is offered, for each note that cites in full what one before it did.

    Only notes that are one citation and nothing else are looked at. The book's contributors and its index
    show which part of a name is the surname.
    """
    found: dict[str, Offer] = {}
    surnames = Surnames.of(book)
    for series in series_of(text):
        cited = {note.id: citation for note in series if (citation := _citation_of(note))}
        works = {citation.work for citation in cited.values()}
        first: dict[tuple[tuple[str, ...], str], Note] = {}
        for note in series:
            citation = cited.get(note.id)
            if citation is None:
                continue
            earlier = first.setdefault(citation.work, note)
            if earlier is not note and citation.is_full:
                found[note.id] = Offer(earlier.mark, _short(citation, works, surnames))
    return found


def _citation_of(note: Note) -> _Citation | None:
    """Return a note's one citation, or None when it is no such note or cannot be taken apart."""
    blocks = list(runs.leaves(note.body))
    if note.substantive or len(blocks) != 1 or sources_cited(blocks[0]) != 1:
        return None
    said = with_italics(blocks[0])
    found = _CITATION.match(said, after_signals(said))
    if found is None:
        return None
    title, rest = found["title"], ADDRESS.sub("", found["rest"]).rstrip(" ,.")
    page = page_at_end().search(rest)
    authors, others = parted(found["authors"])
    inner = title[1:-1].strip()
    return _Citation(
        authors=authors,
        others=others,
        title=inner.rstrip(",."),
        marks=(title[0], title[-1]) if title[0] in _QUOTES else ("*", "*"),
        inside=title[0] in _QUOTES and inner.endswith((",", ".")),
        page=page.group().strip(" ,:.") if page else "",
        is_full=bool(re.search(r"\w", rest[: page.start()] if page else rest)),
    )


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _short(citation: _Citation, works: set[tuple[tuple[str, ...], str]], surnames: Surnames) -> str:
    """Return `Crane and Moth, “Tides,” 12.`; the whole title where its first half would mean two works."""
    half = _SUBTITLE.sub("", citation.title)
    same = [work for work in works if work[0] == citation.work[0] and work[1].startswith(_plain(half))]
    title = half if half and len(same) == 1 else citation.title
    names = [surnames.surname(author) for author in citation.authors]
    who = names[0] if citation.others or len(names) > 3 else _joined(names)
    who += " et al." if citation.others or len(names) > 3 else ""
    opening, closing = citation.marks
    stop = f", {citation.page}." if citation.page else "."
    if citation.inside:
        return f"{who}, {opening}{title}{stop[0]}{closing}{stop[1:]}"
    return f"{who}, {opening}{title}{closing}{stop}"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
