"""Bare addresses of the web as links: the text stays letter for letter, a link goes round it.

An address is what begins with `http://`, `https://`, `www.` or `doi:10.`; what follows as punctuation of the
sentence is no part of it. What is a link already, and code, stays as it is. Where a long address may be
broken at a line's end is for the editions to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.model import LONGEST_LINK, Text
from florilegium.system.patterns import regex

_ADDRESS: Final = regex(
    r"(?<![\w@/.-])(?:https?://(?=[\w\[])|www\.(?=[\w-]+\.\w)|doi:\s?(?=10\.\d{4,9}/))"
    r"[^\s<>\"“”„«»‹›—…。、，；：）」』》]+",
    re.IGNORECASE,
)

#: What every address has one of, in small letters.
_SIGNS: Final = (":", "www.")

#: What ends a sentence or a bracket round an address, and no address.
_ENDS: Final = ".,;:!?'’‘*"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}

#: What an address may hold as it stands (RFC 3986); all else is written as its bytes.
_PLAIN: Final = "%/:=&?~#+!$,;'@()*[]"

_HOST: Final = regex(r"(?<=://)[^/?#:@]+")

_UNTOUCHED: Final = frozenset({"a", "code", "pre"})


def link_addresses(text: Text) -> Text:
    """Make links of the bare addresses in a text and its notes."""
    notes = tuple(replace(note, body=link_tree(note.body)) for note in text.notes)
    return replace(text, body=link_tree(text.body), notes=notes)


def link_tree(tree: Element) -> Element:
    """Return a copy of a tree with its bare addresses as links."""
    tree = deepcopy(tree)
    for block in list(runs.leaves(tree)):
        for start, end, target in reversed(list(_addresses(runs.text_of(block)))):
            if not _is_touched(block, start, end):
                runs.wrap(block, start, end, etree.Element("a", {"href": target}))
    return tree


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each address of a text begins and ends, and where it leads."""
    small = text.lower()
    if not any(sign in small for sign in _SIGNS):
        return
    for found in _ADDRESS.finditer(text):
        if len(found.group()) > LONGEST_LINK:
            continue
        address = _without_ends(found.group())
        target = _target(address)
        if target:
            yield found.start(), found.start() + len(address), target


def _without_ends(address: str) -> str:
    """Return an address without the punctuation of the sentence.

    Brackets that it opened itself are its own.
    """
    while address:
        last = address[-1]
        opening = _BRACKETS.get(last, "")
        if last not in _ENDS and not (opening and address.count(last) > address.count(opening)):
            break
        address = address[:-1]
    return address


def _target(address: str) -> str:
    """Return where an address leads; empty for one without a host."""
    low = address.lower()
    if low.startswith("doi:"):
        return "https://doi.org/" + quote(address[4:].strip(), safe="/:;()")
    address = f"http://{address}" if low.startswith("www.") else address
    host = _HOST.search(address)
    if host is None:
        return ""
    try:
        name = host.group().encode("idna").decode() if not host.group().isascii() else host.group()
    except UnicodeError:
        return ""
    return quote(address[: host.start()] + name + address[host.end() :], safe=_PLAIN)


def _is_touched(block: Element, start: int, end: int) -> bool:
    """Return whether a part of a span is a link already, or code."""
    for run in runs.runs(block):
        if run.start < end and start < run.end:
            around = run.owner.getparent() if run.tail else run.owner
            while around is not None:
                if around.tag in _UNTOUCHED:
                    return True
                around = around.getparent()
    return False
