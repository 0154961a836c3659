"""Small tasks done side by side: in their order, by all who are there, whatever becomes of the others."""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

import pytest
from deeds import attempt, deeds, kept_rights

from florilegium.problems import EditionError
from florilegium.system import sandbox
from florilegium.system.files import read, witnessed
from florilegium.system.tasks.engines import Distant, Here, Processes
from florilegium.system.tasks.handoff import Handoff
from florilegium.system.tasks.runner import Runner, WorkerDiedError
from florilegium.system.tasks.store import Store
from florilegium.system.tasks.task import Task, Travel
from florilegium.system.temporary import new_folder, run_folder

PARENT = os.getpid()
ITEMS = tuple(range(24))


def side_by_side(
    engine: Executor, do: Callable[[Any], Any], items: Sequence[Any], errands: Sequence[Any] = ()
) -> Iterator[Any]:
    """What a task makes of each item."""
    return Runner(engine).map(Task(name="test", do=do, kind=int), items, errands)


@pytest.fixture
def two() -> Iterator[Processes]:
    """Two processes that are there."""
    with Processes(2, ()) as workers:
        workers.begin()
        limit = time.monotonic() + 30
        while not workers.are_there and time.monotonic() < limit:
            time.sleep(0.01)
        assert workers.are_there
        yield workers


def by_whom(item: int) -> tuple[int, int]:
    """The item and the process that has it, after a while."""
    time.sleep(0.02)
    return item, os.getpid()


def deadly(item: int) -> int:
    """Kills every process but the one that tests."""
    if parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def deadly_at_three(item: int) -> int:
    """Kills every process but the one that tests, with one item of all."""
    return deadly(item) if item == 3 else item * item


def faulty(item: int) -> int:
    if item == 3:
        raise ValueError(item)
    return item


def test_all_who_are_there_take_part(two: Processes) -> None:
    made = tuple(side_by_side(two, by_whom, ITEMS))
    assert tuple(item for item, _ in made) == ITEMS
    assert len({process for _, process in made} - {PARENT}) == 2


def test_where_little_is_to_be_done_one_is_there_and_others_come_when_it_is_at_work() -> None:
    with Processes(2, (), at_first=1) as workers:
        alone = {workers.submit(by_whom, item).result()[1] for item in ITEMS[:4]}
        both = {begun.result()[1] for begun in [workers.submit(by_whom, item) for item in ITEMS]}
    assert (len(alone), len(both)) == (1, 2)
    assert PARENT not in both


def a_while(mark: Path) -> None:
    time.sleep(0.1)
    mark.touch()


def test_what_each_does_at_first_is_done_before_it_counts_as_there(tmp_path: Path) -> None:
    """Who asks for it does not wait. Who is there already is not while it does so."""
    with Processes(2, (), at_first=1) as workers:
        workers.begin()
        for mark in (tmp_path / "first", tmp_path / "second"):
            workers.each(a_while, mark)
            begun = workers.are_there
            limit = time.monotonic() + 30
            while not workers.are_there and time.monotonic() < limit:
                time.sleep(0.01)
            assert not begun
            assert mark.exists()


def test_errands_are_done_here_while_others_work(two: Processes) -> None:
    """In their order, and when all others have something to do; where there is nobody else, not at all."""
    done: list[int] = []
    errands = [partial(done.append, number) for number in range(3)]
    made = tuple(side_by_side(two, by_whom, ITEMS, errands))
    assert done == [0, 1, 2]
    assert PARENT not in {process for _, process in made}
    side_by_side(Here(), by_whom, ITEMS[:2], errands)
    side_by_side(two, by_whom, (), errands)
    assert done == [0, 1, 2]


def test_errands_are_done_before_what_others_may_come_to_do() -> None:
    """Others that come meanwhile are given all; else this process begins by itself."""
    done: list[int] = []
    with Processes(2, ()) as workers:
        errands = [partial(done.append, number) for number in range(3)]
        made = tuple(side_by_side(workers, by_whom, ITEMS[:3], errands))
        assert (done, {process for _, process in made}) == ([0, 1, 2], {PARENT})

        def wait_for_others() -> None:
            workers.begin()
            limit = time.monotonic() + 30
            while not workers.are_there and time.monotonic() < limit:
                time.sleep(0.01)

        made = tuple(side_by_side(workers, by_whom, ITEMS[:3], (wait_for_others, *errands)))
        assert done == [0, 1, 2, 0, 1, 2]
        assert PARENT not in {process for _, process in made}


