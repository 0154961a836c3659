"""The first manifest of a new anthology, from a folder of articles.

It lists every article that a reader knows, in the order of their names, under one chapter, and leaves to the
editor what only an editor can know. It never writes over a manifest.
"""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Final

from florilegium.errors import ManifestError, ReleaseError
from florilegium.files import replace_whole

_ENDINGS: Final = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx"})

_HEAD: Final = """\
# {comment}
# Every key is explained in docs/manifest.md; `florilegium check` tells what is still missing.

title: {title}
language: en-US
identifier: urn:uuid:{identifier}
date: {date}
editors: []

contributors: {{}}
#   woolf:
#     name: Virginia Woolf
#     biography: Virginia Woolf (1882–1941) wrote novels and essays.

# introduction: introductions/general.md

chapters:
  - title: The First Chapter
    articles:
"""

_TAIL: Final = """
index:
  entries: []
#   - Woolf, Virginia
  places: []
#   - London
"""


def start(folder: Path, today: date) -> Path:
    """Write `anthology.yaml` into `folder` for the articles in it and below, and return where it is.

    Raises:
        ManifestError: there is a manifest already, or no article.
        ReleaseError: the folder cannot be written.
    """
    target = folder / "anthology.yaml"
    if target.exists():
        raise ManifestError(f"“{target}” exists already and is left as it is")
    articles = _articles(folder)
    if not articles:
        raise ManifestError(f"no article is in “{folder}”: put .txt, .md, .html or .docx files into it first")
    head = _HEAD.format(
        comment="A new anthology. Set title, authors and chapters as you want them.",
        title="An Anthology",
        identifier=uuid.uuid4(),
        date=today.isoformat(),
    )
    entries = "".join(f"      - source: {_quoted(name)}\n        authors: []\n" for name in articles)
    try:
        replace_whole(target, (head + entries + _TAIL).encode())
    except OSError as error:
        raise ReleaseError(f"“{target}” cannot be written: {error.strerror}") from error
    return target


def _articles(folder: Path) -> list[str]:
    """The articles below a folder as the manifest names them; hidden and finished files are none."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in {"dist", "introductions", "docs"} for part in parts)
        if path.suffix.lower() in _ENDINGS and path.is_file() and not hidden and not _is_about(path):
            found.append("/".join(parts))
    return found


def _is_about(path: Path) -> bool:
    """Whether a file tells of the project itself."""
    return path.stem.upper() in {"README", "CHANGELOG", "LICENSE", "CONTRIBUTING"}


def _quoted(name: str) -> str:
    """A file's name as YAML, in quotation marks where it needs some."""
    plain = all(letter.isalnum() or letter in "-_./" for letter in name)
    return (
        name
        if plain and not name.startswith("-")
        else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )
