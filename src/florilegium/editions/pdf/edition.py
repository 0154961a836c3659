"""The PDF edition, in the order of its work.

1. `text_and_rest` and `set_text`: body and notes are laid out, side by side, and paginated: now every letter
   of the text has its page, and the index can be made.
2. `set_rest`: what stands round them and prints no page number has been laid out behind them; now every folio
   of the contents is known.
3. `make_up`: contents and index have been laid out too; everything is paginated, furnished and joined.

No section is laid out twice, and none waits for a number that it does not print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Final

from florilegium.book.model import Book, Mention
from florilegium.book.runs import leaves, letters
from florilegium.editions.documents import Document
from florilegium.editions.pagemap import PageMap, PageStart, Spot
from florilegium.editions.pdf.output.binding import bind
from florilegium.editions.pdf.output.join import OutlineEntry, Plan
from florilegium.editions.pdf.output.press import join_for_press
from florilegium.editions.pdf.output.sheet import Press
from florilegium.editions.pdf.output.xmp import DocumentInfo
from florilegium.editions.pdf.pagination import pagination
from florilegium.editions.pdf.pagination.continued_lines import Columns, with_continued_lines
from florilegium.editions.pdf.pagination.pagination import PageRun
from florilegium.editions.pdf.pagination.running_heads import furnish
from florilegium.editions.pdf.schedule.compositor import Compositor
from florilegium.editions.pdf.section.printed_section import Anchor, Layout
from florilegium.editions.pdf.section.trim import Page
from florilegium.editions.sections import Matter, Section, SectionKind
from florilegium.languages.labels import labels_for
from florilegium.system.values import dataclass

#: Sections whose text is mentioned in the index, or answers calls in it.
_READ: Final = frozenset(
    {
        *(SectionKind.PART, SectionKind.CHAPTER, SectionKind.ARTICLE),
        *(SectionKind.INTRODUCTION, SectionKind.NOTES),
        *(SectionKind.AFTERWORD, SectionKind.PLATES, SectionKind.APPENDIX),
    }
)


@dataclass(frozen=True)
class PrintInput:
    """What is to be printed: the book with its sections, its mentions, and the facts for the file."""

    book: Book
    sections: tuple[Section, ...]
    mentions: tuple[Mention, ...]
    facts: DocumentInfo


@dataclass(frozen=True)
class PaginatedText:
    """Sections set and paginated, without contents and index.

    `folios` returns on which folio every section opens, when all are set: the index too, which begins where
    they end. `front` is the map of what stands before the text, in roman folios, once its pages are counted.
    """

    layouts: Mapping[str, Layout]
    run: PageRun
    texts: Mapping[str, str]
    map: PageMap
    folios: Mapping[str, str] = field(default_factory=dict)
    front: PageMap | None = None

    def spot(self, mention: Mention) -> Spot:
        """Return where a mention is printed; its place is counted within the front matter or within the rest.

        Raises:
            KeyError: its block is in no section whose page is known.
        """
        return self.spot_of(mention.block, self.letters_before(mention))

    def spot_of(self, block: str, offset: int = 0) -> Spot:
        """Return where a letter of a block is printed, as `spot`."""
        in_front = self.front is not None and block in self.front
        return (self.front if self.front is not None and in_front else self.map).spot(block, offset)

    def letters_before(self, mention: Mention) -> int:
        """Return how many letters of its block stand before a mention."""
        return letters(self.texts[mention.block][: mention.start])


@dataclass(frozen=True)
class PrintedEdition:
    """The book ready to be written as files, with what another edition may want to know of it."""

    plan: Plan
    starts: tuple[PageStart, ...]

    @property
    def pages(self) -> int:
        """Return how many pages the book has."""
        return len(self.plan.pages)

    @property
    def slim(self) -> PrintedEdition:
        """Return the same without the lines of its pages, which only a proof reports."""
        return replace(self, plan=self.plan.slim)

    @cached_property
    def going_on(self) -> Mapping[str, frozenset[str]]:
        """Return the folios of the pages on which a block goes on that began before, by its id."""
        found: dict[str, set[str]] = {}
        for start in self.starts:
            if start.offset:
                found.setdefault(start.block, set()).add(start.label)
        return {block: frozenset(labels) for block, labels in found.items()}

    @cached_property
    def pdf(self) -> bytes:
        """Return the file for readers."""
        return bind(self.plan)

    def for_press(self, press: Press) -> bytes:
        """Return the file for a printer."""
        return join_for_press(self.plan, press)


def text_and_rest(
    documents: Sequence[Document], sections: Sequence[Section]
) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """Return, of the documents that print no page number, those that are read, and the others."""
    read = {section.id for section in _read(sections)}
    text = tuple(document for document in documents if document.section.id in read)
    return text, tuple(document for document in documents if document.section.id not in read)


def set_text(layouts: Mapping[str, Layout], documents: Sequence[Document], copy: PrintInput) -> PaginatedText:
    """Impose the layouts of what is read (`text_and_rest`) of some documents."""
    read = _read(copy.sections)
    run = pagination.paginate([(section, layouts[section.id].pages) for section in read])
    return PaginatedText(layouts, run, block_texts(documents), pagination.page_map(run, layouts))


def _read(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return all that stands before the index, up to the last section that is read."""
    before = _before_the_index(sections)
    last = max((at for at, section in enumerate(before, start=1) if section.kind in _READ), default=0)
    return before[:last]


