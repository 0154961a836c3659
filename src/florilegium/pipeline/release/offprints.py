"""The PDF of each article and the sample, cut from the pages of the book."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice, tee
from typing import Final, TypeVar

from florilegium.editions.articles.title_leaf import title_leaf
from florilegium.editions.pdf.output.offprint import (
    BIND,
    CUT,
    CutBook,
    MadeForIt,
    SharedNotes,
    notes_by_article,
    notes_files,
    offprint_of,
    pages_of,
    sample_of,
)
from florilegium.editions.pdf.section.printed_section import Layout
from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.languages.labels import website_words
from florilegium.system.tasks.runner import Runner
from florilegium.system.tasks.task import Task

Item = TypeVar("Item")
Made = TypeVar("Made")

#: The folder of a release in which each article has one.
ARTICLES = "articles"

#: What the name of the sample adds to that of the book.
SAMPLE = "-sample.pdf"


#: How many articles' title leaves are laid out at once.
_AT_ONCE: Final = 16


def begin_offprints(context: Context) -> Callable[[], Iterator[tuple[str, bytes]]]:
    """Have the first title leaves laid out and the first notes cut; return what makes the sample and the PDF
    of each article, with their paths in a release."""
    book, sheets, begin = context.book, context.printed_book.sheets, context.printed_book.begin
    leaves = {article.key: title_leaf(book, article, pages_of(sheets, article)) for article in book.articles}
    groups = [book.articles[first : first + _AT_ONCE] for first in range(0, len(book.articles), _AT_ONCE)]
    layouts = _ahead(lambda group: begin([leaves[article.key] for article in group]), groups)
    shared = notes_files(sheets, book.articles)
    cuts = _ahead(partial(_cut, context.runner), shared)

    def wanted() -> Iterator[tuple[str, CutBook]]:
        title = f"{book.metadata.title} ({website_words(book.metadata.language)['sample']})"
        yield f"{context.stem}{SAMPLE}", sample_of(sheets, title)
        notes = notes_by_article(shared, cuts, [article.key for article in book.articles])
        for group, laid_out in zip(groups, layouts, strict=True):
            for article in group:
                leaf = leaves[article.key]
                for_it = MadeForIt(leaf, laid_out[leaf.section.id], next(notes))
                path = f"{ARTICLES}/{article.key}/{article.key}.pdf"
                yield path, offprint_of(sheets, book, article, for_it)

    return lambda: made_by(context.runner, BIND, wanted())


def _cut(runner: Runner, file: SharedNotes) -> Callable[[], Sequence[Layout]]:
    """Have the notes of articles cut from a file; return what waits for them."""
    begun = runner.map(CUT, (file,))
    return lambda: next(begun)


def _ahead(begin: Callable[[Item], Callable[[], Made]], items: Sequence[Item]) -> Iterator[Made]:
    """Begin the first of some items now. Yield what is made of one after another, the next begun meanwhile.

    Title leaves and pages of notes are files with fonts of their own; those of a large book are not held
    at once.
    """
    begun, rest = deque(begin(item) for item in items[:1]), iter(items[1:])

    def one_after_another() -> Iterator[Made]:
        while begun:
            begun.extend(begin(item) for item in islice(rest, 1))
            yield begun.popleft()()

    return one_after_another()


def made_by(
    runner: Runner, task: Task[Item, Made], wanted: Iterable[tuple[str, Item]]
) -> Iterator[tuple[str, Made]]:
    """Yield what a task makes of items, each with its name; of a large book, not all are made at once."""
    named, items = tee(wanted)
    return zip((name for name, _ in named), runner.flow(task, (item for _, item in items)), strict=True)


#: Made for releases only.
OFFPRINTS = Edition(
    name="offprints",
    title="the offprints",
    endings=(),
    needs=Needs.SHEETS,
    begin_files=begin_offprints,
    imports=("florilegium.editions.pdf.output.offprint",),
)
