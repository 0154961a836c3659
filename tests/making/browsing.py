"""A browser for tests: the screens that pages are looked at on, a server of this machine, what axe finds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Pixels of CSS.
SCREENS = {"phone": (390, 844), "desk": (1280, 900)}

_AXE = REPOSITORY / ".tools" / "node_modules" / "@daisy" / "axe-core-for-ace" / "axe.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the log of requests to ourselves."""


@contextmanager
def served(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server of this machine that answers as a handler does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    # It is asked to end as often as this, and every test that has one waits for that.
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def served_folder(folder: Path) -> AbstractContextManager[str]:
    """The address of a folder on a server of this machine."""
    return served(partial(_Quiet, directory=folder))


def axe_faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe has against a page: each rule, and where it is broken."""
    if not _AXE.exists():
        pytest.fail("axe is missing: run `make conformance`, which brings it")
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    options = {"runOnly": _RULES, "rules": {"target-size": {"enabled": True}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
