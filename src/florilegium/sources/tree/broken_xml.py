"""Parts of documents that are XML as programs wrote them, sound or not: read as far as they go.

libxml2 goes on behind what is wrong in them (`recover`). But it lets into a tree what a numeric reference
names and XML forbids (`&#1;`, `&#xD800;`; XML 1.0 §2.2), where asking for the text, or copying it, fails.
So all that is read in this way goes through here.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.encoding import REFERENCE, is_xml_letter
from florilegium.system.patterns import regex
from florilegium.system.values import dataclass

_REFERENCE: Final = regex(REFERENCE.pattern.encode())
_DECLARATION: Final = regex(r"\s*<\?xml[^>]{0,200}\?>")
#: How XML begins whose letters have four or two bytes (XML 1.0 appendix F.1).
_STARTS: Final = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}

#: Control characters, which libxml2 drops; not the escape, with which ISO 2022 changes its tables.
_CONTROLS: Final = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D, 0x1B})


@dataclass(frozen=True)
class BrokenXml:
    """A tree, or None where there is no XML; how many control characters were left out.

    With `is_cut`, what lies deeper than libxml2 goes is missing from the tree.
    """

    root: Element | None
    unprintable: int = 0
    is_cut: bool = False


def read_broken(content: bytes) -> BrokenXml:
    """Return what can be read of XML that may be broken; it fetches nothing and unfolds no entity."""
    if not content.strip():
        return BrokenXml(None)
    sound, count = _without_forbidden(as_utf8(content))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(sound, parser)
    except etree.XMLSyntaxError:
        return BrokenXml(None)
    is_cut = any("depth" in str(entry.message).lower() for entry in parser.error_log)
    return BrokenXml(root, count, is_cut)


def as_utf8(content: bytes) -> bytes:
    """Return XML whose letters have two or four bytes in UTF-8; what is not so, as it is."""
    encoding = next((name for start, name in _STARTS.items() if content.startswith(start)), "")
    if not encoding:
        return content
    return _DECLARATION.sub("", content.decode(encoding, "replace").removeprefix("\ufeff"), count=1).encode()


def _without_forbidden(content: bytes) -> tuple[bytes, int]:
    """Return XML without references to what no tree may hold, and how many control characters it has lost."""
    count = len(content) - len(content.translate(None, _CONTROLS))
    if b"&#" not in content:
        return content, count
    lost = 0

    def fit(found: re.Match[bytes]) -> bytes:
        nonlocal lost
        if is_xml_letter(int(found[1], 16) if found[1] else int(found[2])):
            return found[0]
        lost += 1
        return b""

    sound = _REFERENCE.sub(fit, content)
    return sound, count + lost
