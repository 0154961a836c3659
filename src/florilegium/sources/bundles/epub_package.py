"""What the package of an EPUB says of its pages: in which order they are read, and which are no text.

A package (EPUB 3.3, §5; OPF 2.0) is cut at its tags by regular expressions, so that a broken or hostile one
says less and does nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from html import unescape
from typing import Final
from urllib.parse import unquote, urldefrag

from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_NCX: Final = "application/x-dtbncx+xml"

#: What a guide (OPF 2.0, §2.6) calls a page that belongs to the EPUB and is no article.
_GUIDED: Final = frozenset(
    {"cover", "title-page", "toc", "copyright-page", "colophon", "loi", "lot", "other.titlepage"}
)

#: What an EPUB calls its pages that are of that book and no article, within the first bytes of a page.
_TYPED: Final = regex(
    rb"""epub:type=["'][^"']*\b(?:titlepage|halftitlepage|imprint|colophon|copyright-page|toc|loi|landmarks|cover)\b"""
)
_HEAD_BYTES: Final = 3000

_CREATOR: Final = regex(r"<dc:creator\b([^>]*)>([^<]*)</dc:creator>")
_ROLE: Final = regex(
    r"""<meta\s[^>]*refines=["']#([^"']+)["'][^>]*property=["']role["'][^>]*>\s*(\w+)|"""
    r"""<meta\s[^>]*property=["']role["'][^>]*refines=["']#([^"']+)["'][^>]*>\s*(\w+)"""
)


@dataclass(frozen=True)
class PackageRecord:
    """What a package says: its pages in the order of reading, those that are no article, and who wrote it.

    `contents` is the file that lists its contents, the newer of two.
    """

    spine: tuple[str, ...] = ()
    apparatus: frozenset[str] = frozenset()
    creators: tuple[str, ...] = field(default=())
    contents: str = ""

    @classmethod
    def of(cls, package: bytes, name: str) -> PackageRecord:
        """Read the package of a name; pages are named from where that name counts."""
        text = package.decode("utf-8", "replace")
        above = posixpath.dirname(name)

        def page(href: str) -> str:
            return posixpath.normpath(posixpath.join(above, unquote(urldefrag(href)[0])))

        items = {one["id"]: one for one in _tags(text, "item") if "id" in one and "href" in one}
        read = (items.get(one.get("idref", "")) for one in _tags(text, "itemref"))
        spine = dict.fromkeys(page(one["href"]) for one in read if one is not None)
        contents = [one["href"] for one in items.values() if "nav" in one.get("properties", "").split()]
        guided = (
            one["href"]
            for one in _tags(text, "reference")
            if one.get("type", "").lower() in _GUIDED and one.get("href")
        )
        apparatus = frozenset(map(page, [*contents, *guided]))
        listed = [*contents, *(one["href"] for one in items.values() if one.get("media-type") == _NCX)]
        creators = tuple(dict.fromkeys(_creators(text)))
        return cls(tuple(spine), apparatus, creators, page(listed[0]) if listed else "")


def is_typed_apparatus(page: bytes) -> bool:
    """Return whether a page says that it belongs to an EPUB and is no article: its title page, contents."""
    return _TYPED.search(page[:_HEAD_BYTES]) is not None


def _creators(text: str) -> Iterator[str]:
    """Yield who wrote the book; editors and translators are none of them."""
    roles: Mapping[str, str] = {
        (one[1] or one[3]): (one[2] or one[4]).lower() for one in _ROLE.finditer(text)
    }
    for found in _CREATOR.finditer(text):
        told = _attributes(found[1])
        role = told.get("opf:role") or roles.get(told.get("id", ""), "aut")
        name = " ".join(unescape(found[2]).split())
        if role == "aut" and name:
            yield name


def _tags(text: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each tag of a name, whatever its prefix."""
    for found in re.finditer(rf"<(?:\w+:)?{name}\s([^>]*)>", text):
        yield _attributes(found[1])


def _attributes(inside: str) -> dict[str, str]:
    found = re.finditer(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", inside)
    return {one[1]: unescape(one[2] if one[2] is not None else one[3]) for one in found}
