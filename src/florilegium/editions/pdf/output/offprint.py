"""Files of some of the book's pages: an article's offprint, and the sample. Nothing is laid out again.

An offprint is a title leaf, the only thing that is set for it, and the pages with the article and its notes.
What each is made of is chosen here (`offprint_of`, `sample_of`). To cut the notes of all articles from the
file that they share is a task (`CUT`), and to cut the rest of one and bind it is another (`BIND`), which any
process can do.

A page keeps its folio, its head and its side of the opening; where two that follow one another are on the
same side, a blank stands between them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from florilegium.book.model import Article, Book
from florilegium.book.runs import leaves
from florilegium.editions.articles.title_leaf import leaf_id
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import page_range
from florilegium.editions.pdf.edition import PrintedEdition
from florilegium.editions.pdf.output.binding import bind
from florilegium.editions.pdf.output.cut_pages import CutFile, cut
from florilegium.editions.pdf.output.join import OutlineEntry, Plan
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.pagination.pagination import PrintedPage, roman
from florilegium.editions.pdf.pagination.running_heads import Furniture
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.sections import Section, SectionKind
from florilegium.languages.labels import labels_for
from florilegium.system.tasks.task import Task
from florilegium.system.values import dataclass

#: A sample shows one page of so many, and at least so many pages after the front matter.
_SHARE: Final = 10
_LEAST_SHOWN: Final = 4


@dataclass(frozen=True)
class _Leaf:
    """A page of an offprint: its place in the book, or none for the title leaf and blanks."""

    page: PrintedPage
    furniture: Furniture
    place: int | None = None


def pages_of(edition: PrintedEdition, article: Article) -> str:
    """Return the folios on which an article is printed, such as `17–24`, without its notes."""
    plan = edition.plan
    return page_range([plan.pages[place].label for place in plan.places.get(article.key, ())])


@dataclass(frozen=True)
class CutSection:
    """A section of which some pages are kept: its files, each with its kept pages, counted from 0 within
    it."""

    section: str
    files: tuple[tuple[Layout, tuple[int, ...]], ...]


@dataclass(frozen=True)
class CutBook:
    """A file of some of the book's pages, before they are cut: its plan, which has no layouts as yet but
    those of what was set or cut for it before, and the sections that are to be cut."""

    plan: Plan
    sections: tuple[CutSection, ...]

    def cut(self) -> Plan:
        """Return the plan with the pages that are kept."""
        kept = self.plan.anchors.__contains__
        layouts = {
            one.section: _joined([cut(file, pages, kept) for file, pages in one.files])
            for one in self.sections
        }
        return replace(self.plan, layouts={**layouts, **self.plan.layouts})


def _joined(files: Sequence[Layout]) -> Layout:
    return replace(files[0], pdf=b"", pages=sum(file.pages for file in files), portions=tuple(files))


def bound_file(book: CutBook) -> bytes:
    """Return the file of some of the book's pages. Any process can do this.

    Raises:
        EditionError: as `bind`.
    """
    return bind(book.cut())


#: Cut and bind a file of some of the book's pages.
BIND: Final[Task[CutBook, bytes]] = Task(
    name="offprint",
    do=bound_file,
    kind=bytes,
    weight=lambda book: len(book.plan.pages),
)


@dataclass(frozen=True)
class CutNotes:
    """The notes of one article in a file of notes: their pages, counted from 0 within it, and the anchors
    that its offprint has."""

    article: str
    pages: tuple[int, ...]
    anchors: frozenset[str]


@dataclass(frozen=True)
class SharedNotes:
    """A file of notes, and those of each article that has some in it."""

    layout: Layout
    parts: tuple[CutNotes, ...]


def cut_notes(file: SharedNotes) -> tuple[Layout, ...]:
    """Return the pages with each article's notes in a file. Any process can do this."""
    whole = CutFile(file.layout)
    return tuple(whole.cut(part.pages, part.anchors.__contains__) for part in file.parts)


#: Cut the pages with each article's notes from a file.
CUT: Final[Task[SharedNotes, tuple[Layout, ...]]] = Task(name="notes", do=cut_notes, kind=tuple[Layout, ...])


