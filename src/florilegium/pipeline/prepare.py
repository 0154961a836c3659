"""The texts of a book on their way through reading and editing, which any process can do for each by
itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from florilegium.pipeline.compose import requests_of
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.book.model import Book, Text
    from florilegium.manifest.schema.manifest import Manifest
    from florilegium.names.mentions.survey import Survey
    from florilegium.passes.pipeline import Edited
    from florilegium.problems import Report
    from florilegium.sources.manuscript import Manuscript, SourceRequest
    from florilegium.system.tasks.runner import Runner


@dataclass(frozen=True)
class Prepared:
    """A book ready for its editions: composed, edited, its names found.

    `manuscripts` are what was read of each article's source, by the article's key, with its ledger.
    """

    manifest: Manifest
    book: Book
    survey: Survey
    manuscripts: Mapping[str, Manuscript] = field(default_factory=dict)

    @property
    def slim(self) -> Prepared:
        """Return the same with the mentions alone of the survey: editions need no more, and the rest is
        large."""
        return replace(self, survey=replace(self.survey, read=()), manuscripts={})


def read_sources(
    manifest: Manifest, runner: Runner, meanwhile: Sequence[Callable[[], object]] = ()
) -> Callable[[SourceRequest, Report], Manuscript | None]:
    """Have every article read; return what answers each request, as `sources.read` does.

    `meanwhile` is as in `Runner.map`.
    """
    from florilegium.sources.reading_task import READ_SOURCE

    requests = requests_of(manifest)
    results = dict(zip(requests, runner.map(READ_SOURCE, requests, meanwhile), strict=True))

    def read(request: SourceRequest, report: Report) -> Manuscript | None:
        report.extend(results[request].problems)
        return results[request].manuscript

    return read


def edit_texts(manifest: Manifest, book: Book, runner: Runner) -> Iterator[Edited]:
    """Have every text edited; give each as soon as it and those before it are done."""
    from florilegium.passes.pipeline import EDIT, typescripts_of

    return runner.map(EDIT, typescripts_of(book, expanded=manifest.notes.ibid == "expand"))


def find_names(
    book: Book, edited: Iterable[Edited], report: Report, runner: Runner
) -> tuple[list[Text], Survey]:
    """Look for the names of the index in each text as it comes; return the texts and what was found."""
    from florilegium.names.mentions.survey import Surveyor

    surveyor, texts = Surveyor(book, report, runner.once), []
    for one in edited:
        report.extend(one.problems)
        surveyor.read(one.text)
        texts.append(one.text)
    return texts, surveyor.survey()


def with_edited(book: Book, texts: Iterable[Text], report: Report) -> Book:
    """Return a book with its edited texts, and the works that they cite if its index lists them."""
    from florilegium.passes.pipeline import with_texts

    book = with_texts(book, texts)
    if book.authority.loci:
        from florilegium.names.index.passages_cited import report_uncited

        report_uncited(book, report)
    if not book.authority.works:
        return book
    from florilegium.passes.citations.works_cited import cite_works
    from florilegium.passes.citations.works_overrides import overrule_works

    return overrule_works(cite_works(book), report)
