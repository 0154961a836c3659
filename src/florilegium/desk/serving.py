"""A run of the desk: the address, the seat, the server, the build and the watch, begun and ended together."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from florilegium.desk.app import application, make_first_page
from florilegium.desk.desk_state import Desk
from florilegium.desk.guard import DeskKeys, Guard, Receive, Scope, Send
from florilegium.desk.live_build import LiveBuild, Watcher
from florilegium.desk.news import News
from florilegium.problems import FlorilegiumError, ReleaseError

try:
    import fcntl
except ImportError:  # Windows has no such locks; there a second desk finds its port taken, if it is named
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from types import FrameType

    from uvicorn import Server

#: What the extra `desk` installs and a desk cannot do without.
_PACKAGES: Final = ("pypdfium2", "starlette", "uvicorn", "watchfiles")

#: The one address that is listened to: this machine, from this machine.
LOOPBACK: Final = "127.0.0.1"

#: Seconds for open requests when the desk is ended on a busy machine; a second Ctrl-C ends it at once.
_GRACE: Final = 15

#: Seconds for which a thread that makes pages or the index keeps Python to itself while an answer waits. An
#: answer goes through several threads, and waits so long for each.
_TURN: Final = 0.001


class MissingError(FlorilegiumError):
    """What the desk is made of has not been installed."""


class TakenError(FlorilegiumError):
    """Somebody sits at a desk of this project already."""


def serve(manifest: Path, port: int, jobs: int, editor: str, opened: Callable[[str], object]) -> None:
    """Serve the desk of a project until the program is interrupted. `opened` is given the address.

    Port 0 is any that is free.

    Raises:
        MissingError: the extra `desk` is not installed.
        TakenError: a desk is open on the project already.
        FlorilegiumError: the port is taken.
    """
    _look_for_packages()
    sys.setswitchinterval(_TURN)
    with _bound(port) as listening, Sitting(listening.getsockname()[1], jobs, editor) as sitting:
        # The address first: while a browser begins, that is loaded which answers it; what it asks for waits.
        sitting.sit_down(manifest, lambda: opened(f"{sitting.address}?token={sitting.keys.entry}"))
        import asyncio
        import logging

        import uvicorn

        # A browser that has left a page before all of it came is no fault, and nothing to tell an editor.
        logging.getLogger("asyncio").setLevel(logging.ERROR)
        asyncio.run(sitting.get_ready())
        config = uvicorn.Config(
            sitting,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE,
            lifespan="off",
        )
        _server(uvicorn, config, sitting.leave).run(sockets=[listening])


class Sitting:
    """A run of the desk at one address: at the project where it was begun, or at one chosen since.

    It is the application that is served, and the context in which its threads and its seat are held.
    """

    def __init__(self, port: int, jobs: int, editor: str) -> None:
        self.news, self.keys = News(), DeskKeys()
        self._port, self._jobs, self._editor = port, jobs, editor
        self._held = ExitStack()
        self._guard: Callable[[], Guard] | None = None
        self._live: LiveBuild | None = None

    def __enter__(self) -> Sitting:
        return self

    def __exit__(self, *_: object) -> None:
        self.news.end()
        self._held.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the desk does that is sat at now."""
        if self._guard is not None:
            await self._guard()(scope, receive, send)

    async def get_ready(self) -> None:
        """Load what answers the first request, before it comes."""
        if self._guard is not None:
            await make_first_page(self._guard().inner)

    def leave(self) -> None:
        """Say that the desk is being closed, and have nothing more begun."""
        self.news.end()
        if self._live is not None:
            self._live.leave()

    @property
    def address(self) -> str:
        """Return where it is served, without the key."""
        return f"http://{LOOPBACK}:{self._port}/"

    def sit_down(self, manifest: Path, seated: Callable[[], object] = lambda: None) -> None:
        """Go on at the desk of a manifest; the one before is left when this one is there. `seated` is called
        when nobody else can sit there any longer, before a thread begins.

        Raises as `seat`.
        """
        desk = Desk(
            manifest=manifest,
            live=LiveBuild(manifest, self.news, self._jobs),
            news=self.news,
            editor=self._editor,
            move=self.sit_down,
            keys=self.keys,
        )
        with ExitStack() as held:
            held.enter_context(seat(desk.folder, self.address))
            seated()
            watcher = Watcher(desk.root, desk.live.ask)
            held.callback(desk.live.end)
            held.callback(watcher.end)
            desk.live.begin(when_looked_at=desk.last is not None, first=watcher.begin)
            before, self._held = self._held, held.pop_all()
        self._guard, self._live = cache(partial(application, desk, self._port)), desk.live
        before.close()


@contextmanager
def seat(folder: Path, address: str) -> Iterator[None]:
    """Hold the one seat of a project meanwhile; `folder` is where the desk keeps its own files.

    The system takes the lock of a process that ends, so a desk that was killed leaves the seat free.

    Raises:
        TakenError: there is a desk; the message names its address.
        ReleaseError: the folder cannot be written.
    """
    path = folder / "seat"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ReleaseError(f"“{folder}” cannot be written: {error.strerror}") from error
    try:
        _take(handle, path)
        os.truncate(handle, 0)
        os.pwrite(handle, address.encode(), 0)
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        where = path.read_text(encoding="utf-8", errors="replace").strip()
        raise TakenError(
            f"a desk is open on this project already, at {where}. Go on there, or end it with Ctrl-C first"
        ) from error


def _server(uvicorn: Any, config: Any, leave: Callable[[], object]) -> Server:
    """Return a server that ends the news when it is interrupted: it waits for what is being answered."""

    class LeavingServer(uvicorn.Server):  # type: ignore[misc]
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            import asyncio

            # Not within the signal: what it has interrupted may hold the lock of the news.
            asyncio.get_running_loop().call_soon_threadsafe(leave)
            super().handle_exit(sig, frame)

    server: Server = LeavingServer(config)
    return server


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise FlorilegiumError(f"port {port} is taken; name another with --port, or none") from error
    listening.listen(64)
    return listening


def _look_for_packages() -> None:
    if not all(map(find_spec, _PACKAGES)):
        raise MissingError(
            "the desk needs packages of its own: install “florilegium[desk]”, or run `make desk`"
        )
