"""How a command begins to work with strangers' files: in a sandbox, with one folder for what is temporary.

A process keeps what it has given up for good, so this holds in a run of the program alone: a test, or another
program that calls a command, goes on with its rights.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from florilegium.system import sandbox, temporary
from florilegium.system.files import replace_whole
from florilegium.system.tasks.fingerprint import HOME, installed

if TYPE_CHECKING:
    from florilegium.pipeline.request import BuildRequest


def begin_reading(*folders: Path, networked: bool = False) -> None:
    """Confine this run to writing below `folders`, and to no network unless it is `networked`."""
    if temporary.is_program():
        sandbox.confine(map(_existing, folders), networked=networked)


def begin_build(request: BuildRequest, others: Iterable[Path] = (), *, lent: bool = True) -> None:
    """Make the run's folder for what is temporary, and confine the run to the project and its output.

    `others` are further folders to be written in. A build on a cluster keeps the network, by which it is
    reached. `lent` is as for `temporary.begin_command`.
    """
    temporary.begin_command(request.work, lent=lent)
    if temporary.is_program():
        keep_compiled()
        own = (request.root, request.folder, request.work)  # the last two may be links out of the project
        begin_reading(*own, temporary.run_folder().parent, *others, networked=bool(request.executor))


def keep_compiled(home: Path = HOME) -> None:
    """Have Python keep what it makes of all modules and templates of the program, once for an installation.

    Once confined, a run can no longer write beside the program, and would compile the same modules each time.
    Nothing is done where Python may not write, or is told not to (PYTHONDONTWRITEBYTECODE).
    """
    stamp = Path(cache_from_source(str(home / "compiled.py")))
    if sys.dont_write_bytecode or not os.access(_existing(stamp.parent), os.W_OK):
        return
    now = installed(home).encode()
    if _read(stamp) == now:
        return
    import compileall

    from florilegium.editions.templating import prepare

    compileall.compile_dir(home, quiet=2)
    prepare()
    with suppress(OSError):
        replace_whole(stamp, now, flushed=False)


def _read(stamp: Path) -> bytes:
    try:
        return stamp.read_bytes()
    except OSError:
        return b""


def _existing(folder: Path) -> Path:
    """Return a folder, or the one above it in which it can be made."""
    folder = folder.absolute()
    return next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
