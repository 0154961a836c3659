"""The first manifest of a new anthology, from a folder of articles.

It lists every article that a reader knows under one chapter, in the order of their names or of an EPUB's
package, with what the sources say themselves: titles, authors, their lives, the language. What only an editor
can know is left to the editor. It never writes over a manifest.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from florilegium.manifest.schema.keys import slug, sort_form
from florilegium.problems import ManifestError, Place, ReleaseError, Report
from florilegium.system.files import replace_whole
from florilegium.system.yaml_text import scalar

_HEAD: Final = """\
# A new anthology. Set title, authors and chapters as you want them.
# Every key is explained in docs/manifest.md; `florilegium check` tells what is still missing.

title: An Anthology
language: {language}
identifier: urn:uuid:{identifier}
date: {date}
editors: []

{contributors}
# introduction: introductions/general.md

chapters:
  - title: The First Chapter
    articles:
"""

#: The usual language, when no source declares one.
_LANGUAGE: Final = "en-US"

_NOBODY: Final = """\
contributors: {}
#   woolf:
#     name: Virginia Woolf
#     biography: Virginia Woolf (1882–1941) wrote novels and essays.
"""

_TAIL: Final = """
index:
  entries: []
#   - Woolf, Virginia
  places: []
#   - London
"""

#: What an EPUB calls its pages that are of that book and no article, within the first bytes of a file.
_APPARATUS: Final = re.compile(
    rb"""epub:type=["'][^"']*\b(?:titlepage|halftitlepage|imprint|colophon|copyright-page|toc|loi|landmarks|cover)\b"""
)
_HEAD_BYTES: Final = 3000


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
    sources = [_look(folder, name, part) for name in articles for part in _parts(folder, name)]
    apart = {source.notes for source in sources}
    sources = [replace(source, notes=source.notes if source.notes in articles else "") for source in sources]
    sources = [source for source in sources if source.name not in apart]
    keys = _keys(sources)
    declared = Counter(source.language for source in sources if source.language)
    head = _HEAD.format(
        language=declared.most_common(1)[0][0] if declared else _LANGUAGE,
        identifier=uuid.uuid4(),
        date=today.isoformat(),
        contributors="\n".join(_contributors(sources, keys)) + "\n" if keys else _NOBODY,
    )
    entries = "".join(f"{line}\n" for source in sources for line in _entry(source, keys))
    try:
        replace_whole(target, (head + entries + _TAIL).encode())
    except OSError as error:
        raise ReleaseError(f"“{target}” cannot be written: {error.strerror}") from error
    return target


@dataclass(frozen=True)
class _Source:
    """What a source says of itself; all but its `name` may be empty."""

    name: str
    title: str = ""
    authors: tuple[str, ...] = ()
    bios: tuple[str, ...] = ()
    language: str = ""
    notes: str = ""  # the file in which its notes stand, if they stand apart
    part: str = ""  # the id of the article in a file that holds several


def _parts(folder: Path, name: str) -> tuple[str, ...]:
    """The ids of the articles that a file holds; an empty one for the whole file."""
    from florilegium.sources.excerpts.page_excerpt import articles_in
    from florilegium.sources.web.parse import TooDeepError, parse_page

    if not name.lower().endswith(".xhtml"):
        return ("",)
    try:
        page = parse_page((folder / name).read_bytes().decode("utf-8", "replace"))
    except (OSError, TooDeepError):
        return ("",)
    return articles_in(page) or ("",)


def _look(folder: Path, name: str, part: str) -> _Source:
    """Read a source for what it says of itself. One that cannot be read is listed all the same."""
    from florilegium.sources.manuscript import PartChoice, SourceRequest
    from florilegium.sources.read import read
    from florilegium.sources.roles.features import first_name, names_in

    # What is wrong with it, `florilegium check` will tell with the manifest at hand.
    choice = PartChoice(id=part) if part else None
    manuscript = read(SourceRequest(folder.resolve(), name, Place(name), _LANGUAGE, part=choice), Report())
    if manuscript is None:
        return _Source(name, part=part)
    authors = names_in(manuscript.byline) if manuscript.byline else ()
    # Without a byline, those are the authors of whom the source speaks at its foot.
    authors = authors or tuple(filter(None, map(first_name, manuscript.bios)))
    apart = manuscript.notes_apart and posixpath.normpath(
        posixpath.join(posixpath.dirname(name), manuscript.notes_apart)
    )
    return _Source(name, manuscript.title, authors, manuscript.bios, manuscript.language, apart, part)


