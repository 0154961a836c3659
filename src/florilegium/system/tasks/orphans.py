"""Processes that end when the one that they work for has ended, however that came.

A worker watches a pipe that its parent holds open. A thread does so, and cannot while a library's function
keeps the interpreter; so on Linux the system is asked too (`prctl(2)`, PR_SET_PDEATHSIG). Workers are forked
by a server (`multiprocessing.forkserver`), which imports this module before all else: that is where it, too,
learns whom it works for.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from types import TracebackType
from typing import Final

from florilegium.system.memory import look_seldom

#: The environment's variable in which a server is given its parent's id.
_PARENT: Final = "FLORILEGIUM_PARENT"

#: Linux, `sys/prctl.h`.
_PR_SET_PDEATHSIG: Final = 1

#: What the process says that counts semaphores: that some are left over when a build is killed. It removes
#: them, so there is nothing to tell. In the form of `-W`.
_QUIET: Final = "ignore:resource_tracker"


def end_with_parent() -> None:
    """Have this worker killed when the server it was forked from ends, or the process that it works for."""
    _ask_system()
    threading.Thread(target=_watch, name="watch over the parent", daemon=True).start()


@contextmanager
def server_environment() -> Iterator[None]:
    """Give servers that are begun meanwhile what they should know.

    The system counts from the end of the thread that begins a process. Only the main thread lasts as long as
    its process does, so only its servers are told whom they work for.
    """
    warnings = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = f"{warnings},{_QUIET}" if warnings else _QUIET
    lasts = threading.current_thread() is threading.main_thread()
    os.environ[_PARENT] = str(os.getpid()) if lasts else ""
    try:
        yield
    finally:
        os.environ.pop(_PARENT, None)
        os.environ.pop("PYTHONWARNINGS", None)
        if warnings is not None:
            os.environ["PYTHONWARNINGS"] = warnings


def _watch() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def _ask_system() -> None:
    """Have the system kill this process when its parent ends. Elsewhere than on Linux nothing is done."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _serve() -> None:
    """Do as `_PARENT` says, if this process is a server that has just been begun.

    One that `multiprocessing` begins itself in the place of one that has died is told nothing.
    """
    parent = os.environ.pop(_PARENT, "" if _is_server() else None)
    if parent is None or parent == str(os.getpid()):
        return
    sys.excepthook = _print_unless_orphaned
    look_seldom()  # before all that is preloaded, and for all that are forked
    # Who began it is interrupted, and ends it. A thread cannot have it begun deaf.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not parent:
        return
    _ask_system()
    if os.getppid() != int(parent):  # it ended before the system was asked
        os._exit(1)


def _is_server() -> bool:
    """Return whether this process was begun to fork workers."""
    return any(word.startswith("from multiprocessing.forkserver import main") for word in sys.orig_argv)


def _print_unless_orphaned(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Print a traceback, but not what a worker meets that is begun while the process it is for goes.

    Its semaphores and pipes are no longer there, or there is no memory for it. That it never came to work is
    told by who waits for it.
    """
    if not issubclass(kind, (FileNotFoundError, EOFError, ConnectionError, MemoryError)):
        sys.__excepthook__(kind, error, trace)


_serve()