def notes_files(edition: PrintedEdition, articles: Iterable[Article]) -> tuple[SharedNotes, ...]:
    """Return the files of the book's notes that articles share; none where notes stand elsewhere."""
    plan, section = edition.plan, SectionKind.NOTES.value
    if section not in plan.layouts:
        return ()
    parts: dict[int, list[CutNotes]] = {}
    for article in articles:
        pages = _note_places(edition, article)
        anchors = frozenset(_anchors_on(plan, (*plan.places.get(article.key, ()), *pages)))
        for number, (_, kept) in _files_with(plan, section, frozenset(pages)):
            parts.setdefault(number, []).append(CutNotes(article.key, kept, anchors))
    files = plan.layouts[section].files
    return tuple(SharedNotes(_slim(files[number]), tuple(some)) for number, some in sorted(parts.items()))


def notes_by_article(
    files: Sequence[SharedNotes], cuts: Iterable[Sequence[Layout]], articles: Iterable[str]
) -> Iterator[tuple[Layout, ...]]:
    """Yield the pages of notes of one article after another, by their keys, from what was cut of each file.

    What was cut is asked for when the first article comes that has notes in it: notes stand in the order of
    the articles, so that of a large book only a few files' are held at once.
    """
    last = {part.article: number for number, file in enumerate(files) for part in file.parts}
    waiting, asked = zip(files, cuts, strict=True), 0
    found: dict[str, list[Layout]] = {}
    for article in articles:
        for file, layouts in islice(waiting, max(last.get(article, -1) + 1 - asked, 0)):
            asked += 1
            for part, layout in zip(file.parts, layouts, strict=True):
                found.setdefault(part.article, []).append(layout)
        yield tuple(found.pop(article, ()))