def deeds_for(item: tuple[Path, Path, int]) -> dict[str, str]:
    return deeds(*item)


def handed_on(folder: Path) -> str:
    return attempt(lambda: Handoff(folder).put("book", "whole"))


def test_workers_without_rights_hand_values_on_through_the_folder_of_the_run(tmp_path: Path) -> None:
    """A run that is no command keeps what is temporary outside the project, and its workers reach it."""
    with Processes(1, (), (tmp_path,)) as workers:
        folder = new_folder()
        assert workers.submit(handed_on, folder).result() == ""
        assert Handoff(folder).has("book")


@pytest.mark.skipif(sys.platform != "linux", reason="no other system takes rights away")
def test_who_has_kept_rights_leaves_all_to_those_who_have_not(tmp_path: Path) -> None:
    """A program that calls `florilegium.build` reads no stranger's file itself; its workers can do little."""
    project, home = tmp_path / "project", tmp_path / "home"
    project.mkdir()
    home.mkdir()
    done: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server, Processes(2, (), (project,)) as workers:
        items = [(project, home, server.getsockname()[1])] * 3
        for found in side_by_side(workers, deeds_for, items, [partial(done.append, 1)]):
            assert kept_rights(found) == ["write in the project"]
            assert found["by"] != str(PARENT)
    assert done == [1]


def test_a_thread_without_a_bound_of_memory_leaves_all_to_those_who_have_one() -> None:
    """The desk's thread, which would read its first texts itself before the others are there."""
    with Processes(2, ()) as workers, ThreadPoolExecutor(1) as thread:
        made = thread.submit(lambda: tuple(side_by_side(workers, by_whom, ITEMS[:3]))).result()
        assert PARENT not in {process for _, process in made}
        assert {process for _, process in side_by_side(Here(), by_whom, ITEMS[:3])} == {PARENT}


@pytest.mark.skipif(sys.platform != "linux", reason="no other system takes rights away")
def test_a_server_begun_without_rights_serves_nobody_who_has_them(tmp_path: Path) -> None:
    """A desk whose server was killed has another begun by its thread, and then moves to another project."""
    first, second, passing = tmp_path / "first", tmp_path / "second", run_folder().parent
    for project in (first, second):
        project.mkdir()

    def begin_again() -> list[dict[str, str]]:
        with Processes(1, (), (first,)) as workers:
            server = workers.submit(os.getppid).result()
            sandbox.confine((first, passing), signalling=True)
            os.kill(server, signal.SIGKILL)
            os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)
            items = [(project, tmp_path, 9) for project in (first, second)]
            return list(side_by_side(workers, deeds_for, items))

    with ThreadPoolExecutor(1) as thread:
        inside, outside = thread.submit(begin_again).result()
    assert not inside["write in the project"] and outside["write in the project"]
    with Processes(1, (), (second,)) as workers:
        assert kept_rights(workers.submit(deeds, second, tmp_path, 9).result()) == ["write in the project"]


def test_nobody_is_waited_for() -> None:
    """Processes that have not begun get nothing, and none is begun for it."""
    with Processes(2, ()) as workers:
        assert {process for _, process in side_by_side(workers, by_whom, ITEMS[:3])} == {PARENT}
        assert workers._pool is None


def test_a_server_that_is_dying_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a moment it counts as alive, and answers nobody."""
    answers = iter((ConnectionRefusedError(), EOFError()))
    begin = Processes._started

    def started(self: Processes) -> Any:
        for error in answers:
            raise error
        return begin(self)

    monkeypatch.setattr(Processes, "_started", started)
    with Processes(1, ()) as workers:
        assert workers.submit(os.getpid).result() != PARENT


def test_that_no_process_can_be_begun_is_told_as_that_one_has_died(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gives a task out looks at its result alone."""

    def refused(self: Processes) -> Any:
        raise BlockingIOError

    monkeypatch.setattr(Processes, "_started", refused)
    with Processes(1, ()) as workers:
        workers.begin()
        assert isinstance(workers.submit(os.getpid).exception(), BrokenExecutor)


def deadly_once(folder: str) -> int:
    """Kills the first process that has it; the next one lives, which is not the one that tests."""
    mark = Path(folder) / "died"
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_what_a_dead_process_had_is_done_by_another(two: Processes, tmp_path: Path) -> None:
    """What has killed one could kill this one too."""
    (worker,) = side_by_side(two, deadly_once, (str(tmp_path),))
    assert worker != PARENT


