"""Temporary files: one folder for each run of the program, which a later run removes if this one was killed.

A run's folder stands in the project's work folder, or in one folder of the system's where the project cannot
be written. It is locked for as long as the run lasts. The system takes the lock of a process that ends, in
whatever way, so a folder that nobody has locked belongs to a run that is over. So do parts of files
(`system.files.Parcel`): they are locked until they are in their place.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # Windows has no such locks, and nothing is removed there that may be in use
    fcntl = None  # type: ignore[assignment]

#: Where the folders of runs stand, below the project's work folder.
RUNS: Final = "runs"

#: The ending of a file that is being written.
PART: Final = ".florilegium.part"

#: How often a run tries to make its folder while others remove theirs.
_ATTEMPTS: Final = 20

#: Bytes of a folder's path below which a socket may be made in it: its address holds 104 at most.
_SHORT: Final = 60


#: Where the system may say that it keeps what is temporary, in the order of Python's `tempfile`.
_NAMED_BY_SYSTEM: Final = ("TMPDIR", "TEMP", "TMP")


class _Run:
    """The folder of this process, once there is one, and the system's for all that is temporary."""

    folder: Path | None = None
    handle: int | None = None
    system: Path | None = None
    is_program: bool = False


def run_as_program() -> None:
    """Say that this process is a run of the program, whose temporary files `begin` may put where it will.

    Another that calls a command, such as a test, goes on with its own folder for temporary files.
    """
    _Run.is_program = True


def is_program() -> bool:
    """Return whether this process is a run of the program."""
    return _Run.is_program


def begin_command(work: Path, *, lent: bool = True) -> None:
    """Do as `begin` in a process that is a run of the program, and nothing in any other.

    Libraries are lent the folder too, unless it is not to be `lent` before there is something to make.
    """
    if _Run.is_program:
        begin(work)
        if lent:
            lend_to_libraries()


def begin(work: Path) -> Path:
    """Have all that the program keeps for a time kept below the folder `work` from now on.

    Where that cannot be written it is the system's folder. The folder goes when the process ends. Return it.
    Libraries use it when they are told to: see `lend_to_libraries`.
    """
    work = work.resolve()
    _Run.system = _Run.system or _system()
    sweep(work)
    try:
        _Run.folder, _Run.handle = _kept(work / RUNS)
    except OSError:
        _Run.folder, _Run.handle = _kept(_system_folder())
    return _Run.folder


def lend_to_libraries() -> None:
    """Have the standard library, and so WeasyPrint, make temporary files in this run's folder from now on.

    Nothing is done in a process that is no run of the program. A build of which nothing has changed makes no
    such files, and is done in less time than `tempfile` takes to import: so this is a step of its own.
    """
    if _Run.is_program and _Run.folder is not None:
        _lend(_Run.folder)


def _lend(folder: Path) -> None:
    import tempfile

    tempfile.tempdir = str(folder)


def run_folder() -> Path:
    """Return the folder of this process for what is temporary; one of the system's unless `begin` made it."""
    if _Run.folder is None or not _Run.folder.is_dir():
        _Run.folder, _Run.handle = _kept(_system_folder())
    return _Run.folder


def new_folder() -> Path:
    """Return a new folder in that of this process."""
    from tempfile import mkdtemp

    return Path(mkdtemp(dir=run_folder()))


def new_part(place: Path) -> tuple[int, Path]:
    """Return a new file beside the place it is for, locked so that no other run takes it for a leftover.

    Raises OSError.
    """
    from tempfile import mkstemp

    while True:
        handle, name = mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=PART)
        if lock(handle, Path(name)):
            return handle, Path(name)
        os.close(handle)


def new_part_folder(place: Path) -> Path:
    """Return a new folder beside the place it is for. Raises OSError."""
    from tempfile import mkdtemp

    return Path(mkdtemp(dir=place.parent, prefix=f".{place.name}.", suffix=PART))


def share(folder: Path) -> None:
    """Let this process, which works for another, use a folder of that one's run, and no other place: a worker
    in a sandbox could not write there.
    """
    _Run.folder = _Run.system = folder
    _lend(folder)


