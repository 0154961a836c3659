"""The copy desk: every text is read and edited here, and made a page of the EPUB, by as many as there are
processes.

What an earlier build has made is taken over; what is left is done side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from florilegium.book import trees  # noqa: F401 - manuscripts and texts are sent from one process to another
from florilegium.pipeline.memory import Memory, read_source
from florilegium.problems import Report
from florilegium.sources.manuscript import Manuscript, SourceRequest
from florilegium.system.files import hear
from florilegium.tasks.runner import Here, done, near, side_by_side

if TYPE_CHECKING:
    from florilegium.editions.epub.media.cover_drawing import Commission, Drawn
    from florilegium.editions.epub.media.images import Picture
    from florilegium.editions.epub.pages.page import Page, Task
    from florilegium.passes.pipeline import Edited, Typescript

Item = TypeVar("Item")
Done = TypeVar("Done")


@dataclass(frozen=True)
class CopyDesk:
    """Who works at the texts of a book, and what is remembered of them."""

    executor: Executor = field(default_factory=Here)
    memory: Memory | None = None
    _drawing: dict[Commission, Future[Drawn]] = field(default_factory=dict, repr=False, compare=False)

    def reader(
        self, requests: Sequence[SourceRequest], errands: Sequence[Callable[[], object]] = ()
    ) -> Callable[[SourceRequest, Report], Manuscript | None]:
        """Have some requests read; gives what answers each of them, as `sources.read` does.

        `errands` are what this process has to do as well, and had best do while others come and read.
        """
        readings = self._done(requests, read_source, lambda m: (m.reading, m.read), errands=errands)
        of = dict(zip(requests, readings, strict=True))

        def read(request: SourceRequest, report: Report) -> Manuscript | None:
            reading = of[request]
            report.extend(reading.problems)
            hear(reading.witness)
            return reading.manuscript

        return read

    def edited(self, typescripts: Sequence[Typescript]) -> Iterator[Edited]:
        """Some texts as `editing.edit` makes them, each as soon as it and those before it are done."""
        from florilegium.passes.pipeline import edit

        return self._done(typescripts, edit, lambda m: (m.edited, m.edit))

    def make_pages(self, tasks: Sequence[Task]) -> Sequence[Page]:
        """Have the files of an EPUB made, as `epub.documents.make_page` does."""
        from florilegium.editions.epub.pages.page import make_page

        pages = self._done(tasks, make_page, lambda m: (m.page, m.make_page), lambda task: len(task.xhtml))
        return tuple(pages)

    def fit(self, pictures: Sequence[Picture]) -> Sequence[bytes]:
        """Have pictures fitted for readers, as `epub.images.fitted` does."""
        from florilegium.editions.epub.media.images import fitted

        return tuple(self._done(pictures, fitted, lambda m: (m.picture, m.fit), lambda one: len(one.data)))

    def begin_drawing(self, commission: Commission) -> None:
        """Have a cover drawn that is asked for later (`drawn`)."""
        from florilegium.editions.epub.media.cover_drawing import draw

        if commission in self._drawing:
            return
        known = self.memory.cover(commission) if self.memory else None
        if known:
            self._drawing[commission] = Here().submit(lambda: known)
        else:
            task = self.memory.draw if self.memory else draw
            self._drawing[commission] = near(self.executor).submit(task, commission)

    def drawn(self, commission: Commission) -> Drawn:
        """The cover, as `epub.cover_drawing.draw` draws it."""
        from florilegium.editions.epub.media.cover_drawing import draw

        self.begin_drawing(commission)
        return done(self._drawing[commission], lambda: draw(commission))

    def _done(
        self,
        items: Sequence[Item],
        task: Callable[[Item], Done],
        remembering: Callable[[Memory], tuple[Callable[[Item], Done | None], Callable[[Item], Done]]],
        weigh: Callable[[Item], int] | None = None,
        errands: Sequence[Callable[[], object]] = (),
    ) -> Iterator[Done]:
        """What a task makes of each item; `remembering` is how a memory recalls it, and does and keeps it."""
        if self.memory is None:
            return side_by_side(self.executor, task, items, errands, weigh)
        recall, make = remembering(self.memory)
        found = [recall(item) for item in items]
        left = [item for item, one in zip(items, found, strict=True) if one is None]
        made = side_by_side(self.executor, make, left, errands, weigh)
        return (one if one is not None else next(made) for one in found)
