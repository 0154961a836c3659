"""The one gate to the network: a file of the web, for the command that collects pages.

What a stranger's server can do is bounded: bytes, seconds for the whole answer, redirections. An address that
leads to this machine or its neighbours is refused unless it is asked for, and the connection goes to the very
address that was looked at, so that no second answer of the name's server can change it.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from florilegium.system.values import dataclass

#: How long it may take to reach a server, in seconds.
_REACHING: Final = 10.0
_CHUNK: Final = 65_536

#: So much before its end, in seconds, a time is taken for up.
_MARGIN: Final = 0.02
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_PORTS: Final = {"http": 80, "https": 443}

#: Signs of a path and a query that stand for themselves (RFC 3986, 2.2), and that of what is spelled already.
_SIGNS: Final = "!$%&'()*+,/:;=?@[]~"


class NotFetchedError(Exception):
    """An address of the web from which nothing was taken; the message says why."""


@dataclass(frozen=True)
class FetchBounds:
    """What one file may use: bytes, seconds, redirections; `private` allows this machine and its like."""

    size: int = 20_000_000
    seconds: float = 60.0
    redirections: int = 5
    private: bool = False


@dataclass(frozen=True)
class Fetched:
    """A file of the web: the address at which it was found, its kind, its letters' encoding, its bytes."""

    address: str
    kind: str
    charset: str
    data: bytes


def fetch(address: str, bounds: FetchBounds, agent: str) -> Fetched:
    """Return the file at an address; `agent` is what the server is told of us.

    Raises:
        NotFetchedError: it cannot be had, or is more than the bounds allow.
    """
    ends = time.monotonic() + bounds.seconds
    here = _spelled(address)
    for _ in range(bounds.redirections + 1):
        found = _asked(here, bounds, agent, ends)
        if isinstance(found, Fetched):
            return found
        if here.startswith("https:") and found.startswith("http:"):
            raise NotFetchedError("it leads from a safe address to one that is none")
        here = found
    raise NotFetchedError(f"it leads on more than {bounds.redirections} times")


def _asked(address: str, bounds: FetchBounds, agent: str, ends: float) -> Fetched | str:
    """Ask a server once; return the file, or the address to which it leads."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise NotFetchedError("it is no address of the web") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NotFetchedError("it is no address of the web: such begin with https:// or http://")
    number = _looked_up(parts.hostname, port, private=bounds.private)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        with _connected(parts.scheme, parts.hostname, port, number, ends) as connection:
            connection.request("GET", target, headers=headers)
            answer = connection.getresponse()
            if answer.status in _MOVED and answer.getheader("Location"):
                # The letters of a header are its bytes, whatever they stand for.
                return _spelled(urljoin(address, answer.getheader("Location") or ""), "iso-8859-1")
            if answer.status != http.client.OK:
                raise NotFetchedError(f"its server answers {answer.status} {answer.reason}".rstrip())
            data = _read(answer, bounds, ends)
            return Fetched(address, *_kind_of(answer.headers), data)
    except TimeoutError as error:
        raise NotFetchedError("its server takes too long") from error
    except (OSError, http.client.HTTPException) as error:
        late = "its server takes too long" if time.monotonic() >= ends else ""
        raise NotFetchedError(late or f"its server cannot be reached: {error}") from error


def _spelled(address: str, encoding: str = "utf-8") -> str:
    """Return an address with `%` and numbers for letters and spaces that no request can have.

    Raises:
        NotFetchedError: it is no address.
    """
    try:
        parts = urlsplit(address)
        path, query = (quote(one, _SIGNS, encoding) for one in (parts.path, parts.query))
    except ValueError as error:
        raise NotFetchedError("it is no address of the web") from error
    return parts._replace(path=path, query=query).geturl()


def _looked_up(host: str, port: int, *, private: bool) -> str:
    """Return the number of a host.

    Raises:
        NotFetchedError: there is none, or one of them is of this machine or a neighbour of it.
    """
    try:
        found = [one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotFetchedError(f"there is no server “{host}”") from error
    if not private and not all(map(_is_public, map(str, found))):
        raise NotFetchedError(f"“{host}” is this machine or a neighbour of it; `--private` allows that")
    return str(found[0])


def _is_public(number: str) -> bool:
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or address
    return inner.is_global and not inner.is_multicast


@contextmanager
def _connected(
    scheme: str, host: str, port: int, number: str, ends: float
) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection to a number; all that is done with it ends when the time is up."""
    left = max(ends - time.monotonic(), 0.01)
    stream = socket.create_connection((number, port), timeout=min(_REACHING, left))
    timer = threading.Timer(left, _shut, (stream,))
    timer.daemon = True
    timer.start()
    try:
        if scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
        connection = http.client.HTTPConnection(host, port, timeout=_REACHING)
        connection.sock = stream
        yield connection
    finally:
        timer.cancel()
        stream.close()


def _shut(stream: socket.socket) -> None:
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def _read(answer: http.client.HTTPResponse, bounds: FetchBounds, ends: float) -> bytes:
    data = bytearray()
    while chunk := answer.read1(_CHUNK):
        data += chunk
        if len(data) > bounds.size:
            raise NotFetchedError(f"it is larger than {bounds.size / 1_000_000:g} MB")
        if time.monotonic() >= ends:
            raise TimeoutError
    if time.monotonic() >= ends - _MARGIN:  # the connection was shut
        raise TimeoutError
    if answer.length:  # what was announced and did not come
        raise NotFetchedError("its server stopped in the middle of it")
    return bytes(data)


def _kind_of(headers: Message) -> tuple[str, str]:
    return headers.get_content_type(), str(headers.get_content_charset() or "")
