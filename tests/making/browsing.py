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

_AXE = REPOSITORY / ".tools" / "node_modules" / "@daisy" / "axe-core-for-ace" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Pieces of text whose contrast with what is behind them is under 4.5, in the page or in what a reader has
#: `shown`; behind all is the reader's own `ground`.
FAINT = """() => {
    const shown = window.shown || document, ground = window.ground || [255, 255, 255];
    const parse = c => { const n = c.match(/[\\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1] };
    const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3]));
    const linear = v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = c => [.2126, .7152, .0722].reduce((sum, share, i) => sum + share * linear(c[i]), 0);
    const known = new Map();
    const ground_of = e => { const own = parse(getComputedStyle(e).backgroundColor);
                             return over(own, e.parentElement ? behind(e.parentElement) : ground) };
    const behind = e => { if (!known.has(e)) known.set(e, ground_of(e)); return known.get(e) };
    const walk = shown.createTreeWalker(shown.body, NodeFilter.SHOW_TEXT), faint = [];
    while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !e.getClientRects().length) continue;
        const ground = behind(e), ink = over(parse(getComputedStyle(e).color), ground);
        const [a, b] = [light(ground), light(ink)].sort((x, y) => y - x);
        if ((a + .05) / (b + .05) < 4.5) faint.push(walk.currentNode.data.slice(0, 40));
    }
    return faint;
}"""


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
    options = {"runOnly": _RULES, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]
