"""Who works: this process, processes of this machine, or workers that have another disk.

Each is an `Executor` of `concurrent.futures`. A worker that dies shows as `BrokenExecutor`, and its task
may be given out again.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from florilegium.system import sandbox, temporary
from florilegium.system.memory import look_seldom
from florilegium.system.tasks import orphans

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

#: Seconds before each attempt to begin processes for one task, when they or their server die meanwhile. A
#: server that is dying counts as alive to `multiprocessing` for a moment, and answers nobody any more.
_PAUSES: Final = (0.0, 0.05, 0.25, 1.0)

#: Seconds in which the first of several tasks are handed on.
_TURN: Final = 0.003


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

    Where there may be little to do, so many are begun `at_first`, and others when all of them are at work.
    `preload` are modules that cost much to import. Where the system can, they are imported once and shared.
    Below `folders`, and where they keep what is temporary, the processes may write; elsewhere not, nor reach
    a network, where the system can see to it. With none, they may do what this process may.
    When a process dies, all of them end; `lost` is called, and new ones take the next task.
    """

    def __init__(
        self, jobs: int, preload: Sequence[str], folders: Sequence[Path] = (), at_first: int = 0
    ) -> None:
        self._jobs = jobs
        self._at_first = at_first or jobs
        self._preload = preload
        self.folders = tuple(folders)
        self._pool: ProcessPoolExecutor | None = None
        self._scratch: Path | None = None
        self._lock = Lock()
        self._ready = Event()
        self._arriving = Lock()
        self._before_others: deque[Callable[[], object]] = deque()
        self._is_filling = False
        self.lost: Callable[[], object] = _nobody_asks

    def begin(self) -> None:
        """Start the processes now, while the caller reads and composes.

        A process is there when all that is preloaded is, so a thread waits for them.
        """
        with self._lock, suppress(EOFError, OSError):  # what the system refuses, the first task says
            self._started()
        self.each(import_all, self._preload)

    @property
    def are_there(self) -> bool:
        """Return whether the processes have begun, so that even small tasks are best given to them."""
        return self._ready.is_set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give a task out. That no process can be begun for it, its future says, as of one that dies."""
        with self._lock:
            for pause in _PAUSES:
                sleep(pause)
                try:
                    return self._started().submit(fn, *args, **kwargs)
                except (BrokenExecutor, EOFError, OSError):
                    # A process has died, or the server that was to begin one.
                    self._drop()
                    self.lost()
        never: Future[Any] = Future()
        never.set_exception(BrokenExecutor("no process can be begun"))
        return never

    def hand_on(self) -> None:
        """Let the threads that hand tasks on to the processes have their turn.

        Where the caller goes on to something long, the first would be on their way for a tenth of a second.
        """
        sleep(_TURN)

    def each(self, fn: Callable[..., Any], /, *args: Any) -> None:
        """Have something done once by each process that was begun at first, as long as none of them has much
        else to do. They count as there again when they have done it."""
        with self._arriving:
            self._ready.clear()
            self._before_others.append(partial(fn, *args))
            if self._is_filling:
                return
            self._is_filling = True
        Thread(target=self._fill, daemon=True).start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=True)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        if kind is not None and not issubclass(kind, Exception):
            self._kill()
        return super().__exit__(kind, error, trace)

    def _kill(self) -> None:
        """End the processes with whatever they have: the program was interrupted."""
        # Python 3.14 has a public way, `kill_workers`.
        for process in list((getattr(self._pool, "_processes", None) or {}).values()):
            process.kill()

    def _drop(self) -> None:
        """Forget processes that have ended, so that the next task begins new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None
        self._ready.clear()

    def _fill(self) -> None:
        # The pool may be shut down or broken by now.
        with suppress(BrokenExecutor, CancelledError, RuntimeError, OSError, MemoryError):
            while errand := self._next_errand():
                for begun in [self.submit(errand) for _ in range(self._at_first)]:
                    if isinstance(begun.exception(), BrokenExecutor):
                        return  # nobody is there

    def _next_errand(self) -> Callable[[], object] | None:
        """Return what each process does before all that it is given; after the last, they are there."""
        with self._arriving:
            if self._before_others:
                return self._before_others.popleft()
            self._is_filling = False
            self._ready.set()
        return None

    def _started(self) -> ProcessPoolExecutor:
        # Imported here, since a command that asks for no processes does without.
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        if self._pool is None:
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
            if "forkserver" in methods:
                # What ends it with us is imported first: the rest takes seconds.
                context.set_forkserver_preload([orphans.__name__, *self._preload])
                _begin_server()
            # A process that ends clears nothing up, and WeasyPrint keeps its fonts in files.
            if self._scratch is None:
                self._scratch = temporary.new_folder()
            # What one process hands to another stands in the run's own folder, which may lie elsewhere.
            place = (self._scratch, (*self.folders, temporary.run_folder()) if self.folders else ())
            self._pool = ProcessPoolExecutor(
                self._jobs, mp_context=context, initializer=_settle, initargs=place
            )
        return self._pool


def _nobody_asks() -> None:
    """Do nothing: a build goes on with the workers that it has."""


def _begin_server() -> None:
    """Start the process that workers are forked from, deaf to Ctrl-C from its first moment on.

    Its socket stands in this run's folder, which is the one thing that `multiprocessing` lets nobody say.
    """
    from multiprocessing import current_process, forkserver

    current_process()._config.setdefault("tempdir", temporary.socket_folder())  # type: ignore[attr-defined]
    warnings.filterwarnings("ignore", message="resource_tracker: process died", category=UserWarning)
    _end_confined_server()
    with orphans.server_environment():
        if threading.current_thread() is not threading.main_thread():
            forkserver.ensure_running()
            return
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, before)


def _end_confined_server() -> None:
    """End a server that has given up rights which this thread has. Its workers end with it, as with any.

    A thread without rights begins one in the place of one that was killed; what is begun for another project
    could not write there.
    """
    from multiprocessing import forkserver

    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if server is not None and sandbox.has_less(server):
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(server, signal.SIGKILL)
            # Its status is left to `multiprocessing`, which begins another when it finds one.
            os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)


def _settle(scratch: Path, folders: Sequence[Path]) -> None:
    """Prepare a worker: its files go into one folder, and Ctrl-C goes to the process that began it.

    That process ends all of them without a traceback; a worker ends with it. Its rights it gives up before
    its first thread is begun.
    """
    if folders:
        sandbox.confine((*folders, scratch))
    orphans.end_with_parent()
    look_seldom()
    gc.freeze()  # what was imported stays: it need not be looked through again and again
    temporary.share(scratch)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Distant(Executor):
    """Workers that have not our disk."""

    def lend(self, value: object) -> Any:
        """Bring a value to all of them once, and return what stands for it among a task's arguments."""
        raise NotImplementedError


def processes(jobs: int, preload: Sequence[str], folders: Sequence[Path] = (), at_first: int = 0) -> Executor:
    """Return `jobs` processes that may write below `folders`, begun now; this one alone when `jobs` is 1."""
    if jobs <= 1:
        return Here()
    pool = Processes(jobs, preload, folders, at_first)
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
    one = Processes(1, (), engine.folders)
    one.begin()
    return one


def import_all(modules: Sequence[str]) -> None:
    """Import some modules now, which would be waited for later."""
    for module in modules:
        import_module(module)
