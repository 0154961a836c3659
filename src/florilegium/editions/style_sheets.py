"""Style sheets by file name: the project's own, in its folder `styles/`, before the program's."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final

from florilegium.problems import EditionError
from florilegium.system.files import FileRefusedError, read

_LIMIT: Final = 2_000_000


def own_sheet(root: Path, name: str) -> str | None:
    """Return the project's own style sheet of a name, or None when it has none in `styles/`.

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
    """Return a style sheet by file name: the project's own, else the program's."""
    own = own_sheet(root, name)
    return own if own is not None else (files("florilegium") / "styles" / name).read_text(encoding="utf-8")
