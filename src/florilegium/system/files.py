"""The one gate to the disk: which files may be read, and how a finished one is put in its place.

An article, a style or a manifest comes from a stranger. Whatever path it names is looked up here: it must be
a regular file inside the project, after every symbolic link, and no larger than its use allows. Nothing is
fetched from anywhere else.

An archive of the project (`.epub`, `.zip`) is a folder here: `essays.epub/text/one.xhtml` is a file in it.

Since every file comes through here, this is also where a build learns what it depends on: see `Witness`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, BinaryIO, Final

from florilegium.system.interruption import undisturbed
from florilegium.system.temporary import lock, new_part, new_part_folder, remove

if TYPE_CHECKING:
    from florilegium.system.archive import Archive

#: How the names of archives end whose files can be named as those of a folder.
ARCHIVES: Final = (".epub", ".zip")

#: No such archive is larger, in bytes.
_ARCHIVE_LIMIT: Final = 200_000_000


class FileRefusedError(Exception):
    """A named file cannot be used. `reason` is one of `outside`, `missing`, `kind`, `size`, `unreadable`,
    `archive` (the archive that should have it is broken or locked).

    Callers turn it into a problem with the place at which the file was named.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass
class Witness:
    """Which files of one project were asked for, and what was found.

    For a file that was read the finding is the hash of its bytes, for one that was only looked up `there`,
    for one that was refused the reason. `whole` is false when something outside the project was read too, or
    a file changed between two looks at it: then the findings do not show what the build was made of.
    """

    root: Path
    findings: dict[str, str] = field(default_factory=dict)
    whole: bool = True

    def note(self, root: Path, name: str, finding: str) -> None:
        """Take one finding down. That of a read file says more than that it is there."""
        known = self.findings.get(name, _THERE)
        if finding != _THERE or name not in self.findings:
            self.findings[name] = finding
        if root.resolve() != self.root or (finding != known and _THERE not in {finding, known}):
            self.whole = False


_THERE: Final = "there"

#: How many files of a folder are flushed at once.
_TOGETHER: Final = 32

#: AT_FDCWD and RENAME_EXCHANGE of Linux: paths count from the working folder; two names change places.
_HERE, _EXCHANGE = -100, 2

_witness: ContextVar[Witness | None] = ContextVar("witness", default=None)


@contextmanager
def witnessed(root: Path) -> Iterator[Witness]:
    """Take down every file of the project at `root` that is asked for in this context.

    What a witness within another one's context has seen counts for that one too.
    """
    witness = Witness(root.resolve())
    token = _witness.set(witness)
    try:
        yield witness
    finally:
        _witness.reset(token)
        hear(witness)


def hear(witness: Witness) -> None:
    """Have taken down what another witness has seen, here or in another process."""
    note_all(witness.root, witness.findings)
    outer = _witness.get()
    if outer is not None and not witness.whole:
        outer.whole = False


def note_all(root: Path, findings: Mapping[str, str]) -> None:
    """Have findings taken down that somebody else has made."""
    for name, finding in findings.items():
        _note(root, name, finding)


def is_unchanged(root: Path, findings: Mapping[str, str]) -> bool:
    """Return whether every file of a project would be found as a witness once found it."""
    for name, finding in findings.items():
        try:
            path = _locate(root, name)
            now = _THERE if finding == _THERE else hash_of_file(path)
        except FileRefusedError as refused:
            now = refused.reason
        except OSError:
            now = "unreadable"
        if now != finding:
            return False
    return True


def hash_of(data: bytes) -> str:
    """Return what stands for a file's bytes in a finding."""
    return hashlib.sha256(data).hexdigest()


