"""Pages that a browser has saved as one file: MHTML (RFC 2557) and the web archive of Safari.

Such a file holds the page, its pictures, its style sheets and its frames, each with its address. The page is
read as any other: its pictures stand in it as data, its style sheets at its end. A frame is none of the
article, and has its row in the ledger.
"""

from __future__ import annotations

import plistlib
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape, unescape
from typing import Any, Final
from urllib.parse import urljoin

from florilegium.sources.bundles.picture_tags import base_of, with_pictures
from florilegium.sources.manuscript import Reading
from florilegium.sources.parts import Draft, Piece
from florilegium.sources.web import reader as web
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

FRAME: Final = "left out: a frame of the page"

_UNSHOWN: Final = regex(
    r"<!--.*?-->|<(head|script|style|template|noscript)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE
)
_PAGE: Final = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN: Final = _PAGE | {"text/plain"}
_WITHOUT_MARKUP: Final = "left out: the page’s words once more, without markup"


class NoArchiveError(Exception):
    """A file is no page that a browser has saved; the message says why."""


@dataclass(frozen=True)
class ArchivedPart:
    """A part of a saved page: its kind, its address, the name by which others show it, its bytes.

    `title` is what the whole is called.
    """

    kind: str
    address: str
    name: str
    data: bytes
    charset: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """Return it as text: in the letters that it declares, else in UTF-8."""
        try:
            return self.data.decode(self.charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            return self.data.decode("utf-8", "replace")


def read_bytes(data: bytes, reading: Reading) -> Draft | None:
    """Cut a page that was saved as one file into pieces, or None when it is none.

    Reports:
        S004: it is no such file, or holds no page.
        S004, S012, S020, S021: as of any page.
    """
    try:
        parts = list(_of_safari(data) if data.startswith(b"bplist") else _of_mail(data))
        page = next((one for one in parts if one.kind in _PAGE), None)
        if page is None:
            raise NoArchiveError("no page is in it")
    except NoArchiveError as error:
        message = f"this is no page that a browser has saved as one file: {error}"
        reading.report.add("S004", reading.place(), message, "Save the page once more, or as “HTML only”.")
        return None
    others = [one for one in parts if one is not page]
    draft = web.read_bytes(_whole(page, others).encode("utf-8-sig"), reading)
    rows = [row for one in others if one.kind in _PLAIN and (row := _row(one)).characters]
    if draft is None:
        return None
    title = draft.title
    if not title and not any(piece.role == "title" for piece in draft.pieces):
        title = page.title
    return replace(draft, pieces=(*draft.pieces, *rows), title=title)


def _of_mail(data: bytes) -> Iterator[ArchivedPart]:
    """Yield the parts of a file of MHTML, the page first.

    Raises:
        NoArchiveError: it is no message with parts.
    """
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not isinstance(message, EmailMessage) or message["mime-version"] is None:
        raise NoArchiveError("it has no head")
    title = " ".join(str(message["subject"] or "").split())
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            address, name = (str(part.get(key) or "").strip() for key in ("content-location", "content-id"))
            charset = str(part.get_content_charset() or "")
            kind = part.get_content_type()
            yield ArchivedPart(kind, address, name.strip("<>"), content, charset=charset, title=title)


def _of_safari(data: bytes) -> Iterator[ArchivedPart]:
    """Yield the parts of a web archive of Safari, the page first.

    Raises:
        NoArchiveError: it is broken.
    """
    try:
        archive = plistlib.loads(data)
    except (plistlib.InvalidFileException, ValueError, IndexError, OverflowError, RecursionError) as error:
        raise NoArchiveError("it is broken") from error
    yield from _resources(archive, 0)


def _resources(archive: Any, depth: int) -> Iterator[ArchivedPart]:
    if not isinstance(archive, dict) or depth > 8:
        return
    main = archive.get("WebMainResource")
    others = archive.get("WebSubresources")
    for one in (main, *(others if isinstance(others, list) else ())):
        if isinstance(one, dict) and isinstance(one.get("WebResourceData"), bytes):
            kind, address, charset = (
                str(one.get(f"WebResource{name}") or "") for name in ("MIMEType", "URL", "TextEncodingName")
            )
            yield ArchivedPart(kind, address, "", one["WebResourceData"], charset)
    frames = archive.get("WebSubframeArchives")
    for frame in frames if isinstance(frames, list) else ():
        yield from _resources(frame, depth + 1)


def _whole(page: ArchivedPart, others: list[ArchivedPart]) -> str:
    """Return a page with its pictures in it, its style sheets at its end, and its address at its head."""
    text = page.text
    address = base_of(text, page.address)
    pictures = {name: one for one in others if one.kind.startswith("image/") for name in _names(one)}

    def picture(source: str) -> str | None:
        part = pictures.get(source) or pictures.get(urljoin(address, source))
        return f"data:{part.kind};base64,{b64encode(part.data).decode()}" if part else None

    text = with_pictures(text, picture)
    sheets = "".join(
        f"<style>{one.text.replace('</', '')}</style>" for one in others if one.kind == "text/css"
    )
    told = escape(page.address.replace("--", "-"))
    mark = (
        f"<!-- saved from url=({len(page.address):04}){told} -->" if page.address.startswith("http") else ""
    )
    return f"{mark}{text}{sheets}"


def _names(part: ArchivedPart) -> Iterator[str]:
    if part.address:
        yield part.address
    if part.name:
        yield f"cid:{part.name}"


def _row(frame: ArchivedPart) -> Piece:
    """Return the ledger's row of a frame, or of the words that a mail has beside its page."""
    shown = unescape(_UNSHOWN.sub(" ", frame.text)) if frame.kind in _PAGE else frame.text
    fate = FRAME if frame.kind in _PAGE else _WITHOUT_MARKUP
    return Piece.row(role="boilerplate", line=0, text=" ".join(shown.split()), fate=fate)
