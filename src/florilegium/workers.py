"""Where tasks run: in processes of their own, one for each core, or right here.

Everything that is parallel goes through `concurrent.futures.Executor`, so that any other engine can stand in.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


class Here(Executor):
    """Runs each task at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            if not isinstance(error, Exception):
                raise
            future.set_exception(error)
        return future


@contextmanager
def workers(jobs: int, warm: Callable[[], object], preload: str) -> Iterator[Executor]:
    """`jobs` processes, each of which has called `warm` once; or none at all when `jobs` is 1.

    They begin at once, while the caller reads and composes. `preload` is the module that costs most to
    import: where the system can, it is imported once and shared by all.
    """
    if jobs <= 1:
        yield Here()
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload([preload])
    executor = ProcessPoolExecutor(jobs, mp_context=context)
    try:
        for _ in range(jobs):
            executor.submit(warm)
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
