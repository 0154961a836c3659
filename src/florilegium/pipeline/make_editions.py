"""The editions of one prepared book: the printed pages first, since an index prints their numbers."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import nullcontext
from dataclasses import field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from florilegium.editions.designs.design import design_of
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.pipeline.book_documents import (
    BookText,
    build_moment,
    made_with,
    unpaged_text,
    with_notes_told,
)
from florilegium.pipeline.prepare import Prepared
from florilegium.pipeline.printing import Printed, printed_book
from florilegium.pipeline.session import Session
from florilegium.pipeline.warm_up import begin_early
from florilegium.problems import Report
from florilegium.system.memory import give_back
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.editions.documents import Document
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.pipeline.printing import BegunText


@dataclass(frozen=True)
class Made:
    """Finished editions by file name, and how many pages the printed book has (0 when none were set)."""

    files: Mapping[str, bytes]
    pages: int


def make_editions(
    prepared: Prepared,
    session: Session,
    files: MutableMapping[str, bytes] | None = None,
    text: BegunText | None = None,
) -> Made:
    """Make the editions that are wanted. All read one set of documents, and nothing is laid out twice.

    Their files are put into `files`, one by one, where it is given. The `text` may have been begun already.
    """
    files = {} if files is None else files
    give_back()  # what the trees of the articles have left, before the pages need room
    paged = are_pages_set(prepared.manifest, session)
    with printed_book(prepared, session, text) if paged else nullcontext(None) as printed:
        begin_early(session, prepared.book, prepared.manifest)
        contexts, wanted = _Contexts(prepared, session, printed), session.request.wanted
        begun = {one.name: one.begin_files(contexts.of(one, files)) for one in wanted if one.begin_files}
        for edition in wanted:
            session.progress.stage(f"making {edition.title}")
            give_back()
            if edition.name in begun:
                files.update(begun.pop(edition.name)())
            else:
                files.update(edition.files(contexts.of(edition, files)))
    return Made(files, printed.pages if printed else 0)


def edition_of_pages(
    name: str, prepared: Prepared, session: Session, printed: Printed
) -> Mapping[str, bytes]:
    """Return the files of one edition of a book whose pages are set, whatever the session makes besides."""
    edition = next(one for one in session.request.registry if one.name == name)
    return edition.files(_Contexts(prepared, session, printed).of(edition, {}))


def are_pages_set(manifest: Manifest, session: Session) -> bool:
    """Return whether the editions that are wanted need a book's pages, or where they begin."""
    wanted = session.request.wanted
    return any(edition.is_printed or _is_marked(edition, manifest, session) for edition in wanted)


def _is_marked(edition: Edition, manifest: Manifest, session: Session) -> bool:
    """Return whether an edition shall tell where printed pages begin."""
    asked = getattr(_options(edition, manifest), "pages", True)
    return edition.needs is Needs.MARKS and session.request.paged and asked


def _options(edition: Edition, manifest: Manifest) -> Any:
    return getattr(manifest.editions, edition.key, None)


@dataclass(frozen=True)
class _Contexts:
    """Makes the context of each edition; what two of them read is made once."""

    prepared: Prepared
    session: Session
    printed: Printed | None
    shared: dict[str, Any] = field(default_factory=dict)

    def of(self, edition: Edition, before: Mapping[str, bytes]) -> Context:
        """Return the context of one edition. Those that are printed read no documents."""
        return self._with(BookText(()) if edition.is_printed else self._text(edition), edition, before)

    def _with(self, text: BookText, edition: Edition, before: Mapping[str, bytes]) -> Context:
        manifest, book = self.prepared.manifest, self.prepared.book
        return Context(
            book=book,
            documents=text.documents,
            starts=text.starts,
            mentions=self.prepared.survey.mentions,
            stem=manifest.stem,
            root=manifest.root,
            made=build_moment(manifest),
            made_with=made_with(),
            options=_options(edition, manifest),
            design=design_of(manifest.design),
            printed=self.printed,
            report=self.session.report,
            runner=self.session.runner,
            shared=self.shared,
            before=before,
            place_of=partial(manifest.place, "editions"),
        )

    def _text(self, edition: Edition) -> BookText:
        return self._unpaged if self._is_unpaged(edition) else self._paged

    def _is_unpaged(self, edition: Edition) -> bool:
        marked = edition.needs is not Needs.MARKS or _is_marked(edition, self.prepared.manifest, self.session)
        return not (marked and self.printed)

    @cached_property
    def _paged(self) -> BookText:
        return with_notes_told(self.prepared, self.printed.text) if self.printed else self._unpaged

    def _begin(self, text: Sequence[Document]) -> None:
        for edition in self.session.request.wanted:
            if edition.begin_text and self._is_unpaged(edition):
                edition.begin_text(self._with(BookText(tuple(text)), edition, {}))

    @cached_property
    def _unpaged(self) -> BookText:
        # What is to be said of the index has been said of the printed one, where there is one.
        report = Report() if self.printed else self.session.report
        return unpaged_text(self.prepared, self.session, report, self._begin)
