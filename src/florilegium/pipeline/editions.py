"""The registry of editions. The command line, `make`, requests and docs/commands.md take theirs from here.

Nothing is imported before an edition is made: commands start at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.problems import EditionError

if TYPE_CHECKING:
    from florilegium.book.model import Book
    from florilegium.editions.designs.design import Design
    from florilegium.system.tasks.runner import Runner


def _epub(context: Context) -> Mapping[str, bytes]:
    from florilegium.editions.epub.edition import epub_files

    return epub_files(context)


def _kepub(context: Context) -> Mapping[str, bytes]:
    from florilegium.editions.epub.edition import kepub_files

    return kepub_files(context)


def _draw_cover(book: Book, design: Design, runner: Runner) -> None:
    from florilegium.editions.epub.edition import begin

    begin(book, design, runner)


def _begin_pages(context: Context) -> None:
    from florilegium.editions.epub.edition import begin_pages

    begin_pages(context)


def _pdf(context: Context) -> Mapping[str, bytes]:
    return {f"{context.stem}.pdf": context.printed_book.file()}


def _print(context: Context) -> Mapping[str, bytes]:
    from florilegium.editions.pdf.print_shop.printer import printer_files

    return printer_files(context)


def _web(context: Context) -> Mapping[str, bytes]:
    from florilegium.editions.web.edition import web_files

    return web_files(context)


#: In the order in which they are made.
EDITIONS: Final = (
    Edition(
        name="epub",
        title="the EPUB",
        endings=(".epub",),
        needs=Needs.MARKS,
        files=_epub,
        begin=_draw_cover,
        begin_text=_begin_pages,
        usual=True,
    ),
    Edition(
        name="kepub",
        title="the EPUB for Kobo’s readers",
        endings=(".kepub.epub",),
        needs=Needs.MARKS,
        files=_kepub,
        begin=_draw_cover,
        begin_text=_begin_pages,
        asks="epub",
    ),
    Edition(
        name="web",
        title="the web edition",
        endings=("-web/index.html",),
        needs=Needs.MARKS,
        files=_web,
    ),
    Edition(name="pdf", title="the PDF", endings=(".pdf",), needs=Needs.FILE, files=_pdf, usual=True),
    Edition(
        name="print",
        title="the printer’s files",
        endings=("-print.pdf", "-cover.pdf"),
        needs=Needs.SHEETS,
        files=_print,
    ),
)


def usual(registry: Collection[Edition] = EDITIONS) -> frozenset[str]:
    """Return the names of the editions that are made when none is named."""
    return frozenset(edition.name for edition in registry if edition.usual)


def chosen(names: Collection[str], registry: Collection[Edition] = EDITIONS) -> tuple[Edition, ...]:
    """Return the editions of some names, in the order in which they are made.

    Raises:
        EditionError: a name is that of no edition.
    """
    known = [edition.name for edition in registry]
    if unknown := sorted(set(names) - set(known)):
        raise EditionError(f"“{unknown[0]}” is the name of no edition; the editions are {', '.join(known)}")
    return tuple(edition for edition in registry if edition.name in names)
