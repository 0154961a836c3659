"""Memory that is free in this process, and to be free in the system too; and how seldom it is looked for.

Trees are made of millions of small pieces. What is left of them when they go, glibc keeps in holes, in which
the pictures, pages and files of the next stage have no room: the process would hold both.
"""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

#: How often what hangs in circles is looked for: a build makes much that lasts and little of that.
_THRESHOLD: Final = (10_000, 20, 20)


def look_seldom() -> None:
    """Have Python look for what hangs in circles a tenth as often as it would."""
    gc.set_threshold(*_THRESHOLD)


def look_now() -> None:
    """Look for what hangs in circles while this process waits, so that it need not when it is waited for."""
    gc.collect(1)


def give_back() -> None:
    """Give memory that nothing uses any more back to the system, where the C library can (`malloc_trim`)."""
    with suppress(AttributeError, OSError, TypeError):  # it is glibc's; Windows opens no library without name
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let Python look for no cycles among values that have none while very many of them are made.

    The looking takes up to a fifth of the time then, and finds nothing.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
