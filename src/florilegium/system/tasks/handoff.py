"""Values handed from one process to another through a folder, each whole or not at all.

What goes through a pipe is held twice at either end, and a large book is tens of megabytes. One process may
wait for what another will put there, so that it begins with what is known and goes on when the rest is.
"""

from __future__ import annotations

import time
from multiprocessing import parent_process
from pathlib import Path
from typing import Any, Final

from florilegium.system.files import replace_whole
from florilegium.system.tasks.codec import pack, unpack
from florilegium.system.values import dataclass

#: Seconds between two looks at the folder.
_PAUSE: Final = 0.003

#: The name of the file that says that nothing more will come.
_END: Final = "end"


class NothingMoreError(Exception):
    """What is waited for will not come."""


@dataclass(frozen=True)
class Handoff:
    """A folder through which two processes of one machine hand values on."""

    folder: Path

    def put(self, name: str, value: Any) -> None:
        """Hand a value on. Raises OSError when there is no room."""
        replace_whole(self.folder / name, pack(value), flushed=False)

    def has(self, name: str) -> bool:
        """Return whether a value has been handed on."""
        return (self.folder / name).exists()

    def take(self, name: str) -> Any:
        """Wait for a value and return it.

        Raises:
            NothingMoreError: it was not handed on before the end, or who would do so has died.
        """
        path, parent = self.folder / name, parent_process()
        while not path.exists():
            if (
                (self.folder / _END).exists()
                or not self.folder.exists()
                or not (parent and parent.is_alive())
            ):
                raise NothingMoreError(name)
            time.sleep(_PAUSE)
        return unpack(path.read_bytes())

    def end(self) -> None:
        """Say that nothing more will be handed on, so that nobody waits for it."""
        (self.folder / _END).touch()
