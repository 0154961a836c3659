"""The copy desk: every text is read and edited here, and made a page of the EPUB, by as many as there are
processes.

What an earlier build has made is taken over; what is left is done side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from florilegium.book import trees  # noqa: F401 - manuscripts and texts are sent from one process to another
from florilegium.files import hear
from florilegium.memory import Memory, read_source
from florilegium.problems import Report
from florilegium.sources.manuscript import Manuscript, SourceRequest
from florilegium.workers import Here, side_by_side

if TYPE_CHECKING:
    from florilegium.book.model import Text
    from florilegium.editions.epub.documents import Page, Task
    from florilegium.editions.epub.images import Picture
    from florilegium.passes.editing import Edited, Typescript

Item = TypeVar("Item")
Done = TypeVar("Done")


@dataclass(frozen=True)
class CopyDesk:
    """Who works at the texts of a book, and what is remembered of them.

    `errands` are what this process has to do as well, and had best do while others come and read.
    """

    executor: Executor = field(default_factory=Here)
    memory: Memory | None = None
    errands: Sequence[Callable[[], object]] = ()

    def reader(
        self, requests: Sequence[SourceRequest]
    ) -> Callable[[SourceRequest, Report], Manuscript | None]:
        """Have some requests read; gives what answers each of them, as `sources.read` does."""
        memory = self.memory
        readings = (
            self._done(requests, memory.reading, memory.read, self.errands)
            if memory
            else side_by_side(self.executor, read_source, requests, self.errands)
        )
        of = dict(zip(requests, readings, strict=True))

        def read(request: SourceRequest, report: Report) -> Manuscript | None:
            reading = of[request]
            report.extend(reading.problems)
            hear(reading.witness)
            return reading.manuscript

        return read

    def editor(self, typescripts: Sequence[Typescript]) -> Callable[[Text], Edited]:
        """Have some texts edited; gives what answers each of them, as `editing.edit` does."""
        from florilegium.passes.editing import edit

        memory = self.memory
        edited = (
            self._done(typescripts, memory.edited, memory.edit)
            if memory
            else side_by_side(self.executor, edit, typescripts)
        )
        of = {one.text.key: one for one in edited}
        return lambda text: of[text.key]

    def make_pages(self, tasks: Sequence[Task]) -> Sequence[Page]:
        """Have the files of an EPUB made, as `epub.documents.make_page` does."""
        from florilegium.editions.epub.documents import make_page

        memory = self.memory
        return (
            self._done(tasks, memory.page, memory.make_page)
            if memory
            else side_by_side(self.executor, make_page, tasks)
        )

    def fit(self, pictures: Sequence[Picture]) -> Sequence[bytes]:
        """Have pictures fitted for readers, as `epub.images.fitted` does."""
        from florilegium.editions.epub.images import fitted

        memory = self.memory
        return (
            self._done(pictures, memory.picture, memory.fit)
            if memory
            else side_by_side(self.executor, fitted, pictures)
        )

    def _done(
        self,
        items: Sequence[Item],
        known: Callable[[Item], Done | None],
        task: Callable[[Item], Done],
        errands: Sequence[Callable[[], object]] = (),
    ) -> list[Done]:
        found = [known(item) for item in items]
        left = [item for item, one in zip(items, found, strict=True) if one is None]
        made = iter(side_by_side(self.executor, task, left, errands))
        return [one if one is not None else next(made) for one in found]
