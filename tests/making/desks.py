"""The editor's desk, run as an editor would run it, and a visitor who asks it for pages without a browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from projects import REPOSITORY

_VISITOR = """<html><head><title>Visitor</title><base href="http://evil.example/">
<meta http-equiv="refresh" content="0;url=http://evil.example/gone">
<link rel="stylesheet" href="http://evil.example/all.css"><script src="http://evil.example/all.js"></script>
<style>@import url(http://evil.example/more.css); body { display: none }</style></head><body onload="ran = 1">
<article><h1>The Visitor &lt;img src="http://evil.example/title.png" onerror="ran = 2"&gt;</h1>
<p onclick="ran = 3" style="background: url(http://evil.example/ground.png)">Somebody came up the stairs of
the tower, &lt;script&gt;ran = 4&lt;/script&gt; and nobody had heard the gate.<sup><a id="r1"
href="#n1">1</a></sup> <a href="javascript:ran=5">He went</a> as he had come.<script>ran = 6;
fetch("http://evil.example/")</script></p>
<p>The lamp was out<img src="http://evil.example/spy.png" srcset="http://evil.example/two.png 2x" alt="a lamp"
onerror="ran = 7">, and the book was gone.<svg onload="ran = 8"><script>ran = 9</script></svg>
<iframe src="http://evil.example/frame"></iframe><object data="http://evil.example/o"></object></p>
<form action="http://evil.example/form"><input autofocus onfocus="ran = 10"></form>
<ol><li id="n1">Ibid., 7. &lt;b onclick="ran = 11"&gt;<a href="#r1">back</a></li></ol></article></body></html>
"""

#: Seconds in which a small book is set on a slow machine.
PATIENCE = 120.0


def lanterns(folder: Path) -> Path:
    """Return a project of three short articles of three formats, with notes and an index, in a folder."""
    project = folder / "lanterns"
    shutil.copytree(
        REPOSITORY / "tests" / "golden" / "lanterns", project, ignore=shutil.ignore_patterns("expected")
    )
    return project


def with_strangers(project: Path) -> Path:
    """Return the project with names that its index does not have, and with letters that look like markup."""
    path = project / "texts" / "dark.html"
    more = (
        "<p>Captain Jonah Marlow sailed from Zanzibar to Saltmere. Marlow had met Mr. Abel Finch in Zanzibar "
        "and Mrs. Ada Quill wrote to Marlow &lt;script&gt; from Valparaiso.</p></body>"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("</body>", more), encoding="utf-8")
    return project


def with_visitor(project: Path) -> Path:
    """Return the project with a last article that would do harm if it could: run scripts, ask another machine
    for something, dress the page, or go elsewhere. Its one note leans on a note of another article."""
    (project / "texts" / "visitor.html").write_text(_VISITOR, encoding="utf-8")
    with (project / "anthology.yaml").open("r+", encoding="utf-8") as manifest:
        head, mark, rest = manifest.read().partition("index:\n")
        manifest.seek(0)
        manifest.write(
            f"{head}      - {{source: texts/visitor.html, authors: [moth], pictures: drop}}\n{mark}{rest}"
        )
    return project


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is true; fail when it does not come true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.05)


@dataclass(frozen=True)
class Answer:
    """What a desk answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass
class Visitor:
    """Somebody who asks a desk; with the cookie and the token once let in by the printed address."""

    address: str
    cookie: str = ""
    token: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def enter(self) -> Answer:
        """Open the printed address, and take the cookie and the token from what it gives."""
        parts = urlsplit(self.address)
        answer = self.ask("GET", f"{parts.path}?{parts.query}")
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        page = self.ask("GET", "/pages").text
        found = re.search(r'name="desk-token" content="([^"]+)"', page)
        self.token = found[1] if found else ""
        return answer

    def ask(self, method: str, path: str, body: str | bytes = "", **headers: str) -> Answer:
        """Send a request; `headers` have `_` for `-`, and an empty one is not sent."""
        sent = {"Host": self.host, "Cookie": self.cookie}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", int(self.host.rpartition(":")[2]), timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True)
            data = body.encode() if isinstance(body, str) else body
            if data:
                sent |= {"Content-Length": str(len(data))}
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            connection.endheaders(data or None)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **query: object) -> Answer:
        """Return what a page shows."""
        return self.ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, **values: object) -> Answer:
        """Send a form as a page of the desk does."""
        return self.ask(
            "POST", path, urlencode(values), X_Desk_Token=self.token, Origin=f"http://{self.host}"
        )

    def wish(self, path: str, **values: object) -> dict[str, Any]:
        """Send a form; return what the desk says of it."""
        said: dict[str, Any] = json.loads(self.post(path, **values).text)
        return said


@contextmanager
def opened(project: Path, *options: str) -> Iterator[Visitor]:
    """Run a desk for a project; give a visitor who has its printed address. It is ended as by Ctrl-C.

    What it prints of its own accord is a failure.
    """
    command = [sys.executable, "-m", "florilegium", "desk", "--no-browser", "--jobs", "2", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    out, said = subprocess.PIPE, Path(tempfile.mkdtemp()) / "said.txt"
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command, stdout=out, stderr=errors, cwd=project, env=environment, text=True
        ) as running,
    ):
        found = re.search(r"http://\S+", next(iter(running.stdout or ()), ""))
        try:
            assert found, said.read_text(encoding="utf-8")
            yield Visitor(found[0])
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(20)
    words = said.read_text(encoding="utf-8")
    # A machine that is busy ends it without a word, after the time that `system.interruption` gives it.
    assert words in {"", "florilegium: interrupted; the last good files are untouched\n"}, words
