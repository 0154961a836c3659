"""How a book is to be set: what its manifest and its words ask of page, styles and faces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from florilegium.book.model import Book
from florilegium.editions.documents import Document
from florilegium.pipeline.request import WORK_FOLDER
from florilegium.pipeline.stylesheets import print_sheets

if TYPE_CHECKING:
    from florilegium.editions.pdf.fonts.select import Choice, Order
    from florilegium.editions.pdf.schedule.compositor import Setting
    from florilegium.manifest.schema.manifest import Manifest


def setting_of(
    manifest: Manifest,
    book: Book,
    documents: tuple[Document, ...],
    *,
    cached: bool,
    lend: Callable[[Any], Any] | None,
) -> Setting:
    """The setting of a book. With `cached` layouts are kept; `lend` is as in `Setting`."""
    from florilegium.editions.pdf.schedule.compositor import Setting
    from florilegium.editions.pdf.schedule.layout_store import Cache
    from florilegium.editions.pdf.section.hyphenation import names_of

    root = manifest.root.resolve()
    work = root / WORK_FOLDER
    return Setting(
        root=root,
        fonts=faces_folder(root),
        sheets=print_sheets(manifest),
        trim=manifest.editions.pdf.size,
        faces=_faces(manifest, book, documents),
        names=names_of(book.authority),
        cache=Cache(work / "layouts") if cached else None,
        lend=lend,
    )


def faces_folder(root: Path) -> Path:
    """Where the faces of a project's books are kept."""
    return root.resolve() / WORK_FOLDER / "faces"


def typeface(manifest: Manifest) -> str:
    """The name of the family in which the text is printed."""
    from florilegium.editions.pdf.fonts.select import typeface_of

    return typeface_of(_choice(manifest), manifest.root)


def _faces(manifest: Manifest, book: Book, documents: tuple[Document, ...]) -> Order:
    """What the faces must do: every letter of the text, the index and the running heads."""
    from florilegium.editions.pdf.fonts.select import Order

    words = [heading.label for heading in book.authority.headings]
    words += [head for document in documents for head in (document.section.verso, document.section.recto)]
    letters, code = set[str]().union(*words), False
    for document in documents:
        tree = document.tree
        letters.update(*tree.itertext())
        code = code or next(tree.iter("code", "pre"), None) is not None
    return Order(
        letters=frozenset(letters),
        code=code,
        language=manifest.language,
        choice=_choice(manifest),
        root=manifest.root,
        manifest=manifest.name,
    )


def _choice(manifest: Manifest) -> Choice:
    from florilegium.editions.pdf.fonts.select import Choice

    asked = manifest.editions.pdf.fonts
    return Choice(asked.text, asked.code, asked.others)
