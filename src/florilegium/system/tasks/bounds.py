"""Bounds on what one item of a task may use of the machine, so that no stranger's file holds up a build.

The time of the processor is counted, not that of the clock: a machine that is busy with other things stops
nothing that it would not stop else. Work is stopped between two steps of Python. A library's function that
goes on for longer ends with its process, where that is one that works for another: a worker. Memory is what
a process asks for beyond what it has when it begins with the item.

A program's first thread is stopped by a signal. Another, such as the desk's or a cluster's, is watched by a
thread of its own and stopped for its time alone: memory is a process's. Where the system counts neither
(Windows), nothing is bounded.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from traceback import walk_tb
from typing import Any, Final, TypeVar

from florilegium.system.values import dataclass

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

Made = TypeVar("Made")

#: What the functions at work called their values when they were stopped, the innermost first.
Locals = tuple[Mapping[str, object], ...]

#: Seconds after which a stop is asked for again that was swallowed, as a call from C does.
_AGAIN: Final = 1.0

#: Whether this system counts the time of each thread.
_COUNTS_THREADS: Final = resource is not None and hasattr(time, "pthread_getcpuclockid")

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


def attempt(do: Callable[[], Made], bound: Bound, stopped: Callable[[Stop, Locals], Made]) -> Made:
    """Return what `do` makes within a bound; what `stopped` makes when it has overrun it."""
    if resource is not None and threading.current_thread() is threading.main_thread():
        return _attempt(do, _Process(bound), stopped)
    if _COUNTS_THREADS and bound.seconds:
        return _attempt(do, _Watch(bound.seconds), stopped)
    return do()


def is_unbounded() -> bool:
    """Return whether this thread's memory is not bounded, while that of a worker would be."""
    return resource is not None and threading.current_thread() is not threading.main_thread()


def _attempt(
    do: Callable[[], Made], limits: _Process | _Watch, stopped: Callable[[Stop, Locals], Made]
) -> Made:
    try:
        try:
            limits.begin()
            return do()
        finally:
            limits.end()
    except _OverrunError as error:
        limits.end()  # the stop may have come while the limits were lifted
        return stopped(Stop.TIME, _locals(error))
    except MemoryError as error:
        if not limits.memory:
            raise
        return stopped(Stop.MEMORY, _locals(error))


class _Process:
    """The limits of a process whose first thread is at work: a signal stops it."""

    running = False

    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self.memory = resource.getrlimit(resource.RLIMIT_DATA)
        self._before = signal.signal(signal.SIGPROF, _overrun)

    def begin(self) -> None:
        bound = self._bound
        _Process.running = True
        if bound.megabytes and (used := _bytes_used()):
            _set_soft(resource.RLIMIT_DATA, used + int(bound.megabytes * 1_000_000), self.memory[1])
        if bound.seconds and multiprocessing.parent_process() is not None:
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            _set_soft(resource.RLIMIT_CPU, int(time.process_time() + 2 * bound.seconds + _GRACE) + 1, most)
        signal.setitimer(signal.ITIMER_PROF, bound.seconds, _AGAIN)

    def end(self) -> None:
        """Lift the limits. It may be done twice."""
        _Process.running = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_DATA, self.memory)
        if multiprocessing.parent_process() is not None:
            _, most = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        signal.signal(signal.SIGPROF, self._before)


class _Watch:
    """The limit of a thread that no signal reaches: another one looks how long it has worked, and has an
    exception raised in it (`PyThreadState_SetAsyncExc`)."""

    memory = None

    def __init__(self, seconds: float) -> None:
        self._thread = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._thread)
        self._until = time.clock_gettime(self._clock) + seconds
        self._pause = seconds
        self._over = threading.Event()
        self._lock = threading.Lock()

    def begin(self) -> None:
        threading.Thread(target=self._watch, name="watch over a bound", daemon=True).start()

    def end(self) -> None:
        """Watch no more, and withdraw a stop that has not come yet. It may be done twice."""
        with self._lock:
            self._over.set()
            self._raise(None)

    def _watch(self) -> None:
        # By the clock it takes no less than by the processor.
        while not self._over.wait(self._pause):
            with self._lock:
                self._look()

    def _look(self) -> None:
        if self._over.is_set():
            return
        left = self._until - time.clock_gettime(self._clock)
        self._pause = left if left > 0 else _AGAIN
        if left <= 0:
            self._raise(ctypes.py_object(_OverrunError))

    def _raise(self, kind: Any) -> None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), kind)


def _set_soft(kind: int, amount: int, most: int) -> None:
    resource.setrlimit(kind, (amount if most == resource.RLIM_INFINITY else min(amount, most), most))


def _bytes_used() -> int:
    """Return what this process has of the memory that is bounded; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _overrun(_number: int, _frame: object) -> None:
    if _Process.running:
        raise _OverrunError


def _locals(error: BaseException) -> Locals:
    return tuple(frame.f_locals for frame, _ in walk_tb(error.__traceback__))[::-1]
