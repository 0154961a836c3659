"""The store: results kept by content, so that nothing is done again until something that it depends on
changes.

An entry is one file, written whole. Its name is the key of the result; it holds the files that were read
for it, each with its hash, and the result in its coded form. One that is damaged, or of another version of
anything, is as good as none. Entries hold data, nothing that could run: a project folder may come from a
stranger. Two builds may use one store at once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Any, Final

from florilegium.system.files import is_unchanged, note_all, replace_whole
from florilegium.system.values import dataclass

_MAGIC: Final = b"florilegium 1\n"
_ENDING: Final = ".kept"

#: The bytes that a store is pruned to.
_LIMIT: Final = 500_000_000


@dataclass(frozen=True)
class Found:
    """A result that was kept; it may be None. `findings` are the files that were read for it, each with its
    hash."""

    value: Any
    findings: Mapping[str, str] = field(default_factory=dict, compare=False)

    def holds(self, root: Path | None) -> bool:
        """Return whether the files that were read for it, in the project at `root`, are the same; if so, they
        count as read now too (`system.files.witnessed`)."""
        if self.findings and (root is None or not is_unchanged(root, self.findings)):
            return False
        if root is not None:
            note_all(root, self.findings)
        return True


@dataclass(frozen=True)
class Store:
    """A folder of results. It need not be there, and need not be writable."""

    folder: Path

    def find(self, key: str, kind: Any, root: Path | None = None) -> Found | None:
        """Return the result of a type that is kept under a key, or None when there is none that holds.

        A result for which files of the project at `root` were read holds as long as all are the same. They
        count as read now too (`system.files.witnessed`).
        """
        from florilegium.system.tasks.codec import decode

        path = self._path(key)
        try:
            entry: Any = decode(tuple[dict[str, str], kind], _opened(path.read_bytes()))
        except (OSError, ValueError):
            return None
        self.use(key)
        findings, value = entry
        found = Found(value, findings)
        return found if found.holds(root) else None

    def has(self, key: str) -> bool:
        """Return whether there is a result under a key, though it may be damaged, or may not hold."""
        return self._path(key).exists()

    def use(self, key: str) -> None:
        """Note that a result has been used: those that were not go first."""
        with suppress(OSError):
            os.utime(self._path(key))

    def keep(self, key: str, value: Any, findings: Mapping[str, str]) -> None:
        """Keep a result with what was found in the files read for it. A store that cannot be written is no
        reason to stop."""
        from florilegium.system.tasks.codec import encode

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_whole(self._path(key), _closed(encode((dict(findings), value))), flushed=False)
        except OSError:
            return

    def prune(self, limit: int = _LIMIT) -> None:
        """Drop what has not been used longest, until the rest fits into `limit` bytes."""
        kept = []
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if entry.name.endswith(_ENDING):
                        stat = entry.stat()
                        kept.append((stat.st_mtime, entry.path, stat.st_size))
        except OSError:
            return
        size = sum(one for _time, _path, one in kept)
        for _time, path, one in sorted(kept):
            if size <= limit:
                return
            Path(path).unlink(missing_ok=True)
            size -= one

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}{_ENDING}"


def _closed(coded: bytes) -> bytes:
    """Return magic line, hash of the rest, the entry in its coded form."""
    return b"%b%b\n%b" % (_MAGIC, hashlib.sha256(coded).hexdigest().encode(), coded)


def _opened(data: bytes) -> bytes:
    """Return the coded form of an entry. Raises ValueError when it is damaged."""
    if not data.startswith(_MAGIC):
        raise ValueError("no entry of this version")
    stamp, coded = data.removeprefix(_MAGIC).split(b"\n", 1)
    if hashlib.sha256(coded).hexdigest().encode() != stamp:
        raise ValueError("a damaged entry")
    return coded
