"""A campaign of killed and hindered builds: `make siege ARGS="--kills 40 --seed 1"`.

`build`, `build-all`, `release` and `desk` of a small book, cold and warm, are killed at random moments: the
command itself, or a single one of the processes that work for it (but for Python's own that counts
semaphores: if that one is killed, Python prints tracebacks of another in its place). Others are hindered
(`hardships.py`): a full disk, no handles, little memory, a folder that cannot be written, a clock set back,
ten builds at once, texts that change meanwhile, results kept that are damaged.

What must hold afterwards: no traceback and no warning of Python's, no process that lives on for more than
five seconds after the command itself, whole files in `dist/`, all of one build, and nothing else there but
the part of a file; nothing in the system's folder for temporary files. The next build must make the bytes
that a clean one makes, and leave nothing of the killed one.

The five seconds are those of the clock, less what the system counts for the process as time in which it could
have run and had no processor: on a busy machine nobody ends sooner. How long the last process took by the
clock is told at the end. `--side-by-side` so many storms are made at once, each on projects of its own, which
fills the time in which one waits. A command that has ended before its moment counts as missed, not as a
kill, and has the next moments come sooner. The same seed gives the same victims, but for the machine's pace.
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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Final

from hardships import HARDSHIPS, Hardship

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

#: The same by the clock alone, however busy the machine is.
LONGEST: Final = 60.0

#: Seconds after which a command hangs, not counting those in which it had no processor.
HANGS: Final = 180.0

#: After how many kills a storm tells what it has done.
TOLD: Final = 50

#: By how much the time that a command is thought to take changes after a kill, and after one that came too
#: late: about one in six does.
LONGER, SHORTER = 1.03, 0.85

#: What is attacked, and how often: the command with its options.
COMMANDS: Final = {
    "build": ("build", "--jobs", "2", "--quiet"),
    "build-all": ("build-all", "books.yaml", "--jobs", "2", "--quiet"),
    "release": ("release", "--review", "--jobs", "2", "--quiet"),
    "desk": ("desk", "--no-browser", "--port", "0", "--jobs", "2"),
}

#: What a release says of the one before it, which is not the same after a killed one.
RELATIVE: Final = ("CHANGES.md", "SHA256SUMS")

#: Words that a build may not print, however it ends.
UNFIT: Final = ("Traceback", "resource_tracker", "Exception ignored", "Warning:")

#: What Python prints when it is ended while it begins itself or looks for the program: nothing of this is
#: there yet to do better.
NOT_BEGUN: Final = ("Fatal Python error: init_", "in _get_module_details")


@dataclass(frozen=True)
class Attack:
    """One kill: of which command, of what, with what, when (a share of the time that it takes), and after
    which caches."""

    command: str
    worker: bool
    number: signal.Signals
    moment: float
    cold: bool

    def __str__(self) -> str:
        victim, state = "a worker of " if self.worker else "", "cold" if self.cold else "warm"
        return f"{self.number.name} to {victim}{self.command}, {state}, at {self.moment:.2f}"


def attacks(chance: random.Random, commands: tuple[str, ...]) -> Iterator[Attack]:
    """Yield kills at random without end; half of them of the first command."""
    while True:
        yield Attack(
            command=chance.choice((commands[0], chance.choice(commands))),
            worker=chance.random() < 0.35,
            number=chance.choice(SIGNALS),
            moment=chance.random(),
            cold=chance.random() < 0.5,
        )


class Run:
    """A command that was begun, and what it and all that work for it have printed."""

    def __init__(self, process: subprocess.Popen[str], processes: Callable[[], list[int]]) -> None:
        self.process = process
        self._processes = processes
        self._said: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        self._said.extend(self.process.stdout)

    def end(self) -> list[str]:
        """Wait until the command itself has ended, not what works for it; return what is wrong: it hangs.

        Each process prints then at what it is (`PYTHONFAULTHANDLER`).
        """
        began = time.monotonic()
        while time.monotonic() - began < HANGS + self._starved():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1.0)
                return []
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGABRT)
        self.process.wait()
        return [f"it hangs: {self.said()}"]

    def _starved(self) -> float:
        """Return how long what works for the command could have run and had no processor, at most."""
        return max(map(seconds_without_processor, self._processes()), default=0.0)

    def said(self) -> str:
        """Return what was printed, as soon as nobody is left who could print."""
        self._reader.join(PATIENCE)
        return "".join(self._said)

    def unfit(self) -> list[str]:
        """Return what is wrong with what was printed."""
        said = self.said()
        if any(words in said for words in NOT_BEGUN):
            return []
        return [f"it prints {word}: {said}" for word in UNFIT if word in said]


class Fortress:
    """A project of two states, whose clean editions are known, and a folder for what is temporary.

    `build-all` has a second project beside it, with a book of the same texts.
    """

    def __init__(self, folder: Path, command: str) -> None:
        self.command = command
        self.root = folder / "project"
        self.temporary = folder / "temporary"
        self.roots = (self.root, self.root / "second") if command == "build-all" else (self.root,)
        self.temporary.mkdir(parents=True)
        self.state = 0
        self.clean: dict[int, dict[str, bytes]] = {}
        self.seconds: dict[bool, float] = {}

    def raise_walls(self) -> None:
        """Write the project, and make its clean editions."""
        for root in self.roots:
            root.mkdir()
            (root / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
        (self.root / "books.yaml").write_text("[., second]\n", encoding="utf-8")
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

    def twin(self, folder: Path) -> Fortress:
        """Return the same project in another folder."""
        made = Fortress(folder, self.command)
        shutil.copytree(self.root, made.root, symlinks=True)
        made.state, made.clean, made.seconds = self.state, self.clean, dict(self.seconds)
        return made

    def turn(self, state: int) -> None:
        """Write the texts of one state of the book."""
        self.state = state
        for root in self.roots:
            for name in ("gate", "tower"):
                text = "\n\n".join(
                    f"The {name} of state {state} stands firm, {n} times over.[^1]" for n in range(60)
                )
                text = text.replace("[^1]", "", 59)
                (root / f"{name}.md").write_text(f"{text}\n\n[^1]: A note of {state}.\n", encoding="utf-8")

    def forget(self) -> None:
        """Drop what earlier builds have kept."""
        for root in self.roots:
            shutil.rmtree(root / ".florilegium", ignore_errors=True)

    def begin(self, command: str = "", under: tuple[str, ...] = ()) -> Run:
        """Begin a command as an editor would; by way of another command, if one is given."""
        process = subprocess.Popen(
            [*under, sys.executable, "-m", "florilegium", *COMMANDS[command or self.command]],
            cwd=self.root,
            env={
                **os.environ,
                MARK: str(self.root),
                "TMPDIR": str(self.temporary),
                "PYTHONFAULTHANDLER": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return Run(process, self.processes)

    def build_whole(self) -> str:
        """Make the book undisturbed; return what went wrong. At a desk nothing is made: it is built."""
        build = self.begin("build" if self.command == "desk" else "")
        if (wrong := build.end()) or build.process.returncode or (wrong := build.unfit()):
            return f"the next build ends with {build.process.returncode}: {wrong or build.said()}"
        if self.command == "release":
            release = next((self.root / "dist" / "release").iterdir())
            command = [sys.executable, "-m", "florilegium", "verify", str(release)]
            verified = subprocess.run(command, check=False, capture_output=True, text=True)
            if verified.returncode:
                return f"the next release is not whole: {verified.stdout}{verified.stderr}"
        return ""

    def files(self) -> dict[str, bytes]:
        """Return all that is in each `dist/`, but what a release says of the one before it."""
        found = [path for root in self.roots for path in (root / "dist").rglob("*") if path.is_file()]
        kept = [path for path in found if self.command != "release" or path.name not in RELATIVE]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in kept}

    def books(self) -> list[dict[str, bytes]]:
        """Return the whole files of each book by itself; parts of files that were being written left out."""
        whole = {name: data for name, data in self.files().items() if ".part" not in name}
        return [_of(root, self.root, whole) for root in self.roots]

    def clean_books(self, state: int) -> list[dict[str, bytes]]:
        """Return the files of each book as clean builds of a state make them."""
        return [_of(root, self.root, self.clean[state]) for root in self.roots]

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


def _of(root: Path, project: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return those of some files that stand in the `dist/` of one book."""
    place = str((root / "dist").relative_to(project))
    return {name: data for name, data in files.items() if name.startswith(f"{place}/")}


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@dataclass
class Tally:
    """What was done, and for how long processes lived on at most after their command, by the clock."""

    counts: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0

    def take(self, name: str, ending: str, wrong: list[str]) -> None:
        """Take down how an attack or a hardship ended, and tell what is wrong."""
        self.counts[ending] += 1
        self.counts["failed"] += bool(wrong)
        for one in wrong:
            print(f"{name}: {one}", flush=True)

    @property
    def kills(self) -> int:
        """Return how many signals have reached a process."""
        return self.counts["killed"] + self.counts["went on"]

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.counts + other.counts, max(self.longest, other.longest))

    def __str__(self) -> str:
        counts = self.counts
        return (
            f"{self.kills} kills: {counts['killed']} ended the command, {counts['went on']} did not; "
            f"{counts['missed']} came too late; {counts['hindered']} hindered; after {counts['failed']} "
            f"something is wrong; the last process was gone after {self.longest:.1f} s at most, "
            f"{counts['starved']} times after more than {PATIENCE:g} s because it had no processor"
        )


