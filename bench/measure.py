"""How long a command takes and how much memory its largest process needs."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

#: What may be set here and slows down every start: Python keeps what it has compiled, as it does for users.
_NOT_PASSED_ON = {"PYTHONDONTWRITEBYTECODE"}

#: Seconds between two looks at the processes' memory.
_INTERVAL = 0.05


@dataclass(frozen=True)
class Cost:
    """Wall-clock seconds, megabytes of resident memory at the peak of the largest process, and processor
    seconds of all processes, but for what each has done since it was last looked at."""

    seconds: float
    megabytes: float
    processor: float


class CommandFailedError(Exception):
    """The command under test did not end well; the message is what it printed last."""


def surroundings() -> dict[str, str]:
    """Return the environment of a command under test."""
    return {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder, and watch all processes that it starts.

    Raises:
        CommandFailedError: its exit status is not 0.
    """
    with (folder / "log.txt").open("w+b") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=surroundings(), stdout=log, stderr=log, start_new_session=True
        )
        watch = _Watch(process.pid)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
        if process.returncode:
            log.seek(0)
            raise CommandFailedError(log.read()[-2000:].decode(errors="replace"))
    return Cost(seconds, max(usage.ru_maxrss, watch.peak) / 1024, watch.processor)


class _Watch(Thread):
    """Looks at the memory and the time of every process of a session, again and again, until told to end.

    The kernel adds up what a process waited for; workers that belong to a server of their own escape that.
    """

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session, self._over = session, Event()
        self._ticks: dict[str, int] = {}
        self.peak = 0

    @property
    def processor(self) -> float:
        """The processor seconds of all processes."""
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def run(self) -> None:
        while not self._over.wait(_INTERVAL):
            for process in Path("/proc").glob("[0-9]*"):
                self._look_at(process)

    def _look_at(self, process: Path) -> None:
        try:
            if os.getsid(int(process.name)) != self._session:
                return
            lines = (process / "status").read_text().splitlines()
            # The command's name, which may hold anything, ends with the last bracket (proc(5)).
            times = (process / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ProcessLookupError):
            return
        kilobytes = (int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        self.peak = max(self.peak, *kilobytes, 0)
        self._ticks[process.name] = int(times[11]) + int(times[12])

    def end(self) -> None:
        """Stop; `peak` is the largest seen, in kilobytes."""
        self._over.set()
        self.join()
