"""The making of the book: editions into `dist`, or a release, with how far it is and a way to stop."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from florilegium.desk.answers import Given, done, page, refused
from florilegium.system.files import FileRefusedError, locate
from florilegium.system.values import dataclass

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk

#: Files that are listed, the newest builds have few.
_MOST: Final = 400


@dataclass(frozen=True)
class FinishedFile:
    """A finished file by its path below `dist`, with its size in bytes."""

    name: str
    size: int


def make(desk: Desk, request: Request) -> Response:
    """Show what can be made, and what has been."""
    return page(
        desk,
        request,
        "make.html",
        editions=[(one.name, one.title, one.usual) for one in desk.live.request.registry],
        files=tuple(_finished(desk.live.request.folder)),
        made=desk.live.made,
        is_making=desk.live.is_making,
    )


def begin(desk: Desk, given: Given) -> Response:
    """Make editions and put them into `dist`, or make a release."""
    if desk.live.is_making:
        return refused("The book is being made already.")
    if given.get("release"):
        review, for_printer = given.get("review") == "yes", given.get("printer") == "yes"
        if review and for_printer:
            return refused("A private review copy has no files for a printer: choose one of the two.")
        desk.live.ask_release(is_review=review, for_printer=for_printer)
        return done("making the release")
    known = [edition.name for edition in desk.live.request.registry]
    chosen = given.get("editions", "") or " ".join(name for name in known if given.get(f"edition-{name}"))
    wanted = frozenset(chosen.split()) & frozenset(known)
    if not wanted:
        return refused("Choose what is to be made.")
    desk.live.ask_editions(wanted)
    return done("making the book")


def stop(desk: Desk, _given: Given) -> Response:
    """Stop what is being made; the last good files stay."""
    desk.live.stop_editions()
    return done("stopping")


def finished(desk: Desk, request: Request) -> Response:
    """Return a finished file to be saved or opened by another program."""
    from starlette.responses import FileResponse

    name = request.query_params.get("name", "")
    folder = desk.live.request.folder
    try:
        path = locate(folder, name)
    except FileRefusedError as refusal:
        return refused(refusal.message, 404)
    return FileResponse(path, media_type="application/octet-stream", filename=Path(name).name)


def _finished(folder: Path) -> Iterator[FinishedFile]:
    """Yield the files of a folder that may change meanwhile; what is not yet in its place is passed over."""
    found = (
        Path(base, name)
        for base, folders, names in _walked(folder)
        for name in sorted(names)
        if not name.startswith(".")
    )
    for path, _ in zip(found, range(_MOST), strict=False):
        with suppress(FileNotFoundError):
            yield FinishedFile(path.relative_to(folder).as_posix(), path.stat().st_size)


def _walked(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each folder that is in its place, in order, with its folders and files."""
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield base, folders, names
