"""What a build may have to bear besides being killed (`siege.py`).

Each hardship begins its builds and is lifted after them.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from siege import Fortress, Run


class Hardship:
    """A hardship that does nothing; others are made of it."""

    name: ClassVar[str] = ""

    #: Whether a build has to succeed under it.
    harmless: ClassVar[bool] = False

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        """Yield what is begun under the hardship."""
        yield fortress.begin()

    def lift(self, fortress: Fortress) -> None:
        """End the hardship."""


def _limited(option: str, bound: int) -> tuple[str, ...]:
    """Return a command that gives another a bound of the shell's `ulimit`."""
    return ("sh", "-c", f'ulimit {option} {bound}; exec "$@"', "sh")


class FullDisk(Hardship):
    """No file may grow over some size, in blocks of 512 bytes, as on a disk that is full after so many."""

    name = "a full disk"

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        yield fortress.begin(under=_limited("-f", chance.choice((0, 2, 40, 120))))


class NoHandles(Hardship):
    """Few files may be open at once."""

    name = "no handles"

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        yield fortress.begin(under=_limited("-n", chance.randrange(6, 60)))


class LittleMemory(Hardship):
    """The processes have little memory each."""

    name = "little memory"

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        yield fortress.begin(under=_limited("-v", chance.randrange(160, 500) * 1_000))


class ReadOnly(Hardship):
    """The project can only be read. A superuser's build may not write where modes forbid it."""

    name = "a read-only project"

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        self._set(fortress, 0o555)
        rights = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search,-fowner")
        yield fortress.begin(under=rights if os.geteuid() == 0 else ())

    def lift(self, fortress: Fortress) -> None:
        self._set(fortress, 0o755)

    def _set(self, fortress: Fortress, mode: int) -> None:
        for folder in (fortress.root, *fortress.root.glob("dist"), *fortress.root.glob(".florilegium")):
            folder.chmod(mode)


class ClockSetBack(Hardship):
    """The texts bear times long past, or still to come, and have kept their sizes."""

    name = "a clock set back"
    harmless = True

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        for text in fortress.root.glob("*.md"):
            moment = time.time() + chance.choice((-1, 1)) * 86_400
            os.utime(text, (moment, moment))
        yield fortress.begin()


class TenAtOnce(Hardship):
    """Ten builds run in one project."""

    name = "ten builds at once"
    harmless = True

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        yield from [fortress.begin() for _ in range(10)]


class TextsEdited(Hardship):
    """The texts change while they are read, set and put in place."""

    name = "texts edited meanwhile"
    harmless = True

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        build = fortress.begin()
        time.sleep(chance.random() * fortress.seconds[True])
        fortress.turn(1 - fortress.state)
        yield build


class DamagedStore(Hardship):
    """What earlier builds have kept has bytes flipped, cut off, or is nothing any more."""

    name = "a damaged store"
    harmless = True

    def builds(self, fortress: Fortress, chance: random.Random) -> Iterator[Run]:
        for path in sorted((fortress.root / ".florilegium").rglob("*")):
            if path.is_file() and chance.random() < 0.7:
                self._damage(path, chance)
        yield fortress.begin()

    def _damage(self, path: Path, chance: random.Random) -> None:
        data = bytearray(path.read_bytes())
        if data and chance.random() < 0.7:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        else:
            del data[chance.randrange(len(data) + 1) :]
        path.write_bytes(bytes(data))


HARDSHIPS: Final = (
    FullDisk(),
    NoHandles(),
    LittleMemory(),
    ReadOnly(),
    ClockSetBack(),
    TenAtOnce(),
    TextsEdited(),
    DamagedStore(),
)
