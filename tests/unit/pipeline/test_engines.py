"""Whoever lays the pages out, and whatever becomes of them meanwhile, the files are the same to the byte."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from deeds import deeds, kept_rights

from florilegium.editions.pdf.section.printed_section import LayoutTask
from florilegium.pipeline import book_list as all_books
from florilegium.pipeline.book_list import BookOutcome, build_all, build_one
from florilegium.pipeline.build import build, engine_for
from florilegium.pipeline.request import BuildRequest
from florilegium.pipeline.session import Count, Silent
from florilegium.problems import EditionError, Report
from florilegium.system.tasks.engines import Here, Processes
from projects import REPOSITORY

LANTERNS = REPOSITORY / "tests" / "golden" / "lanterns"


def project(folder: Path) -> Path:
    """A project of three articles; its manifest."""
    shutil.copytree(LANTERNS, folder, ignore=shutil.ignore_patterns("expected", ".florilegium", "dist"))
    return folder / "anthology.yaml"


@pytest.fixture(scope="module")
def one_process(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files that a single process makes."""
    order = BuildRequest(project(tmp_path_factory.mktemp("here") / "lanterns"), cached=False)
    return read(build(order, Report(), Silent(), Here()).files)


def read(paths: tuple[Path, ...] | list[Path]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in paths}


# ---- processes of this machine -----------------------------------------------------------------------------


class Unlucky(Processes):
    """Two processes, of which one is killed while it has the section `victim`; `times` over."""

    def __init__(self, victim: str, times: int, folder: Path) -> None:
        super().__init__(2, ())
        self.victim, self.times, self.folder = victim, times, folder

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if args and isinstance(args[0], LayoutTask) and args[0].section == self.victim and self.times:
            self.times -= 1
            return super().submit(kill_yourself)
        return super().submit(fn, *args, **kwargs)


def kill_yourself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_costs_its_tasks_only(tmp_path: Path, one_process: dict[str, bytes]) -> None:
    order = BuildRequest(project(tmp_path / "lanterns"), cached=False)
    with Unlucky("oil", 1, tmp_path) as workers:
        assert read(build(order, Report(), Silent(), workers).files) == one_process


def test_a_section_that_kills_every_worker_is_named(tmp_path: Path) -> None:
    """The build ends with an error, without files, and does not go on for ever."""
    order = BuildRequest(project(tmp_path / "lanterns"), cached=False)
    with (
        Unlucky("oil", 9, tmp_path) as workers,
        pytest.raises(EditionError, match=r"a worker died while.*“oil”"),
    ):
        build(order, Report(), Silent(), workers)
    assert not order.folder.exists()


class Deadly(Processes):
    """Processes of which one is killed whenever it has a book whose folder is called `fatal-…`.

    Such a folder has a file for each time that is left.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return super().submit(die_of if isinstance(args[0], BuildRequest) else fn, *args, **kwargs)


def die_of(order: BuildRequest) -> BookOutcome:
    """Build a book, unless its folder says to die."""
    left = sorted(order.root.glob("*.fatal"))
    if left:
        left[0].unlink()
        kill_yourself()
    return build_one(order)


@pytest.mark.parametrize("times", [1, 9], ids=["once", "always"])
def test_a_book_whose_process_dies_stops_no_other(
    tmp_path: Path, one_process: dict[str, bytes], times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is begun again; if its process dies each time, that is told of it alone."""
    monkeypatch.setattr(all_books, "Processes", Deadly)
    fatal, *others = [project(tmp_path / name) for name in ("fatal", "one", "two", "three")]
    for number in range(times):
        (fatal.parent / f"{number}.fatal").touch()
    order = BuildRequest(tmp_path / "list.yaml", cached=False, jobs=2)
    outcomes = {outcome.manifest: outcome for outcome in build_all([others[0], fatal, *others[1:]], order)}
    assert set(outcomes) == {fatal, *others}
    for book in others:
        result = outcomes[book].result
        assert result is not None and read(result.files) == one_process
    last = outcomes[fatal]
    if times == 1:
        assert last.result is not None and read(last.result.files) == one_process
    else:
        assert (last.result, last.status) == (None, EditionError.exit_status)
        assert "died each time" in last.error


