"""What a stranger's server can do to the one command that asks it: nothing beyond its bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest
from browsing import served

from florilegium.system.fetching import FetchBounds, NotFetchedError, fetch

HERE = FetchBounds(size=10_000, seconds=5.0, redirections=3, private=True)


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/":
            self._send(200, b"<p>Here.</p>")
        elif self.path == "/there":
            self._send(302, b"", Location="/")
        elif self.path == "/round":
            self._send(302, b"", Location="/round")
        elif self.path == "/file":
            self._send(302, b"", Location="file:///etc/passwd")
        elif self.path == "/old":
            self._send(302, b"", Location="/caf\N{LATIN SMALL LETTER E WITH ACUTE} au lait")
        elif self.path == "/caf%E9%20au%20lait":
            self._send(200, b"<p>Old.</p>")
        elif self.path == "/caf%C3%A9%20au%20lait?a=%C3%A9":
            self._send(200, b"<p>Coffee.</p>")
        elif self.path == "/large":
            self._send(200, b"x" * 20_000)
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "500")
            self.end_headers()
            self.wfile.write(b"half")
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):  # the asker has gone
                for _ in range(40):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
        else:
            self._send(404, b"")

    def _send(self, status: int, data: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server on this machine."""
    with served(_Answers) as address:
        yield address


def test_a_file_is_fetched_and_followed(server: str) -> None:
    found = fetch(f"{server}/there", HERE, "test")
    assert (found.address, found.kind, found.charset) == (f"{server}/", "text/html", "utf-8")
    assert found.data == b"<p>Here.</p>"


def test_letters_and_spaces_of_an_address_are_asked_for(server: str) -> None:
    """As a browser asks: none is left out, so that no other file is taken."""
    found = fetch(f"{server}/caf\N{LATIN SMALL LETTER E WITH ACUTE} au%20lait?a=%C3%A9#top", HERE, "test")
    assert found.data == b"<p>Coffee.</p>"
    assert found.address == f"{server}/caf%C3%A9%20au%20lait?a=%C3%A9#top"
    assert fetch(f"{server}/old", HERE, "test").data == b"<p>Old.</p>"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nowhere", "404"),
        ("/round", "more than 3 times"),
        ("/file", "no address of the web"),
        ("/large", "larger than 0.01 MB"),
        ("/cut", "stopped in the middle|cannot be reached"),
    ],
)
def test_what_cannot_be_had_is_told(server: str, path: str, said: str) -> None:
    with pytest.raises(NotFetchedError, match=said):
        fetch(server + path, HERE, "test")


def test_a_server_that_takes_its_time_is_left(server: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotFetchedError, match="too long"):
        fetch(f"{server}/slow", FetchBounds(seconds=0.3, private=True), "test")
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://192.168.0.1/",
        "http://169.254.169.254/",
    ],
)
def test_this_machine_and_its_neighbours_are_not_asked(address: str) -> None:
    with pytest.raises(NotFetchedError, match="neighbour"):
        fetch(address, FetchBounds(), "test")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://a.example/", "no address", "http://", "http://a:b/"]
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(NotFetchedError, match="no address"):
        fetch(address, HERE, "test")