def hash_of_file(path: Path) -> str:
    """Return the hash, as `hash_of` does, of a file of any size. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def locate(root: Path, name: str) -> Path:
    """Return the file that `name`, a path relative to the project at `root`, means.

    Of a file in an archive it is the path as if the archive were a folder.

    Raises:
        FileRefusedError: `outside` for an absolute path, a drive, a `..` or a link that leads out of the
            project, `missing` for no file, `kind` for a folder, device, pipe or socket, `archive`.
    """
    packed = _in_archive(root, name)
    if packed is not None:
        path, inner, archive = packed
        return path / _member(archive, name, inner)
    try:
        path = _locate(root, name)
    except FileRefusedError as refused:
        _note(root, name, refused.reason)
        raise
    _note(root, name, _THERE)
    return path


def _note(root: Path, name: str, finding: str) -> None:
    witness = _witness.get()
    if witness is not None:
        witness.note(root, name, finding)


def _locate(root: Path, name: str) -> Path:
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or "\x00" in name:
        raise FileRefusedError("outside", f"“{name}” is not a path inside the project")
    base = root.resolve()
    path = Path(os.path.normpath(base / name))
    try:
        path = path if path.exists() or not path.is_relative_to(base) else _composed_alike(base, path)
        real = path.resolve()
        if not real.is_relative_to(base):
            raise FileRefusedError("outside", f"“{name}” leads out of the project")
        mode = real.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise FileRefusedError("missing", f"there is no file “{name}”") from None
    except OSError as error:  # a name longer than the system allows, a folder that may not be entered
        raise FileRefusedError("unreadable", f"“{name}” cannot be read: {error.strerror}") from error
    except (RuntimeError, ValueError) as error:  # links in a circle; letters that no file name can hold
        raise FileRefusedError("unreadable", f"“{name}” cannot be read: {error}") from error
    if stat.S_ISDIR(mode):
        raise FileRefusedError("kind", f"“{name}” is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise FileRefusedError("kind", f"“{name}” is a device or a pipe, not a file")
    return path


def _in_archive(root: Path, name: str) -> tuple[Path, str, Archive] | None:
    """Return the archive in which a named file stands, its path and the file's name in it; None for none.

    Raises:
        FileRefusedError: as `locate`; `archive` where it cannot be opened.
    """
    parts = PurePosixPath(os.path.normpath(name).replace(os.sep, "/")).parts
    for end, part in enumerate(parts[:-1], start=1):
        outer = "/".join(parts[:end])
        path = _file(root, outer) if part.lower().endswith(ARCHIVES) else None
        if path is None:
            continue
        _note(root, outer, _THERE)
        archive, finding = opened_archive(path)
        _note(root, outer, finding)
        return path, "/".join(parts[end:]), archive
    return None


def _file(root: Path, name: str) -> Path | None:
    """Return the file of the project that a name means, or None; one that leads out is refused later."""
    try:
        return _locate(root, name)
    except FileRefusedError:
        return None


def opened_archive(path: Path) -> tuple[Archive, str]:
    """Return an archive of the project and the hash of its bytes; the last one that was opened is kept.

    Raises:
        FileRefusedError: `unreadable`, `size` or `archive`.
    """
    try:
        found = path.stat()
        if found.st_size > _ARCHIVE_LIMIT:
            message = f"“{path.name}” is larger than {_ARCHIVE_LIMIT // 1_000_000} MB"
            raise FileRefusedError("size", message)
        return _opened_archive(path.resolve(), found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise FileRefusedError("unreadable", f"“{path.name}” cannot be read: {error.strerror}") from error


@lru_cache(maxsize=1)
def _opened_archive(path: Path, _changed: int, _size: int) -> tuple[Archive, str]:
    from florilegium.system.archive import Archive, BadArchiveError

    data = path.read_bytes()
    try:
        return Archive(data), hash_of(data)
    except BadArchiveError as error:
        raise FileRefusedError("archive", str(error)) from error


def _member(archive: Archive, name: str, inner: str) -> str:
    """Return the name that a file has in its archive, whose accents may be coded otherwise.

    Raises:
        FileRefusedError: `missing`.
    """
    wanted = unicodedata.normalize("NFC", inner)
    found = (one for one in archive.names if unicodedata.normalize("NFC", one) == wanted)
    member = inner if inner in archive.names else next(found, "")
    if not member or member.endswith("/"):
        raise FileRefusedError("missing", f"there is no file “{name}”")
    return member


def _read_member(packed: tuple[Path, str, Archive], name: str, limit: int) -> bytes:
    """Return the bytes of a file in an archive.

    Raises:
        FileRefusedError: `missing`, `size` or `archive`.
    """
    from florilegium.system.archive import BadArchiveError

    _, inner, archive = packed
    member = _member(archive, name, inner)
    if archive.size(member) > limit:
        raise FileRefusedError("size", f"“{name}” is larger than {limit // 1_000_000} MB")
    if archive.is_locked(member):
        raise FileRefusedError("archive", f"“{name}” is locked against copying (DRM), and cannot be read")
    try:
        return archive.read(member)
    except BadArchiveError as error:
        raise FileRefusedError("archive", str(error)) from error


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder, in order; none if it cannot be read. They help to mend a misspelt one."""
    for place in (folder, *folder.parents):
        if place.suffix.lower() in ARCHIVES and place.is_file():
            with suppress(FileRefusedError):
                inner = folder.relative_to(place).as_posix()
                held = (PurePosixPath(name) for name in opened_archive(place)[0].names)
                return sorted(one.name for one in held if one.parent.as_posix() == inner)[:10_000]
    try:
        return sorted(path.name for path in folder.iterdir())[:10_000]
    except OSError:
        return []


def mend_missing(root: Path, name: str) -> str:
    """Return how to mend the name of a file that is not there: by the one in its folder that is like it."""
    from difflib import get_close_matches

    wanted, there = PurePosixPath(name).name, names_in(root / PurePosixPath(name).parent)
    same = [one for one in there if one.casefold() == wanted.casefold()]
    near = same or get_close_matches(wanted, there, 1, 0.8)
    if near:
        return f"Is “{near[0]}” meant?"
    return "Give the path from the project’s folder, with forward slashes; capitals count."


def _composed_alike(base: Path, path: Path) -> Path:
    """Return the path below `base` that is the same but for how its accents are coded, as a Mac decomposes
    them."""
    found = base
    for part in path.relative_to(base).parts:
        wanted = unicodedata.normalize("NFC", part)
        twins = (name for name in names_in(found) if unicodedata.normalize("NFC", name) == wanted)
        found /= part if part.isascii() or (found / part).exists() else next(twins, part)
    return found


