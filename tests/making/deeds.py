"""What a process or a thread that has given its rights up can no longer do to the machine."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

REFUSED = os.strerror(13)


def attempt(deed: Callable[[], object]) -> str:
    """The error that a deed meets, or nothing."""
    try:
        deed()
    except OSError as error:
        return str(error.strerror)
    return ""


def connect(family: int, address: tuple[str, int]) -> None:
    with socket.socket(family) as asked:
        asked.connect(address)


def deeds(project: Path, home: Path, port: int) -> dict[str, str]:
    """Try to write in a project, to write at home, and to reach a server; what each met, and who did it."""
    return {
        "write in the project": attempt(lambda: (project / f"made-{os.getpid()}").write_text("x")),
        "write at home": attempt(lambda: (home / "made").write_text("x")),
        "connect": attempt(lambda: connect(socket.AF_INET, ("127.0.0.1", port))),
        "by": str(os.getpid()),
    }


def kept_rights(found: dict[str, str]) -> list[str]:
    """The deeds that went well, by their names."""
    return [name for name, error in found.items() if not error]
