"""The printed book, in the order of its work: the text, the index from its pages, then all the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from florilegium.editions.designs.design import design_of
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.protocol import Needs
from florilegium.editions.sections import DEPENDENT, SectionKind
from florilegium.pipeline.book_documents import (
    BookText,
    book_sections,
    facts_of,
    in_order,
    indexes,
    made_with,
    of_kind,
)
from florilegium.pipeline.print_spec import print_sheets, print_spec, typeface
from florilegium.pipeline.session import SectionCount
from florilegium.pipeline.warm_up import begin_early
from florilegium.system import native_libraries
from florilegium.tasks.engines import Here, near

if TYPE_CHECKING:
    from florilegium.book.model import Index, Mention
    from florilegium.editions.pdf.edition import PaginatedText, PrintedEdition, PrintInput
    from florilegium.editions.pdf.output.join import Plan
    from florilegium.editions.pdf.proof.report import ProofSheet
    from florilegium.editions.pdf.schedule.compositor import Compositor
    from florilegium.editions.pdf.section.printed_section import Layout
    from florilegium.pipeline.prepare import Prepared
    from florilegium.pipeline.session import Session


@dataclass(frozen=True)
class Printed:
    """The printed book (`editions.protocol.PrintedBook`) with its documents.

    `file` waits for the bound file; `lay_out` sets further sections as those of the book are set.
    """

    text: BookText
    pages: int
    sheets: PrintedEdition | None
    file: Callable[[], bytes]
    lay_out: Callable[[Sequence[Document]], Mapping[str, Layout]]


@dataclass(frozen=True)
class SetBook:
    """The book set in pages: its edition, its documents, its indexes with the folio of each mention, and who
    has set it."""

    edition: PrintedEdition
    text: BookText
    indexes: tuple[Index, ...]
    folio_of: Callable[[Mention], int]
    compositor: Compositor


@dataclass(frozen=True)
class _SetText:
    """The text set in pages: by whom, from which documents and copy."""

    compositor: Compositor
    documents: tuple[Document, ...]
    copy: PrintInput
    paginated: PaginatedText


@contextmanager
def printed_book(prepared: Prepared, session: Session) -> Iterator[Printed]:
    """The printed book, of which no more is held than the wanted editions need: the pages are large."""
    from florilegium.editions.pdf.output.bind_beside import binding_beside

    needs = {edition.needs for edition in session.request.wanted}
    bound = Needs.FILE in needs
    with binding_beside(near(session.runner.engine) if bound else Here()) as binding:
        made = set_book(prepared, session, binding.begin if bound else None)
        edition = made.edition
        file = binding.finish(edition.slim.plan) if bound else _no_file
        printed = Printed(
            text=made.text,
            pages=edition.pages,
            sheets=edition.slim if Needs.SHEETS in needs else None,
            file=file,
            lay_out=_uncounted(made.compositor).lay_out,
        )
        del edition, made
        yield printed


def _uncounted(compositor: Compositor) -> Compositor:
    """Return a compositor whose sections are not counted: those of the book are all there."""
    return replace(compositor, watch=SectionCount(0, lambda _: None))


def _no_file() -> bytes:
    raise LookupError("an edition that hands on the bound file says so in its `needs`")


def folio_of(prepared: Prepared, session: Session) -> Callable[[Mention], int]:
    """Return what gives the printed page of a mention; nothing is made but the pages of the text."""
    return _set_text(prepared, session).paginated.folio


def proof_of(prepared: Prepared, session: Session) -> ProofSheet:
    """Return the report on the printed edition."""
    from florilegium.editions.pdf.linebreak.optical_margins import hanging_in
    from florilegium.editions.pdf.proof.report import proof

    made = set_book(prepared, session)
    hanging = hanging_in(sheet for _, sheet in print_sheets(prepared.manifest))
    return proof(made.edition, made.text.documents, hanging)


def set_book(
    prepared: Prepared, session: Session, begin_binding: Callable[[Plan], None] | None = None
) -> SetBook:
    """Set the text, then the index from its pages, then all the rest; the text may be bound meanwhile."""
    from florilegium.editions.pdf.edition import make_up, set_rest, text_plan

    text = _set_text(prepared, session)
    compositor, sections, book = text.compositor, text.copy.sections, prepared.book
    made = indexes(prepared, session, text.paginated.folio, session.report)
    index = documents(book, of_kind(sections, SectionKind.INDEX), Matters(sections, made))
    index_begun = compositor.begin(index)
    paginated = set_rest(compositor, text.paginated, text.copy)
    matters = Matters(sections, folios=paginated.folios)
    contents = documents(book, of_kind(sections, SectionKind.CONTENTS), matters)
    laid_out = compositor.lay_out(contents)
    if begin_binding:
        # The index alone is still being set, so that there is a processor for it.
        begin_binding(text_plan(compositor, paginated, text.copy).slim)
    late = (*contents, *index)
    edition = make_up(compositor, paginated, late, text.copy, laid_out | index_begun())
    shown = in_order(book_sections(prepared), text.documents, late)
    return SetBook(edition, BookText(shown, edition.starts), made, text.paginated.folio, compositor)


def _set_text(prepared: Prepared, session: Session) -> _SetText:
    """Set the text: all that the index counts."""
    from florilegium.editions.pdf.edition import PrintInput, set_text
    from florilegium.editions.pdf.schedule.compositor import Compositor
    from florilegium.editions.pdf.section.footnotes import at_the_foot, without_notes

    native_libraries.require()
    session.progress.stage("setting the pages")
    manifest, book, sections = prepared.manifest, prepared.book, book_sections(prepared)
    design = design_of(manifest.design)
    matters = Matters(
        sections, made_with=made_with(), typeface=typeface(manifest), abstracts=design.abstracts
    )
    early = documents(book, [one for one in sections if one.kind not in DEPENDENT], matters)
    set_first = early
    if (manifest.notes.place or design.notes) == "foot":
        sections, set_first = without_notes(sections), at_the_foot(early)
    count = SectionCount(len(sections), session.progress.count)
    spec = print_spec(manifest, book, early)
    compositor = Compositor.hire(spec, session.runner, session.report, count)
    copy = PrintInput(book, sections, prepared.survey.mentions, facts_of(book, manifest))
    begin_early(session, book)  # no sooner: until now it would have waited for the workers to be there
    return _SetText(compositor, early, copy, set_text(compositor, set_first, copy))
