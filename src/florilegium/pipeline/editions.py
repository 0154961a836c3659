"""The making of editions from one prepared book.

The printed pages come first, since the index prints their numbers and the EPUB carries them along. Both
editions read one set of documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from florilegium.book.model import Book, Index, Mention
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.sections import DEPENDENT, Section, SectionKind, sections_of
from florilegium.pipeline.bindery import bindery
from florilegium.pipeline.copydesk import CopyDesk
from florilegium.pipeline.document_info import build_moment, facts_of, made_with
from florilegium.pipeline.print_spec import faces_folder, setting_of, typeface
from florilegium.pipeline.request import EBOOKS, PAGED, Order, Progress
from florilegium.pipeline.stylesheets import own_sheet, print_sheets
from florilegium.problems import Report
from florilegium.system import native_libraries
from florilegium.tasks.runner import Here, Workers, near

if TYPE_CHECKING:
    from florilegium.editions.pagemap import PageStart
    from florilegium.editions.pdf.edition import Copy, Edition, Galleys
    from florilegium.editions.pdf.output.join import Plan
    from florilegium.editions.pdf.proof.report import ProofSheet
    from florilegium.editions.pdf.schedule.compositor import Compositor, Setting
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.names.index.entries import Folio
    from florilegium.names.mentions.survey import Survey

_EPUB_SHEETS: Final = ("book.css", "epub.css", "epub-modern.css")
_TYPEFACE: Final = "EB Garamond"


@dataclass(frozen=True)
class Prepared:
    """A book ready for its editions: composed, passed, its names found."""

    manifest: Manifest
    book: Book
    survey: Survey

    @property
    def slim(self) -> Prepared:
        """The same with the mentions alone of the survey: editions need no more, and it is large."""
        return replace(self, survey=replace(self.survey, read=()))


@dataclass(frozen=True)
class Made:
    """Finished editions by file name."""

    files: Mapping[str, bytes]
    pages: int


@dataclass(frozen=True)
class _Text:
    """The documents of an edition, and the letter with which each printed page of them begins, if any is."""

    documents: tuple[Document, ...]
    starts: tuple[PageStart, ...] = ()


@dataclass(frozen=True)
class _Set:
    """The text set in pages: by whom, from which documents and copy."""

    compositor: Compositor
    documents: tuple[Document, ...]
    copy: Copy
    galleys: Galleys


@dataclass(frozen=True)
class Workshop:
    """The making of all editions of one prepared book."""

    prepared: Prepared
    order: Order
    report: Report
    progress: Progress
    executor: Executor
    desk: CopyDesk = field(default_factory=CopyDesk)

    def make(self) -> Made:
        """The ordered editions. All read one set of documents, and nothing is laid out twice."""
        stem, wanted = self.prepared.manifest.stem, self.order.editions
        with bindery(near(self.executor) if "pdf" in wanted else Here()) as binder:
            prepare = binder.prepare if "pdf" in wanted else None
            edition, text = self._print(prepare) if wanted & PAGED or self._is_paged else (None, None)
            pages = edition.pages if edition else 0
            bound = binder.begin(edition.slim) if edition and "pdf" in wanted else None
            # The pages are large; unless they go to a printer, nothing here needs them any more.
            edition = edition.slim if edition and "print" in wanted else None
            made = self._ebooks(text) if wanted & EBOOKS else {}
            if bound:
                made[f"{stem}.pdf"] = bound()
        if edition:
            made[f"{stem}-print.pdf"], made[f"{stem}-cover.pdf"] = self._for_printer(edition)
        return Made(made, pages)

    def folio(self) -> Callable[[Mention], int]:
        """Tells the printed page of a mention; nothing is made but the pages of the text."""
        return self._set().galleys.folio

    def proof(self) -> ProofSheet:
        """The report on the printed edition."""
        from florilegium.editions.pdf.linebreak.optical_margins import hanging_in
        from florilegium.editions.pdf.proof.report import proof

        edition, text = self._print()
        hanging = hanging_in(sheet for _, sheet in print_sheets(self.prepared.manifest))
        return proof(edition, text.documents, hanging)

    @property
    def book(self) -> Book:
        return self.prepared.book

    @property
    def _sections(self) -> tuple[Section, ...]:
        """The sections of every edition."""
        from florilegium.names.index.entries import is_indexed

        return sections_of(self.book, with_index=is_indexed(self.book, self.prepared.survey.mentions))

    @property
    def _is_paged(self) -> bool:
        """Whether the EPUB shall know the pages of the printed edition."""
        return self.order.paged and self.prepared.manifest.editions.epub.pages

    def _print(self, prepare: Callable[[Plan], None] | None = None) -> tuple[Edition, _Text]:
        """Set the text, then the index from its pages, then all the rest; the text may be bound meanwhile."""
        from florilegium.editions.pdf.edition import make_up, set_rest, text_plan

        text = self._set()
        compositor, sections = text.compositor, text.copy.sections
        indexes = self._indexes(text.galleys.folio, self.report)
        index = documents(self.book, _of_kind(sections, SectionKind.INDEX), Matters(sections, indexes))
        begun = compositor.begin(index)
        galleys = set_rest(compositor, text.galleys, text.copy)
        matters = Matters(sections, folios=galleys.folios)
        contents = documents(self.book, _of_kind(sections, SectionKind.CONTENTS), matters)
        laid_out = compositor.lay_out(contents)
        if prepare:
            # The index alone is still being set, so that there is a processor for it.
            prepare(text_plan(compositor, galleys, text.copy).slim)
        late = (*contents, *index)
        edition = make_up(compositor, galleys, late, text.copy, laid_out | begun())
        return edition, _Text(_in_order(self._sections, text.documents, late), edition.starts)

    def _set(self) -> _Set:
        """Set the text: all that the index tells of."""
        from florilegium.editions.pdf.edition import Copy, set_text
        from florilegium.editions.pdf.schedule.compositor import Compositor
        from florilegium.editions.pdf.section.footnotes import at_the_foot, without_notes
        from florilegium.pipeline.tally import Tally

        native_libraries.require()
        self.progress.stage("setting the pages")
        set_in = typeface(self.prepared.manifest)
        matters = Matters(self._sections, made_with=made_with(), typeface=set_in)
        early = documents(self.book, [s for s in self._sections if s.kind not in DEPENDENT], matters)
        sections, set_first = self._sections, early
        if self.prepared.manifest.notes.place == "foot":
            sections, set_first = without_notes(sections), at_the_foot(early)
        tally = Tally(len(sections), self.progress.count)
        compositor = Compositor.hire(self._setting(early), self.executor, self.report, tally)
        copy = Copy(
            self.book, sections, self.prepared.survey.mentions, facts_of(self.book, self.prepared.manifest)
        )
        self._begin_drawing()  # no sooner: until now it would have waited for the workers to be there
        return _Set(compositor, early, copy, set_text(compositor, set_first, copy))

    def _begin_drawing(self) -> None:
        begin_drawing(self.book, self.order, self.desk)

    def _for_printer(self, edition: Edition) -> tuple[bytes, bytes]:
        """The inside and the cover, as a printer wants them."""
        from florilegium.editions.pdf.output.printer import Printer, for_printer

        self.progress.stage("making the printer’s files")
        manifest = self.prepared.manifest
        asked = manifest.editions.print
        printer = Printer(asked.bleed_size, asked.marks, asked.multiple, asked.thickness)
        return for_printer(edition, self.book, printer, manifest.root, self.report)

    def _without_pages(self, report: Report) -> _Text:
        """The documents alone; locators count the paragraphs of the book."""
        from florilegium.names.index.paragraph_locators import in_paragraphs

        sections = self._sections
        indexes = self._indexes(in_paragraphs(self.book), report)
        matters = Matters(sections, indexes, made_with=made_with(), typeface=_TYPEFACE)
        return _Text(documents(self.book, sections, matters))

    def _indexes(self, folio_of: Callable[[Mention], Folio | int], report: Report) -> tuple[Index, ...]:
        from florilegium.names.index.entries import make_indexes

        wanted = self.book.authority
        if not (wanted.headings or wanted.contributors or wanted.works):
            return ()
        self.progress.stage("making the index")
        return make_indexes(self.book, self.prepared.survey.mentions, folio_of, report)

    def _setting(self, documents: tuple[Document, ...]) -> Setting:
        manifest, lend = self.prepared.manifest, getattr(self.executor, "lend", None)
        return setting_of(manifest, self.book, documents, cached=self.order.cached, lend=lend)

    def _ebooks(self, printed: _Text | None) -> dict[str, bytes]:
        """The EPUB, and the same for Kobo's readers."""
        stem, wanted = self.prepared.manifest.stem, self.order.editions
        self._begin_drawing()
        if printed is None or not self._is_paged:
            # What is to be said of the index has been said of the printed one, where there is one.
            printed = self._without_pages(Report() if printed else self.report)
        self.progress.stage("making the EPUB")
        epub = self._epub(printed)
        made = {f"{stem}.epub": epub} if "epub" in wanted else {}
        if "kepub" in wanted:
            from florilegium.editions.epub.kobo import to_kepub

            made[f"{stem}.kepub.epub"] = to_kepub(epub)
        return made

    def _epub(self, text: _Text) -> bytes:
        from florilegium.editions.epub import edition as epub
        from florilegium.editions.epub.hands import Hands

        manifest = self.prepared.manifest
        own = {name: own_sheet(manifest.root, name) for name in _EPUB_SHEETS}
        order = epub.Order(
            book=self.book,
            documents=self._readable_alone(text.documents),
            root=manifest.root,
            modified=build_moment(manifest),
            mentions=self.prepared.survey.mentions,
            pages=text.starts if self._is_paged else (),
            sheets={name: sheet for name, sheet in own.items() if sheet is not None},
            options=epub.EpubOptions(embed_fonts=manifest.editions.epub.fonts == "embedded"),
            made_with=made_with(),
            hands=Hands(self.desk.make_pages, self.desk.fit, self.desk.drawn),
        )
        return epub.make_epub(order, self.report)

    def _readable_alone(self, made: tuple[Document, ...]) -> tuple[Document, ...]:
        """The same documents, but a note that refers back names the source: a note that pops up is alone."""
        from florilegium.passes.citations.expand_ibid import tell_sources

        told = tell_sources(self.book)
        if told is self.book:
            return made
        sections = self._sections
        notes = _of_kind(sections, SectionKind.NOTES)
        return _in_order(sections, made, documents(told, notes, Matters(sections)))


