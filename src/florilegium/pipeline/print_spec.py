"""How a book is to be printed: what its manifest and its words ask of page, styles and faces."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.book.model import Book
from florilegium.editions.designs.design import design_of
from florilegium.editions.documents import Document
from florilegium.editions.style_sheets import style_sheet
from florilegium.pipeline.request import WORK_FOLDER
from florilegium.system.files import read

if TYPE_CHECKING:
    from florilegium.editions.pdf.fonts.select import Choice, FontRequest
    from florilegium.editions.pdf.schedule.compositor import PrintSpec
    from florilegium.manifest.schema.manifest import Manifest

#: Style sheets of the printed edition, in the order in which they are read.
_SHEETS: Final = ("book.css", "print.css")
_MARGINS: Final = "margins.css"

#: Bytes of an editor's style sheet.
_LIMIT: Final = 2_000_000


def print_spec(manifest: Manifest, book: Book, documents: tuple[Document, ...]) -> PrintSpec:
    """Return how a book is to be set that consists of these documents, index and contents left out."""
    from florilegium.editions.pdf.schedule.compositor import PrintSpec
    from florilegium.editions.pdf.section.hyphenation import names_of
    from florilegium.system.tasks.bounds import Bound

    root = manifest.root.resolve()
    return PrintSpec(
        root=root,
        fonts=faces_folder(root),
        sheets=print_sheets(manifest),
        trim=manifest.editions.pdf.size,
        composed=manifest.editions.pdf.composition == "fine",
        faces=_faces(manifest, book, documents),
        names=names_of(book.authority),
        bound=Bound(manifest.bounds.seconds, manifest.bounds.megabytes),
    )


def print_sheets(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """Return the style sheets of the printed edition as (name, text): ours, the design's, the editor's."""
    from florilegium.editions.pdf.section.hyphenation import divisions_sheet

    root, asked = manifest.root, manifest.editions.pdf
    design = design_of(manifest.design)
    names = [*_SHEETS, design.print_sheet, *([_MARGINS] if asked.optical_margins else [])]
    sheets = [(f"styles/{name}", style_sheet(root, name)) for name in names]
    if asked.hyphenation:
        sheets.append((manifest.name, divisions_sheet(asked.hyphenation)))
    if asked.style:
        sheets.append((asked.style, read(root, asked.style, _LIMIT).decode()))
    return tuple(sheets)


def faces_folder(root: Path) -> Path:
    """Return where the faces of a project's books are kept."""
    return root.resolve() / WORK_FOLDER / "faces"


def typeface(manifest: Manifest) -> str:
    """Return the name of the family in which the text is printed."""
    from florilegium.editions.pdf.fonts.select import typeface_of

    return typeface_of(_choice(manifest), manifest.root, design_of(manifest.design))


def _faces(manifest: Manifest, book: Book, documents: tuple[Document, ...]) -> FontRequest:
    """Return what the faces must do: every letter of the text, the index and the running heads."""
    from florilegium.editions.pdf.fonts.select import FontRequest

    words = [heading.label for heading in book.authority.headings]
    words += [head for document in documents for head in (document.section.verso, document.section.recto)]
    letters, code = set[str]().union(*words), False
    for document in documents:
        letters |= document.words.letters
        code = code or document.words.code
    return FontRequest(
        design=design_of(manifest.design),
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
