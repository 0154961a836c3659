"""What the contents of an EPUB lead to: for each page, the places in it where something of its own begins.

Read are the navigation document (EPUB 3.3, §7) and the older NCX, cut at their tags by regular expressions,
as packages are (`epub_package.py`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Final
from urllib.parse import unquote, urldefrag

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_NAV: Final = regex(r"<nav\b[^>]*\btoc\b[^>]*>(.*?)</nav>", re.DOTALL)
_STEP: Final = regex(
    r"<(?P<deeper>ol|navPoint)\b[^>]*>|</(?P<higher>ol|navPoint)>"
    r"|<a\b[^>]*?href=[\"'](?P<href>[^\"']+)[\"'][^>]*>(?P<label>.*?)</a>"
    r"|<text>(?P<text>.*?)</text>|<content\b[^>]*?src=[\"'](?P<src>[^\"']+)[\"']",
    re.DOTALL,
)
_TAG: Final = regex(r"<[^>]*>")

#: What contents lead to and is no article, in the words of Project Gutenberg and of others.
_NO_ARTICLE: Final = regex(
    r"(?:table of )?contents|(?:list of )?illustrations|(?:foot|end)?notes|index"
    r"|transcriber[’']s notes?:?|the full project gutenberg.*licen[sc]e.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the contents: how deep it stands, its words, the page and the place that it leads to."""

    depth: int
    label: str
    page: str
    place: str

    @property
    def is_article(self) -> bool:
        return _NO_ARTICLE.fullmatch(self.label) is None


def contents_in(document: bytes, name: str) -> tuple[ContentsEntry, ...]:
    """Return the lines of a navigation document or NCX of a name, which counts for where they lead.

    One line over all others is the title of the book, and is none of them.
    """
    text = document.decode("utf-8", "replace")
    nav = _NAV.search(text)
    entries = list(_entries(nav[1] if nav else text, posixpath.dirname(name)))
    while entries and sum(one.depth == entries[0].depth for one in entries) == 1 and len(entries) > 1:
        entries = entries[1:]
    return tuple(entries)


def places_in(entries: Sequence[ContentsEntry]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each page to which several lines of one depth lead, the places of its articles."""
    pages: dict[str, list[ContentsEntry]] = {}
    for entry in entries:
        pages.setdefault(entry.page, []).append(entry)
    found = {}
    for page, lines in pages.items():
        top = min(one.depth for one in lines)
        places = [one.place for one in lines if one.depth == top and one.place and one.is_article]
        if len(places) > 1:
            found[page] = tuple(dict.fromkeys(places))
    return found


def _entries(text: str, above: str) -> Iterator[ContentsEntry]:
    depth, label = 0, ""
    for step in _STEP.finditer(text):
        if step["deeper"]:
            depth += 1
        elif step["higher"]:
            depth -= 1
        elif step["text"] is not None:
            label = step["text"]
        else:
            address = unescape(step["href"] or step["src"])
            path, place = urldefrag(address)
            page = posixpath.normpath(posixpath.join(above, unquote(path)))
            words = " ".join(unescape(_TAG.sub("", step["label"] if step["href"] else label)).split())
            yield ContentsEntry(depth, words, page, unquote(place))
