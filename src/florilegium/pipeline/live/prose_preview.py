"""Text as the book will have it, as HTML for a look: an editor's while it is written, and that of a note."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from florilegium.book.runs import leaves
from florilegium.problems import Report

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

#: What is shown as it is; of other elements their words are.
_SHOWN: Final = frozenset(
    {
        "p",
        "em",
        "strong",
        "i",
        "b",
        "cite",
        "sup",
        "sub",
        "br",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    }
    | {"h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead", "tr", "td", "th", "code", "pre", "hr"}
)

_VOID: Final = frozenset({"br", "hr"})


def prose_preview(text: str) -> str:
    """Return a text as HTML without any attribute: what it leads to and shows is not asked for."""
    from florilegium.sources.read import read_markdown

    if not text.strip():
        return ""
    read = read_markdown(text, name="", first_line=1, language="und", report=Report())
    notes = "".join(f"<li>{''.join(_inside(note.body))}</li>" for note in read.notes)
    body = "".join(_inside(read.body))
    return f'{body}<ol class="notes">{notes}</ol>' if notes else body


def marked_words(body: Element) -> str:
    """Return the words of a body with their italics and the like, as HTML without any attribute."""
    return " ".join("".join(_inside(block)) for block in leaves(body))


def _inside(element: Element) -> Iterator[str]:
    yield html.escape(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _whole(child)
        yield html.escape(child.tail or "")


def _whole(element: Element) -> Iterator[str]:
    if element.tag == "call":
        yield "<sup>*</sup>"
    elif element.tag == "img":
        yield f"<i>[{html.escape(element.get('alt') or 'a picture')}]</i>"
    elif element.tag in _VOID:
        yield f"<{element.tag}>"
    elif element.tag in _SHOWN:
        yield f"<{element.tag}>"
        yield from _inside(element)
        yield f"</{element.tag}>"
    else:
        yield from _inside(element)