class Storm:
    """Kills and hardships, one after another, of projects that no other storm has."""

    def __init__(self, seed: str, fortresses: dict[str, Fortress], over: Event) -> None:
        self._chance = random.Random(seed)
        self._fortresses = fortresses
        self._over = over
        self.tally = Tally()

    def rage(self, kills: int, hardships: Sequence[Hardship]) -> None:
        """Attack until so many kills have been made, then build under hardships."""
        commands = tuple(self._fortresses)
        attacking = attacks(self._chance, commands)
        while self.tally.kills < kills and not self._over.is_set():
            attack = next(attacking)
            ending, wrong = self._attack(self._fortresses[attack.command], attack)
            self.tally.take(str(attack), ending, wrong)
            if ending != "missed" and self.tally.kills % TOLD == 0:
                print(self.tally, flush=True)
        for hardship in hardships:
            if not self._over.is_set():
                wrong = self._hinder(self._fortresses[commands[0]], hardship)
                self.tally.take(hardship.name, "hindered", wrong)

    def _attack(self, fortress: Fortress, attack: Attack) -> tuple[str, list[str]]:
        """Attack a build; return how it ended and what is wrong afterwards."""
        before = fortress.state
        fortress.turn(1 - before)
        if attack.cold:
            fortress.forget()
        run = fortress.begin()
        time.sleep(attack.moment * fortress.seconds[attack.cold])
        fortress.seconds[attack.cold] *= LONGER if run.process.poll() is None else SHORTER
        ending = self._hit(fortress, attack, run)
        is_desk = attack.command == "desk"
        if is_desk and (attack.worker or ending == "missed"):
            time.sleep(1.0)
            run.process.send_signal(signal.SIGINT)
        wrong = run.end() + self._lingering(fortress)
        status = run.process.returncode
        if ending == "killed" and status == 0:
            ending = "went on"
        if attack.worker and not is_desk and status not in {0, 5}:
            wrong.append(f"the build ends with {status}")
        wrong += run.unfit()
        wrong += left_behind(fortress, (before, fortress.state))
        # What no signal has reached has made its book, or it was a desk.
        return ending, wrong if ending == "missed" else wrong + list(next_build(fortress))

    def _hit(self, fortress: Fortress, attack: Attack, run: Run) -> str:
        """Send the signal; return whether it came in time."""
        victims = fortress.workers(run.process.pid) if attack.worker else [run.process.pid]
        if not victims or run.process.poll() is not None:
            return "missed"
        try:
            os.kill(self._chance.choice(victims), attack.number)
        except ProcessLookupError:
            return "missed"
        return "killed"

    def _hinder(self, fortress: Fortress, hardship: Hardship) -> list[str]:
        """Build under a hardship; return what is wrong afterwards."""
        before = fortress.state
        fortress.turn(1 - before)
        if self._chance.random() < 0.5:
            fortress.forget()
        runs = list(hardship.builds(fortress, self._chance))
        wrong = [one for run in runs for one in run.end()]
        wrong += self._lingering(fortress)
        for run in runs:
            status = run.process.returncode
            if status not in range(8) or (hardship.harmless and status):
                wrong.append(f"it ends with {status}: {run.said()}")
            wrong += run.unfit()
        hardship.lift(fortress)
        return [*wrong, *left_behind(fortress, (before, 1 - before)), *next_build(fortress)]

    def _lingering(self, fortress: Fortress) -> list[str]:
        """Wait until all that worked for a command that has ended are gone; return what is wrong if some are
        not, and end them."""
        began = time.monotonic()
        before: dict[int, float] = {}
        while left := fortress.processes():
            starved = {process: seconds_without_processor(process) for process in left}
            before = {process: before.get(process, seconds) for process, seconds in starved.items()}
            waited = time.monotonic() - began
            excused = max(starved[process] - before[process] for process in left)
            if waited > min(PATIENCE + excused, LONGEST):
                named = [_command(process).replace(b"\0", b" ").decode()[:120] for process in left]
                for process in left:
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
                return [f"{len(left)} processes live on: {named}"]
            time.sleep(0.05)
        waited = time.monotonic() - began
        self.tally.longest = max(self.tally.longest, waited)
        self.tally.counts["starved"] += waited > PATIENCE
        return []


