"""Putting finished files in their place, together and whole.

All files of one build are written beside their places first, and only then renamed. A build that fails or is
killed before leaves the last good ones as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from florilegium.problems import ReleaseError
from florilegium.system.files import Parcel


def publish(editions: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write editions, by file name, into a folder that is made if it is not there.

    Raises:
        ReleaseError: the folder cannot be written, or the disk is full. The last good files stay.
    """
    if folder.exists() and not folder.is_dir():
        raise ReleaseError(
            f"the finished files cannot be written to “{folder}”, which is a file, not a folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Parcel() as parcel:
            for name, data in editions.items():
                parcel.add(folder / name, data)
            return parcel.deliver()
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the finished files cannot be written to “{folder}”: {reason}"
        raise ReleaseError(f"{message}. The last good files are untouched.") from error
