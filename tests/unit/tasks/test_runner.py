"""Small tasks done side by side: in their order, by all who are there, whatever becomes of the others."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import parent_process
from pathlib import Path

import pytest

from florilegium.tasks.runner import Here, Workers, side_by_side

PARENT = os.getpid()
ITEMS = tuple(range(24))


@pytest.fixture
def two() -> Iterator[Workers]:
    """Two processes that are there."""
    with Workers(2, ()) as workers:
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


def faulty(item: int) -> int:
    if item == 3:
        raise ValueError(item)
    return item


def test_all_who_are_there_take_part(two: Workers) -> None:
    made = tuple(side_by_side(two, by_whom, ITEMS))
    assert tuple(item for item, _ in made) == ITEMS
    assert len({process for _, process in made} - {PARENT}) == 2


def test_errands_are_done_here_while_others_work(two: Workers) -> None:
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
    with Workers(2, ()) as workers:
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


def test_nobody_is_waited_for() -> None:
    """Processes that have not begun get nothing, and none is begun for it."""
    with Workers(2, ()) as workers:
        assert {process for _, process in side_by_side(workers, by_whom, ITEMS[:3])} == {PARENT}
        assert workers._pool is None


def test_what_a_dead_process_had_is_done_here(two: Workers) -> None:
    assert tuple(side_by_side(two, deadly, ITEMS)) == ITEMS


@pytest.mark.parametrize("items", [(), (5,)], ids=["none", "one"])
def test_few_items(two: Workers, items: tuple[int, ...]) -> None:
    assert tuple(item for item, _ in side_by_side(two, by_whom, items)) == items
    assert tuple(item for item, _ in side_by_side(Here(), by_whom, items)) == items


def leave_behind(item: int) -> Path:
    return Path(tempfile.mkdtemp())


def test_what_processes_leave_behind_goes_with_them() -> None:
    with Workers(2, ()) as workers:
        left = [workers.submit(leave_behind, item).result() for item in range(3)]
        assert all(folder.is_dir() for folder in left)
    assert not any(folder.exists() or folder.parent.exists() for folder in left)


def test_a_fault_is_handed_on(two: Workers) -> None:
    with pytest.raises(ValueError, match="3"):
        tuple(side_by_side(two, faulty, ITEMS))
