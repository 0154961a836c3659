"""A Dask cluster: the one module that knows Dask."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

from florilegium.problems import EditionError
from florilegium.system import sandbox
from florilegium.system.tasks.engines import Distant

#: How a cluster is named: the address of its scheduler.
DASK: Final = "dask://"

#: Seconds to wait for a scheduler's answer, and for its first worker.
_PATIENCE: Final = 30


class DaskCluster(Distant):
    """The workers of a Dask cluster. They need Florilegium installed, and nothing of our disk.

    A worker that is lost costs the tasks that it had begun: Dask gives them to others. A worker keeps its
    rights, which it has for others too; a thread of its own that has given them up does what it is sent.

    Raises:
        EditionError: Dask is not installed, or no scheduler or no worker answers at the address.
    """

    def __init__(self, address: str) -> None:
        try:
            import distributed
        except ImportError as error:
            raise EditionError("a cluster needs Dask: install “florilegium[dask]”") from error
        connect: Any = distributed.Client
        # Dask logs every lost connection; here it shows in the tasks, where it matters.
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
        theirs = self._engine.submit(_do_confined, fn, *args, **kwargs)
        theirs.add_done_callback(lambda ended: _hand_on(ended, mine))
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
    except Exception as error:  # noqa: BLE001 - a future hands every exception on
        lost = type(error).__module__.startswith("distributed")
        mine.set_exception(BrokenExecutor(str(error)) if lost else error)


def _do_confined(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Do a task, at a worker, in a thread that can write to the folder for temporary files only, and reach no
    network."""
    return _confined_thread().submit(fn, *args, **kwargs).result()


@cache
def _confined_thread() -> ThreadPoolExecutor:
    """Return the one thread of this worker that has given its rights up."""
    return ThreadPoolExecutor(1, "florilegium", _give_rights_up)


def _give_rights_up() -> None:
    sandbox.confine((Path(gettempdir()),))


def _itself(value: Any) -> Any:
    return value