def warm_up(manifest: Manifest, executor: Executor) -> None:
    """Have processes that wait for the first sections make themselves ready, and the text's faces."""
    from florilegium.editions.pdf.fonts.bundled import TEXT, faces_of
    from florilegium.editions.pdf.schedule.warm_up import warm_up as warm
    from florilegium.editions.pdf.section.printed_section import Style

    if isinstance(executor, Workers) and not native_libraries.missing():
        for cut in TEXT.cuts:
            executor.submit(faces_of, replace(TEXT, cuts=(cut,)), faces_folder(manifest.root))
        root = str(manifest.root.resolve())
        executor.each(warm, Style(print_sheets(manifest), "", root, root), manifest.language)


def begin_drawing(book: Book, order: Order, desk: CopyDesk) -> None:
    """Have the EPUB's cover drawn, if the book brings none."""
    from florilegium.editions.epub.media.cover_drawing import Commission

    if order.editions & EBOOKS and not book.metadata.cover:
        desk.begin_drawing(Commission.of(book))


def _of_kind(sections: Sequence[Section], kind: SectionKind) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.kind is kind)


def _in_order(sections: tuple[Section, ...], *made: tuple[Document, ...]) -> tuple[Document, ...]:
    by_id = {document.section.id: document for some in made for document in some}
    return tuple(by_id[section.id] for section in sections)
