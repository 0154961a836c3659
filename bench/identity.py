"""Whether all ways to build one book give the same bytes: cold, warm, one process, two, a Dask cluster."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from bench import contenders, measure


def print_table(folder: Path) -> None:
    """The first digits of the files' SHA-256 for each way, as a table in Markdown."""
    found: list[tuple[str, ...]] = []
    for name, command in _ways(folder):
        print(f"the same bytes? {name}", file=sys.stderr)
        measure.run(command, folder)
        hashes = tuple(_hash(path) for path in sorted((folder / "dist").iterdir()))
        found.append(hashes)
        if len(found) == 1:
            print("\n| built | EPUB | PDF |\n|---|---|---|")
        print(f"| {name} | {' | '.join(hashes)} |", flush=True)
    if any(hashes != found[0] for hashes in found):
        raise SystemExit("not all ways to build give the same bytes")


def _ways(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each way to build, by name; what is built before a build is part of it."""
    build = (contenders.FLORILEGIUM, "build", "--quiet")
    contenders.forget(folder)
    yield "cold, one process", (*build, "--jobs", "1")
    contenders.forget(folder)
    yield "cold, two processes", (*build, "--jobs", "2")
    shutil.rmtree(folder / ".florilegium" / "builds")
    shutil.rmtree(folder / "dist")
    yield "warm, from kept layouts", build
    yield "nothing changed", build
    if find_spec("distributed"):
        contenders.forget(folder)
        with _cluster(folder) as address:
            yield "cold, a Dask cluster of two workers", (*build, "--executor", address)
    else:
        print("Dask is not installed: no build on a cluster", file=sys.stderr)


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler on the loopback interface that has two workers."""
    where = folder / "scheduler.json"
    dask = (sys.executable, "-m", "dask")
    common = ("--scheduler-file", str(where), "--host", "127.0.0.1", "--no-dashboard")
    worker = ("worker", *common, "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
    begun = []
    try:
        with (folder / "dask.txt").open("wb") as log:
            for command in (("scheduler", *common, "--port", "0"), worker, worker):
                begun.append(subprocess.Popen((*dask, *command), cwd=folder, stdout=log, stderr=log))
        while not where.exists() or not where.read_text():
            time.sleep(0.1)
        yield str(json.loads(where.read_text())["address"]).replace("tcp://", "dask://")
    finally:
        for one in begun:
            one.kill()
            one.wait()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
