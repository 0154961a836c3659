"""What a build depends on besides the project's files: the program, the packages beside it, the given date.

One hash stands for all of it. It is made of names, sizes and times of files, so that it costs next to
nothing; whatever is kept under it is known to have been made by the very same program on this machine.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

#: The folder of the whole program: a change to any of its files makes what was kept stale.
HOME: Final = Path(__file__).parents[2]


def program() -> str:
    """Return the hash of the program's files, the versions of Python and of every package, and
    SOURCE_DATE_EPOCH."""
    made_by = f"{installed(HOME)} {os.environ.get('SOURCE_DATE_EPOCH', '')}"
    return hashlib.sha256(made_by.encode()).hexdigest()


@cache
def installed(home: Path) -> str:
    """Return the hash of the files of the program at `home`, and the versions of Python and of every package.

    They are looked at once: what a process has imported stays as it was.
    """
    parts = (sys.version, *_packages(), *sorted(files_with_times(home)))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _packages() -> list[str]:
    """Return names of the folders in which installed packages keep their metadata; they hold the version."""
    found = set()
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                found |= {entry.name for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))}
        except OSError:
            continue
    return sorted(found)


def files_with_times(folder: Path) -> Iterator[str]:
    """Yield each file of the program with its size and time: one that is being worked on changes them.

    They come in no order. There are a thousand, and each run asks for them.
    """
    left = [str(folder)]
    while left:
        with os.scandir(left.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    stat = entry.stat()
                    yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"
                elif entry.name != "__pycache__":
                    left.append(entry.path)
