"""The pictures of a page, as its tags name them, led to where they were saved."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final
from urllib.parse import urljoin

from florilegium.system.patterns import regex

_BASE: Final = regex(r"""<base\b[^>]*?href\s*=\s*["']([^"']+)""", re.IGNORECASE)
_PICTURE: Final = regex(r"<img\b[^>]*>", re.IGNORECASE)
_VALUE: Final = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"""
_SOURCE: Final = regex(rf"\ssrc{_VALUE}", re.IGNORECASE)
_LATE: Final = regex(rf"\sdata-(?:lazy-|original-)?src{_VALUE}", re.IGNORECASE)
_CHOICE: Final = regex(
    rf"\s(?:srcset|sizes|loading|data-(?:lazy-|original-)?src(?:set)?){_VALUE}", re.IGNORECASE
)


def base_of(text: str, address: str) -> str:
    """Return the address from which a page reckons those that it names; by default its own."""
    base = _BASE.search(text)
    return urljoin(address, unescape(base[1])) if base else address


def with_pictures(text: str, find: Callable[[str], str | None]) -> str:
    """Return a page whose pictures are named as `find` names them; None leaves one as it is.

    What loads late is asked for first, since a dot stands for it until then; the choice of other sizes goes
    with the address that it belonged to.
    """
    return _PICTURE.sub(lambda found: _led(found[0], find), text)


def _led(tag: str, find: Callable[[str], str | None]) -> str:
    for pattern in (_LATE, _SOURCE):
        found = pattern.search(tag)
        source = unescape(next(filter(None, found.groups()), "")).strip() if found else ""
        made = find(source) if source and not source.startswith("data:") else None
        if made is not None:
            rest = _CHOICE.sub("", _SOURCE.sub("", tag))
            return f'{rest[:4]} src="{escape(made)}"{rest[4:]}'
    return tag
