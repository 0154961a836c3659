"""Cutting parts out of a page without losing count: what is taken away is weighed and entered first."""

from __future__ import annotations

from collections import Counter

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, content_of, weigh
from florilegium.sources.tree.vocabulary import INLINE


def mass(element: Element) -> int:
    """Return how many characters an element holds, with those of the marks that calls stand for."""
    return weigh(content_of(element)) + sum(int(call.get("weight", 0)) for call in element.iter("call"))


def text_of(element: Element) -> str:
    """Return all text of an element on one line, scripts and styles apart; only blocks part words."""
    parts: list[str] = []
    events = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, one in events:
        if event in {"start", "end"} and one.tag not in INLINE:
            parts.append(" ")
        if event == "start" and one.tag in {"script", "style", "template", "noscript"}:
            events.skip_subtree()
        elif event == "start":
            parts.append(one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def detach(element: Element) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail, element.tail = element.tail, None
    before = element.getprevious()
    parent.remove(element)
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail


def cut(element: Element, role: str, fate: str = "") -> Piece:
    """Take an element out of its tree and enter what it was."""
    lines = [_line(one) for one in element.iter(etree.Element)]
    piece = Piece(
        block=None,
        role=role,
        line=lines[0],
        last_line=max(lines),
        text=text_of(element),
        characters=mass(element),
        order=int(element.get("data-n", 0)),
        fixed=True,
        fate=fate,
        cut=element,
        nodes=_nodes(element),
    )
    detach(element)
    return piece


def _nodes(element: Element) -> str:
    """Return all text nodes of an element but those of scripts, a line each, with the marks that calls
    stand for.
    """
    calls = (call.get("was", "") for call in element.iter("call"))
    return "\n".join([*map(str, _TEXTS(element)), *calls])


_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]")


def gone(before: str, after: str) -> str:
    """Return the words of a text that another has no more."""
    left = Counter(after.split())
    lost = []
    for word in before.split():
        left[word] -= 1
        if left[word] < 0:
            lost.append(word)
    return " ".join(lost)


def _line(element: Element) -> int:
    return int(element.get("data-at", "0").partition(":")[0] or 0)
