"""Where the program begins. The processes that work for it import this module again, and no command."""

from __future__ import annotations

import atexit
import gc
import os


def _command_line() -> None:
    """Run a command. What is left at its end goes with the process, and is not looked through again."""
    from florilegium.system import interruption, memory, temporary

    interruption.heed()
    temporary.run_as_program()
    # Else Pydantic looks through all that is installed for plugins, and none has a word in a manifest.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from florilegium.cli.main import main as commands

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