def sample_of(edition: PrintedEdition, title: str) -> CutBook:
    """Return what a sample is made of: the front matter, and of all that follows the first pages, a tenth.

    `title` is what the file calls itself.
    """
    plan = edition.plan
    count = plan.front + max(_LEAST_SHOWN, (len(plan.pages) - plan.front) // _SHARE)
    places = range(min(count, len(plan.pages)))
    anchors = {name: anchor for name, anchor in plan.anchors.items() if anchor.page in places}
    shown = replace(
        plan,
        pages=plan.pages[: len(places)],
        front=0,
        text=len(places),
        layouts={},
        anchors=anchors,
        furniture=plan.furniture[: len(places)],
        outline=_shown_lines(plan.outline, anchors),
        facts=replace(plan.facts, title=title, identifier=f"{plan.facts.identifier}#sample", ua=1),
    )
    return CutBook(shown, tuple(_to_cut(plan, section, places) for section in _sections(plan, places)))


def _shown_lines(outline: Iterable[OutlineEntry], anchors: Mapping[str, object]) -> tuple[OutlineEntry, ...]:
    return tuple(entry for entry in outline if entry.anchor in anchors)


@dataclass(frozen=True)
class MadeForIt:
    """What is made for an article's own file: its title leaf, how that is laid out, and its pages of notes
    (`notes_by_article`)."""

    leaf: Document
    layout: Layout
    notes: Sequence[Layout] = ()


def offprint_of(edition: PrintedEdition, book: Book, article: Article, made: MadeForIt) -> CutBook:
    """Return what the file of an article is made of."""
    plan, leaf, layout = edition.plan, made.leaf.section, made.layout
    own = plan.places.get(article.key, ())
    notice = Furniture(notice=book.metadata.notice)
    first = [(leaf, number) for number in range(layout.pages)]
    order = tuple(_order(plan, (*own, *_note_places(edition, article)), first, notice))
    moved = {one.place: at for at, one in enumerate(order) if one.place is not None}
    anchors = {
        name: replace(anchor, page=moved[anchor.page]) for name, anchor in _anchors_on(plan, moved).items()
    }
    notes = {SectionKind.NOTES.value: _joined(made.notes)} if made.notes else {}
    offprint = replace(
        plan,
        pages=tuple(one.page for one in order),
        front=0,
        text=len(order),
        layouts={leaf.id: layout, **notes},
        anchors={**anchors, **layout.anchors},
        furniture=tuple(one.furniture for one in order),
        outline=tuple(_outline(book, article, anchors)),
        facts=_facts(plan.facts, book, article),
    )
    return CutBook(offprint, tuple(_to_cut(plan, section, moved) for section in _sections(plan, own)))


def _anchors_on(plan: Plan, places: Iterable[int]) -> dict[str, Anchor]:
    """Return the anchors on some pages, by name."""
    return {name: anchor for place in places for name, anchor in plan.anchors_by_page.get(place, {}).items()}


def _note_places(edition: PrintedEdition, article: Article) -> Sequence[int]:
    """Return the places of the pages on which an article's notes stand, those on which one goes on too."""
    plan, blocks = edition.plan, set()
    for note in article.text.notes:
        blocks |= {note.id, *(block.get("id", "") for block in leaves(note.body))}
    begun = {plan.anchors[name].page for name in (*blocks, _head(article)) if name in plan.anchors}
    going_on = frozenset[str]().union(*(edition.going_on.get(block, ()) for block in blocks))
    return [
        place
        for place in plan.places.get(SectionKind.NOTES.value, ())
        if place in begun or plan.pages[place].label in going_on
    ]


def _head(article: Article) -> str:
    return f"{article.key}-notes"


def _sections(plan: Plan, places: Iterable[int]) -> tuple[str, ...]:
    found = (plan.pages[place].section for place in places)
    return tuple(dict.fromkeys(section.id for section in found if section is not None))


def _order(
    plan: Plan, wanted: Sequence[int], leaf: Sequence[tuple[Section, int]], blank: Furniture
) -> Iterator[_Leaf]:
    """Yield the pages in their order: the title leaf, then the book's, each on its side."""
    count = 0
    for section, number in leaf:
        yield _Leaf(PrintedPage(roman(count + 1), section, number), blank)
        count += 1
    for place in wanted:
        if place % 2 != count % 2:
            yield _Leaf(PrintedPage(roman(count + 1) if count == len(leaf) else ""), blank)
            count += 1
        yield _Leaf(plan.pages[place], plan.furniture[place], place)
        count += 1


def _to_cut(plan: Plan, section: str, kept: Collection[int]) -> CutSection:
    """Return the files of a section that have pages which are kept."""
    files = tuple((_slim(file), pages) for _, (file, pages) in _files_with(plan, section, kept))
    return CutSection(section, files)


def _files_with(
    plan: Plan, section: str, kept: Collection[int]
) -> Iterator[tuple[int, tuple[Layout, tuple[int, ...]]]]:
    """Yield the number of each file of a section that has pages which are kept, the file, and those pages,
    counted from 0 within it."""
    first = plan.places[section][0]
    for number, file in enumerate(plan.layouts[section].files):
        pages = tuple(page for page in range(file.pages) if first + page in kept)
        first += file.pages
        if pages:
            yield number, (file, pages)


def _slim(file: Layout) -> Layout:
    """Return a file without what joining it does not need."""
    return replace(file, lines=(), anchors={})


def _outline(book: Book, article: Article, anchors: Mapping[str, object]) -> Iterator[OutlineEntry]:
    yield OutlineEntry(article.title, article.key, 0)
    if _head(article) in anchors:
        yield OutlineEntry(labels_for(book.metadata.language).notes, _head(article), 0)


def _facts(facts: DocumentInfo, book: Book, article: Article) -> DocumentInfo:
    """Return what the file says of itself."""
    doi, language = article.record.doi, article.text.language
    title = f"{article.title}: {article.subtitle}" if article.subtitle else article.title
    return replace(
        facts,
        title=title,
        language=language,
        identifier=f"https://doi.org/{doi}" if doi else f"{facts.identifier}#{leaf_id(article)}",
        authors=tuple(book.contributors[key].name for key in article.authors if key in book.contributors),
        description=" ".join(article.record.abstract.split()),
        keywords=article.record.keywords,
        rights=" ".join(article.rights.split()) or facts.rights,
        page_language=facts.page_language or ("" if facts.language == language else facts.language),
        ua=1,
    )
