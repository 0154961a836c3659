"""The record of the last build: what it read, what it reported and what it made.

A build of which nothing has changed needs no more than to see that, and a release of the very same book takes
over the editions that it has left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from florilegium.editions.protocol import Context, Edition, Needs
from florilegium.pipeline.editions import EDITIONS, usual
from florilegium.pipeline.request import BuildRequest
from florilegium.problems import Problem, Report
from florilegium.system.files import Witness, hash_of, hash_of_file
from florilegium.system.tasks.fingerprint import program
from florilegium.system.tasks.store import Store
from florilegium.system.values import dataclass

#: Bytes of all records of a project; one has some kilobytes.
_LIMIT: Final = 5_000_000


@dataclass(frozen=True)
class BuildRecord:
    """A finished build: its files by name with their hashes, its pages, and the problems it reported."""

    files: dict[str, str]
    pages: int
    problems: tuple[Problem, ...]


def is_kept(request: BuildRequest) -> bool:
    """Return whether an earlier build has left a record, of whatever request, current or not."""
    return _store(request).folder.exists()


def recall(request: BuildRequest) -> BuildRecord | None:
    """Return the record of an earlier build of this request, if it would turn out the same now."""
    # The first build has none, and need not learn what it would be called.
    if not _store(request).folder.exists():
        return None
    found = _store(request).find(_key(request), BuildRecord, request.root)
    if found is None:
        return None
    record: BuildRecord = found.value
    try:
        made = all(hash_of_file(request.folder / name) == known for name, known in record.files.items())
    except OSError:
        return None
    return record if made else None


def remember(request: BuildRequest, witness: Witness, record: BuildRecord) -> None:
    """Keep the record of a build, unless it cannot be said what the build was made of."""
    if witness.whole:
        store = _store(request)
        store.keep(_key(request), record, witness.findings)
        store.prune(_LIMIT)


def taken_over(registry: tuple[Edition, ...], request: BuildRequest, report: Report) -> tuple[Edition, ...]:
    """Return editions, of which those that the last build of the manifest has made are there already.

    What that build reported is in the report then, and what it read counts as read.
    """
    build = replace(request, editions=usual(), output=None, registry=EDITIONS)
    last = recall(build) if build.cached else None
    if last is None:
        return registry
    try:
        files = {name: (build.folder / name).read_bytes() for name in last.files}
    except OSError:
        return registry
    if {name: hash_of(data) for name, data in files.items()} != last.files:
        return registry
    report.extend(last.problems)
    return tuple(_finished(edition, files) if edition.usual else edition for edition in registry)


def _finished(edition: Edition, files: Mapping[str, bytes]) -> Edition:
    """Return an edition that is one of some finished files and needs no pages set for it."""

    def own(context: Context) -> Mapping[str, bytes]:
        (ending,) = edition.endings
        name = f"{context.stem}{ending}"
        return {name: context.once(edition.name, partial(files.__getitem__, name))}

    return replace(edition, files=own, needs=Needs.MARKS)


def _store(request: BuildRequest) -> Store:
    return Store(request.work / "builds")


def _key(request: BuildRequest) -> str:
    """Return a key of all that a build depends on besides the project: request, program, and for pages the
    system.

    Each combination of manifest, editions and folder has a record of its own.
    """
    from florilegium.system import native_libraries

    system = (*native_libraries.versions(), native_libraries.fonts()) if request.sets_pages else ()
    output = str(request.output.resolve()) if request.output else ""
    asked = [request.manifest.name, sorted(request.editions), output, request.paged, program(), *system]
    return hash_of(json.dumps(asked).encode())[:32]