def set_rest(paginated: PaginatedText, copy: PrintInput, laid_out: Mapping[str, Layout]) -> PaginatedText:
    """Impose all that stands before the index, whose rest is `laid_out`."""
    layouts = {**paginated.layouts, **laid_out}
    run = pagination.paginate(
        [(section, layouts[section.id].pages) for section in _before_the_index(copy.sections)]
    )
    folios = {section: run.pages[first].label for section, first in run.firsts.items()}
    next_recto = str(len(run.pages) + 1 + len(run.pages) % 2)
    folios |= {section.id: next_recto for section in copy.sections if section.kind is SectionKind.INDEX}
    return PaginatedText(
        layouts=layouts,
        run=run,
        texts=paginated.texts,
        map=pagination.page_map(run, layouts),
        folios=folios,
    )


def set_front(paginated: PaginatedText, copy: PrintInput, laid_out: Mapping[str, Layout]) -> PaginatedText:
    """Return what is set with the roman folios of what stands before it.

    Contents and lists are `laid_out`.
    """
    layouts = {**paginated.layouts, **laid_out}
    front, _ = _runs(copy.sections, layouts, Matter.FRONT)
    folios = {section: front.pages[first].label for section, first in front.firsts.items()}
    return replace(
        paginated, folios={**paginated.folios, **folios}, front=pagination.page_map(front, layouts)
    )


