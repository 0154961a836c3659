"""Where the program begins. The processes that work for it import this module again, and no command."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import Final

#: Seconds after which a thread at work gives another its turn. Those that hand tasks on to other processes
#: have some ten turns for each: at Python's five milliseconds the processes wait longer than they work.
_TURN: Final = 0.0005


def _command_line() -> None:
    """Run a command. What is left at its end goes with the process, and is not looked through again."""
    from florilegium.system import interruption, memory, temporary

    interruption.heed()
    temporary.run_as_program()
    # Else Pydantic looks through all that is installed for plugins, and none has a word in a manifest.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from florilegium.cli.main import main as commands

    sys.setswitchinterval(_TURN)
    memory.look_seldom()
    atexit.register(gc.freeze)
    commands()


def main() -> None:
    """Run the command line. A signal that comes before or after a command leaves no traceback either."""
    try:
        _command_line()
    except KeyboardInterrupt as interrupted:
        raise SystemExit(getattr(interrupted, "status", 130)) from None


if __name__ == "__main__":
    main()
