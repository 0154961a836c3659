"""The reader's file, bound by a process beside those that lay out, while this one makes other editions.

The text is bound while index and contents are still laid out, and all that is round it when the book is
known. The pages go to that process, and the file comes back, through a folder (`system.tasks.handoff`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from florilegium.editions.pdf.output.binding import Binder, bind
from florilegium.editions.pdf.output.join import Plan
from florilegium.problems import EditionError
from florilegium.system.tasks.engines import Here, beside
from florilegium.system.tasks.handoff import Handoff
from florilegium.system.tasks.runner import done
from florilegium.system.temporary import new_folder

_TEXT: Final = "text"
_BOOK: Final = "book"
_FILE: Final = "file"


class BindingBeside:
    """One book that is bound by an executor."""

    def __init__(self, executor: Executor, folder: Path) -> None:
        self._executor = executor
        self._handoff = Handoff(folder)
        self._begun: Future[None] | None = None

    def begin(self, text: Plan) -> None:
        """Have the text bound now. Where that cannot be, nothing is lost but time."""
        if isinstance(self._executor, Here):
            return
        with suppress(OSError):
            self._handoff.put(_TEXT, text)
            self._begun = self._executor.submit(_bind, self._handoff)

    def finish(self, book: Plan) -> Callable[[], bytes]:
        """Have the book bound. Return what waits for the file; the plan is needed no more.

        Raises:
            EditionError: there is no room in the system's folder for temporary files.
        """
        try:
            self._handoff.put(_BOOK, book)
        except OSError as error:
            raise EditionError(f"the pages cannot be handed on to be bound: {error}") from error
        begun = self._begun or self._executor.submit(_bind, self._handoff)

        def bound() -> bytes:
            done(begun, lambda: _bind(self._handoff))
            file: bytes = self._handoff.take(_FILE)
            return file

        return bound

    def end(self) -> None:
        """Let nobody wait for a book that does not come."""
        self._handoff.end()


@contextmanager
def binding_beside(engine: Executor) -> Iterator[BindingBeside]:
    """Begin a binding in one process more than an engine has, or in this one where it has none."""
    with beside(engine) as executor:
        folder = new_folder()
        binding = BindingBeside(executor, folder)
        try:
            yield binding
        finally:
            binding.end()
            shutil.rmtree(folder, ignore_errors=True)


def _bind(handoff: Handoff) -> None:
    begun = Binder(handoff.take(_TEXT)) if handoff.has(_TEXT) else None
    file = bind(handoff.take(_BOOK), begun)
    try:
        handoff.put(_FILE, file)
    except OSError as error:
        raise EditionError(f"there is no room for the bound book: {error}") from error
