"""Processes end with the one that they work for, and one that is killed leaves nothing and no warning."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from florilegium.system.tasks import orphans

#: Begins two workers, one of which lets nobody else have the interpreter, and waits.
BUILD = """
import os, signal, sys, time
from pathlib import Path
from florilegium.system import interruption, temporary
from florilegium.system.tasks.engines import Processes

def busy(name):
    Path(name).write_text(str(os.getpid()))
    if name.endswith("1"):
        import ctypes
        ctypes.PyDLL(None).sleep(60)  # with the interpreter's lock held
    time.sleep(60)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the tests may run where it is ignored
    interruption.heed()
    work = Path(sys.argv[1])
    temporary.begin(work)
    try:
        with Processes(2, ()) as workers:
            for number in (1, 2):
                workers.submit(busy, str(work / f"pid{number}"))
            time.sleep(60)
    except interruption.Interruption as interrupted:
        sys.exit(interrupted.status)
"""


def test_workers_end_with_the_process_that_they_work_for(tmp_path: Path) -> None:
    """Also one in a library's function, and without a word of `multiprocessing`'s."""
    build = begun(tmp_path)
    workers = ids_in(tmp_path)
    build.kill()
    _, said = build.communicate(timeout=10)
    assert ended(workers)
    assert said == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupted_build_ends_at_once_and_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """It waits for no worker, and takes its folder away."""
    build = begun(tmp_path)
    workers = ids_in(tmp_path)
    build.send_signal(number)
    _, said = build.communicate(timeout=10)
    assert build.returncode == 128 + number
    assert ended(workers)
    assert said == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build.py", "pid1", "pid2"]


def begun(folder: Path) -> subprocess.Popen[str]:
    program = folder / "build.py"
    program.write_text(BUILD, encoding="utf-8")
    return subprocess.Popen([sys.executable, program, folder], stderr=subprocess.PIPE, text=True)


def ids_in(folder: Path) -> list[int]:
    """The ids of both workers, once they are at work."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        ids = [path.read_text() for path in folder.glob("pid?")]
        if len(ids) == 2 and all(ids):
            return [int(one) for one in ids]
        time.sleep(0.02)
    raise TimeoutError("the workers did not begin")


def ended(processes: list[int]) -> bool:
    """Whether all have ended within five seconds."""
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        if not any(alive(one) for one in processes):
            return True
        time.sleep(0.02)
    return False


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False


def test_a_signal_before_the_first_command_leaves_no_traceback() -> None:
    """While the program is still imported."""
    program = (
        "import sys, florilegium.__main__ as program\n"
        "from florilegium.system import interruption\n"
        "import signal\n"
        "class Early:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'florilegium.cli.main':\n"
        "            signal.raise_signal(signal.SIGTERM)\n"
        "sys.meta_path.insert(0, Early())\n"
        "program.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, "")


def test_a_worker_that_comes_too_late_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """What it was to use has gone with the process it was for; any other fault of a server is printed."""
    for lost in (FileNotFoundError(), EOFError(), ConnectionResetError(), MemoryError()):
        orphans._print_unless_orphaned(type(lost), lost, None)
    assert capsys.readouterr().err == ""
    orphans._print_unless_orphaned(ValueError, ValueError("a fault"), None)
    assert "a fault" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "begun", "said"),
    [
        ({orphans._PARENT: ""}, "", "_print_unless_orphaned deaf"),
        # Process 1 is not its parent: it takes itself for an orphan and ends without a word.
        ({orphans._PARENT: "1"}, "", ""),
        ({}, "from multiprocessing.forkserver import main; ", "_print_unless_orphaned deaf"),
        ({}, "", "excepthook hears"),
    ],
    ids=["begun by a thread", "begun by the main thread", "begun by multiprocessing", "no server"],
)
def test_a_server_knows_what_not_to_print(told: dict[str, str], begun: str, said: str) -> None:
    """However it was begun; nor does it print that it was interrupted."""
    # A process begun by one that ignores Ctrl-C, as a job in the background does, would ignore it too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = (
        f"{begun}import sys, signal; from florilegium.system.tasks import orphans; "
        "deaf = signal.getsignal(signal.SIGINT) is signal.SIG_IGN; "
        "print(sys.excepthook.__name__, 'deaf' if deaf else 'hears')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, env={**os.environ, **told}
    )
    assert run.stdout.strip() == said