def read(root: Path, name: str, limit: int) -> bytes:
    """Return the bytes of a file of the project, at most `limit` of them.

    Raises:
        FileRefusedError: as `locate`, and `size` or `unreadable`.
    """
    packed = _in_archive(root, name)
    if packed is not None:
        return _read_member(packed, name, limit)
    path = locate(root, name)
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        _note(root, name, "unreadable")
        raise FileRefusedError("unreadable", f"“{name}” cannot be read: {error.strerror}") from error
    _note(root, name, hash_of(data))
    if len(data) > limit:
        raise FileRefusedError("size", f"“{name}” is larger than {limit // 1_000_000} MB")
    return data


class Parcel:
    """Files and folders that reach their places together: all are written beside them before the first moves.

    Used as a context; what was not delivered is taken away again at its end.
    """

    def __init__(self) -> None:
        self._beside: list[tuple[Path, Path]] = []
        self._handles: list[int] = []

    def __enter__(self) -> Parcel:
        return self

    def __exit__(self, *_: object) -> None:
        for beside, _place in self._beside:
            remove(beside)
        self._close()

    def add(self, place: Path, data: bytes, *, flushed: bool = True, mode: int | None = None) -> None:
        """Write `data` beside `place`, flushed to the disk unless it can be lost. Raises OSError.

        Without a `mode`, who may read and write it is as for any new file.
        """
        handle, beside = new_part(place)
        self._handles.append(handle)
        self._beside.append((beside, place))
        with os.fdopen(handle, "wb", closefd=False) as stream:
            _write(stream, data, flushed=flushed)
        beside.chmod(0o666 & ~_umask() if mode is None else mode)

    def add_folder(self, place: Path, files: Mapping[str, bytes], *, flushed: bool = True) -> None:
        """Write a folder of files, by path in it, beside `place`, as `add` does. Raises OSError.

        A folder that stands there already goes when this one is delivered, with all that is in it.
        """
        beside = new_part_folder(place)
        self._beside.append((beside, place))
        if hasattr(os, "O_DIRECTORY"):  # Windows opens no folders, and nothing is swept there
            handle = os.open(beside, os.O_RDONLY | os.O_DIRECTORY)
            self._handles.append(handle)
            lock(handle, beside)
        for name, data in files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            with (beside / name).open("xb") as stream:
                _write(stream, data, flushed=False)
        if flushed:
            _flush([beside / name for name in files])
        beside.chmod(0o777 & ~_umask())

    def deliver(self) -> tuple[Path, ...]:
        """Put everything in its place; a signal waits until all is there. Raises OSError."""
        with undisturbed():
            for beside, place in self._beside:
                _move(beside, place)
        delivered = tuple(place for _beside, place in self._beside)
        self._beside.clear()
        self._close()
        return delivered

    def _close(self) -> None:
        for handle in self._handles:
            os.close(handle)
        self._handles.clear()


def _write(stream: BinaryIO, data: bytes, *, flushed: bool) -> None:
    stream.write(data)
    stream.flush()
    if flushed:
        os.fsync(stream.fileno())


def _flush(paths: Sequence[Path]) -> None:
    """Flush files to the disk. Those that ask for it together wait for it together, once for all."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(_TOGETHER, len(paths)) or 1) as waiting:
        for _ in waiting.map(_flush_one, paths):
            pass


def _flush_one(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def _move(beside: Path, place: Path) -> None:
    """Rename a file or folder to its place. A folder that stands there is removed when it has made room."""
    if place.is_symlink() or not (beside.is_dir() and place.is_dir()):
        beside.replace(place)
    elif _exchange(beside, place):
        with suppress(OSError):  # what is left is swept by a later run
            remove(beside)
    else:
        aside = new_part_folder(place)
        aside.rmdir()
        place.rename(aside)
        beside.rename(place)
        with suppress(OSError):
            remove(aside)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that no moment is without; return whether it was done.

    Only Linux can (renameat2), and not on every file system.
    """
    import ctypes

    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0)


def replace_whole(path: Path, data: bytes, *, flushed: bool = True) -> None:
    """Put `data` at `path` whole or not at all. Raises OSError, with the last good file still in place.

    What can be made again, and proves itself by a hash, need not be flushed: a loss of power then costs time
    only.
    """
    with Parcel() as parcel:
        parcel.add(path, data, flushed=flushed)
        parcel.deliver()


def replace_unchanged(path: Path, was: bytes, data: bytes, before: Sequence[Path] = ()) -> bool:
    """Put `data` at `path` as `replace_whole` does, in the place of what it `was`; return whether it was so.

    Where another program has written it since, it stays. So does who may read and write it. The files that
    must be on the disk `before` are flushed with the new one: all are waited for together. Raises OSError.
    """
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside, Parcel() as parcel:
        flushed = beside.map(_flush_one, before)
        parcel.add(path, data, mode=stat.S_IMODE(path.stat().st_mode))
        for _ in flushed:
            pass
        if path.read_bytes() != was:
            return False
        parcel.deliver()
        return True


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
