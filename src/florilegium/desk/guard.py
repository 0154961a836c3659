"""Who is answered: this machine's own browser, with the token of the address that was printed.

A page of the web can send requests to this machine too. So the `Host` must be ours (else a name that leads
here would be believed, "DNS rebinding"), every request needs the cookie that the printed address gave, which
no other site can send (`SameSite=Strict`), and what writes needs a token of the page besides, from a page of
ours (`Origin`). Nothing that is shown may run a script but our own, or ask another machine for anything.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import field
from functools import cached_property
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from florilegium.system.values import dataclass

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bytes of what may be sent to the desk at once.
BODY_LIMIT: Final = 2_000_000

#: What our own pages may do: show what is served here, and nothing else.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

#: Where the documents of the EPUB are, and what they may do: stand in a frame of ours, with their own styles,
#: faces and pictures, and run nothing.
BOOK_PATH: Final = "/reader/book/"
_BOOK_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)

_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


@dataclass(frozen=True)
class DeskKeys:
    """The secrets of one run: `entry` stands in the printed address, `writing` in our pages."""

    entry: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    writing: str = field(default_factory=lambda: secrets.token_urlsafe(24))


@dataclass(frozen=True)
class Guard:
    """The door before an application, for one port.

    `home` says where it begins; `style` is the one style sheet that a page of ours may have within itself.
    """

    inner: Application
    keys: DeskKeys
    hosts: frozenset[str]
    port: int
    home: Callable[[], str] = lambda: "/"
    style: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on if it may be answered; refuse it in words if not."""
        if scope["type"] != "http":  # the desk speaks nothing else
            await send({"type": f"{scope['type']}.close"})
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        entry = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        refusal = self._refusal(scope, headers, entry)
        if refusal:
            await _answer(send, 403, refusal)
        elif entry:
            await self._let_in(scope, send)
        else:
            policy = _BOOK_POLICY if scope["path"].startswith(BOOK_PATH) else self._own_policy
            await self.inner(scope, _limited(receive), _with_headers(send, policy))

    def _refusal(self, scope: Scope, headers: dict[str, str], entry: str) -> str:
        """Return why a request is not answered, or nothing."""
        return self._foreign(headers, entry) or self._keyless(scope["method"], headers, entry)

    def _foreign(self, headers: dict[str, str], entry: str) -> str:
        """Return why a request does not come from a page of ours, or nothing."""
        if headers.get("host", "").lower() not in self.hosts:
            return "This desk answers to the address that was printed, and to no other name."
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            return "This desk answers to its own pages only."
        if headers.get("sec-fetch-site") in {"cross-site", "same-site"} and not entry:
            return "This desk answers to its own pages only."
        return ""

    def _keyless(self, method: str, headers: dict[str, str], entry: str) -> str:
        """Return which key a request lacks, or nothing."""
        if entry:
            known = method == "GET" and _same(entry, self.keys.entry)
            return "" if known else "The address is not the one of this desk."
        if not _same(self._cookie(headers), self.keys.cookie):
            return "Open the desk by the address that was printed where it was started."
        if method not in {"GET", "HEAD"} and not _same(headers.get("x-desk-token", ""), self.keys.writing):
            return "Only a page of this desk can change something. Load the page again."
        return ""

    def _cookie(self, headers: dict[str, str]) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie_name)
        except CookieError:
            return ""
        return found.value if found else ""

    @cached_property
    def _own_policy(self) -> str:
        """Return what a page of ours may do, with its own style sheet known by its hash."""
        known = b64encode(sha256(self.style.encode()).digest()).decode()
        return _POLICY.replace("style-src 'self'", f"style-src 'self' 'sha256-{known}'")

    @property
    def _cookie_name(self) -> str:
        return f"florilegium-desk-{self.port}"

    async def _let_in(self, scope: Scope, send: Send) -> None:
        """Give the cookie to a browser that came by the printed address, and lead it on without the token."""
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        rest = urlencode(
            [(key, value) for key, values in asked.items() for value in values if key != "token"]
        )
        cookie = f"{self._cookie_name}={self.keys.cookie}; HttpOnly; SameSite=Strict; Path=/"
        path = "/" + scope["path"].lstrip("/")  # no address of another machine
        path = self.home() if path == "/" else path
        headers = [(b"location", f"{path}?{rest}".rstrip("?").encode()), (b"set-cookie", cookie.encode())]
        await send({"type": "http.response.start", "status": 303, "headers": [*headers, *_always()]})
        await send({"type": "http.response.body", "body": b""})


def _same(given: str, key: str) -> bool:
    return secrets.compare_digest(given.encode(), key.encode())


async def _answer(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_always()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})


def _limited(receive: Receive) -> Receive:
    """Return the same source of a request's body, which ends where it is too long."""
    taken = 0

    async def limited() -> MutableMapping[str, Any]:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > BODY_LIMIT else message

    return limited


def _always(policy: str = _POLICY) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers of every answer."""
    return (b"content-security-policy", policy.encode()), *_ALWAYS


def _with_headers(send: Send, policy: str) -> Send:
    async def with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [*message.get("headers", []), *_always(policy)]
            if not any(name == b"cache-control" for name, _ in own):
                own.append((b"cache-control", b"no-store"))
            message = {**message, "headers": own}
        await send(message)

    return with_headers
