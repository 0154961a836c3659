"""Where tasks run: in processes of their own, one for each core, or right here.

Everything that is parallel goes through `concurrent.futures.Executor`, so that any other engine can stand in.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any


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
    """Processes that begin with the first task, or when told to: a build that changes nothing needs none.

    `preload` is the module that costs most to import. Where the system can, it is imported once and shared.
    """

    def __init__(self, jobs: int, preload: str) -> None:
        self._jobs = jobs
        self._preload = preload
        self._pool: ProcessPoolExecutor | None = None

    def begin(self) -> None:
        """Start the processes now, while the caller reads and composes."""
        pool = self._started()
        for _ in range(self._jobs):
            pool.submit(__import__, self._preload)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._started().submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
            if "forkserver" in methods:
                context.set_forkserver_preload([self._preload])
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=context)
        return self._pool


def workers(jobs: int, preload: str, *, at_once: bool) -> Executor:
    """`jobs` processes, begun now when `at_once`; or none at all when `jobs` is 1."""
    if jobs <= 1:
        return Here()
    pool = Workers(jobs, preload)
    if at_once:
        pool.begin()
    return pool
