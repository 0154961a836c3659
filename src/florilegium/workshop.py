"""The making of editions from one prepared book.

The printed pages come first, since the index prints their numbers and the EPUB carries them along. Both
editions read one set of documents.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium import __version__
from florilegium.book.model import Book, Index, Mention
from florilegium.editions.documents import Document, Matters, documents
from florilegium.editions.labels import labels_for
from florilegium.editions.sections import DEPENDENT, Section, sections_of
from florilegium.errors import EditionError
from florilegium.files import FileRefusedError, read
from florilegium.order import PAGED, WORK_FOLDER, Order, Progress
from florilegium.problems import Report

if TYPE_CHECKING:
    from florilegium.editions.pages import PageStart
    from florilegium.editions.pdf.compositor import Setting
    from florilegium.editions.pdf.edition import Edition
    from florilegium.editions.pdf.metadata import Facts
    from florilegium.editions.pdf.proof_sheet import ProofSheet
    from florilegium.manifest.schema import Manifest
    from florilegium.names.entries import Folio
    from florilegium.names.mentions import Survey
    from florilegium.sources.manuscript import Manuscript

#: Style sheets of the printed edition, in the order in which they are read.
_PRINT_SHEETS: Final = ("book.css", "print.css")
_EPUB_SHEETS: Final = ("book.css", "epub.css", "epub-modern.css")
_SHEET_LIMIT: Final = 2_000_000
_TYPEFACE: Final = "EB Garamond"


@dataclass(frozen=True)
class Prepared:
    """A book ready for its editions: composed, passed, its names found."""

    manifest: Manifest
    manuscripts: Mapping[str, Manuscript]
    book: Book
    survey: Survey


@dataclass(frozen=True)
class Made:
    """Finished editions by file name."""

    files: Mapping[str, bytes]
    pages: int


@dataclass(frozen=True)
class _Print:
    """The printed book, and what another edition takes over from it: its documents and its pages."""

    documents: tuple[Document, ...]
    edition: Edition | None = None

    @property
    def starts(self) -> tuple[PageStart, ...]:
        """The letter with which each printed page begins; none when nothing was printed."""
        return self.edition.starts if self.edition else ()


@dataclass(frozen=True)
class Workshop:
    """The making of all editions of one prepared book."""

    prepared: Prepared
    order: Order
    report: Report
    progress: Progress
    executor: Executor

    def make(self) -> Made:
        """The ordered editions. All read one set of documents, and nothing is laid out twice."""
        manifest, wanted = self.prepared.manifest, self.order.editions
        sections = sections_of(self.book, with_index=bool(self.book.authority.headings))
        paged = bool(wanted & PAGED) or self._is_paged
        printed = self._print(sections) if paged else self._without_pages(sections)
        made = {}
        if "epub" in wanted:
            self.progress.stage("making the EPUB")
            made[f"{manifest.stem}.epub"] = self._epub(printed)
        edition = printed.edition
        if edition and "pdf" in wanted:
            made[f"{manifest.stem}.pdf"] = edition.pdf
        if edition and "print" in wanted:
            inside, cover = self._for_printer(edition)
            made |= {f"{manifest.stem}-print.pdf": inside, f"{manifest.stem}-cover.pdf": cover}
        return Made(made, edition.pages if edition else 0)

    def proof(self) -> ProofSheet:
        """The report on the printed edition."""
        from florilegium.editions.pdf.proof_sheet import proof

        printed = self._print(sections_of(self.book, with_index=bool(self.book.authority.headings)))
        if printed.edition is None:
            raise EditionError("nothing was printed")
        return proof(printed.edition, printed.documents, self.report.problems)

    @property
    def book(self) -> Book:
        return self.prepared.book

    @property
    def _is_paged(self) -> bool:
        """Whether the EPUB shall know the pages of the printed edition."""
        return self.order.paged and self.prepared.manifest.editions.epub.pages

    def _print(self, sections: tuple[Section, ...]) -> _Print:
        """Set the text, then the index from its pages, then all the rest."""
        from florilegium.editions.pdf.compositor import Compositor
        from florilegium.editions.pdf.edition import Copy, make_up, set_galleys
        from florilegium.editions.pdf.tally import Tally

        self.progress.stage("setting the pages")
        early = self._documents(sections, Matters(sections, made_with=made_with(), typeface=_TYPEFACE))
        setting = self._setting(early)
        tally = Tally(len(sections), self.progress.count)
        compositor = Compositor.hire(setting, self.executor, self.report, tally)
        copy = Copy(self.book, sections, self.prepared.survey.mentions, self._facts())
        galleys = set_galleys(compositor, early, copy)
        index = self._index(galleys.folio)
        late = self._documents(sections, Matters(sections, index, galleys.folios))
        edition = make_up(compositor, galleys, late, copy)
        return _Print(_in_order(sections, early, late), edition)

    def _for_printer(self, edition: Edition) -> tuple[bytes, bytes]:
        """The inside and the cover, as a printer wants them."""
        from florilegium.editions.pdf.printer import Printer, for_printer

        self.progress.stage("making the printer’s files")
        manifest = self.prepared.manifest
        asked = manifest.editions.print
        printer = Printer(asked.bleed_size, asked.marks, asked.multiple, asked.thickness)
        return for_printer(edition, self.book, printer, manifest.root, self.report)

    def _without_pages(self, sections: tuple[Section, ...]) -> _Print:
        """The documents alone; locators count the paragraphs of the book."""
        from florilegium.names.paragraphs import in_paragraphs

        index = self._index(in_paragraphs(self.book))
        matters = Matters(sections, index, made_with=made_with(), typeface=_TYPEFACE)
        return _Print(documents(self.book, sections, matters))

    def _documents(self, sections: tuple[Section, ...], matters: Matters) -> tuple[Document, ...]:
        """With an index or folios at hand those sections that print page numbers, else all others."""
        dependent = bool(matters.index or matters.folios)
        return documents(self.book, [s for s in sections if (s.kind in DEPENDENT) == dependent], matters)

    def _index(self, folio_of: Callable[[Mention], Folio | int]) -> Index | None:
        from florilegium.names.entries import make_index

        if not self.book.authority.headings:
            return None
        self.progress.stage("making the index")
        return make_index(self.book, self.prepared.survey.mentions, folio_of, self.report)

    def _setting(self, documents: tuple[Document, ...]) -> Setting:
        from florilegium.editions.pdf.cache import Cache
        from florilegium.editions.pdf.compositor import Setting

        manifest = self.prepared.manifest
        sheets = [(f"styles/{name}", style_sheet(manifest.root, name)) for name in _PRINT_SHEETS]
        if own := manifest.editions.pdf.style:
            sheets.append((own, read(manifest.root, own, _SHEET_LIMIT).decode()))
        root = manifest.root.resolve()
        work = root / WORK_FOLDER
        cache = Cache(work / "layouts") if self.order.cached else None
        headings = (heading.label for heading in self.book.authority.headings)
        text = (piece for document in documents for piece in document.tree.itertext())
        return Setting(
            root=root,
            fonts=work / "faces",
            sheets=tuple(sheets),
            trim=manifest.editions.pdf.size,
            letters=frozenset().union(*headings, *text),
            code=any(next(document.tree.iter("code", "pre"), None) is not None for document in documents),
            cache=cache,
            lend=getattr(self.executor, "lend", None),
        )

    def _facts(self) -> Facts:
        from florilegium.editions.pdf.metadata import Facts

        metadata = self.book.metadata
        title = f"{metadata.title}: {metadata.subtitle}" if metadata.subtitle else metadata.title
        return Facts(
            title=title,
            language=metadata.language,
            identifier=metadata.identifier,
            made=build_moment(self.prepared.manifest),
            authors=tuple(self.book.contributors[key].name for key in makers(self.book)),
            description=" ".join(metadata.description.split()),
            keywords=tuple(subject.label for subject in metadata.subjects),
            rights=" ".join(metadata.rights.split()),
            creator=f"Florilegium {__version__}",
            producer=f"Florilegium {__version__}",
            page_word=labels_for(metadata.language).page,
        )

    def _epub(self, printed: _Print) -> bytes:
        from florilegium.editions.epub import edition as epub

        manifest = self.prepared.manifest
        own = {name: own_sheet(manifest.root, name) for name in _EPUB_SHEETS}
        order = epub.Order(
            book=self.book,
            documents=printed.documents,
            root=manifest.root,
            modified=build_moment(manifest),
            mentions=self.prepared.survey.mentions,
            pages=printed.starts if self._is_paged else (),
            sheets={name: text for name, text in own.items() if text is not None},
            options=epub.EpubOptions(embed_fonts=manifest.editions.epub.fonts == "embedded"),
            made_with=made_with(),
        )
        return epub.make_epub(order, self.report)


def makers(book: Book) -> tuple[str, ...]:
    """The keys of everybody who made the text: editors, then authors in the order of the book, each once."""
    authors = (key for article in book.articles for key in article.authors)
    return tuple(key for key in dict.fromkeys((*book.metadata.editors, *authors)) if key in book.contributors)


def own_sheet(root: Path, name: str) -> str | None:
    """The project's own style sheet of a name, or None when it has none in `styles/`.

    Raises:
        EditionError: there is something of that name that cannot be read.
    """
    try:
        return read(root, f"styles/{name}", _SHEET_LIMIT).decode()
    except FileRefusedError as refused:
        if refused.reason == "missing":
            return None
        raise EditionError(refused.message) from refused
    except UnicodeDecodeError as error:
        raise EditionError(f"the style sheet styles/{name} is not UTF-8 text") from error


def style_sheet(root: Path, name: str) -> str:
    """A style sheet by file name: the project's own, else the program's."""
    own = own_sheet(root, name)
    return own if own is not None else (files("florilegium") / "styles" / name).read_text(encoding="utf-8")


def made_with() -> str:
    """How the colophon and the copyright page name the program."""
    return f"Florilegium {__version__}"


def build_moment(manifest: Manifest) -> datetime:
    """The moment that the files give as their making: SOURCE_DATE_EPOCH, else the manifest's date.

    See https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.combine(manifest.date, time(), UTC)


def _in_order(sections: tuple[Section, ...], *made: tuple[Document, ...]) -> tuple[Document, ...]:
    by_id = {document.section.id: document for some in made for document in some}
    return tuple(by_id[section.id] for section in sections)
