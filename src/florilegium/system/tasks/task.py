"""A task: a pure function of one value, with a name and a fingerprint of what its result depends on.

So any process can do it, and what was made can be kept. A room declares its tasks beside the functions that
they are; `runner.py` maps them, `store.py` keeps what they make, and neither knows any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from florilegium.system.files import Witness, witnessed
from florilegium.system.tasks.codec import digest, send_trees
from florilegium.system.tasks.fingerprint import program
from florilegium.system.tasks.store import Store
from florilegium.system.values import dataclass

Item = TypeVar("Item")
Made = TypeVar("Made")

# What tasks take and make holds trees.
send_trees()


def whole(item: Any) -> str:
    """Return the fingerprint of an item of which all counts."""
    return digest(item)


def always(_item: Any, _made: Any) -> bool:
    """Return every result is worth keeping."""
    return True


def never(_item: Any, _made: Any) -> bool:
    """Return no result is worth keeping: what it is made of differs each time."""
    return False


@dataclass(frozen=True)
class Travel(Generic[Item]):
    """How a task is done by workers that have not our disk: what it needs goes with it.

    `common` returns what all items need, which is sent once, and `own` what one item needs. `do` is called
    with the item, the common things and its own.
    """

    do: Callable[..., Any]
    common: Callable[[], Any]
    own: Callable[[Item], Any]


@dataclass(frozen=True)
class Task(Generic[Item, Made]):
    """A pure function `do`, which gives a value of the type `kind`.

    `fingerprint` is a hash of all that the result depends on besides the program, whose own is `versions`.
    What the function reads in the folder `root`, it reads through `system.files`; the result is then good
    for as long as those files are the same. `keeps` says which results are worth keeping. Items that weigh
    most are begun first, so that nobody has much left to do when the others have done. `died` returns what
    is made of an item of which each worker dies; without it the build ends.
    """

    name: str
    do: Callable[[Item], Made]
    kind: Any
    fingerprint: Callable[[Item], str] = whole
    versions: Callable[[], str] = program
    root: Callable[[Item], Path | None] = lambda _item: None
    keeps: Callable[[Item, Made], bool] = always
    weight: Callable[[Item], int] = lambda _item: 0
    travel: Travel[Item] | None = None
    died: Callable[[Item], Made] | None = None


@dataclass(frozen=True)
class Job(Generic[Item, Made]):
    """One item of a task, with the key of its result and the store that keeps it, if one does.

    What it holds can be sent to another process of this machine.
    """

    do: Callable[[Item], Made]
    item: Item
    root: Path | None
    keeps: Callable[[Item, Made], bool]
    store: Store | None
    key: str

    def run(self) -> tuple[Made, Witness | None]:
        """Do the task and keep the result; return it with the files that were read for it."""
        if self.root is None:
            made = self.do(self.item)
            self.keep(made)
            return made, None
        with witnessed(self.root) as witness:
            made = self.do(self.item)
        if witness.whole:
            self.keep(made, witness)
        return made, witness

    def keep(self, made: Made, witness: Witness | None = None) -> None:
        """Keep a result, if there is a store and the result is worth it."""
        if self.store and self.keeps(self.item, made):
            self.store.keep(self.key, made, witness.findings if witness else {})
