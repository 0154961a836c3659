"""Whether a release is what its record says: file by file, and made again from its project."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from florilegium.pipeline.release.make_release import ReleaseRequest, release_of
from florilegium.pipeline.release.release_record import FORM, RELEASE, SUMS, hashes_of
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Progress
from florilegium.problems import ReleaseError, Report
from florilegium.system.files import hash_of_file
from florilegium.system.values import dataclass


@dataclass(frozen=True)
class ReleaseFolder:
    """A release on the disk: its folder, the sums of its files by path, and its record."""

    folder: Path
    sums: Mapping[str, str]
    record: Mapping[str, Any]


def open_release(folder: Path) -> ReleaseFolder:
    """Return a release as its own files describe it.

    Raises:
        ReleaseError: it has no sums or no record, or they cannot be read.
    """
    try:
        listed = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        record = json.loads((folder / RELEASE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(
            f"“{folder}” is no release: {SUMS} and {RELEASE} cannot be read from it. Name the folder that "
            "`florilegium release` has made."
        ) from error
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in listed) if name}
    if not sums or not _is_whole(record):
        raise ReleaseError(f"“{folder}” is no release that can be verified: {RELEASE} or {SUMS} is damaged.")
    return ReleaseFolder(folder, sums, record)


def _is_whole(record: Any) -> bool:
    """Return whether a record has all that is compared, in the form of this program."""
    return (
        isinstance(record, dict)
        and record.get("form") == FORM
        and all(isinstance(record.get(part), dict) for part in ("tools", "inputs", "files"))
        and all(isinstance(one, dict) and "sha256" in one for one in record["files"].values())
    )


def differences(release: ReleaseFolder) -> Iterator[str]:
    """Yield what of a release is not as it was made, a line for each file."""
    there = {path.relative_to(release.folder).as_posix() for path in _files_in(release.folder)}
    for name, digest in sorted(release.sums.items()):
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            yield f"{name}: {SUMS} names a file outside the folder"
        elif name not in there:
            yield f"{name}: missing"
        elif hash_of_file(release.folder / name) != digest:
            yield f"{name}: changed"
    yield from (f"{name}: not of this release" for name in sorted(there - set(release.sums) - {SUMS}))
    for name, digest in sorted(hashes_of(release.record).items()):
        if release.sums.get(name) != digest:
            yield f"{name}: {RELEASE} and {SUMS} contradict each other"


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def differences_when_made_again(
    release: ReleaseFolder, manifest: Path, report: Report, progress: Progress
) -> Iterator[str]:
    """Yield what comes out otherwise when a release is made again of its project; nothing is put in place.

    First what it is made of: an input or a tool that is another one now explains the files that differ.

    Raises:
        FlorilegiumError: it cannot be made again; as `make_release`.
    """
    record = release.record
    editions = record.get("editions") or ()
    request = ReleaseRequest(
        BuildRequest(manifest),
        is_review=bool(record.get("review")),
        for_printer="print" in editions,
        is_afresh=True,
    )
    made = release_of(request, report, progress)
    yield from _unlike("input", record["inputs"], made.record["inputs"])
    yield from _unlike("version of", record["tools"], made.record["tools"])
    yield from _unlike("file", hashes_of(record), hashes_of(made.record))


def _unlike(kind: str, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*before, *now}):
        if name not in now:
            yield f"{kind} {name}: no longer there"
        elif name not in before:
            yield f"{kind} {name}: new"
        elif before[name] != now[name]:
            yield f"{kind} {name}: differs"