def _before_the_index(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return body and back matter up to the index, in their order."""
    main = (section for section in sections if section.matter is not Matter.FRONT)
    return tuple(one for one in main if one.kind not in {SectionKind.INDEX, SectionKind.COLOPHON})


def make_up(
    compositor: Compositor,
    paginated: PaginatedText,
    documents: Sequence[Document],
    copy: PrintInput,
    late: Mapping[str, Layout],
) -> PrintedEdition:
    """Impose the whole with contents and index, whose `documents` are laid out in `late`, and furnish it."""
    layouts, notice = {**paginated.layouts, **late}, copy.book.metadata.notice
    columns = Columns(compositor.page, labels_for(copy.book.metadata.language), compositor.one)
    for document in documents:
        key = document.section.id
        if document.section.kind is SectionKind.INDEX:
            layouts[key] = with_continued_lines(document, layouts[key], columns)
    front, main = _runs(copy.sections, layouts)
    pages = (*front.pages, *main.pages)
    moved = {key: first + len(front.pages) for key, first in main.firsts.items()}
    whole = PageRun(pages, {**front.firsts, **moved})
    anchors = pagination.anchors(whole, layouts)
    anchors |= mention_anchors(copy.mentions, paginated, pagination.page_map(whole, layouts), compositor.page)
    plan = Plan(
        pages=pages,
        front=len(front.pages),
        text=len(paginated.run.pages),
        layouts=layouts,
        anchors=anchors,
        furniture=furnish(pages, notes_heads(whole, layouts, anchors, copy.book), notice),
        outline=outline(copy.sections),
        page=compositor.page,
        faces=compositor.faces,
        heads=compositor.heads,
        facts=copy.facts,
    )
    return PrintedEdition(plan, pagination.page_starts(whole, layouts))


def text_plan(compositor: Compositor, paginated: PaginatedText, copy: PrintInput) -> Plan:
    """Return what is known of the joined file as soon as the text is set: the `body` of its plan."""
    run, layouts, notice = paginated.run, paginated.layouts, copy.book.metadata.notice
    anchors = pagination.anchors(run, layouts)
    return Plan(
        pages=run.pages,
        front=0,
        text=len(run.pages),
        layouts={section: layouts[section] for section in run.firsts},
        anchors=anchors,
        furniture=furnish(run.pages, notes_heads(run, layouts, anchors, copy.book), notice),
        outline=(),
        page=compositor.page,
        faces=compositor.faces,
        heads=compositor.heads,
        facts=copy.facts,
    )


def _runs(
    sections: Sequence[Section], layouts: Mapping[str, Layout], only: Matter | None = None
) -> tuple[PageRun, PageRun]:
    """Return front matter in roman folios, ending on a verso, and all the rest in arabic ones."""
    wanted = [section for section in sections if only in {None, section.matter}]
    sized = [(section, layouts[section.id].pages) for section in wanted]
    front = pagination.paginate([pair for pair in sized if pair[0].matter is Matter.FRONT])
    main = pagination.paginate([pair for pair in sized if pair[0].matter is not Matter.FRONT])
    return pagination.end_on_verso(front), main


def block_texts(documents: Iterable[Document]) -> dict[str, str]:
    """Return, for each block's id, its running text, in every document; letters are counted in these."""
    return {block: text for document in documents for block, text in document.words.blocks.items()}


def mention_anchors(
    mentions: Iterable[Mention], paginated: PaginatedText, pages: PageMap, page: Page
) -> dict[str, Anchor]:
    """Return where locators jump to: the line that holds the mention's first letter."""
    anchors = {}
    for mention in mentions:
        if mention.block in pages:
            spot = pages.spot(mention.block, paginated.letters_before(mention))
            anchors[mention.id] = Anchor(spot.page, page.left(recto=True), spot.top, mention.block)
    return anchors


def outline(sections: Sequence[Section]) -> tuple[OutlineEntry, ...]:
    """Return the outline: the contents first, then parts, chapters, articles and apparatus."""
    by_id = {section.id: section for section in sections}
    entries = []
    for section in sections:
        if not section.is_display:
            level, parent = 0, section.parent
            while parent in by_id:
                level, parent = level + 1, by_id[parent].parent
            entries.append(OutlineEntry(section.title, section.id, level))
    return tuple(entries)


def notes_heads(
    run: PageRun, layouts: Mapping[str, Layout], anchors: Mapping[str, Anchor], book: Book
) -> dict[int, str]:
    """Return `Notes to pages 34–41` for each page of notes: the pages whose calls are answered on it.

    Calls before the text count when its pages are known.
    """
    first = run.firsts.get(SectionKind.NOTES.value)
    if first is None:
        return {}
    labels = labels_for(book.metadata.language)
    calls = {
        block.get("id", note.id): note.calls
        for text in book.texts
        for note in text.notes
        for block in leaves(note.body)
    }
    answered: dict[int, set[tuple[int, str]]] = {}
    for line in layouts[SectionKind.NOTES.value].lines:
        for call in filter(anchors.__contains__, calls.get(line.block, ())):
            page = anchors[call].page
            answered.setdefault(first + line.page, set()).add((page, run.pages[page].label))
    heads = {}
    for place, numbers in answered.items():
        low, high = min(numbers)[1], max(numbers)[1]
        heads[place] = (
            labels.notes_to_page.format(pages=low)
            if low == high
            else labels.notes_to_pages.format(pages=f"{low}–{high}")
        )
    return heads
