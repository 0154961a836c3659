"""Only this machine's own browser, by the printed address, is answered; nothing shown may ask elsewhere."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import MutableMapping
from typing import Any

import pytest

from florilegium.desk.guard import BODY_LIMIT, DeskKeys, Guard

KEYS = DeskKeys(entry="entry-key", cookie="cookie-key", writing="writing-key")
HOST = "127.0.0.1:8080"
OURS = {"host": HOST, "cookie": "florilegium-desk-8080=cookie-key"}
WRITES = {**OURS, "x-desk-token": "writing-key", "origin": f"http://{HOST}"}


async def _inner(_scope: Any, receive: Any, send: Any) -> None:
    """Answer with the size of the body, as a page would."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            size = -1
            break
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": str(size).encode()})


def ask(
    method: str = "GET",
    headers: dict[str, str] | None = None,
    query: str = "",
    body: bytes = b"",
    path: str = "/pages",
) -> tuple[int, dict[str, str], str]:
    """Return status, headers and words of what the guard answers."""
    hosts = frozenset({HOST, "localhost:8080"})
    guard = Guard(_inner, KEYS, hosts, 8080, lambda: "/begin", "p { color: red }")
    given = {**OURS} if headers is None else headers
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    pieces = [body[at : at + 65536] for at in range(0, len(body), 65536)] or [b""]
    messages = [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
    messages[-1]["more_body"] = False
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return messages.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(guard(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, sent[1]["body"].decode()


def test_the_address_alone_leads_to_the_first_view_at_once() -> None:
    headers = ask(headers={"host": HOST}, query="token=entry-key", path="/")[1]
    assert headers["location"] == "/begin"


def test_a_page_of_ours_may_have_one_style_sheet_within() -> None:
    digest = base64.b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in ask()[1]["content-security-policy"]
    assert "sha256" not in ask(path="/reader/book/one.xhtml")[1]["content-security-policy"]


def test_a_page_of_ours_is_answered() -> None:
    status, headers, _ = ask()
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example:8080", "127.0.0.1", "127.0.0.1:8081", "", "127.0.0.1:8080.evil.example"]
)
def test_a_foreign_host_is_refused(host: str) -> None:
    """Another's name that leads here (DNS rebinding) gets nothing, with the cookie or the token."""
    for query in ("", "token=entry-key"):
        status, _, words = ask(headers={**OURS, "host": host}, query=query)
        assert status == 403
        assert "no other name" in words


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:8080", "http://127.0.0.1:9"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_origin_is_refused(method: str, origin: str) -> None:
    status, _, words = ask(method, {**WRITES, "origin": origin})
    assert status == 403
    assert "its own pages only" in words


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_of_another_site_is_refused(site: str) -> None:
    assert ask(headers={**OURS, "sec-fetch-site": site})[0] == 403


@pytest.mark.parametrize(
    "cookie", ["", "florilegium-desk-8080=other", "florilegium-desk-8081=cookie-key", "=;;\x01"]
)
def test_without_the_cookie_nothing_is_shown(cookie: str) -> None:
    status, _, words = ask(headers={"host": HOST, "cookie": cookie})
    assert status == 403
    assert "by the address that was printed" in words


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("token", ["", "cookie-key", "entry-key"])
def test_without_the_token_of_a_page_nothing_is_changed(method: str, token: str) -> None:
    assert ask(method, {**OURS, "x-desk-token": token})[0] == 403


def test_a_form_of_our_page_is_taken() -> None:
    assert ask("POST", WRITES, body=b"a=b")[2] == "3"


def test_the_printed_address_gives_the_cookie_and_is_forgotten() -> None:
    status, headers, _ = ask(headers={"host": HOST}, query="token=entry-key&find=p1")
    assert status == 303
    assert headers["location"] == "/pages?find=p1"
    for part in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in headers["set-cookie"]
    assert "entry-key" not in headers["set-cookie"]


def test_a_wrong_address_gives_nothing() -> None:
    for query, method in (("token=guess", "GET"), ("token=entry-key", "POST")):
        status, headers, _ = ask(method, {"host": HOST}, query)
        assert status == 403
        assert "set-cookie" not in headers


def test_what_is_too_long_is_not_read() -> None:
    assert ask("POST", WRITES, body=b"x" * (BODY_LIMIT + 1))[2] == "-1"


def test_keys_cannot_be_guessed() -> None:
    first, second = DeskKeys(), DeskKeys()
    assert len({first.entry, first.cookie, first.writing, second.entry, second.cookie, second.writing}) == 6
    assert min(map(len, (first.entry, first.cookie, first.writing))) >= 32
