"""The task of laying one section out, and all that its result depends on.

The fingerprint is the hash of everything that `lay_out` reads: the XHTML, the styles, the fonts, the
images, the versions of the tools, those of the system's libraries among them, and the state of the system's
fonts. So a section is never laid out again until one of these changes.
"""

from __future__ import annotations

import hashlib
import posixpath
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from florilegium.editions.pdf.section.printed_section import Layout, LayoutTask, PrintForm, Style
from florilegium.editions.style_requests import requests_of
from florilegium.problems import Severity
from florilegium.system import native_libraries
from florilegium.system.files import FileRefusedError, hash_of, read
from florilegium.system.tasks.codec import digest
from florilegium.system.values import dataclass

_TOOLS: Final = (
    "weasyprint",
    "pydyf",
    "fonttools",
    "tinyhtml5",
    "tinycss2",
    "cssselect2",
    "pillow",
    "pyphen",
    "uharfbuzz",
    "ziafont",
    "ziamath",
)

#: The modules that make a layout, from the program's folder: their text is a tool's version too.
MODULES: Final = (
    *("editions/pdf/section/*.py", "editions/directions.py", "editions/whole_ranges.py"),
    *(f"editions/pdf/weasyprint/{pattern}" for pattern in ("[!ei]*.py", "*/*.py")),
    *("editions/pdf/linebreak/*.py", "editions/pdf/fonts/shape.py", "editions/shaping.py"),
    *("editions/style_requests.py", "editions/pagemap.py", "book/namespaces.py", "book/runs.py"),
    *("book/formula.py", "book/trees.py"),
    *("system/tasks/bounds.py", "system/tasks/codec.py"),
    "system/values.py",
    *(f"languages/{pattern}" for pattern in ("folders.py", "scripts.py", "traits.py", "*/language.toml")),
)

_RESOURCE_LIMIT: Final = 200_000_000


@dataclass(frozen=True)
class Keys:
    """The fingerprints of tasks that share one style; the style and its fonts are hashed once."""

    common: bytes
    root: Path

    @classmethod
    def of(cls, style: Style, fonts: tuple[Path, ...]) -> Keys:
        """Return the keys of all tasks that are set in one style with these fonts."""
        digest = hashlib.sha256()
        sheets = (piece for sheet in style.sheets for piece in sheet)
        for part in (*sheets, _without_folder(style), f"composed={style.composed}"):
            digest.update(part.encode() + b"\0")
        for path in sorted(fonts):
            digest.update(path.read_bytes())
        root = Path(style.root)
        for name in resources_of(style):
            digest.update(f"{name}\0{hash_of(_content(root, name))}\0".encode())
        digest.update(f"{tools()} {native_libraries.fonts()}".encode())
        return cls(digest.digest(), root)

    def key(self, task: LayoutTask) -> str:
        """Return the fingerprint of one task: it changes whenever anything that the layout depends on
        does."""
        digest = hashlib.sha256(self.common)
        digest.update(f"{task.section}\0{task.source}\0{_form_key(task.form)}\0".encode() + task.xhtml)
        for image in images_of(task.xhtml):
            digest.update(f"{image}\0{hash_of(_content(self.root, image))}\0".encode())
        return digest.hexdigest()


def _form_key(form: PrintForm | None) -> str:
    return digest(form) if form else ""


def resources_of(style: Style) -> tuple[str, ...]:
    """Return the files that style sheets name, and those that sheets among them name, as project paths."""
    root, found = Path(style.root), dict[str, None]()
    sheets = list(style.sheets)
    while sheets:
        sheet, text = sheets.pop()
        for address in filter(None, (request.address for request in requests_of(text))):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), unquote(address)))
            if not address.startswith("data:") and name not in found:
                found[name] = None
                if name.endswith(".css"):
                    sheets.append((name, _content(root, name).decode(errors="replace")))
    return tuple(sorted(found))


def _content(root: Path, name: str) -> bytes:
    """Return what layout will find under a name; a file that it may not read is as good as none."""
    try:
        return read(root, name, _RESOURCE_LIMIT)
    except FileRefusedError:
        return b""


def _without_folder(style: Style) -> str:
    """Return the rules without the folders they name: a project that has moved is the same project."""
    return style.rules.replace(Path(style.fonts).as_uri(), "fonts:")


def images_of(xhtml: bytes) -> tuple[str, ...]:
    """Return the images of a section, as paths in the project."""
    from lxml import etree

    if b"<img" not in xhtml:
        return ()
    sources = (unquote(image.get("src", "")) for image in etree.fromstring(xhtml).iter("img"))
    return tuple(source for source in sources if source and not source.startswith("data:"))


@cache
def tools() -> str:
    """Return the versions of all that makes a layout, the system's libraries too, and a hash of our part.

    They are looked at once: what a process has imported stays as it was.
    """
    home = Path(__file__).parents[3]
    ours = b"".join(path.read_bytes() for pattern in MODULES for path in sorted(home.glob(pattern)))
    packages = (f"{tool}={version(tool)}" for tool in _TOOLS)
    return " ".join([f"florilegium={hash_of(ours)[:12]}", *packages, *native_libraries.versions()])


def is_sound(_task: LayoutTask, layout: Layout) -> bool:
    """Return whether nothing is wrong with a layout that may be mended elsewhere, as by a new font."""
    return all(problem.severity is not Severity.ERROR for problem in layout.problems)
