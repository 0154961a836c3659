"""Putting finished files in their place, together and whole.

All files of one build are written beside their places first, and only then renamed. A build that fails or is
killed before leaves the last good ones as they were. Files whose names share a folder (`book-web/index.html`)
are put in place as that folder, so that nothing of an earlier build stays in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from florilegium.problems import ReleaseError
from florilegium.system.files import Parcel


def publish(editions: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write editions, by file name, into a folder that is made if it is not there. Return `places`.

    Raises:
        ReleaseError: the folder cannot be written, or the disk is full. The last good files stay.
    """
    _check_folder(folder)
    by_place = _by_place(editions)
    for name in by_place:
        _check(folder / name, is_folder=name not in editions)
    with _parcel_for(folder) as parcel:
        for name, files in by_place.items():
            if name in editions:
                parcel.add(folder / name, editions[name])
            else:
                parcel.add_folder(folder / name, files)
        return parcel.deliver()


def publish_folder(files: Mapping[str, bytes], place: Path) -> None:
    """Put files, by path in it, in place as one folder, as `publish` does. They are read one by one."""
    _check_folder(place.parent)
    _check(place, is_folder=True)
    with _parcel_for(place.parent) as parcel:
        parcel.add_folder(place, files)
        parcel.deliver()


@contextmanager
def _parcel_for(folder: Path) -> Iterator[Parcel]:
    """Give a parcel for a folder, which is made if it is not there. Raises as `publish`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Parcel() as parcel:
            yield parcel
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the finished files cannot be written to “{folder}”: {reason}"
        raise ReleaseError(f"{message}. The last good files are untouched.") from error


def places(names: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """Return the files and folders that files of some names are put in place as."""
    return tuple(folder / place for place in dict.fromkeys(name.partition("/")[0] for name in names))


def _check_folder(folder: Path) -> None:
    """Raise ReleaseError if a file stands where a folder is to be."""
    if folder.exists() and not folder.is_dir():
        raise ReleaseError(
            f"the finished files cannot be written to “{folder}”, which is a file, not a folder"
        )


def _check(place: Path, *, is_folder: bool) -> None:
    """Raise ReleaseError if a folder stands where a file is to be put, or a file where a folder is."""
    if place.exists() and place.is_dir() != is_folder:
        is_there, wanted = ("file", "folder") if is_folder else ("folder", "file")
        raise ReleaseError(
            f"“{place}” is a {is_there}, and a {wanted} is to be put there. Move it away and build again; "
            "the last good files are untouched."
        )


def _by_place(editions: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return files by the name of their place, each with its path in it; that of a lone file is empty."""
    found: dict[str, dict[str, bytes]] = defaultdict(dict)
    for name, data in editions.items():
        place, _, path = name.partition("/")
        found[place][path] = data
    return found
