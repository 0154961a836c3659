"""How a command begins to work with strangers' files: in a sandbox, with one folder for what is temporary.

A process keeps what it has given up for good, so this holds in a run of the program alone: a test, or another
program that calls a command, goes on with its rights.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.system import sandbox, temporary

if TYPE_CHECKING:
    from florilegium.pipeline.request import BuildRequest


def begin_reading(*folders: Path, networked: bool = False) -> None:
    """Confine this run to writing below `folders`, and to no network unless it is `networked`."""
    if temporary.is_program():
        sandbox.confine(map(_existing, folders), networked=networked)


def begin_build(request: BuildRequest, others: Iterable[Path] = ()) -> None:
    """Make the run's folder for what is temporary, and confine the run to the project and its output.

    `others` are further folders to be written in. A build on a cluster keeps the network, by which it is
    reached.
    """
    temporary.begin_command(request.work)
    if temporary.is_program():
        own = (request.root, request.folder, request.work)  # the last two may be links out of the project
        begin_reading(*own, temporary.run_folder().parent, *others, networked=bool(request.executor))


def _existing(folder: Path) -> Path:
    """Return a folder, or the one above it in which it can be made."""
    folder = folder.absolute()
    return next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
