"""The printed book, in the order of its work: the text, the index from its pages, then all the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING

from florilegium.editions.designs.design import design_of
from florilegium.editions.documents import Document, Matters, caption_lines, documents
from florilegium.editions.protocol import Needs
from florilegium.editions.sections import DEPENDENT, LISTS, Matter, SectionKind, sections_of
from florilegium.pipeline.book_documents import (
    BookText,
    book_sections,
    facts_of,
    in_order,
    indexes,
    is_index_wanted,
    made_with,
    of_kind,
)
from florilegium.pipeline.print_spec import print_sheets, print_spec, typeface
from florilegium.pipeline.session import SectionCount
from florilegium.pipeline.warm_up import begin_early
from florilegium.system import native_libraries
from florilegium.system.memory import look_now
from florilegium.system.tasks.engines import Here, near
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.book.model import Book, Index, Mention
    from florilegium.editions.pdf.edition import PaginatedText, PrintedEdition, PrintInput
    from florilegium.editions.pdf.output.join import Plan
    from florilegium.editions.pdf.proof.report import ProofSheet
    from florilegium.editions.pdf.schedule.compositor import Compositor
    from florilegium.editions.pdf.section.printed_section import Layout
    from florilegium.editions.sections import Section
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.names.index.locators import Folio, FolioOf
    from florilegium.pipeline.prepare import Prepared
    from florilegium.pipeline.session import Session


@dataclass(frozen=True)
class Printed:
    """The printed book (`editions.protocol.PrintedBook`) with its documents.

    `file` waits for the bound file; `begin` has further sections set as those of the book are.
    """

    text: BookText
    pages: int
    sheets: PrintedEdition | None
    file: Callable[[], bytes]
    begin: Callable[[Sequence[Document]], Callable[[], Mapping[str, Layout]]]


@dataclass(frozen=True)
class SetBook:
    """The book set in pages: its edition, its documents, its indexes with the folio of each mention, and who
    has set it."""

    edition: PrintedEdition
    text: BookText
    indexes: tuple[Index, ...]
    folio_of: FolioOf
    compositor: Compositor


@dataclass(frozen=True)
class BegunText:
    """The text while it is being set: by whom, and from which documents; `set_first` are these with their
    notes where they are printed. `layouts` waits for what is made of those that are read; `rest` are the
    others."""

    compositor: Compositor
    documents: tuple[Document, ...]
    set_first: tuple[Document, ...]
    layouts: Callable[[], Mapping[str, Layout]]
    rest: tuple[Document, ...]


@dataclass(frozen=True)
class _SetText:
    """The text set in pages: by whom, from which documents and copy. `rest` waits for what stands round it.

    `lists` are the contents and the lists behind them, laid out in `laid_out`, when they had to be set first.
    """

    compositor: Compositor
    documents: tuple[Document, ...]
    copy: PrintInput
    paginated: PaginatedText
    rest: Callable[[], Mapping[str, Layout]]
    lists: tuple[Document, ...] = ()
    laid_out: Mapping[str, Layout] = field(default_factory=dict)

    def folio(self, mention: Mention) -> Folio | int:
        """Return the page on which a mention is printed."""
        from florilegium.names.index.locators import Folio

        spot = self.paginated.spot(mention)
        return int(spot.label) if spot.label.isdecimal() else Folio(spot.page + 1, label=spot.label)


@contextmanager
def printed_book(prepared: Prepared, session: Session, begun: BegunText | None = None) -> Iterator[Printed]:
    """Give the printed book, of which no more is held than the wanted editions need: the pages are large.

    Its text may have been `begun` to be set.
    """
    from florilegium.editions.pdf.output.bind_beside import binding_beside

    needs = {edition.needs for edition in session.request.wanted}
    bound = Needs.FILE in needs
    with binding_beside(near(session.runner.engine) if bound else Here()) as binding:
        made = set_book(prepared, session, binding.begin if bound else None, begun=begun)
        edition = made.edition
        file = binding.finish(edition.slim.plan) if bound else _no_file
        printed = Printed(
            text=made.text,
            pages=edition.pages,
            sheets=edition.slim if Needs.SHEETS in needs else None,
            file=file,
            begin=_uncounted(made.compositor).begin,
        )
        del edition, made
        yield printed


def unbound(made: SetBook) -> Printed:
    """Return a set book for editions that need no more of it than where its pages begin."""
    begin = _uncounted(made.compositor).begin
    return Printed(made.text, made.edition.pages, None, _no_file, begin)


def _uncounted(compositor: Compositor) -> Compositor:
    """Return a compositor whose sections are not counted: those of the book are all there."""
    return replace(compositor, watch=SectionCount(0, lambda _: None))


def _no_file() -> bytes:
    raise LookupError("an edition that hands on the bound file says so in its `needs`")


def folio_of(prepared: Prepared, session: Session) -> FolioOf:
    """Return what gives the printed page of a mention; nothing is made but the pages of the text."""
    begun = begin_text(prepared.manifest, prepared.book, session)
    return _set_text(prepared, begun, partial(begun.compositor.lay_out, begun.rest)).folio


def proof_of(prepared: Prepared, session: Session) -> ProofSheet:
    """Return the report on the printed edition."""
    return proof_sheet(prepared, set_book(prepared, session))


def proof_sheet(prepared: Prepared, made: SetBook) -> ProofSheet:
    """Return the report on a book that has been set."""
    from florilegium.editions.pdf.linebreak.optical_margins import hanging_in
    from florilegium.editions.pdf.proof.report import proof
    from florilegium.editions.pdf.section.hyphenation import names_of

    hanging = hanging_in(sheet for _, sheet in print_sheets(prepared.manifest))
    return proof(made.edition, made.text.documents, hanging, names_of(prepared.book.authority))


def set_book(
    prepared: Prepared,
    session: Session,
    begin_binding: Callable[[Plan], None] | None = None,
    text_is_set: Callable[[Sequence[Document], Mapping[str, Layout]], object] | None = None,
    begun: BegunText | None = None,
) -> SetBook:
    """Set the text and what stands round it, then the index from its pages; the text may be bound meanwhile.

    Who wants to see the text sooner is given its documents and their layouts when it `text_is_set`. It may
    have `begun` to be set already.
    """
    from florilegium.editions.pdf.edition import make_up, text_plan

    begun = begun or begin_text(prepared.manifest, prepared.book, session)
    # It is set by who has nothing to do when the last of the text is being set.
    rest = begun.compositor.begin(begun.rest)
    text = _set_text(prepared, begun, rest)
    if text_is_set:
        text_is_set(text.documents, text.paginated.layouts)
    compositor, sections, book = text.compositor, text.copy.sections, prepared.book
    whole = text if text.lists else _set_rest(text)
    if begin_binding:
        # Nobody sets anything until the index is made.
        begin_binding(text_plan(compositor, whole.paginated, text.copy).slim)
    made = indexes(prepared, session, text.folio, session.report)
    index = documents(book, of_kind(sections, SectionKind.INDEX), Matters(sections, made))
    index_begun = compositor.begin(index)
    whole = whole if whole.lists else _set_lists(whole)
    late = (*whole.lists, *index)
    edition = make_up(compositor, whole.paginated, late, text.copy, {**whole.laid_out, **index_begun()})
    shown = in_order(book_sections(prepared), text.documents, late)
    return SetBook(edition, BookText(shown, edition.starts), made, text.folio, compositor)


def _set_rest(text: _SetText) -> _SetText:
    """Impose what stands round the text."""
    from florilegium.editions.pdf.edition import set_rest

    return replace(text, paginated=set_rest(text.paginated, text.copy, text.rest()))


def _set_lists(text: _SetText) -> _SetText:
    """Set contents and lists, until they print the folios that they have.

    That takes a second round where the contents name what stands before the text. A title has the same lines
    whatever its folio, so there is no third.
    """
    from florilegium.editions.pdf.edition import set_front

    compositor, copy = text.compositor, text.copy
    listed = [section for section in copy.sections if section.kind in LISTS]
    captions = tuple(caption_lines(text.documents)) if len(listed) > 1 else ()
    paginated = text.paginated
    while True:
        placed = tuple(replace(one, folio=_folio_of(paginated, one.anchor)) for one in captions)
        matters = Matters(copy.sections, folios=paginated.folios, captions=placed)
        made = documents(copy.book, listed, matters)
        laid_out = compositor.lay_out(made)
        paged = set_front(paginated, copy, laid_out)
        if not _opens_with_texts(copy.sections) or paged.folios == paginated.folios:
            return replace(text, paginated=paged, lists=made, laid_out=laid_out)
        paginated = paged


def _folio_of(paginated: PaginatedText, block: str) -> str:
    """Return the folio of the page on which a block begins; nothing while its page is not known."""
    try:
        return paginated.spot_of(block).label
    except KeyError:
        return ""


def _opens_with_texts(sections: Sequence[Section]) -> bool:
    """Return whether the contents name something that stands before the text."""
    return any(section.matter is Matter.FRONT and section.is_listed for section in sections)


def _set_text(prepared: Prepared, begun: BegunText, rest: Callable[[], Mapping[str, Layout]]) -> _SetText:
    """Set the text: all that the index counts. What stands round it is waited for only where the contents
    name something before the text."""
    from florilegium.editions.pdf.edition import PrintInput, set_text

    manifest, book = prepared.manifest, prepared.book
    sections = _printed(manifest, book_sections(prepared))
    copy = PrintInput(book, sections, prepared.survey.mentions, facts_of(book, manifest))
    look_now()
    paginated = set_text(begun.layouts(), begun.set_first, copy)
    text = _SetText(begun.compositor, begun.documents, copy, paginated, rest)
    return _set_lists(_set_rest(text)) if _opens_with_texts(sections) else text


def begin_text(manifest: Manifest, book: Book, session: Session) -> BegunText:
    """Have the text set by who works for the session. Its names need not have been found: what stands before
    the index is the same without one."""
    from florilegium.editions.pdf.edition import text_and_rest
    from florilegium.editions.pdf.schedule.compositor import Compositor
    from florilegium.editions.pdf.section.footnotes import at_the_foot

    native_libraries.require()
    session.progress.stage("setting the pages")
    sections = sections_of(book, with_index=is_index_wanted(book))
    matters = Matters(
        sections,
        made_with=made_with(),
        typeface=typeface(manifest),
        abstracts=design_of(manifest.design).abstracts,
    )
    early = documents(
        book, [one for one in sections if one.kind not in DEPENDENT], matters, session.runner.once
    )
    printed = _printed(manifest, sections)
    set_first = early if printed == sections else at_the_foot(early)
    count = SectionCount(len(printed), session.progress.count)
    spec = print_spec(manifest, book, early)
    compositor = Compositor.hire(spec, session.runner, session.report, count)
    # No sooner: until now it would have waited for the workers to be there.
    begin_early(session, book, manifest)
    text, rest = text_and_rest(set_first, printed)
    return BegunText(compositor, early, set_first, compositor.begin(text), rest)


def _printed(manifest: Manifest, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the sections that are printed: notes at the foot of the page need none of their own."""
    from florilegium.editions.pdf.section.footnotes import without_notes

    at_foot = (manifest.notes.place or design_of(manifest.design).notes) == "foot"
    return without_notes(sections) if at_foot else sections
