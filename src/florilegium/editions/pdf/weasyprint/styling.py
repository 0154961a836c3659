"""What one style needs of WeasyPrint: its sheets, its fonts, and the gate through which they ask for files.

Everything here is WeasyPrint's public interface.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from florilegium.editions.pdf.section.printed_section import Style
from florilegium.editions.pdf.weasyprint.layout_problems import REFUSED, Listening, faults
from florilegium.editions.style_requests import requests_of
from florilegium.problems import Problem
from florilegium.system import files

#: No picture or font is larger, in bytes.
_LIMIT: Final = 50_000_000


class Kit:
    """What one style needs, parsed once in each process: sheets, fonts, and the gate to the disk.

    `problems` are those of its sheets.
    """

    def __init__(self, style: Style) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self.fonts = FontConfiguration()
        self.root = Path(style.root)
        self.gate = gate(self.root, Path(style.fonts))
        problems: list[Problem] = []
        self.sheets = []
        for name, text in (("", style.rules), *style.sheets):
            sheet, told = parsed(name, text, self.root, self.gate, self.fonts)
            self.sheets.append(sheet)
            problems += faults(told, name, style.sheets)
        self.problems = tuple(problems)

    @property
    def base(self) -> str:
        """Return the address of the project, to which those of pictures are relative."""
        return f"{self.root.as_uri()}/"


def parsed(name: str, text: str, root: Path, gate: Any, fonts: Any) -> tuple[Any, tuple[str, ...]]:
    """Return a sheet for WeasyPrint, and what was logged of it. One that is its text alone is parsed once.

    `name` is its path in the project at `root`, from which its addresses are read.
    """
    base = (root / (name or "styles/print.css")).as_uri()
    # Fonts that a sheet brings, and other sheets, are no part of its text.
    if any(request.text.startswith("@") for request in requests_of(text)):
        return _parse(text, base, gate, fonts)
    return _parsed_once(text, base)


@lru_cache(maxsize=16)
def _parsed_once(text: str, base: str) -> tuple[Any, tuple[str, ...]]:
    return _parse(text, base, gate(), None)


def _parse(text: str, base: str, gate: Any, fonts: Any) -> tuple[Any, tuple[str, ...]]:
    import weasyprint

    with Listening() as heard:
        sheet = weasyprint.CSS(string=text, base_url=base, font_config=fonts, url_fetcher=gate)
    return sheet, tuple(heard.lines)


def gate(*folders: Path) -> Any:
    """Return a fetcher that gives out the files of some folders, and data written in place; nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = tuple(folder.resolve() for folder in folders)

    class Gate(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            response = URLFetcherResponse(url)
            path = Path(response.path or "").resolve() if url.startswith("file:") else None
            folder = next((one for one in allowed if path is not None and path.is_relative_to(one)), None)
            if path is None or folder is None:
                raise PermissionError(f"{REFUSED} {url}")
            return URLFetcherResponse(url, _content(folder, path))

    return Gate()


def _content(folder: Path, path: Path) -> bytes:
    """Return the bytes of a file in a folder, or in an archive in it, which is a folder too."""
    if path.is_file():
        return path.read_bytes()
    try:
        return files.read(folder, path.relative_to(folder).as_posix(), _LIMIT)
    except files.FileRefusedError as error:
        raise FileNotFoundError(error.message) from error