def _keys(sources: Sequence[_Source]) -> Mapping[str, str]:
    """A key for each author: the surname; the whole name where two share one, or it has no Latin letter."""
    names = list(dict.fromkeys(name for source in sources for name in source.authors))
    surnames = {name: slug(sort_form(name).partition(",")[0]) for name in names}
    shared = Counter(surnames.values())
    keys = {}
    for number, name in enumerate(names, start=1):
        key = surnames[name] if shared[surnames[name]] == 1 else slug(name)
        keys[name] = key if key[:1].isalpha() else f"author-{number}"
    return keys


def _contributors(sources: Sequence[_Source], keys: Mapping[str, str]) -> Iterator[str]:
    """The authors as lines of the manifest, each with the first thing that a source says of them."""
    yield "contributors:"
    for name, key in keys.items():
        yield f"  {key}:"
        yield f"    name: {scalar(name)}"
        told = (bio for source in sources if name in source.authors for bio in source.bios if name in bio)
        bio = " ".join(next(told, "").split())
        if bio:
            yield "    biography: >"
            yield from textwrap.wrap(bio, 100, initial_indent="      ", subsequent_indent="      ")


def _entry(source: _Source, keys: Mapping[str, str]) -> Iterator[str]:
    """An article as lines of the manifest. Its title is a comment: the source has it."""
    yield f"      - source: {scalar(source.name)}"
    if source.part:
        yield f"        part: {{id: {scalar(source.part)}}}"
    if source.title:
        yield f"        # title: {scalar(' '.join(source.title.split()))}"
    yield f"        authors: [{', '.join(keys[name] for name in source.authors)}]"
    if source.notes:
        yield f"        notes: {scalar(source.notes)}"


def _articles(folder: Path) -> list[str]:
    """The articles below a folder as the manifest names them; hidden and finished files are none."""
    from florilegium.sources.read import ENDINGS

    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in {"dist", "introductions", "docs"} for part in parts)
        if path.suffix.lower() not in ENDINGS or not path.is_file() or hidden:
            continue
        if not _is_about(path) and not _is_apparatus(path):
            found.append("/".join(parts))
    spine = _spine(folder)
    return sorted(found, key=lambda name: (spine.get(name, len(spine)), _counted(name)))


def _counted(name: str) -> tuple[tuple[int, str], ...]:
    """A name by which 2 is sorted before 10."""
    parts = re.findall(r"\d+|\D+", name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _spine(folder: Path) -> dict[str, int]:
    """The files of an unpacked EPUB in the order in which its package has them read."""
    found: dict[str, int] = {}
    for package in sorted(folder.rglob("*.opf")):
        text = package.read_bytes().decode("utf-8", "replace")
        items = {_attribute(tag, "id"): _attribute(tag, "href") for tag in re.findall(r"<item\s[^>]*>", text)}
        above = package.parent.relative_to(folder).as_posix()
        for tag in re.findall(r"<itemref\s[^>]*>", text):
            href = unquote(items.get(_attribute(tag, "idref"), ""))
            found.setdefault(posixpath.normpath(posixpath.join(above, href)), len(found))
    return found


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*["']([^"']*)["']""", tag)
    return found[1] if found else ""


def _is_apparatus(path: Path) -> bool:
    """Whether a file is a page of an EPUB that belongs to that book: its title page, contents, imprint."""
    if path.suffix.lower() != ".xhtml":
        return False
    with path.open("rb") as file:
        return _APPARATUS.search(file.read(_HEAD_BYTES)) is not None


def _is_about(path: Path) -> bool:
    """Return whether a file is about the project itself."""
    return path.stem.upper() in {"README", "CHANGELOG", "LICENSE", "CONTRIBUTING"}
