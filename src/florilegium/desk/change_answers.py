"""How the desk answers to a wish that changes a file: what was done, or why nothing was.

It stands apart from `answers.py`, since what writes files would be loaded with the first page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from florilegium.desk.answers import done, part, refused
from florilegium.desk.writing import ConflictError
from florilegium.problems import FlorilegiumError

if TYPE_CHECKING:
    from starlette.responses import Response

    from florilegium.desk.desk_state import Desk
    from florilegium.manifest.reading.tree import Value
    from florilegium.manifest.writing.surgery import Change


def not_changed(error: FlorilegiumError) -> Response:
    """Say why nothing was written; where the place has two versions, with both."""
    if isinstance(error, ConflictError):
        return refused(error.message, html=part("conflict.html", error=error), now=error.theirs)
    return refused(f"Nothing was changed: {error.message}.")


def manifest_changed(
    desk: Desk, words: str, plan: Callable[[Value], Sequence[Change]], **facts: Any
) -> Response:
    """Change the manifest as `plan` says, as `Desk.change` does; say what was done, or why nothing."""
    return file_changed(desk, desk.manifest.name, words, plan, **facts)


def file_changed(
    desk: Desk, file: str, words: str, plan: Callable[[Value], Sequence[Change]], **facts: Any
) -> Response:
    """Change the manifest or the index's file, as `manifest_changed`."""
    try:
        changed = desk.change(file, words, plan)
    except FlorilegiumError as error:
        return not_changed(error)
    return done(words if changed else "this is so already", **facts)