def seconds_without_processor(process: int) -> float:
    """Return how long a thread of a process could have run and had no processor to run on, at most."""
    found = [0.0]
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            with suppress(OSError, IndexError):
                found.append(int((thread / "schedstat").read_text().split()[1]) / 1e9)
    return max(found)


def left_behind(fortress: Fortress, states: tuple[int, int]) -> Iterator[str]:
    """Yield what is wrong after a kill with what stands in a project and in the system's folder."""
    for number, book in enumerate(fortress.books()):
        fit = [fortress.clean_books(state)[number] for state in states]
        if book not in fit:
            mixed = book.keys() == fit[1].keys() and all(
                data in (fit[0][n], fit[1][n]) for n, data in book.items()
            )
            yield "editions of two builds stand in dist/" if mixed else "dist/ holds what no build made"
    # A run that could not write to the project may not remove its user's folder, which the next one does.
    left_over = [path for path in fortress.temporary.rglob("*") if path.parent != fortress.temporary]
    yield from (f"{path.name} is left in the system's folder" for path in left_over)


def next_build(fortress: Fortress) -> Iterator[str]:
    """Make the book once more; yield what is wrong with what stands there then."""
    if said := fortress.build_whole():
        yield said
    if fortress.files() != fortress.clean[fortress.state]:
        yield f"the next build leaves other files than a clean one: {sorted(fortress.files())}"
    yield from (f"{path.name} stays in the system's folder" for path in fortress.temporary.iterdir())
    strays = [*fortress.root.rglob("*.part"), *fortress.root.rglob(".florilegium/runs/*")]
    yield from (f"{path.relative_to(fortress.root)} is left" for path in strays)