def socket_folder() -> str:
    """Return a path of this run's folder at which addresses of sockets may stand, however deep it is.

    Such an address holds about a hundred bytes. Where the folder's path is too long, it goes by way of the
    process that holds the folder open; without a `/proc`, sockets stand in the system's folder.
    """
    folder = run_folder()
    if len(os.fsencode(folder)) <= _SHORT:
        return str(folder)
    by_handle = Path(f"/proc/{os.getpid()}/fd/{_Run.handle}")
    return str(by_handle if by_handle.is_dir() else _kept(_system_folder())[0])


def sweep(work: Path) -> None:
    """Remove what runs that are over have left below a project's work folder, and in the system's."""
    ours = _system_folder(make=False)
    for runs in (work / RUNS, ours):
        _sweep_runs(runs)
    with suppress(OSError):  # another run uses it; a confined one had to leave it
        ours.rmdir()
    sweep_parts(work)
    with suppress(OSError):
        for folder in list(work.iterdir()):
            if folder.name != RUNS and folder.is_dir() and not folder.is_symlink():
                sweep_parts(folder)


def sweep_parts(folder: Path) -> None:
    """Remove parts of files and folders from a folder that nobody is writing any more."""
    if not fcntl:
        return
    with suppress(OSError), os.scandir(folder) as entries:
        parts = [entry.path for entry in entries if entry.name.endswith(PART)]
        for part in parts:
            with suppress(OSError), _unlocked(Path(part)):
                remove(Path(part))


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, if it is there. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path)
    else:
        path.unlink(missing_ok=True)


def lock(handle: int, path: Path) -> bool:
    """Lock an open file or folder; return whether `path` still means it, so that it is not swept."""
    if not fcntl:
        return True
    with suppress(OSError):  # some network file systems have no locks: nothing is swept there either
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _kept(runs: Path) -> tuple[Path, int | None]:
    """Return a new folder below `runs` that goes with this process, and the handle that locks it."""
    for _ in range(_ATTEMPTS):
        # Another run may have removed what it took to be left over, or have taken the name.
        with suppress(FileNotFoundError, FileExistsError):
            runs.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = runs / f"{os.getpid()}-{os.urandom(4).hex()}"
            folder.mkdir(mode=0o700)
            atexit.register(_end, os.getpid(), folder)
            if not fcntl:
                return folder, None
            handle = os.open(folder, os.O_RDONLY)
            if lock(handle, folder):
                return folder, handle
            os.close(handle)
    raise FileNotFoundError(runs)


def _sweep_runs(runs: Path) -> None:
    """Remove the folders of runs that are over."""
    if not fcntl:
        return
    with suppress(OSError):
        for folder in list(runs.iterdir()):
            with suppress(OSError), _unlocked(folder):
                _discard(folder)


@contextmanager
def _unlocked(path: Path) -> Iterator[None]:
    """Hold the lock of a file or folder. Raises OSError when somebody else holds it."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _discard(folder: Path) -> None:
    """Remove a folder and what it holds, or as much of it as can be. Most that a run leaves are empty."""
    try:
        folder.rmdir()
    except OSError:
        from shutil import rmtree

        rmtree(folder, ignore_errors=True)


def _system() -> Path:
    """Return the system's folder for what is temporary: the one of `tempfile`, which takes long to import."""
    named = (os.environ.get(name) for name in _NAMED_BY_SYSTEM)
    first = Path(next(filter(None, named), "/tmp")).absolute()  # noqa: S108 - as Python has it
    if os.access(first, os.W_OK | os.X_OK) and first.is_dir():
        return first
    from tempfile import gettempdir

    return Path(gettempdir())


def _system_folder(*, make: bool = True) -> Path:
    """Return the one folder of this user in the system's folder for temporary files.

    Its name can be foreseen, so one that is somebody else's, or open to others, is not used.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = (_Run.system or _system()) / f"florilegium-{user}"
    if not make and not folder.exists():
        return folder
    folder.mkdir(mode=0o700, exist_ok=True)
    state = folder.lstat()
    if hasattr(os, "getuid") and (state.st_uid != user or state.st_mode & 0o077 or folder.is_symlink()):
        from tempfile import mkdtemp

        return Path(mkdtemp(prefix="florilegium-"))
    return folder


def _end(process: int, folder: Path) -> None:
    if os.getpid() == process:
        _discard(folder)
        with suppress(OSError):
            folder.parent.rmdir()  # unless another run uses it
