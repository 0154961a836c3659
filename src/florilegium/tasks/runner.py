"""Where tasks run: in processes of their own, one for each core, on a cluster, or right here.

Everything that is parallel goes through `concurrent.futures.Executor`, so that any other engine can stand in.
A worker that dies shows as `BrokenExecutor`; whoever gave the task out may give it out again.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import pickle
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing import forkserver
from threading import Event, Lock, Thread
from typing import Any, Final, TypeVar

from florilegium.problems import EditionError

Item = TypeVar("Item")
Made = TypeVar("Made")

#: How a cluster is named: the address of its scheduler.
DASK: Final = "dask://"

#: Seconds to wait for a scheduler's answer, and for its first worker.
_PATIENCE: Final = 30


class Here(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future hands every exception on to whoever asks for its result
            future.set_exception(error)
        return future


class Workers(Executor):
    """Processes that begin with the first task, or when told to: a build that lays nothing out needs none.

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
        """Whether the processes have begun, so that even small tasks had best be given to them."""
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


class Cluster(Executor):
    """The workers of a Dask cluster. They need Florilegium installed, and nothing of our disk.

    A worker that is lost costs the tasks that it had begun: Dask gives them to others.

    Raises:
        EditionError: Dask is not installed, or no scheduler or no worker answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError as error:
            raise EditionError("a cluster needs Dask: install “florilegium[dask]”") from error
        connect: Any = distributed.Client
        # Dask tells of every lost connection in its log; here it shows in the tasks, where it matters.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        place = address.removeprefix(DASK)
        try:
            self._client = connect(f"tcp://{place}", timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise EditionError(f"no Dask scheduler answers at “{place}”") from error
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError) as error:
            self._client.close()
            raise EditionError(f"the Dask cluster at “{place}” has no worker") from error
        self._engine = self._client.get_executor(pure=False)

    def lend(self, value: object) -> Any:
        """Bring a value to the cluster once. What comes back stands for it among a task's arguments.

        The scheduler keeps it, so that it is not lost with a worker.
        """
        return self._client.submit(_itself, value, pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        mine: Future[Any] = Future()
        self._engine.submit(fn, *args, **kwargs).add_done_callback(lambda theirs: _hand_on(theirs, mine))
        return mine

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with suppress(OSError, TimeoutError):
            self._client.close()


def _hand_on(theirs: Future[Any], mine: Future[Any]) -> None:
    """Give a task's end to our own future; a lost worker or scheduler is a broken executor."""
    try:
        mine.set_result(theirs.result())
    except CancelledError as error:
        mine.set_exception(BrokenExecutor(str(error)))
    except Exception as error:  # noqa: BLE001 - as in Here
        lost = type(error).__module__.startswith("distributed")
        mine.set_exception(BrokenExecutor(str(error)) if lost else error)


def workers(jobs: int, preload: Sequence[str]) -> Executor:
    """`jobs` processes, begun now; none when `jobs` is 1."""
    if jobs <= 1:
        return Here()
    pool = Workers(jobs, preload)
    pool.begin()
    return pool


def near(executor: Executor) -> Executor:
    """Who works on this machine, with its disk; workers that things must be lent to have another."""
    return Here() if hasattr(executor, "lend") else executor


def spare(executor: Executor) -> Executor:
    """One more process beside those of an executor, begun now, which holds nothing of their work.

    Where there are none, this process.
    """
    if not isinstance(executor, Workers):
        return Here()
    one = Workers(1, ())
    one.begin()
    return one


def side_by_side(
    executor: Executor,
    task: Callable[[Item], Made],
    items: Sequence[Item],
    errands: Sequence[Callable[[], object]] = (),
    weigh: Callable[[Item], int] | None = None,
) -> Iterator[Made]:
    """What a small task makes of each item, in their order. All have been given out when this returns.

    Processes of this machine that are there take all that is left. None is waited for: to begin takes longer
    than many such tasks, which this process does until then. `errands` are what it has to do besides, and
    does before that, and while the others work. Where there is nobody else they are left for their time.
    What weighs most is begun first, so that nobody has much left to do when the others have done.
    """
    helpers = executor if isinstance(executor, Workers) and items else None
    left = deque(errands if helpers else ())
    while left and helpers and not helpers.are_there:
        left.popleft()()
    given: dict[int, Future[bytes]] = {}
    made: dict[int, Made] = {}
    for place in _heaviest_first(items, weigh):
        if helpers and helpers.are_there:
            given[place] = helpers.submit(_packed, task, items[place])
        else:
            made[place] = task(items[place])
    for errand in left:
        errand()

    def collected() -> Iterator[Made]:
        for place, item in enumerate(items):
            if place in given:
                packed = done(given.pop(place), partial(_packed, task, item))
                yield pickle.loads(packed)  # noqa: S301 - from a process of our own
            else:
                yield made.pop(place)

    return collected()


def _heaviest_first(items: Sequence[Item], weigh: Callable[[Item], int] | None) -> list[int]:
    """The places of the items in the order in which they are begun."""
    places = list(range(len(items)))
    return places if weigh is None else sorted(places, key=lambda place: -weigh(items[place]))


def _packed(task: Callable[[Item], Made], item: Item) -> bytes:
    """What a task makes, to be unpacked by who asked for it: the thread that receives it keeps its memory."""
    return pickle.dumps(task(item))


def done(begun: Future[Made], again: Callable[[], Made]) -> Made:
    """What a process has made. If it died, there is nothing that this one cannot do again."""
    try:
        return begun.result()
    except BrokenExecutor:
        return again()


def import_all(modules: Sequence[str]) -> None:
    """Import some modules now, which would be waited for later."""
    for module in modules:
        import_module(module)


def _itself(value: Any) -> Any:
    return value
