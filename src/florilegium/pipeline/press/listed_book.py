"""A book as the lists of a press know it: what the record of its release says.

Nothing else is read of it, so that a list of thousands of books costs the reading of their records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from florilegium.manifest.reading.backlist import Backlist
from florilegium.pipeline.release.release_record import FORM, record_in
from florilegium.system.values import dataclass

#: Files that readers are offered: ending, media type, and whether it is a part of the book alone.
_OFFERED: Final = (
    (".epub", "application/epub+zip", False),
    ("-sample.pdf", "application/pdf", True),
    (".pdf", "application/pdf", False),
)
_NOT_FOR_READERS: Final = (".kepub.epub", "-print.pdf", "-cover.pdf")

_Listed = TypeVar("_Listed")

_PICTURES: Final = {".jpg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True)
class ListedFile:
    """A file of a release: its path in the site, its media type, its size in bytes; a sample is a part."""

    path: str
    type: str
    size: int
    is_sample: bool = False


@dataclass(frozen=True)
class ListedBook:
    """A released book. `told` is what its record says for lists, `files` all its files with their sizes.

    `made` is the moment of the release, in UTC as RFC 3339 writes it.
    """

    slug: str
    identifier: str
    date: str
    edition: str
    made: str
    told: Mapping[str, Any]
    files: Mapping[str, int]

    @property
    def title(self) -> str:
        """Return its title without the subtitle."""
        return str(self.told["title"])

    @property
    def whole_title(self) -> str:
        """Return title and subtitle in one line."""
        return ": ".join(filter(None, (self.title, str(self.told["subtitle"]))))

    @property
    def names(self) -> str:
        """Return its editors, else its authors, in one line."""
        return ", ".join(name for name, _ in self.told["editors"] or self.told["authors"])

    @property
    def page(self) -> str:
        """Return the path of its first page in the site."""
        return f"{self.slug}/index.html"

    @property
    def downloads(self) -> tuple[ListedFile, ...]:
        """Return the files that readers are offered, whole books before samples."""
        found = (file for name, size in self.files.items() if (file := self._offered(name, size)))
        return tuple(sorted(found, key=lambda file: (file.is_sample, file.path)))

    def _offered(self, name: str, size: int) -> ListedFile | None:
        if "/" in name or name.endswith(_NOT_FOR_READERS):
            return None
        for ending, kind, is_sample in _OFFERED:
            if name.endswith(ending):
                return ListedFile(f"{self.slug}/{name}", kind, size, is_sample)
        return None

    def cover(self, width: int = 0) -> ListedFile | None:
        """Return its cover, of a width in pixels if it is there so, else as it is."""
        wanted = [f"cover-{width}.jpg", "cover.jpg", "cover.png"]
        for name in wanted:
            if name in self.files:
                return ListedFile(f"{self.slug}/{name}", _PICTURES[name[-4:]], self.files[name])
        return None


def listed_book(folder: Path) -> ListedBook | None:
    """Return the book whose release stands in a folder; None for a review copy, and where there is none."""
    record = record_in(folder)
    if record is None or record.get("form") != FORM or record.get("review"):
        return None
    try:
        book, files = record["book"], record["files"]
        return ListedBook(
            slug=folder.name,
            identifier=book["identifier"],
            date=book["date"],
            edition=book["edition"],
            made=record["made"],
            told=record["listing"],
            files={name: one["bytes"] for name, one in files.items()},
        )
    except (KeyError, TypeError, AttributeError):
        return None


@dataclass(frozen=True)
class PressSite:
    """A site: its list, its folder, and its books in the order of their titles."""

    backlist: Backlist
    folder: Path
    books: tuple[ListedBook, ...]

    @classmethod
    def of(cls, backlist: Backlist, folder: Path, books: Iterable[ListedBook]) -> PressSite:
        """Return a site of some books, in whatever order they come."""
        ordered = sorted(books, key=lambda book: (book.title.casefold(), book.slug))
        return cls(backlist, folder, tuple(ordered))

    @property
    def title(self) -> str:
        """Return what the site is called: by its list, else after the publisher if all books have one."""
        publishers = {str(book.told["publisher"]) for book in self.books}
        return self.backlist.title or (publishers.pop() if len(publishers) == 1 else "") or "Books"

    @property
    def made(self) -> str:
        """Return the moment of the newest release."""
        return max(book.made for book in self.books)

    @property
    def newest(self) -> Sequence[ListedBook]:
        """Return the books, those that were released last before the others."""
        return sorted(self.books, key=lambda book: book.made, reverse=True)

    def address(self, path: str) -> str:
        """Return where a file will be found on the web, or nothing where the list names no site."""
        return f"{self.backlist.site}{path}" if self.backlist.site else ""


def in_pages(listed: Sequence[_Listed], size: int) -> Iterator[Sequence[_Listed]]:
    """Yield a list in parts of so many things at most; an empty one as one part."""
    for start in range(0, max(len(listed), 1), size):
        yield listed[start : start + size]