def test_two_builds_at_once_in_one_folder(tmp_path: Path, one_process: dict[str, bytes]) -> None:
    """Both end well, leave the files of a build alone, and a cache in which every layout can be read."""
    manifest = project(tmp_path / "lanterns")
    command = [sys.executable, "-m", "florilegium", "build", "--quiet", "--jobs", "2"]
    both = [
        subprocess.Popen(
            command, cwd=manifest.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    for one in both:
        told, _ = one.communicate(timeout=120)
        assert one.returncode == 0, told
    assert read(list((manifest.parent / "dist").iterdir())) == one_process
    assert list(manifest.parent.rglob("*.part")) == []
    shutil.rmtree(manifest.parent / ".florilegium" / "builds")
    counts: list[Count] = []
    telling = Telling(counts.append)
    assert read(build(BuildRequest(manifest), Report(), telling, Here()).files) == one_process
    assert counts[-1].made == 0


class Telling(Silent):
    """Hands every count of sections on."""

    def __init__(self, tell: Callable[[Count], object]) -> None:
        self._tell = tell

    def count(self, count: Count) -> None:
        self._tell(count)


# ---- a cluster ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cluster:
    """A scheduler on the loopback interface, with two workers of one thread each."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    where = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}  # with what tests are made of
    begun = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        with (folder / f"{len(begun)}.log").open("wb") as log:
            one = subprocess.Popen([*dask, *arguments], cwd=folder, env=env, stdout=log, stderr=log)
        begun.append(one)
        return one

    try:
        begin(
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(where),
        )
        common = ("worker", "--scheduler-file", str(where), "--host", "127.0.0.1", "--nthreads", "1")
        common += ("--no-nanny", "--no-dashboard", "--memory-limit", "0")
        workers = tuple(begin(*common, "--name", name) for name in ("one", "two"))
        yield Cluster(address_in(where), workers)
    finally:
        for one in begun:
            one.kill()
            one.wait()


def address_in(file: Path) -> str:
    """`dask://HOST:PORT` of the scheduler that writes a file when it has begun."""
    import json

    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return str(json.loads(file.read_text())["address"]).replace("tcp://", "dask://")
        except (OSError, ValueError, KeyError):
            time.sleep(0.05)
    raise TimeoutError("the scheduler did not begin")


def both_are_there(executor: Any) -> None:
    executor._client.wait_for_workers(2, timeout=60)


@pytest.mark.filterwarnings("default")
def test_a_cluster_of_two_of_which_one_is_ended_mid_way(
    tmp_path: Path, cluster: Cluster, one_process: dict[str, bytes]
) -> None:
    """A worker is killed when three sections are done; the other does its tasks too."""
    order = BuildRequest(project(tmp_path / "lanterns"), cached=False, executor=cluster.address)
    ended: list[int] = []

    def end_one(count: Count) -> None:
        if count.made == 3 and not ended:
            cluster.workers[0].send_signal(signal.SIGKILL)
            ended.append(count.made)

    with engine_for(order) as executor:
        both_are_there(executor)
        made = build(order, Report(), Telling(end_one), executor)
    assert ended == [3]
    assert cluster.workers[0].wait(timeout=30) == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    assert read(made.files) == one_process


@pytest.mark.filterwarnings("default")
def test_a_list_of_books_shares_a_cluster(
    tmp_path: Path, cluster: Cluster, one_process: dict[str, bytes]
) -> None:
    """Each book is made whole or told why not."""
    good, bad = project(tmp_path / "good"), project(tmp_path / "bad")
    bad.write_text(bad.read_text(encoding="utf-8").replace("texts/oil.md", "texts/none.md"), encoding="utf-8")
    order = BuildRequest(tmp_path / "list.yaml", executor=cluster.address, jobs=2)
    outcomes = {outcome.manifest: outcome for outcome in build_all([good, bad], order)}
    result = outcomes[good].result
    assert result is not None and read(result.files) == one_process
    assert outcomes[bad].result is None
    assert "S001" in [problem.code for problem in outcomes[bad].problems]
    assert outcomes[bad].status and not outcomes[bad].bug


@pytest.mark.skipif(sys.platform != "linux", reason="no other system takes rights away")
def test_a_worker_of_a_cluster_does_what_it_is_sent_without_its_rights(
    tmp_path: Path, cluster: Cluster
) -> None:
    """Such a worker cannot be asked for its home folder, nor to call anybody; for others it is as before."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        home = Path.home() if os.access(Path.home(), os.W_OK) else REPOSITORY
        with engine_for(BuildRequest(project(tmp_path / "lanterns"), executor=cluster.address)) as executor:
            sent = executor.submit(deeds, tmp_path, home, port).result()
            there = executor._client.submit(deeds, tmp_path, tmp_path, port).result()
    assert kept_rights(sent) == ["write in the project"]
    assert sent["by"] != str(os.getpid())
    assert len(kept_rights(there)) == 3


def test_a_command_lays_pages_out_on_a_cluster(
    tmp_path: Path, cluster: Cluster, one_process: dict[str, bytes]
) -> None:
    """It reaches the cluster all the time, though what reads the articles has left the network."""
    manifest = project(tmp_path / "lanterns")
    order = ["build", "--executor", cluster.address, "--quiet"]
    command = [sys.executable, "-m", "florilegium", *order]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, cwd=manifest.parent)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert read(list((manifest.parent / "dist").iterdir())) == one_process


def test_where_no_scheduler_answers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("florilegium.system.tasks.dask_cluster._PATIENCE", 1)
    order = BuildRequest(project(tmp_path / "lanterns"), executor="dask://127.0.0.1:9")
    with pytest.raises(EditionError, match=r"no Dask scheduler answers at “127\.0\.0\.1:9”"):
        engine_for(replace(order, cached=False))
