"""What happens, announced to every page that is open: Server-Sent Events (WHATWG HTML 9.2).

A piece of news says that something has changed; the page then asks for what it shows. So one that is lost
costs nothing but time, and a page that is opened later gets the last of each kind.
"""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio

#: Seconds after which something is said, so that a page knows that the desk is still there.
_PULSE: Final = 15.0

#: News that a page has not yet heard; one that hears nothing for so long asks for all of it again.
_WAITING: Final = 200


#: How the last piece of news begins.
_END: Final = "event: end\n"


class News:
    """News from any thread, for all pages that listen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[asyncio.Queue[str], asyncio.AbstractEventLoop] = {}
        self._last: dict[str, str] = {}

    def announce(self, kind: str, **facts: Any) -> None:
        """Announce something of a `kind` to every page."""
        said = f"event: {kind}\ndata: {json.dumps(facts)}\n\n"
        with self._lock:
            self._last.pop(kind, None)  # the last of each kind is told in the order in which they happened
            self._last[kind] = said
            listeners = list(self._listeners.items())
        for queue, loop in listeners:
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, queue, said)

    @property
    def told(self) -> frozenset[str]:
        """Return the kinds of what has been announced."""
        return frozenset(self._last)

    def end(self) -> None:
        """Say nothing more, and let all go who listen."""
        self.announce("end")

    async def listen(self) -> AsyncIterator[str]:
        """Give the last news of every kind, then all that comes."""
        import asyncio

        queue: asyncio.Queue[str] = asyncio.Queue(_WAITING)
        with self._lock:
            self._listeners[queue] = asyncio.get_running_loop()
            known = list(self._last.values())
        try:
            yield "retry: 1000\n\n"
            for said in known:
                yield said
            said = ""
            while not said.startswith(_END):
                try:
                    said = await asyncio.wait_for(queue.get(), _PULSE)
                except TimeoutError:
                    said = ": still here\n\n"
                yield said
        finally:
            with self._lock:
                self._listeners.pop(queue, None)


def _put(queue: asyncio.Queue[str], said: str) -> None:
    if not queue.full():
        queue.put_nowait(said)
