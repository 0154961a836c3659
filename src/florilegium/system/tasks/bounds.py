"""Bounds on what one item of a task may use of the machine, so that no stranger's file holds up a build.

The time of the processor is counted, not that of the clock: a machine that is busy with other things stops
nothing that it would not stop else. Work is stopped between two steps of Python. A library's function that
goes on for longer ends with its process, where that is one that works for another: a worker. Memory is what
a process asks for beyond what it has when it begins with the item.

Where the system counts neither (Windows), and in threads other than a program's first, such as those of a
cluster, nothing is bounded.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from traceback import walk_tb
from typing import Final, TypeVar

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Made = TypeVar("Made")

#: What the functions at work called their values when they were stopped, the innermost first.
Locals = tuple[Mapping[str, object], ...]

#: Seconds after which a stop is asked for again that was swallowed, as a call from C does.
_AGAIN: Final = 1.0

#: Seconds of the processor beyond twice the bound, after which a worker's process is ended.
_GRACE: Final = 2.0


class Stop(Enum):
    """Why the work at an item was stopped: it overran a bound, or each process that did it died."""

    TIME = "time"
    MEMORY = "memory"
    DEATH = "death"


@dataclass(frozen=True)
class Bound:
    """What one item may use: seconds of the processor, megabytes of memory. 0 leaves it to the task."""

    seconds: float = 0.0
    megabytes: float = 0.0

    def within(self, usual: Bound) -> Bound:
        """Return this bound, and for what it leaves open the usual one."""
        return Bound(self.seconds or usual.seconds, self.megabytes or usual.megabytes)

    def grown(self, size: int, each: Bound) -> Bound:
        """Return this bound, and `each` for each byte of an item."""
        return Bound(self.seconds + size * each.seconds, self.megabytes + size * each.megabytes)

    def said(self, stop: Stop) -> str:
        """Return what was overrun, for an editor: “took more than 60 seconds”."""
        amounts = {
            Stop.TIME: f"took more than {self.seconds:g} seconds of the processor",
            Stop.MEMORY: f"took more than {self.megabytes:g} megabytes of memory",
            Stop.DEATH: "ended the process that did it, each time that it was tried",
        }
        return amounts[stop]


#: What leaves all to the task; as it stands, it bounds nothing.
UNBOUNDED: Final = Bound()


class _OverrunError(BaseException):
    """The time is over. No library that takes all exceptions for its own may take this one."""


class _Clock:
    running = False


def attempt(do: Callable[[], Made], bound: Bound, stopped: Callable[[Stop, Locals], Made]) -> Made:
    """Return what `do` makes within a bound; what `stopped` makes when it has overrun it."""
    if resource is None or threading.current_thread() is not threading.main_thread():
        return do()
    memory = resource.getrlimit(resource.RLIMIT_DATA)
    before = signal.signal(signal.SIGPROF, _overrun)
    try:
        _begin(bound, memory)
        return do()
    except _OverrunError as error:
        _end(memory)
        return stopped(Stop.TIME, _locals(error))
    except MemoryError as error:
        _end(memory)
        return stopped(Stop.MEMORY, _locals(error))
    finally:
        _end(memory)
        signal.signal(signal.SIGPROF, before)


def _begin(bound: Bound, memory: tuple[int, int]) -> None:
    _Clock.running = True
    if bound.megabytes and (used := _bytes_used()):
        _set_soft(resource.RLIMIT_DATA, used + int(bound.megabytes * 1_000_000), memory[1])
    if bound.seconds and multiprocessing.parent_process() is not None:
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        _set_soft(resource.RLIMIT_CPU, int(time.process_time() + 2 * bound.seconds + _GRACE) + 1, most)
    signal.setitimer(signal.ITIMER_PROF, bound.seconds, _AGAIN)


def _end(memory: tuple[int, int]) -> None:
    """Lift the bounds. It may be done twice, since a stop may come while it is done."""
    _Clock.running = False
    signal.setitimer(signal.ITIMER_PROF, 0)
    resource.setrlimit(resource.RLIMIT_DATA, memory)
    if multiprocessing.parent_process() is not None:
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _set_soft(kind: int, amount: int, most: int) -> None:
    resource.setrlimit(kind, (amount if most == resource.RLIM_INFINITY else min(amount, most), most))


def _bytes_used() -> int:
    """Return what this process has of the memory that is bounded; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _overrun(_number: int, _frame: object) -> None:
    if _Clock.running:
        raise _OverrunError


def _locals(error: BaseException) -> Locals:
    return tuple(frame.f_locals for frame, _ in walk_tb(error.__traceback__))[::-1]