def test_what_kills_every_process_is_never_done_here(two: Processes) -> None:
    """The task says what is made of it; the others are done all the same."""
    task: Task[int, int] = Task(name="square", do=deadly_at_three, kind=int, died=lambda item: -item)
    assert list(Runner(two).map(task, (1, 3, 5))) == [1, -3, 25]
    with pytest.raises(EditionError, match="a worker died each time that it was given “square”"):
        Runner(two).result(replace(task, died=None), 3)
    assert Runner(two).result(task, 3) == -3


@pytest.mark.parametrize("items", [(), (5,)], ids=["none", "one"])
def test_few_items(two: Processes, items: tuple[int, ...]) -> None:
    assert tuple(item for item, _ in side_by_side(two, by_whom, items)) == items
    assert tuple(item for item, _ in side_by_side(Here(), by_whom, items)) == items


def leave_behind(item: int) -> Path:
    return Path(tempfile.mkdtemp())


def test_what_processes_leave_behind_goes_with_them() -> None:
    with Processes(2, ()) as workers:
        left = [workers.submit(leave_behind, item).result() for item in range(3)]
        assert all(folder.is_dir() for folder in left)
    assert not any(folder.exists() or folder.parent.exists() for folder in left)


def test_a_fault_is_handed_on(two: Processes) -> None:
    with pytest.raises(ValueError, match="3"):
        tuple(side_by_side(two, faulty, ITEMS))


# ---- what is kept ------------------------------------------------------------------------------------------


def squared(item: int) -> int:
    return item * item


SQUARE: Task[int, int] = Task(name="square", do=squared, kind=int, versions=str)


def broken(item: int) -> int:
    raise AssertionError(f"{item} is done although it was kept")


@pytest.mark.parametrize("engine", [Here(), "two"], ids=["here", "processes"])
def test_what_was_kept_is_not_done_again(tmp_path: Path, engine: Any, two: Processes) -> None:
    """By whatever way it was done first, and is asked for now."""
    runner = Runner(two if engine == "two" else engine, Store(tmp_path))
    assert list(runner.map(SQUARE, (1, 2))) == [1, 4]
    assert runner.result(SQUARE, 3) == 9
    assert dict(runner.spread(SQUARE, (4, 5))) == {0: 16, 1: 25}
    again, kept = Runner(Here(), Store(tmp_path)), replace(SQUARE, do=broken)
    assert list(again.map(kept, (1, 2, 3, 4, 5))) == [1, 4, 9, 16, 25]
    assert again.result(kept, 4) == 16
    batch = again.spread(kept, (5, 3))
    assert (batch.kept, batch.left, dict(batch)) == ((0, 1), (), {0: 25, 1: 9})


def test_what_is_lacking_is_begun_before_what_was_kept_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept and is damaged is made again."""
    done: list[str] = []

    def noted(item: int) -> int:
        done.append(f"made {item}")
        return squared(item)

    task, find = replace(SQUARE, do=noted), Store.find
    assert dict(Runner(Here(), Store(tmp_path)).spread(SQUARE, (2, 5))) == {0: 4, 1: 25}
    key = Runner(Here(), Store(tmp_path))._job(task, 5).key
    (tmp_path / f"{key}.kept").write_bytes(b"damaged")

    def read_now(self: Store, key: str, *rest: Any) -> Any:
        done.append("read")
        return find(self, key, *rest)

    monkeypatch.setattr(Store, "find", read_now)
    batch = Runner(Here(), Store(tmp_path)).spread(task, (2, 3, 5))
    assert done == ["made 3", "read", "read", "made 5"]
    assert (batch.kept, batch.left, dict(batch)) == ((0,), (1, 2), {0: 4, 1: 9, 2: 25})


def test_of_what_is_large_a_part_is_held_and_all_is_kept(tmp_path: Path) -> None:
    """Whether it was kept or is made now; and what is read again is whole."""
    runner = Runner(Here(), Store(tmp_path))
    assert list(runner.map(SQUARE, (4,))) == [16]
    assert dict(runner.spread(SQUARE, (4, 5), lambda made: made % 10)) == {0: 6, 1: 5}
    assert dict(Runner(Here(), Store(tmp_path)).spread(SQUARE, (4, 5))) == {0: 16, 1: 25}


@pytest.mark.parametrize(
    "change",
    [{"name": "other"}, {"versions": lambda: "2"}, {"fingerprint": lambda item: f"{item}!"}],
    ids=lambda change: next(iter(change)),
)
def test_another_task_program_or_fingerprint_is_another_question(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    assert list(Runner(Here(), Store(tmp_path)).map(SQUARE, (2,))) == [4]
    with pytest.raises(AssertionError, match="2 is done"):
        list(Runner(Here(), Store(tmp_path)).map(replace(SQUARE, do=broken, **change), (2,)))


def test_what_is_not_worth_keeping_is_done_again(tmp_path: Path) -> None:
    fussy = replace(SQUARE, keeps=lambda item, made: made > 10)
    assert list(Runner(Here(), Store(tmp_path)).map(fussy, (2, 4))) == [4, 16]
    assert len(list(tmp_path.iterdir())) == 1


def length_of(path: str) -> int:
    return len(read(Path(path).parent, Path(path).name, 99))


@pytest.mark.parametrize("near", [True, False], ids=["here", "processes"])
def test_files_read_for_a_task_are_files_read_for_the_build(tmp_path: Path, near: bool) -> None:
    """By whoever does it, and also when it was kept; a changed file is read again."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "a.txt").write_text("four")
    item = str(project / "a.txt")
    task: Task[str, int] = Task(name="length", do=length_of, kind=int, versions=str, root=lambda _: project)
    with Processes(1, ()) as one:
        if not near:
            one.begin()
            while not one.are_there:
                time.sleep(0.01)
        for _ in range(2):
            with witnessed(project) as witness:
                assert list(Runner(one, Store(tmp_path / "kept")).map(task, (item,))) == [4]
            assert set(witness.findings) == {"a.txt"}
        (project / "a.txt").write_text("fives")
        assert list(Runner(one, Store(tmp_path / "kept")).map(task, (item,))) == [5]


