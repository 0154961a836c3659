"""A program of somebody else's, run on what a stranger sent: it reads a pipe and writes a pipe, no more.

It is begun by a small process of Python that first gives up its rights (`sandbox.py`) and sets its bounds, so
that nothing of the kind is done between a fork and the program in a process that has threads.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from florilegium.system.values import dataclass

#: Seconds of the clock that a program has beyond thrice its seconds of the processor: a machine may be busy.
_PATIENCE: Final = 60

#: No output is longer, in bytes.
_OUTPUT: Final = 400_000_000

#: What the small process does: its arguments are our folder, the seconds, and the command.
_BEGIN: Final = """
import os, sys
sys.path.insert(0, sys.argv[1])
import sandbox
try:
    import resource
except ImportError:
    pass
else:
    seconds = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sandbox.confine(())
os.execv(sys.argv[3], sys.argv[3:])
"""


@dataclass(frozen=True)
class Leashed:
    """What a program made: its output, what it said on its errors, its status, and whether it was stopped."""

    output: str
    errors: str
    status: int
    overran: bool = False


def run_leashed(command: list[str], data: bytes, seconds: int) -> Leashed:
    """Run a program on bytes that it reads from its input; `seconds` are those of the processor."""
    begin = [sys.executable, "-I", "-S", "-c", _BEGIN, str(Path(__file__).parent), str(seconds), *command]
    environment = {name: os.environ[name] for name in ("SYSTEMROOT", "TMP") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours, without a shell
            begin,
            input=data,
            capture_output=True,
            timeout=3 * seconds + _PATIENCE,
            check=False,
            env={**environment, "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired:
        return Leashed("", "", -1, overran=True)
    overran = done.returncode in {-24, -9}  # SIGXCPU, and the SIGKILL that follows it
    output = done.stdout[:_OUTPUT].decode("utf-8", "replace").replace("\r\n", "\n")
    return Leashed(output, done.stderr[:100_000].decode("utf-8", "replace"), done.returncode, overran)
