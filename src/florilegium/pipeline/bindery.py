"""Where the reader's file is bound, by a process of its own, while this one makes the EPUB.

What goes there and comes back are files: what goes through a pipe is held twice at either end, and a large
book is tens of megabytes.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from florilegium.problems import EditionError
from florilegium.tasks.runner import done, spare

if TYPE_CHECKING:
    from florilegium.editions.pdf.edition import Edition
    from florilegium.editions.pdf.output.join import Plan


@dataclass(frozen=True)
class Bindery:
    """Whoever binds, and the folder through which things are handed."""

    binder: Executor
    folder: Path

    def prepare(self, text: Plan) -> None:
        """Have the text bound while index and contents are laid out; who binds the book goes on from there.

        Where that cannot be, nothing is lost but time.
        """
        sheets = self.folder / "text"
        with suppress(OSError):
            _hand_over(text, sheets)
            self.binder.submit(_prepare, sheets)

    def begin(self, edition: Edition) -> Callable[[], bytes]:
        """Have a book bound. Gives what waits for the file; the edition itself is needed no more.

        Raises:
            EditionError: there is no room in the system's folder for temporary files.
        """
        sheets, book = self.folder / "sheets", self.folder / "book"
        try:
            _hand_over(edition, sheets)
        except OSError as error:
            raise EditionError(f"the pages cannot be handed on to be bound: {error}") from error
        binding = self.binder.submit(_bind, sheets, book)

        def bound() -> bytes:
            done(binding, partial(_bind, sheets, book))
            return book.read_bytes()

        return bound


@contextmanager
def bindery(executor: Executor) -> Iterator[Bindery]:
    """A bindery beside those who work for an executor, which begins now and holds nothing of their work."""
    with (
        spare(executor) as binder,
        TemporaryDirectory(prefix="florilegium-", ignore_cleanup_errors=True) as folder,
    ):
        yield Bindery(binder, Path(folder))


def _hand_over(value: Edition | Plan, sheets: Path) -> None:
    with sheets.open("wb") as file:
        pickle.dump(value, file)


def _handed_over(sheets: Path) -> Any:
    with sheets.open("rb") as file:
        return pickle.load(file)  # noqa: S301 - written by a process of our own


def _prepare(sheets: Path) -> None:
    from florilegium.editions.pdf.output.binding import begin

    begin(_handed_over(sheets))


def _bind(sheets: Path, book: Path) -> None:
    edition: Edition = _handed_over(sheets)
    try:
        book.write_bytes(edition.pdf)
    except OSError as error:
        raise EditionError(f"there is no room for the bound book: {error}") from error