def options_of() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--hardships", type=int, default=0, help="how often each hardship is tried")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0.0, help="begin no kill after so many minutes")
    parser.add_argument("--side-by-side", type=int, default=1, help="how many storms are made at once")
    parser.add_argument("--commands", default=",".join(COMMANDS), help="what is killed, the first most often")
    return parser.parse_args()


def storms_of(options: argparse.Namespace, folder: Path, over: Event) -> list[Storm]:
    """Return the storms that are asked for, each with projects of its own."""
    first = {name: Fortress(folder / "0" / name, name) for name in options.commands.split(",")}
    for fortress in first.values():
        fortress.raise_walls()
    made = [Storm(f"{options.seed}", first, over)]
    for number in range(1, options.side_by_side):
        others = {name: one.twin(folder / str(number) / name) for name, one in first.items()}
        made.append(Storm(f"{options.seed}-{number}", others, over))
    return made


def main() -> int:
    """Run the campaign; return 1 if something was wrong after a kill or a hardship."""
    options = options_of()
    # A shell has what it runs in the background ignore Ctrl-C, and so would the builds.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    over, count = Event(), options.side_by_side
    with tempfile.TemporaryDirectory(prefix="siege-") as folder, ThreadPoolExecutor(count) as threads:
        storms = storms_of(options, Path(folder), over)
        raging = []
        for number, storm in enumerate(storms):
            kills = options.kills // count + (number < options.kills % count)
            raging.append(threads.submit(storm.rage, kills, (HARDSHIPS * options.hardships)[number::count]))
        until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
        with suppress(KeyboardInterrupt):
            while time.monotonic() < until and not all(one.done() for one in raging):
                time.sleep(0.5)
        over.set()
        for one in raging:
            one.result()
    tally = sum((storm.tally for storm in storms), start=Tally())
    print(tally)
    return min(1, tally.counts["failed"])


if __name__ == "__main__":
    sys.exit(main())
