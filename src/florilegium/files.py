"""The one gate to the disk: which files may be read, and how a finished one is put in its place.

An article, a style or a manifest comes from a stranger. Whatever path it names is looked up here: it must be
a regular file inside the project, after every symbolic link, and no larger than its use allows. Nothing is
fetched from anywhere else.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath


class FileRefusedError(Exception):
    """A named file cannot be used. `reason` is one of `outside`, `missing`, `kind`, `size`, `unreadable`.

    Callers turn it into a problem with the place at which the file was named.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


def locate(root: Path, name: str) -> Path:
    """The file that `name`, a path relative to the project at `root`, means.

    Raises:
        FileRefusedError: `outside` for an absolute path, a drive, a `..` or a link that leads out of the
            project, `missing` for no file, `kind` for a folder, device, pipe or socket.
    """
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or "\x00" in name:
        raise FileRefusedError("outside", f"“{name}” is not a path inside the project")
    base = root.resolve()
    path = Path(os.path.normpath(base / name))
    try:
        real = path.resolve()
        if not real.is_relative_to(base):
            raise FileRefusedError("outside", f"“{name}” leads out of the project")
        mode = real.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise FileRefusedError("missing", f"there is no file “{name}”") from None
    except (OSError, RuntimeError) as error:
        raise FileRefusedError("unreadable", f"“{name}” cannot be read: {error}") from error
    if stat.S_ISDIR(mode):
        raise FileRefusedError("kind", f"“{name}” is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise FileRefusedError("kind", f"“{name}” is a device or a pipe, not a file")
    return path


def read(root: Path, name: str, limit: int) -> bytes:
    """The bytes of a file of the project, at most `limit` of them.

    Raises:
        FileRefusedError: as `locate`, and `size` or `unreadable`.
    """
    path = locate(root, name)
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise FileRefusedError("unreadable", f"“{name}” cannot be read: {error.strerror}") from error
    if len(data) > limit:
        raise FileRefusedError("size", f"“{name}” is larger than {limit // 1_000_000} MB")
    return data


class Parcel:
    """Files that reach their places together: all are written beside them before the first is renamed.

    Used as a context; what was not delivered is taken away again at its end.
    """

    def __init__(self) -> None:
        self._beside: list[tuple[Path, Path]] = []

    def __enter__(self) -> Parcel:
        return self

    def __exit__(self, *_: object) -> None:
        for beside, _place in self._beside:
            beside.unlink(missing_ok=True)

    def add(self, place: Path, data: bytes) -> None:
        """Write `data` beside `place`, flushed to the disk. Raises OSError."""
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
        self._beside.append((Path(name), place))
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask())

    def deliver(self) -> tuple[Path, ...]:
        """Put every file in its place. Raises OSError."""
        for beside, place in self._beside:
            beside.replace(place)
        delivered = tuple(place for _beside, place in self._beside)
        self._beside.clear()
        return delivered


def replace_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` whole or not at all. Raises OSError, with the last good file still in place."""
    with Parcel() as parcel:
        parcel.add(path, data)
        parcel.deliver()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
