"""A campaign of killed builds: `make siege ARGS="--kills 40 --seed 1"`.

Builds of a small book, cold and warm, are killed at random moments: the command itself, or a single one of
the processes that work for it (but for Python's own that counts semaphores: if that one is killed, Python
prints tracebacks of another in its place). What must hold afterwards: no traceback and no warning of
Python's, no process that lives on after five seconds, whole files in `dist/`, all of one build, and nothing
else there but the part of a file; nothing in the system's folder for temporary files. The next build must
make the bytes that a clean one makes, and leave nothing of the killed one. The same seed gives the same
victims, but for the machine's pace.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MANIFEST: Final = """title: A Book under Siege
language: en
identifier: 5b1a2c3d-0000-4000-8000-000000000019
date: 2026-01-01
contributors: {ann: {name: Ann Example}}
chapters:
  - title: Walls
    articles:
      - {source: gate.md, title: The Gate, authors: [ann]}
      - {source: tower.md, title: The Tower, authors: [ann]}
"""

#: What tells the process of one build from all others of the machine.
MARK: Final = "FLORILEGIUM_SIEGE"

SIGNALS: Final = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)

#: Seconds after which no process of a killed build may be left.
PATIENCE: Final = 5.0

#: Words that a build may not print, however it ends.
UNFIT: Final = ("Traceback", "resource_tracker", "Exception ignored", "Warning:")


@dataclass(frozen=True)
class Attack:
    """One kill: what of, with what, when (a share of the time that a build takes), and after which caches."""

    worker: bool
    number: signal.Signals
    moment: float
    cold: bool

    def __str__(self) -> str:
        victim, state = "a worker" if self.worker else "the build", "cold" if self.cold else "warm"
        return f"{self.number.name} to {victim}, {state}, at {self.moment:.2f}"


def attacks(seed: int, kills: int) -> Iterator[Attack]:
    """Yield kills at random."""
    chance = random.Random(seed)
    for _ in range(kills):
        yield Attack(
            worker=chance.random() < 0.35,
            number=chance.choice(SIGNALS),
            moment=chance.random(),
            cold=chance.random() < 0.5,
        )


class Fortress:
    """A project of two states, whose clean editions are known, and a folder for what is temporary."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.root.mkdir()
        (self.root / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
        self.state = 0
        self.clean: dict[int, dict[str, bytes]] = {}
        self.seconds: dict[bool, float] = {}
        for state in (0, 1):
            self.turn(state)
            self.forget()
            began = time.monotonic()
            if said := self.build_whole():
                raise SystemExit(said)
            self.seconds[True] = time.monotonic() - began
            self.clean[state] = self.files()
        began = time.monotonic()
        self.turn(0)
        self.build_whole()
        self.seconds[False] = time.monotonic() - began

    def turn(self, state: int) -> None:
        """Write the texts of one state of the book."""
        self.state = state
        for name in ("gate", "tower"):
            text = "\n\n".join(
                f"The {name} of state {state} stands firm, {n} times over.[^1]" for n in range(60)
            )
            path = self.root / f"{name}.md"
            path.write_text(f"{text.replace('[^1]', '', 59)}\n\n[^1]: A note of {state}.\n", encoding="utf-8")

    def forget(self) -> None:
        """Drop what earlier builds have kept."""
        shutil.rmtree(self.root / ".florilegium", ignore_errors=True)

    def begin(self) -> subprocess.Popen[str]:
        """Begin a build as an editor would."""
        command = [sys.executable, "-m", "florilegium", "build", "--jobs", "2", "--quiet"]
        environment = {**os.environ, MARK: str(self.root), "TMPDIR": str(self.temporary)}
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build_whole(self) -> str:
        """Build undisturbed; return what was printed, where something went wrong."""
        build = self.begin()
        said, _ = build.communicate(timeout=300)
        return f"the next build ends with {build.returncode}: {said}" if build.returncode or said else ""

    def files(self) -> dict[str, bytes]:
        """Return all that is in `dist/`."""
        return {path.name: path.read_bytes() for path in (self.root / "dist").iterdir()}

    def workers(self, build: int) -> list[int]:
        """Return the processes that work for a build."""
        found = [one for one in self.processes() if one != build]
        return [one for one in found if b"resource_tracker" not in _command(one)]

    def processes(self) -> list[int]:
        """Return the processes of builds of this project that live."""
        found, mark = [], f"{MARK}={self.root}".encode()
        for folder in Path("/proc").iterdir():
            try:
                if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
            except OSError:
                continue
        return found


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def stormed(fortress: Fortress, attack: Attack, chance: random.Random) -> tuple[str, list[str]]:
    """Attack a build; return how it ended and what is wrong afterwards."""
    before = fortress.clean[fortress.state]
    fortress.turn(1 - fortress.state)
    if attack.cold:
        fortress.forget()
    build = fortress.begin()
    time.sleep(attack.moment * fortress.seconds[attack.cold])
    victims = fortress.workers(build.pid) if attack.worker else [build.pid]
    ending = "missed"
    if victims and build.poll() is None:
        try:
            os.kill(chance.choice(victims), attack.number)
            ending = "killed"
        except ProcessLookupError:
            ending = "missed"
    wrong = []
    try:
        said, _ = build.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        build.kill()
        said, _ = build.communicate()
        wrong.append("the build hangs")
    if ending == "killed" and build.returncode == 0:
        ending = "went on"
    if attack.worker and build.returncode not in {0, 5}:
        wrong.append(f"the build ends with {build.returncode}")
    wrong += [f"it prints {word}: {said}" for word in UNFIT if word in said]
    return ending, wrong + list(aftermath(fortress, before))


def aftermath(fortress: Fortress, before: dict[str, bytes]) -> Iterator[str]:
    """Yield what is wrong after a kill, and after the build that follows it."""
    until = time.monotonic() + PATIENCE
    while (left := fortress.processes()) and time.monotonic() < until:
        time.sleep(0.05)
    if left:
        yield f"{len(left)} processes live on"
    books = {name: data for name, data in fortress.files().items() if not name.endswith(".part")}
    after = fortress.clean[fortress.state]
    if books not in (before, after):
        mixed = books.keys() == after.keys() and all(books[n] in (before[n], after[n]) for n in books)
        yield "editions of two builds stand in dist/" if mixed else "dist/ holds a file that no build made"
    yield from (f"{path.name} is left in the system's folder" for path in fortress.temporary.iterdir())
    if said := fortress.build_whole():
        yield said
    if fortress.files() != after:
        yield f"the next build leaves other files than a clean one: {sorted(fortress.files())}"
    strays = [*fortress.root.rglob("*.part"), *(fortress.root / ".florilegium").glob("runs/*")]
    yield from (f"{path.relative_to(fortress.root)} is left" for path in strays)


def main() -> int:
    """Run the campaign; return 1 if something was wrong after a kill."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0.0, help="begin no kill after so many minutes")
    options = parser.parse_args()
    # A shell has what it runs in the background ignore Ctrl-C, and so would the builds.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    counts: Counter[str] = Counter()
    chance = random.Random(options.seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="siege-") as folder:
        fortress = Fortress(Path(folder))
        for attack in attacks(options.seed, options.kills):
            if options.minutes and time.monotonic() - began > options.minutes * 60:
                break
            ending, wrong = stormed(fortress, attack, chance)
            counts[ending] += 1
            counts["failed"] += bool(wrong)
            for one in wrong:
                print(f"{attack}: {one}", flush=True)
    ends = ", ".join(f"{counts[end]} {end}" for end in ("killed", "went on", "missed"))
    attacked, failed = counts.total() - counts["failed"], counts["failed"]
    print(f"{attacked} builds attacked: {ends}; after {failed} something is wrong")
    return min(1, counts["failed"])


if __name__ == "__main__":
    sys.exit(main())
