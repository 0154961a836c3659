"""Signals that end the program: Ctrl-C, and the SIGTERM of a system that shuts down.

Either unwinds the program like an exception, so that what it has begun is ended. What may not be parted,
such as putting the files of one build in their places, is done first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)

#: Seconds for a program that is ended to end what it has begun.
_PATIENCE: Final = 3.0

#: Seconds until an interruption that was lost comes again.
_SOON: Final = 0.01


class Interruption(KeyboardInterrupt):
    """The program is to end; `status` is the exit status by which a shell knows the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


def heed() -> None:
    """Have signals raise `Interruption` in the main thread. A second signal, or a long wait, ends the process
    at once; its workers end with it. A signal that is ignored already stays so, as Ctrl-C does
    for what a script runs in the background."""
    for one in SIGNALS:
        if signal.getsignal(one) is not signal.SIG_IGN:
            signal.signal(one, _interrupt)
    sys.unraisablehook = _come_again


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold signals back meanwhile; they come when all is done. Elsewhere than in the main thread none
    comes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {one: signal.signal(one, lambda number, _frame: came.append(number)) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, signal.SIG_DFL if handler is None else handler)
        for number in came[:1]:
            signal.raise_signal(number)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    for one in SIGNALS:
        signal.signal(one, lambda again, _frame: os._exit(128 + again))
    # What waits may wait for long.
    last = threading.Timer(_PATIENCE, os._exit, (128 + number,))
    last.daemon = True
    last.start()
    raise Interruption(number)


def _come_again(lost: sys.UnraisableHookArgs) -> None:
    """Interrupt again, soon: an exception that is raised while an object is taken down is lost. Python would
    print it, and the program would go on."""
    if not isinstance(lost.exc_value, Interruption):
        sys.__unraisablehook__(lost)
        return
    number = lost.exc_value.status - 128
    signal.signal(number, _interrupt)
    again = threading.Timer(_SOON, os.kill, (os.getpid(), number))
    again.daemon = True
    again.start()
