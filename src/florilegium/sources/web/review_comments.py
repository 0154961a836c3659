"""Reviewers' comments in pages that Word and Google Docs export: no part of the article, and no notes."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import Piece
from florilegium.sources.tree.cutting import cut

#: Where a comment's mark leads, and the names of the comments and of what holds them.
_MARK: Final = re.compile(r"#(?:_msocom_|cmnt)\d+\Z")
_COMMENT: Final = re.compile(r"(?:_com_|cmnt)\d+\Z")
_LIST: Final = re.compile(r"mso-element:\s*comment-list")
_FATE: Final = "left out: a reviewer’s comment"


def take_comments(root: Element) -> list[Piece]:
    """Take the comments and their marks out of a page, in place."""
    marks = [link for link in root.iter("a") if _MARK.match(link.get("href") or "")]
    lists = [one for one in root.iter("div") if _LIST.search((one.get("style") or "")[:500])]
    named = [one for one in root.iter(etree.Element) if _COMMENT.match(one.get("id") or "")]
    return [
        cut(element, "boilerplate", _FATE)
        for element in [*map(_wrapped, marks), *lists, *map(_block, named)]
        if any(above is root for above in element.iterancestors())
    ]


def _wrapped(mark: Element) -> Element:
    """A mark with the element that raises it, if that holds nothing else."""
    parent = mark.getparent()
    alone = parent is not None and parent.tag in {"sup", "span"} and len(parent) == 1
    return parent if alone and parent is not None and not (parent.text or mark.tail or "").strip() else mark


def _block(named: Element) -> Element:
    """The whole comment of which a named element is part: its paragraph, and the division of that alone."""
    block = next((one for one in (named, *named.iterancestors()) if one.tag in {"p", "div", "li"}), named)
    parent = block.getparent()
    return parent if parent is not None and parent.tag == "div" and len(parent) == 1 else block
