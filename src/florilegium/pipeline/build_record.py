"""The record of the last build: what it read, what it was told and what it made.

A build of which nothing has changed needs no more than to see that. A record that is damaged, or of another
version of anything, is as good as none. It holds hashes and text, nothing that could run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from florilegium.pipeline.request import Order
from florilegium.problems import Problem
from florilegium.system.files import Witness, hash_of, hash_of_file, is_unchanged, replace_whole
from florilegium.tasks.fingerprint import circumstances


@dataclass(frozen=True)
class Record:
    """A finished build: its files by name with their hashes, its pages, and the problems it told."""

    files: Mapping[str, str]
    pages: int
    problems: tuple[Problem, ...]


def is_kept(order: Order) -> bool:
    """Whether an earlier build of this order has left a record, current or not."""
    return _path(order).exists()


def recall(order: Order) -> Record | None:
    """The record of an earlier build of this order, if it would turn out the same now."""
    try:
        kept = json.loads(_path(order).read_bytes())
        from florilegium.tasks.codec import (
            decode,  # trees of XML come with it, which a first build need not
        )

        if kept["circumstances"] != _circumstances(order) or not is_unchanged(order.root, kept["inputs"]):
            return None
        record = Record(kept["files"], kept["pages"], decode(tuple[Problem, ...], kept["problems"].encode()))
        made = all(hash_of_file(order.folder / name) == known for name, known in record.files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return record if made else None


def remember(order: Order, witness: Witness, record: Record) -> None:
    """Keep the record of a build. One that cannot be written is no reason to stop."""
    from florilegium.tasks.codec import encode

    if not witness.whole:
        return
    kept = {
        "circumstances": _circumstances(order),
        "inputs": witness.findings,
        "files": record.files,
        "pages": record.pages,
        "problems": encode(record.problems).decode(),
    }
    path = _path(order)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, json.dumps(kept, ensure_ascii=False).encode(), flushed=False)
    except OSError:
        return


def _circumstances(order: Order) -> str:
    """All that a build depends on besides the project; if pages are set, the system's own letters too."""
    from florilegium.system import native_libraries

    system = (*native_libraries.versions(), native_libraries.fonts()) if order.sets_pages else ()
    return " ".join((circumstances(), *system))


def _path(order: Order) -> Path:
    """Each combination of manifest, editions and folder has a record of its own."""
    output = str(order.output.resolve()) if order.output else ""
    wish = [order.manifest.name, sorted(order.editions), output, order.paged]
    return order.work / "builds" / f"{hash_of(json.dumps(wish).encode())[:32]}.json"
