"""Layouts kept by content, so that a section is never laid out again until something it depends on changes.

The key is the hash of everything that `lay_out` reads: the XHTML, the styles, the fonts, the images and the
versions of the tools. An entry is one file, written whole; one that is damaged is as good as none. Entries
hold numbers and a PDF, nothing that could run: a project folder may come from a stranger.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from florilegium.editions.pages import Line
from florilegium.editions.pdf.layout import Anchor, Layout, Style, Task
from florilegium.files import replace_whole
from florilegium.problems import Place, Problem, Severity

_MAGIC: Final = b"florilegium layout 2\n"
_TOOLS: Final = (
    "florilegium",
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinycss2",
    "cssselect2",
    "pyphen",
    "uharfbuzz",
)

#: A file that a style sheet names.
_ADDRESS: Final = re.compile(r"""url\(\s*["']?([^"')]+)""")

#: The cache is pruned to this many bytes, oldest use first.
_LIMIT: Final = 500_000_000


@dataclass(frozen=True)
class Cache:
    """A folder of layouts. Two builds may use it at once."""

    folder: Path

    def find(self, key: str) -> Layout | None:
        """The layout kept under a key, or None when there is none that can be read."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            layout = _unpack(data)
            path.touch()
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None
        return layout

    def keep(self, key: str, layout: Layout) -> None:
        """Keep a layout. A cache that cannot be written is no reason to stop a build."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_whole(self._path(key), _pack(layout))
        except OSError:
            return

    def prune(self, limit: int = _LIMIT) -> None:
        """Drop what has not been used longest, until the rest fits into `limit` bytes."""
        try:
            kept = sorted(((path.stat(), path) for path in self.folder.glob("*.layout")), key=_last_use)
        except OSError:
            return
        size = sum(stat.st_size for stat, _path in kept)
        for stat, path in kept:
            if size <= limit:
                return
            path.unlink(missing_ok=True)
            size -= stat.st_size

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.layout"


@dataclass(frozen=True)
class Keys:
    """Makes keys for tasks that share one style; the style and its fonts are hashed once."""

    common: bytes
    root: Path

    @classmethod
    def of(cls, style: Style, fonts: tuple[Path, ...]) -> Keys:
        """The keys of all tasks that are set in one style with these fonts."""
        digest = hashlib.sha256()
        for part in (*(piece for sheet in style.sheets for piece in sheet), _without_folder(style)):
            digest.update(part.encode() + b"\0")
        for path in sorted(fonts):
            digest.update(path.read_bytes())
        for name, text in style.sheets:
            for address in _ADDRESS.findall(text):
                digest.update(
                    address.encode() + b"\0" + _content(Path(style.root) / Path(name).parent / address)
                )
        digest.update(_tools().encode())
        return cls(digest.digest(), Path(style.root))

    def key(self, task: Task) -> str:
        """The key of one task: it changes whenever anything that the layout depends on does."""
        digest = hashlib.sha256(self.common)
        digest.update(task.section.encode() + b"\0" + task.xhtml)
        for image in _images(task.xhtml):
            digest.update(image.encode() + b"\0" + _content(self.root / image))
        return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:
        return b"missing"


def _without_folder(style: Style) -> str:
    """The rules without the folders they name: a project that has moved is the same project."""
    return style.rules.replace(Path(style.fonts).as_uri(), "fonts:")


def _images(xhtml: bytes) -> tuple[str, ...]:
    from lxml import etree

    if b"<img" not in xhtml:
        return ()
    sources = (image.get("src", "") for image in etree.fromstring(xhtml).iter("img"))
    return tuple(source for source in sources if source and not source.startswith("data:"))


def _tools() -> str:
    return " ".join(f"{tool}={version(tool)}" for tool in _TOOLS)


def _last_use(entry: tuple[Any, Path]) -> tuple[float, str]:
    return entry[0].st_mtime, entry[1].name


def _pack(layout: Layout) -> bytes:
    """Magic line, hash of the rest, one line of JSON, the PDF."""
    head = {
        "section": layout.section,
        "pages": layout.pages,
        "lines": [[line.block, line.offset, line.page, line.top, line.left] for line in layout.lines],
        "anchors": {name: [anchor.page, anchor.left, anchor.top] for name, anchor in layout.anchors.items()},
        "problems": [_plain(problem) for problem in layout.problems],
    }
    rest = json.dumps(head, ensure_ascii=False).encode() + b"\n" + layout.pdf
    return _MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _unpack(data: bytes) -> Layout:
    """The layout of an entry. Raises ValueError or KeyError when it is damaged."""
    if not data.startswith(_MAGIC):
        raise ValueError("no layout of this version")
    digest, rest = data.removeprefix(_MAGIC).split(b"\n", 1)
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        raise ValueError("a damaged layout")
    line, pdf = rest.split(b"\n", 1)
    head = json.loads(line)
    return Layout(
        head["section"],
        pdf,
        head["pages"],
        tuple(Line(*line) for line in head["lines"]),
        {name: Anchor(*place) for name, place in head["anchors"].items()},
        tuple(
            Problem(code, Severity(severity), Place(**place), message, hint)
            for code, severity, place, message, hint in head["problems"]
        ),
    )


def _plain(problem: Problem) -> list[Any]:
    return [problem.code, problem.severity.value, asdict(problem.place), problem.message, problem.hint]
