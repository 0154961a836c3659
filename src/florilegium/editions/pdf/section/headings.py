"""Headings that go over several lines do not leave their last word alone."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4"})
_CLASSES: Final = frozenset({"subtitle", "title"})

#: A heading of fewer words is left alone, and so is a last word of more letters.
_WORDS: Final = 4
_LETTERS: Final = 14


def keep_last_words(tree: Element) -> None:
    """Tie the last two words of every longer heading, title and subtitle together."""
    for element in tree.iter("h1", "h2", "h3", "h4", "p"):
        classes = (element.get("class") or "").split()
        if element.tag in _HEADINGS or _CLASSES & set(classes):
            _tie(element)


def _tie(heading: Element) -> None:
    """The last words are tied where both stand in one piece of text."""
    words = "".join(heading.itertext()).split()
    if len(words) < _WORDS or len(words[-1]) > _LETTERS:
        return
    owner = heading[-1] if len(heading) else heading
    name = "tail" if len(heading) else "text"
    head, space, last = (getattr(owner, name) or "").rstrip().rpartition(" ")
    if space and last == words[-1] and head.strip():
        setattr(owner, name, f"{head}\N{NO-BREAK SPACE}{last}")