def test_a_task_that_was_begun_is_done_once(tmp_path: Path) -> None:
    done: list[int] = []
    task = replace(SQUARE, do=lambda item: done.append(item) or item)
    runner = Runner()
    runner.begin(task, 7)
    runner.begin(task, 7)
    assert (runner.result(task, 7), runner.result(task, 7), done) == (7, 7, [7])


# ---- large tasks -------------------------------------------------------------------------------------------


class Dying(Here):
    """Whose process dies of some items, so many times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if args[0] == 3 and self.times:
            self.times -= 1
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("it died"))
            return future
        return super().submit(fn, *args, **kwargs)


def test_an_item_whose_worker_died_is_given_out_again() -> None:
    assert dict(Runner(Dying(2)).spread(SQUARE, (1, 3))) == {0: 1, 1: 9}


def test_an_item_that_kills_every_worker_is_named() -> None:
    with pytest.raises(WorkerDiedError) as died:
        dict(Runner(Dying(9)).spread(SQUARE, (1, 3)))
    assert died.value.items == [3]


def slow_or_deadly(item: int) -> int:
    """Takes its time, in which another item kills the process that has that one."""
    time.sleep(0.2 if item == 3 else 0.8)
    return deadly(item) if item == 3 else item


def test_an_item_that_worked_beside_a_deadly_one_is_not_at_fault(two: Processes) -> None:
    """All processes end with the one that dies; the last attempt shows of which item."""
    with pytest.raises(WorkerDiedError) as died:
        dict(Runner(two).spread(replace(SQUARE, do=slow_or_deadly), (1, 3)))
    assert died.value.items == [3]


def test_the_heaviest_is_begun_first() -> None:
    heavy = replace(SQUARE, weight=lambda item: item)
    assert Runner().spread(heavy, (1, 3, 2)).left == (1, 2, 0)


class Far(Distant, Here):
    """Workers that have another disk."""

    def __init__(self) -> None:
        self.lent: list[Any] = []

    def lend(self, value: object) -> Any:
        self.lent.append(value)
        return value


def test_what_a_distant_worker_needs_goes_with_the_task() -> None:
    """What all items need is sent once; small tasks are done here."""
    travel = Travel(lambda item, common, own: (item, common, own), lambda: "common", lambda item: -item)
    far = Far()
    runner = Runner(far)
    assert dict(runner.spread(replace(SQUARE, travel=travel), (1, 2))) == {
        0: (1, "common", -1),
        1: (2, "common", -2),
    }
    assert far.lent == ["common"]
    assert list(runner.map(SQUARE, (2,))) == [4]


def test_of_many_items_a_few_are_begun_at_once() -> None:
    """They come back in their order; the next is asked for when the first has come."""
    taken: list[int] = []
    items = (taken.append(number) or number for number in range(40))  # type: ignore[func-returns-value]
    made = Runner(Here()).flow(Task(name="test", do=str, kind=str), items)
    assert next(made) == "0"
    assert len(taken) < len(range(40)) // 2
    assert list(made) == [str(number) for number in range(1, 40)]
