"""What one build has used, at hand for the next: nothing of it is read or made again, and what is the same is
the same object, so that what follows from it can be taken over too.

Only who builds one book again and again has it, the desk: it holds a whole book.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from florilegium.system.tasks.store import Found

Made = TypeVar("Made")


class Once(Protocol):
    """What makes a thing, unless the build before has made it of the same parts."""

    def __call__(self, name: str, parts: tuple[Any, ...], make: Callable[[], Made], /) -> Made:
        """Return the thing of a name that is made of some parts and of nothing else."""


def made_anew(_name: str, _parts: tuple[Any, ...], make: Callable[[], Made]) -> Made:
    """Make a thing, as `Once`, where nothing is at hand."""
    return make()


class AtHand:
    """The results of tasks that one build has used, by their keys, and what else it has made, by name."""

    def __init__(self) -> None:
        self._held: dict[str, Any] = {}
        self._used: dict[str, Any] = {}

    def find(self, key: str, root: Path | None) -> Found | None:
        """Return the result of a task, as `Store.find`."""
        found: Found | None = self._held.get(key)
        if found is None or not found.holds(root):
            return None
        self._used[key] = found
        return found

    def hold(self, key: str, found: Found) -> None:
        """Hold the result of a task."""
        self._held[key] = self._used[key] = found

    def once(self, name: str, parts: tuple[Any, ...], make: Callable[[], Made]) -> Made:
        """Return a thing that is made of some parts and of nothing else, as `Once`."""
        last: tuple[tuple[Any, ...], Made] | None = self._held.get(name)
        if last is None or last[0] != parts:
            last = parts, make()
        self._held[name] = self._used[name] = last
        return last[1]

    def forget_unused(self) -> None:
        """Let go what has not been used since this was last called."""
        self._held, self._used = self._used, {}
