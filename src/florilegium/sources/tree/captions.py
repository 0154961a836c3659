"""Captions that stand as paragraphs beside their picture or table, joined to it."""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.roles import cues
from florilegium.sources.tree.cutting import mass
from florilegium.sources.tree.vocabulary import classes_of

_NAMES: Final = frozenset(
    {
        *("caption", "msocaption", "wp-caption-text", "thumbcaption", "image-caption", "photo-caption"),
        *("figure-caption", "figcaption", "img-caption", "picture-caption", "article-image-caption"),
    }
)


def frame_captions(root: Element, language: str) -> None:
    """Join a caption to the picture or table before it, or to the table after it, in place.

    What says where a table comes from, or is a note on it, stays below it as a paragraph.
    """
    for one in [one for one in root.iter("figcaption", "caption") if _says_source(one, language)]:
        _set_below(one)
    for caption in [
        one for one in root.iter("figcaption") if next(one.iterancestors("figure"), None) is None
    ]:
        figure = caption.getprevious()
        if figure is not None and figure.tag == "figure" and figure.find(".//figcaption") is None:
            figure.append(caption)
            figure.tail, caption.tail = caption.tail, None
    for caption in [one for one in root.iter("p", "div", "span") if _NAMES & classes_of(one)]:
        before, after = caption.getprevious(), caption.getnext()
        if next(caption.iterancestors("figure"), None) is not None or not mass(caption):
            continue
        if before is not None and before.tag == "table" and _says_source(caption, language):
            continue
        table = next((one for one in (after, before) if one is not None and one.tag == "table"), None)
        if before is not None and _is_picture(before):
            marks = {name: before.get(name, "") for name in ("data-at", "data-n") if before.get(name)}
            figure = etree.Element("figure", marks)
            before.addprevious(figure)
            figure.extend([before, caption])
            caption.tag = "figcaption"
            figure.tail, caption.tail = caption.tail, None
        elif table is not None and table.find("caption") is None:
            tail, caption.tail = caption.tail, None
            if tail and tail.strip():
                caption.tail = tail
                continue
            table.insert(0, caption)
            caption.tag = "caption"


def _says_source(caption: Element, language: str) -> bool:
    """Return whether a caption says where a table comes from, or is a note on it."""
    return cues.opens("table_source", content_of(caption).strip(), language) > 0


def _set_below(caption: Element) -> None:
    """Set a caption that stands in a table or behind it below that as a paragraph, in place."""
    parent = caption.getparent()
    table = parent if caption.tag == "caption" else caption.getprevious()
    if parent is None or table is None or table.tag != "table":
        return
    tail, caption.tail = caption.tail, None
    parent.remove(caption)
    caption.tag = "p"
    parent.addnext(caption)
    parent.tail, caption.tail = tail, parent.tail


def _is_picture(element: Element) -> bool:
    """Return whether an element is a picture, or holds nothing else."""
    if element.tag == "img":
        return not (element.tail or "").strip()
    holds = element.tag in {"p", "a", "div", "span", "picture"} and element.find(".//img") is not None
    return holds and not mass(element) and not (element.tail or "").strip()
