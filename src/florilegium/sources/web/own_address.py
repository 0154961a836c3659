"""Links of a page to itself, written out in full: as links to a place in the same page.

Browsers that save a page write its address into every link. The address is known from what the page says of
itself (its canonical address, the mark of the browser), or because all places that links name there are here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final
from urllib.parse import urldefrag, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.system.patterns import regex

_SAVED: Final = regex(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)


def make_local(root: Element, source: str) -> None:
    """Write the links of a page to its own places as `#place`, in place; `source` is the page's text."""
    links: dict[str, list[tuple[Element, str]]] = defaultdict(list)
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        address, place = urldefrag(href) if href[:1] != "#" else ("", "")
        if address and place:
            links[address].append((link, place))
    if not links:
        return
    known = _said(root, source)
    here = {one.get(key) for one in root.iter(etree.Element) for key in ("id", "name")} - {None}
    for address, found in links.items():
        if _bare(address) in known or (all(place in here for _, place in found) and _leads_back(found)):
            for link, place in found:
                link.set("href", f"#{place}")


def _said(root: Element, source: str) -> set[str]:
    """Return the addresses that a page says are its own."""
    saved = _SAVED.search(source[:2000])
    found = [saved[1]] if saved else []
    found += [one.get("href") or "" for one in root.iter("link") if one.get("rel") == "canonical"]
    found += [one.get("content") or "" for one in root.iter("meta") if one.get("property") == "og:url"]
    return {_bare(address) for address in found if address}


def _bare(address: str) -> str:
    """Return an address without its scheme, its query and the slash at its end."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    return f"{parts.netloc}{parts.path}".removesuffix("/").lower()


def _leads_back(found: list[tuple[Element, str]]) -> bool:
    """Return whether two of some links lead to one another, as a call and its note do."""
    around: dict[str, set[str]] = defaultdict(set)
    for link, place in found:
        for one in (link, *link.iterancestors()):
            around[place] |= {name for name in (one.get("id"), one.get("name")) if name}
            if one.tag in {"li", "div", "aside", "td", "section", "body"}:
                break
    return any(place in around.get(name, ()) for place, names in around.items() for name in names)
