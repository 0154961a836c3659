"""Files of some of the book's pages: an article's offprint, and the sample. Nothing is laid out again.

An offprint is a title leaf, the only thing that is set for it, and the pages with the article and its notes.
What each is made of is chosen here (`offprint_of`, `sample_of`); to cut and to bind it is a task (`BIND`),
which any process can do.

A page keeps its folio, its head and its side of the opening; where two that follow one another are on the
same side, a blank stands between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from florilegium.book.model import Article, Book
from florilegium.book.runs import leaves
from florilegium.editions.articles.title_leaf import leaf_id
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import page_range
from florilegium.editions.pdf.edition import PrintedEdition
from florilegium.editions.pdf.output.binding import bind
from florilegium.editions.pdf.output.cut_pages import cut
from florilegium.editions.pdf.output.join import OutlineEntry, Plan
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.pagination.pagination import PrintedPage, roman
from florilegium.editions.pdf.pagination.running_heads import Furniture
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.sections import Section, SectionKind
from florilegium.languages.labels import labels_for
from florilegium.system.tasks.task import Task

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
    pages = edition.plan.pages
    return page_range([page.label for page in pages if page.section and page.section.id == article.key])


@dataclass(frozen=True)
class CutSection:
    """A section of which some pages are kept: its files, each with its kept pages, counted from 0 within
    it."""

    section: str
    files: tuple[tuple[Layout, tuple[int, ...]], ...]


@dataclass(frozen=True)
class CutBook:
    """A file of some of the book's pages, before they are cut: its plan, which has no layouts as yet but
    those of what was set for it, and the sections that are cut for it."""

    plan: Plan
    sections: tuple[CutSection, ...]

    def cut(self) -> Plan:
        """Return the plan with the pages that are kept."""
        kept = self.plan.anchors.__contains__
        layouts = {one.section: _cut_layout(one, kept) for one in self.sections}
        return replace(self.plan, layouts={**layouts, **self.plan.layouts})


def _cut_layout(section: CutSection, is_kept: Callable[[str], bool]) -> Layout:
    files = tuple(cut(file, pages, is_kept) for file, pages in section.files)
    whole = section.files[0][0]
    return replace(whole, pdf=b"", pages=sum(file.pages for file in files), portions=files)


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


def sample_of(edition: PrintedEdition, title: str) -> CutBook:
    """Return what a sample is made of: the front matter, and of all that follows the first pages, a tenth.

    `title` is what the file calls itself.
    """
    plan = edition.plan
    count = plan.front + max(_LEAST_SHOWN, (len(plan.pages) - plan.front) // _SHARE)
    places = range(min(count, len(plan.pages)))
    moved = {place: place for place in places}
    anchors = {name: anchor for name, anchor in plan.anchors.items() if anchor.page in moved}
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
    return CutBook(shown, tuple(_to_cut(plan, section, moved) for section in _sections(plan, places)))


def _shown_lines(outline: Iterable[OutlineEntry], anchors: Mapping[str, object]) -> tuple[OutlineEntry, ...]:
    return tuple(entry for entry in outline if entry.anchor in anchors)


def offprint_of(
    edition: PrintedEdition, book: Book, article: Article, leaf: tuple[Document, Layout]
) -> CutBook:
    """Return what the file of an article is made of; `leaf` is its title leaf, and how that is laid out."""
    plan, (document, layout) = edition.plan, leaf
    wanted = (*_article_places(plan, article), *_note_places(edition, article))
    notice = Furniture(notice=book.metadata.notice)
    order = tuple(
        _order(plan, wanted, [(document.section, number) for number in range(layout.pages)], notice)
    )
    moved = {one.place: at for at, one in enumerate(order) if one.place is not None}
    anchors = {
        name: replace(anchor, page=at)
        for place, at in moved.items()
        for name, anchor in plan.anchors_by_page.get(place, {}).items()
    }
    own = replace(
        plan,
        pages=tuple(one.page for one in order),
        front=0,
        text=len(order),
        layouts={document.section.id: layout},
        anchors={**anchors, **layout.anchors},
        furniture=tuple(one.furniture for one in order),
        outline=tuple(_outline(book, article, anchors)),
        facts=_facts(plan.facts, book, article),
    )
    return CutBook(own, tuple(_to_cut(plan, section, moved) for section in _sections(plan, wanted)))


def _article_places(plan: Plan, article: Article) -> Iterator[int]:
    """Yield the places in the book of an article's pages."""
    for place, page in enumerate(plan.pages):
        if page.section is not None and page.section.id == article.key:
            yield place


def _note_places(edition: PrintedEdition, article: Article) -> Sequence[int]:
    """Return the places of the pages on which an article's notes stand, those on which one goes on too."""
    plan, blocks = edition.plan, set()
    for note in article.text.notes:
        blocks |= {note.id, *(block.get("id", "") for block in leaves(note.body))}
    begun = {plan.anchors[name].page for name in (*blocks, _head(article)) if name in plan.anchors}
    going_on = {start.label for start in edition.starts if start.block in blocks and start.offset}
    return [
        place
        for place, page in enumerate(plan.pages)
        if page.section is not None
        and page.section.kind is SectionKind.NOTES
        and (place in begun or page.label in going_on)
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


def _to_cut(plan: Plan, section: str, moved: Mapping[int, int]) -> CutSection:
    """Return the files of a section that have pages which are kept."""
    first, files = _first(plan, section), []
    for file in plan.layouts[section].files:
        kept = tuple(number for number in range(file.pages) if first + number in moved)
        first += file.pages
        if kept:
            files.append((replace(file, lines=(), anchors={}), kept))
    return CutSection(section, tuple(files))


def _first(plan: Plan, section: str) -> int:
    return next(
        place
        for place, page in enumerate(plan.pages)
        if page.is_opening and page.section is not None and page.section.id == section
    )


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
