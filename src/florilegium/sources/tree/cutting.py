"""Cutting parts out of a page without losing count: what is taken away is weighed and entered first."""

from __future__ import annotations

from collections import Counter
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece, content_of, weigh
from florilegium.sources.tree.vocabulary import INLINE

#: Elements whose content is no text.
_UNREAD: Final = frozenset({"script", "style", "template", "noscript"})


def mass(element: Element) -> int:
    """Return how many characters an element holds, with those of the marks that calls stand for."""
    return weigh(content_of(element)) + sum(int(call.get("weight", 0)) for call in element.iter("call"))


def text_of(element: Element) -> str:
    """Return all text of an element on one line, scripts and styles apart; only blocks part words."""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: Element, parts: list[str]) -> None:
    """Add the texts in an element, a space where a block begins or ends."""
    tag = element.tag
    between = "" if tag in INLINE else " "
    parts.append(between)
    if tag not in _UNREAD:
        parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                _gather(child, parts)
            parts.append(child.tail or "")
    parts.append(between)


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
    words, kept = before.split(), after.split()
    same = next((at for at, (one, other) in enumerate(zip(words, kept, strict=False)) if one != other), None)
    same = min(len(words), len(kept)) if same is None else same
    left = Counter(kept[same:])
    lost = []
    for word in words[same:]:
        left[word] -= 1
        if left[word] < 0:
            lost.append(word)
    return " ".join(lost)


def _line(element: Element) -> int:
    return int(element.get("data-at", "0").partition(":")[0] or 0)
