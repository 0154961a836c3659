"""Style sheets by file name: the project's own, in its folder `styles/`, before the program's."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.problems import EditionError
from florilegium.system.files import FileRefusedError, read

if TYPE_CHECKING:
    from florilegium.manifest.schema.manifest import Manifest

_LIMIT: Final = 2_000_000

#: Style sheets of the printed edition, in the order in which they are read.
_PRINT_SHEETS: Final = ("book.css", "print.css")
_MARGINS: Final = "margins.css"


def own_sheet(root: Path, name: str) -> str | None:
    """The project's own style sheet of a name, or None when it has none in `styles/`.

    Raises:
        EditionError: there is something of that name that cannot be read.
    """
    try:
        return read(root, f"styles/{name}", _LIMIT).decode()
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


def print_sheets(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """The style sheets of the printed edition as (name, text): ours, then the editor's."""
    from florilegium.editions.pdf.section.hyphenation import divisions_sheet

    root, asked = manifest.root, manifest.editions.pdf
    names = [*_PRINT_SHEETS, *([_MARGINS] if asked.optical_margins else [])]
    sheets = [(f"styles/{name}", style_sheet(root, name)) for name in names]
    if asked.hyphenation:
        sheets.append((manifest.name, divisions_sheet(asked.hyphenation)))
    if asked.style:
        sheets.append((asked.style, read(root, asked.style, _LIMIT).decode()))
    return tuple(sheets)
