"""Who works: this process, processes of this machine, or workers that have another disk.

Each is an `Executor` of `concurrent.futures`. A worker that dies shows as `BrokenExecutor`, and its task
may be given out again.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from importlib import import_module
from multiprocessing import forkserver
from threading import Event, Lock, Thread
from typing import Any


class Here(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future hands every exception on
            future.set_exception(error)
        return future


class Processes(Executor):
    """Processes that begin with the first task, or with `begin`: a build that lays nothing out needs none.

    `preload` are modules that cost much to import. Where the system can, they are imported once and shared.
    When a process dies, all of them end; new ones take the next task.
    """

    def __init__(self, jobs: int, preload: Sequence[str]) -> None:
        self._jobs = jobs
        self._preload = preload
        self._pool: ProcessPoolExecutor | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._lock = Lock()
        self._ready = Event()

    def begin(self) -> None:
        """Start the processes now, while the caller reads and composes.

        A process is there when all that is preloaded is, so a thread waits for them.
        """
        with self._lock:
            self._started()
        Thread(target=self._fill, daemon=True).start()

    @property
    def are_there(self) -> bool:
        """Whether the processes have begun, so that even small tasks are best given to them."""
        return self._ready.is_set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with self._lock:
            try:
                return self._started().submit(fn, *args, **kwargs)
            except BrokenExecutor:
                self._pool = None
                self._ready.clear()
                return self._started().submit(fn, *args, **kwargs)

    def each(self, fn: Callable[..., Any], /, *args: Any) -> None:
        """Have something done once by each process, as long as none of them has much else to do."""
        for _ in range(self._jobs):
            self.submit(fn, *args)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=True)
        if self._scratch is not None:
            self._scratch.cleanup()

    def _fill(self) -> None:
        # The pool may be shut down or broken by now.
        with suppress(BrokenExecutor, CancelledError, RuntimeError):
            for begun in [self.submit(import_all, self._preload) for _ in range(self._jobs)]:
                begun.result()
            self._ready.set()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
            if "forkserver" in methods:
                context.set_forkserver_preload(list(self._preload))
                _begin_server()
            # A process that ends clears nothing up, and WeasyPrint keeps its fonts in files.
            if self._scratch is None:
                self._scratch = tempfile.TemporaryDirectory(prefix="florilegium-", ignore_cleanup_errors=True)
            place = (self._scratch.name,)
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=context, initializer=_settle, initargs=place
            )
        return self._pool


def _begin_server() -> None:
    """Start the process that workers are forked from, deaf to Ctrl-C from its first moment on."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


def _settle(scratch: str) -> None:
    """A worker leaves its files in one folder, and Ctrl-C to the process that began it, which ends all of
    them without a traceback."""
    gc.freeze()  # what was imported stays: it need not be looked through again and again
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Distant(Executor):
    """Workers that have not our disk."""

    def lend(self, value: object) -> Any:
        """Bring a value to all of them once, and return what stands for it among a task's arguments."""
        raise NotImplementedError


def processes(jobs: int, preload: Sequence[str]) -> Executor:
    """Return `jobs` processes, begun now; this one alone when `jobs` is 1."""
    if jobs <= 1:
        return Here()
    pool = Processes(jobs, preload)
    pool.begin()
    return pool


def near(engine: Executor) -> Executor:
    """Return who of an engine works on this machine, with its disk."""
    return Here() if isinstance(engine, Distant) else engine


def beside(engine: Executor) -> Executor:
    """Return one more process than an engine has, begun now, which holds nothing of the others' work.

    Where an engine has no processes of this machine, it is this one.
    """
    if not isinstance(engine, Processes):
        return Here()
    one = Processes(1, ())
    one.begin()
    return one


def import_all(modules: Sequence[str]) -> None:
    """Import some modules now, which would be waited for later."""
    for module in modules:
        import_module(module)
