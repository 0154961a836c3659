"""The view of the problems: each with the way to its place, also in the editor's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.desk.answers import Given, done, number, page, refused
from florilegium.manifest.writing.stretches import way_at
from florilegium.pipeline.live.manifest_forms import form_way, way_text
from florilegium.pipeline.live.name_decisions import index_home
from florilegium.pipeline.live.new_book import pictures_below
from florilegium.problems import FlorilegiumError, Place, Severity
from florilegium.system.files import FileRefusedError, locate

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.pipeline.live.article_changes import ArticleAt, LedgerRow
    from florilegium.pipeline.live.name_decisions import IndexHome

#: Programs with a window of their own that open a file at a line, where `VISUAL` or `EDITOR` names them.
_KNOWN: Final = {
    "code": "code --goto {file}:{line}",
    "codium": "codium --goto {file}:{line}",
    "subl": "subl {file}:{line}",
    "zed": "zed {file}:{line}",
    "gedit": "gedit +{line} {file}",
    "kate": "kate --line {line} {file}",
    "mate": "mate --line {line} {file}",
}


#: What is said of a problem, by how grave it is; and of one that keeps nothing back but what was to be made.
_WHAT: Final = {Severity.ERROR: "Stops the book", Severity.WARNING: "Look at this"}
_STOPS_MAKING: Final = "Stopped what was made last"

#: What is said of a picture that is for spacing or for counting visits: nobody misses it.
_DOT: Final = "a dot of"

#: Endings of files that the system's choice of program only shows. It would run what is in a web page.
_TEXTS: Final = frozenset({".txt", ".md", ".markdown", ".yaml", ".yml"})


def open_file(desk: Desk, given: Given) -> Response:
    """Open a file of the project in the editor's own editor."""
    try:
        path = locate(desk.root, given.get("file", ""))
    except FileRefusedError as refusal:
        return refused(refusal.message, 404)
    if not path.is_file():
        return refused("This file stands in an archive, and no editor changes it there.", 404)
    if not open_source(path.resolve(), int(number(given.get("line"), 1)), desk.editor):
        return refused("No program was found to open it; start the desk with --editor.")
    return done(f"{given['file']} is open in your editor")


def problems(desk: Desk, request: Request) -> Response:
    """Show every problem, each with the way to its place."""
    lines = _shown_problems(desk)
    is_lacking = any(one["code"] == "S011" for one in lines)
    absent = tuple(_absent_pictures(desk))
    pictures = pictures_below(desk.root) if is_lacking or absent else ()
    return page(desk, request, "problems.html", lines=lines, pictures=pictures, absent=absent)


def _absent_pictures(desk: Desk) -> Iterator[tuple[ArticleAt, LedgerRow]]:
    """Yield the pictures that cannot be had and are no problem: the manifest says that they are left out."""
    for article in desk.shown.read.articles if desk.shown.read else ():
        for row in article.rows:
            if row.role == "image" and not row.kept and _DOT not in row.fate:
                yield article, row


def _shown_problems(desk: Desk) -> list[dict[str, Any]]:
    """Return what is wrong with the book, and what has stopped the last making and nothing else."""
    places, read = desk.places, desk.shown.read
    sources = {one.source: (one.key, way_text(one.way)) for one in read.articles} if read else {}
    home = index_home(desk.manifest) if desk.written is not None else None
    of_book = desk.shown.problems
    of_making = [one for one in desk.live.made.problems if one not in of_book]
    return [
        {
            "what": _STOPS_MAKING
            if one in of_making and one.severity is Severity.ERROR
            else _WHAT[one.severity],
            "form": _form_of(desk, home, one.place) if home and one.place.line else None,
            "code": one.code,
            "severity": one.severity.value,
            "place": one.place,
            "message": one.message,
            "hint": one.hint,
            "article": sources.get(one.place.file),
            "block": places.at(one.place.file, one.place.line) if places and one.place.line else "",
        }
        for one in sorted((*of_book, *of_making), key=lambda one: (one.severity.value, one.place))
    ]


def _form_of(desk: Desk, home: IndexHome, place: Place) -> str | None:
    """Return the way to the form in which a place of the manifest, or of the file that is the index's `home`,
    is filled in; None for any other place."""
    if place.file not in {desk.manifest.name, home.file}:
        return None
    try:
        text = (desk.root / place.file).read_text(encoding="utf-8-sig")
        way = way_at(text, place.line, place.column)
    except (FlorilegiumError, OSError, ValueError):
        return None
    if place.file != desk.manifest.name:
        way = ("index", *way[len(home.way) :])
    return way_text(form_way(way))


def open_source(path: Path, line: int, asked: str) -> bool:
    """Open a file; return whether a program for it exists. `asked` is the editor's command, or empty."""
    command = _command(path, max(line, 1), asked)
    if not command or shutil.which(command[0]) is None:
        return False
    subprocess.Popen(  # noqa: S603 - the editor's own command, and a file of the project, without a shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return True


def _command(path: Path, line: int, asked: str) -> list[str]:
    pattern = asked
    for name in ("VISUAL", "EDITOR"):
        program = Path((shlex.split(os.environ.get(name, "")) or [""])[0]).name
        pattern = pattern or _KNOWN.get(program, "")
    if pattern:
        words = shlex.split(pattern)
        if not any("{file}" in word for word in words):
            words.append("{file}")
        return [word.replace("{file}", str(path)).replace("{line}", str(line)) for word in words]
    if path.suffix.lower() not in _TEXTS:
        return []
    return ["open", "-t", str(path)] if sys.platform == "darwin" else ["xdg-open", str(path)]
