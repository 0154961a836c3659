"""A campaign of killed and hindered builds: `make siege ARGS="--kills 40 --seed 1"`.

`build`, `build-all`, `release` and `desk` of a small book, cold and warm, are killed at random moments: the
command itself, or a single one of the processes that work for it (but for Python's own that counts
semaphores: if that one is killed, Python prints tracebacks of another in its place). Others are hindered
(`hardships.py`): a full disk, no handles, little memory, a folder that cannot be written, a clock set back,
ten builds at once, texts that change meanwhile, results kept that are damaged.

What must hold afterwards: no traceback and no warning of Python's, no process that lives on after five
seconds, whole files in `dist/`, all of one build, and nothing else there but the part of a file; nothing in
the system's folder for temporary files. The next build must make the bytes that a clean one makes, and leave
nothing of the killed one. The same seed gives the same victims, but for the machine's pace.
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


def attacks(seed: int, kills: int, commands: tuple[str, ...]) -> Iterator[Attack]:
    """Yield kills at random; half of them of the first command."""
    chance = random.Random(seed)
    for _ in range(kills):
        yield Attack(
            command=chance.choice((commands[0], chance.choice(commands))),
            worker=chance.random() < 0.35,
            number=chance.choice(SIGNALS),
            moment=chance.random(),
            cold=chance.random() < 0.5,
        )


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
        for root in self.roots:
            root.mkdir()
            (root / "anthology.yaml").write_text(MANIFEST, encoding="utf-8")
        (self.root / "books.yaml").write_text("[., second]\n", encoding="utf-8")
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

    def begin(self, command: str = "", under: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Begin a command as an editor would; by way of another command, if one is given."""
        return subprocess.Popen(
            [*under, sys.executable, "-m", "florilegium", *COMMANDS[command or self.command]],
            cwd=self.root,
            env={**os.environ, MARK: str(self.root), "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build_whole(self) -> str:
        """Make the book undisturbed; return what went wrong. At a desk nothing is made: it is built."""
        build = self.begin("build" if self.command == "desk" else "")
        said, _ = build.communicate(timeout=300)
        if build.returncode or any(word in said for word in UNFIT):
            return f"the next build ends with {build.returncode}: {said}"
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


def stormed(fortress: Fortress, attack: Attack, chance: random.Random) -> tuple[str, list[str]]:
    """Attack a build; return how it ended and what is wrong afterwards."""
    before = fortress.state
    fortress.turn(1 - before)
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
    is_desk = attack.command == "desk"
    if is_desk and (attack.worker or ending == "missed"):
        time.sleep(1.0)
        build.send_signal(signal.SIGINT)
    said, wrong = ended(build)
    if ending == "killed" and build.returncode == 0:
        ending = "went on"
    if attack.worker and not is_desk and build.returncode not in {0, 5}:
        wrong.append(f"the build ends with {build.returncode}")
    wrong += [f"it prints {word}: {said}" for word in UNFIT if word in said]
    return ending, wrong + list(aftermath(fortress, (before, fortress.state)))


def ended(build: subprocess.Popen[str]) -> tuple[str, list[str]]:
    """Wait for a command; return what it printed, and what is wrong if it hangs."""
    try:
        return build.communicate(timeout=180)[0], []
    except subprocess.TimeoutExpired:
        build.kill()
        return build.communicate()[0], ["it hangs"]


def hindered(fortress: Fortress, hardship: Hardship, chance: random.Random) -> list[str]:
    """Build under a hardship; return what is wrong afterwards."""
    before = fortress.state
    fortress.turn(1 - before)
    if chance.random() < 0.5:
        fortress.forget()
    wrong = []
    for build in hardship.builds(fortress, chance):
        said, found = ended(build)
        wrong += found
        if build.returncode not in range(8) or (hardship.harmless and build.returncode):
            wrong.append(f"it ends with {build.returncode}: {said}")
        wrong += [f"it prints {word}: {said}" for word in UNFIT if word in said]
    hardship.lift(fortress)
    return wrong + list(aftermath(fortress, (before, 1 - before)))


def aftermath(fortress: Fortress, states: tuple[int, int]) -> Iterator[str]:
    """Yield what is wrong after a kill, and after the build that follows it."""
    until = time.monotonic() + PATIENCE
    while (left := fortress.processes()) and time.monotonic() < until:
        time.sleep(0.05)
    if left:
        yield f"{len(left)} processes live on"
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
    parser.add_argument("--commands", default=",".join(COMMANDS), help="what is killed, the first most often")
    return parser.parse_args()


def main() -> int:
    """Run the campaign; return 1 if something was wrong after a kill or a hardship."""
    options = options_of()
    # A shell has what it runs in the background ignore Ctrl-C, and so would the builds.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    counts: Counter[str] = Counter()
    chance = random.Random(options.seed)
    began = time.monotonic()
    commands = tuple(options.commands.split(","))

    def over() -> bool:
        return bool(options.minutes) and time.monotonic() - began > options.minutes * 60

    with tempfile.TemporaryDirectory(prefix="siege-") as folder:
        fortresses = {name: Fortress(Path(folder) / name, name) for name in commands}
        for attack in attacks(options.seed, options.kills, commands):
            if over():
                break
            ending, wrong = stormed(fortresses[attack.command], attack, chance)
            counts[ending] += 1
            counts["failed"] += bool(wrong)
            for one in wrong:
                print(f"{attack}: {one}", flush=True)
        for hardship in HARDSHIPS * options.hardships:
            if over():
                break
            wrong = hindered(fortresses[commands[0]], hardship, chance)
            counts["hindered"] += 1
            counts["failed"] += bool(wrong)
            for one in wrong:
                print(f"{hardship.name}: {one}", flush=True)
    ends = ", ".join(f"{counts[end]} {end}" for end in ("killed", "went on", "missed"))
    attacked = sum(counts[end] for end in ("killed", "went on", "missed"))
    hurt = f"{counts['hindered']} hindered; after {counts['failed']} something is wrong"
    print(f"{attacked} attacked: {ends}; {hurt}")
    return min(1, counts["failed"])


if __name__ == "__main__":
    sys.exit(main())
