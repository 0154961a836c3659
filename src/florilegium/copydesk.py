"""The copy desk: every text is read and refined here, by as many as there are processes.

What an earlier build has found out of a text is taken over; what is left is done side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TypeVar

from florilegium.book import trees  # noqa: F401 - manuscripts and texts are sent from one process to another
from florilegium.book.model import Text
from florilegium.files import hear
from florilegium.memory import Memory, read_source
from florilegium.passes.typography import refine_text
from florilegium.problems import Report
from florilegium.sources.manuscript import Manuscript, SourceRequest
from florilegium.workers import Here, side_by_side

Item = TypeVar("Item")
Done = TypeVar("Done")


@dataclass(frozen=True)
class CopyDesk:
    """Who works at the texts of a book, and what is remembered of them.

    `meanwhile` is what this process had best do while others work at them.
    """

    executor: Executor = field(default_factory=Here)
    memory: Memory | None = None
    meanwhile: Callable[[], object] | None = None

    def reader(
        self, requests: Sequence[SourceRequest]
    ) -> Callable[[SourceRequest, Report], Manuscript | None]:
        """Have some requests read; gives what answers each of them, as `sources.read` does."""
        memory = self.memory
        readings = (
            self._done(requests, memory.reading, memory.read, self.meanwhile)
            if memory
            else side_by_side(self.executor, read_source, requests, self.meanwhile)
        )
        of = dict(zip(requests, readings, strict=True))

        def read(request: SourceRequest, report: Report) -> Manuscript | None:
            reading = of[request]
            report.extend(reading.problems)
            hear(reading.witness)
            return reading.manuscript

        return read

    def refiner(self, texts: Sequence[Text]) -> Callable[[Text], Text]:
        """Have some texts refined; gives what answers each of them, as `typography.refine_text` does."""
        memory = self.memory
        refined = (
            self._done(texts, memory.refined, memory.refine)
            if memory
            else side_by_side(self.executor, refine_text, texts)
        )
        of = {text.key: text for text in refined}
        return lambda text: of[text.key]

    def _done(
        self,
        items: Sequence[Item],
        known: Callable[[Item], Done | None],
        task: Callable[[Item], Done],
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Done]:
        found = [known(item) for item in items]
        left = [item for item, one in zip(items, found, strict=True) if one is None]
        made = iter(side_by_side(self.executor, task, left, meanwhile))
        return [one if one is not None else next(made) for one in found]
