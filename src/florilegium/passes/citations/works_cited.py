"""Which works the notes cite, for the index of works cited.

A work is known by `Author, “Title,”` or `Author, *Title*`, by a title that opens a citation, and, for
newspapers and agencies, by a name with its date: `The Financial Times, 17 January 2016`. A clause that says
something cites nothing, and neither does what comes after a work's own title: the journal, or the book that
a chapter is from. *Ibid.*, *loc. cit.* and *op. cit.* cite what they lean on. As all reading of citations
this goes by rules of thumb; `florilegium notes` shows what each note was taken to cite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import Reference, people_of, surname_of
from florilegium.book.model import Book, Mention, Note, Text, Work
from florilegium.book.texts import replace_texts
from florilegium.passes.citations.cited_authors import Surnames, parted, without_others
from florilegium.passes.citations.citing_words import after_signals, choice, word_set
from florilegium.passes.citations.ibid import author_cited, authors_cited, leaning, leaning_fault, series_of
from florilegium.passes.citations.note_content import (
    ADDRESS,
    CLAUSE_END,
    OFF,
    ON,
    QUOTED,
    TITLE,
    is_prose,
    with_italics,
)
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_MARKED: Final = regex(rf"{QUOTED.pattern}|{ON}[^{OFF}]*{OFF}")
_QUOTES: Final = "“”„«»\"‘’'‚"


_AUTHORED: Final = regex(
    rf"(?P<authors>[^\W\d_a-zß-öø-ÿ][^\d;:()]{{1,120}}?)"
    rf"(?P<mark>[,:]|,? \(?\d{{4}}[a-z]?\)?[,:]?|, \d{{4}},)\s+{TITLE}"
)
_TITLED: Final = regex(rf"{TITLE}(?P<rest>.*)\Z", re.DOTALL)
_DATED: Final = regex(
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][^\d,;:()]{1,80}?),\s+"
    r"(?:[^\W\d_]+\.? \d{1,2},? \d{4}|"
    r"\d{1,2}\.? (?:de )?[^\W\d_]+\.? (?:de )?\d{4}|[^\W\d_]+\.? \d{4}|\d{4})\b"
)


@cache
def _joined() -> re.Pattern[str]:
    """Match the *and* before the last of several sources."""
    return re.compile(rf"\s*(?:{choice('and')})\s+", re.IGNORECASE)


@cache
def _inside() -> re.Pattern[str]:
    """Match the *in* before a source that another is found in."""
    return re.compile(rf"(?:{choice('inside')})\s+", re.IGNORECASE)


def _source_begins(clause: str) -> int:
    """Return where a source begins behind what may stand before it in its clause: *and see also in …*"""
    joined = _joined().match(clause)
    begins = joined.end() if joined else 0
    begins += after_signals(clause[begins:])
    inside = _inside().match(clause, begins)
    return inside.end() if inside else begins


@cache
def _aside() -> re.Pattern[str]:
    """Match the bracket before a source that stands aside: *(see …*, or a bare title."""
    return re.compile(rf"\((?=(?:{choice('signals')})|{TITLE})", re.IGNORECASE)


@cache
def _the_same() -> re.Pattern[str]:
    """Match an *idem* before a title of its own, which means the author alone."""
    same = rf"(?i:{choice('idem')}|id\b)"
    return re.compile(rf"{same}[,:](?!\s*(?:\d|(?:{choice('pages')})\.))|{same},\Z")


#: The point of a German day ends no clause: *17. Januar 1871*.
_DAY: Final = regex(r"(?<!\d)(\d{1,2})\.(?= [^\W\d_]+ \d{4})")


def cite_works(book: Book) -> Book:
    """Say of every note which works it cites. To be called after the notes are numbered and refined."""
    surnames = Surnames.of(book)
    return replace_texts(book, lambda text: _cite(text, surnames))


def _cite(text: Text, surnames: Surnames) -> Text:
    cited: dict[str, tuple[Work, ...]] = {}
    references = {reference.key: reference for reference in text.references}
    for series in series_of(text):
        before: list[Note] = []
        for note in series:
            told = tuple(works_of_data(note.body, references))
            own = told or tuple(works_of(note, before, surnames))
            cited[note.id] = own
            before.append(replace(note, works=own))
    in_text = tuple(_in_text(text, references))
    notes = tuple(replace(note, works=cited.get(note.id, ())) for note in text.notes)
    return replace(text, notes=notes, cited=in_text)


def _in_text(text: Text, references: Mapping[str, Reference]) -> Iterator[tuple[Mention, Work]]:
    """Yield what the running text itself cites as data, each work with the place of its citation."""
    for block in runs.leaves(text.body) if references else ():
        starts = {run.owner: run.start for run in reversed(runs.runs(block)) if not run.tail}
        for span in block.iter("span"):
            place, start = span.get("id", ""), starts.get(span, 0)
            mention = Mention(
                id=place,
                heading="",
                text="",
                block=block.get("id", ""),
                start=start,
                end=start + 1,
                note="",
                key=text.key,
            )
            keys = (key for key in span.get("cites", "").split() if key in references)
            yield from ((mention, work_of(references[key])) for key in keys)


def works_of_data(tree: Element, references: Mapping[str, Reference]) -> Iterator[Work]:
    """Yield the works that passages of a tree cite as data, each once."""
    keys = (key for span in tree.iter("span") for key in span.get("cites", "").split())
    yield from dict.fromkeys(work_of(references[key]) for key in keys if key in references)


def work_of(reference: Reference) -> Work:
    """Return a work that is known as data: authors as filed, the title in italics or in quotation marks."""
    data = reference.data
    filed = tuple(filter(None, map(_filed, people_of(data))))
    title = " ".join(re.sub(r"<[^<>]*>", "", str(data.get("title") or reference.key)).split())
    italic = str(data.get("type", "")) in _WHOLE_WORKS
    return Work(filed, title if italic else f"“{title}”", italic=italic)


#: Types of CSL whose titles are those of whole works.
_WHOLE_WORKS: Final = frozenset(
    {
        "book",
        "report",
        "thesis",
        "motion_picture",
        "map",
        "periodical",
        "collection",
        "classic",
        "musical_score",
    }
)


def _filed(person: Mapping[str, Any]) -> str:
    family = surname_of(person)
    parts = (family, person.get("given", ""), person.get("suffix", ""))
    return ", ".join(filter(None, parts)) if family else str(person.get("literal", ""))


def works_of(note: Note, before: Sequence[Note], surnames: Surnames) -> Iterator[Work]:
    """Yield what one note cites, each work once, after those before it in its series."""
    return iter(dict.fromkeys(_works(note, before, surnames)))


def names_author_alone(said: str) -> bool:
    """Return whether a note begins with an *idem* that means an author, since a title of its own follows."""
    return _the_same().match(said, _source_begins(said)) is not None


def authors_in(block: Element) -> str:
    """Return the authors of the first source in a block, as it names them; empty where it names none."""
    for clause in _clauses(block, free=True):
        authored = _AUTHORED.match(clause.words, _source_begins(clause.words))
        if authored and _is_name(authored["authors"]):
            return authored["authors"].strip()
    return ""


def is_by(work: Work, author: str) -> bool:
    """Return whether a work is by an author of that surname, or of that whole name."""
    return any(author == one.partition(",")[0].split()[-1] or one == author for one in work.authors)


def _works(note: Note, before: Sequence[Note], surnames: Surnames) -> Iterator[Work]:
    blocks = list(runs.leaves(note.body))
    said = "\n".join(runs.text_of(block) for block in blocks)
    leans = leaning(said)
    last = before[-1].works[-1:] if leans and before and not leaning_fault(note, list(before)) else ()
    if not author_cited().match(said) and not names_author_alone(said):
        yield from last
    for block in blocks:
        for clause in _clauses(block, free=not note.substantive):
            for work in _of_clause(clause, surnames):
                same = last and work.authors[:1] and _the_same().match(f"{work.authors[0]},")
                yield replace(work, authors=last[0].authors) if same else work
    for cited in authors_cited(said):
        earlier = [work for one in before for work in one.works if is_by(work, cited["author"])]
        yield from earlier[-1:]


@dataclass(frozen=True)
class _Clause:
    """A clause with a mark for each title that it has. `free` says that its note only cites."""

    words: str
    titles: tuple[str, ...]
    free: bool


def _clauses(block: Element, free: bool) -> Iterator[_Clause]:
    said = re.sub(r"\s", " ", ADDRESS.sub("", with_italics(block)))
    said = _DAY.sub(r"\1", said)
    titles = (match.group() for match in _MARKED.finditer(said))
    for part in CLAUSE_END.split(_MARKED.sub(TITLE, said)):
        for words in _aside().split(part):
            own = tuple(title for _, title in zip(range(words.count(TITLE)), titles, strict=False))
            if not is_prose(words):
                yield _Clause(words, own, free)


def _of_clause(clause: _Clause, surnames: Surnames) -> Iterator[Work]:
    begins = _source_begins(clause.words)
    authored = _AUTHORED.match(clause.words, begins)
    if authored and _is_name(authored["authors"]):
        names = authored["authors"]
        if authored["mark"] == ":" and names.count(",") == 1:
            names = " ".join(reversed(names.split(", ")))
        authors, others = parted(names)
        work = _work(clause.titles[0])
        if work:
            yield replace(work, authors=tuple(map(surnames.filed, authors)), others=others)
        return
    titled = _TITLED.match(clause.words, begins)
    if clause.free and titled and re.search(r"\d", titled["rest"]):
        work = _work(clause.titles[0])
        if work:
            yield work
    dated = _DATED.match(clause.words, begins)
    if clause.free and dated and _is_name(dated["name"]):
        yield Work((), dated["name"])


def _work(marked: str) -> Work | None:
    """Return a title in quotation marks or italics, without the comma inside.

    None for words such as *ibid.*.
    """
    italic = marked.startswith(ON)
    title = marked.replace(ON, "").replace(OFF, "").strip()
    if not re.search(r"\w", title) or leaning(title):
        return None
    if not italic and title[0] in _QUOTES:
        return Work((), f"{title[0]}{title[1:-1].strip().rstrip(',.')}{title[-1]}")
    return Work((), title.rstrip(",."), italic=True)


def _is_name(words: str) -> bool:
    """Return whether words may be names: all with capitals but for ties such as *of* and *von*."""
    names = [name for name in without_others(words).split() if name != "&"]
    if names[0].strip(",") in word_set("no_name") or not any(name[:1].isupper() for name in names):
        return False
    ties = word_set("ties") | word_set("and")
    return all(name[:1].isupper() or name.strip(",") in ties for name in names)
