"""The EPUB of the book as it is now, file by file, for a reader that shows it."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lxml import etree

from florilegium.system.files import hash_of
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from florilegium.pipeline.live.live_book import ReadBook
    from florilegium.pipeline.printing import SetBook
    from florilegium.pipeline.session import Session

_OPF: Final = "{http://www.idpf.org/2007/opf}"
_XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_ID: Final = regex(rb'\bid="([^"]+)"')


@dataclass(frozen=True)
class ReaderPart:
    """A document of the EPUB: its file, its title, and what its bytes are known by."""

    file: str
    title: str
    stamp: str


@dataclass(frozen=True)
class ReaderBook:
    """The files of an EPUB by their paths in it."""

    files: Mapping[str, bytes]

    @cached_property
    def parts(self) -> tuple[ReaderPart, ...]:
        """Return the documents in the order of reading."""
        return tuple(self._parts())

    def file_of(self, block: str) -> str:
        """Return the file in which a block stands, or nothing."""
        return self._files.get(block, "")

    def _parts(self) -> Iterator[ReaderPart]:
        package = next(name for name in self.files if name.endswith(".opf"))
        tree = etree.fromstring(self.files[package])
        places = {item.get("id"): item.get("href", "") for item in tree.iter(f"{_OPF}item")}
        for one in tree.iter(f"{_OPF}itemref"):
            file = posixpath.join(posixpath.dirname(package), places[one.get("idref")])
            head = etree.fromstring(self.files[file]).find(f"{_XHTML}head/{_XHTML}title")
            title = "" if head is None else (head.text or "")
            yield ReaderPart(file, title.strip() or file, hash_of(self.files[file])[:16])

    @cached_property
    def _files(self) -> dict[str, str]:
        return {
            found.decode(): part.file for part in self.parts for found in _ID.findall(self.files[part.file])
        }


def reader_book(read: ReadBook, made: SetBook, session: Session) -> ReaderBook:
    """Return the EPUB of a book that has been set.

    Raises:
        FlorilegiumError: as the EPUB's edition; the session's report has what is wrong.
    """
    from florilegium.pipeline.make_editions import edition_of_pages
    from florilegium.pipeline.printing import unbound

    (data,) = edition_of_pages("epub", read.prepared, session, unbound(made)).values()
    session.stop_at_faults()
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return ReaderBook({name: container.read(name) for name in container.namelist()})
