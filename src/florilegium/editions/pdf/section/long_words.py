"""Where a word may be divided that no line would hold: in headings and tables, which are not hyphenated, in
code, and in whatever runs on without an end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

from lxml.etree import _Element as Element

from florilegium.book.trees import language_at
from florilegium.editions.pdf.linebreak.break_opportunities import SOFT_HYPHEN, Hyphenator
from florilegium.system.patterns import regex

_ZERO_WIDTH_SPACE: Final = "\N{ZERO WIDTH SPACE}"

#: What is not hyphenated, and classes of paragraphs that are not.
_WHOLE: Final = ("h1", "h2", "h3", "h4", "th", "td", "caption", "figcaption")
_CLASSES: Final = frozenset({"title", "subtitle", "byline", "entry"})

#: What is code, or an address, has its own places.
_APART: Final = frozenset({"code", "pre", "a"})

_LONG: Final = regex(r"[^\W\d_]{24,}")
_LONG_CODE: Final = regex(r"\S{20,}")
_IN_CODE: Final = regex(r"(?<=\w[_./:,;=(+-])(?=\w)")

#: What runs on for so long is no word. It may be divided anywhere, since layout looks at all of a run for
#: each line that begins in it: between letters at so many steps, between marks on one letter at more.
_ENDLESS: Final = regex(r"\S{256,}")
_STEP: Final = 16
_MOST_MARKS: Final = 64

#: A word is divided after two letters and before three, as in `styles/print.css`.
_LIMITS: Final = (6, 2, 3)


def divide_long_words(tree: Element) -> None:
    """Mark where every very long word that is otherwise kept whole may be divided."""
    for element in tree.iter("span", "p", *_WHOLE):
        if element.tag in _WHOLE or _CLASSES & set((element.get("class") or "").split()):
            _replace(element, partial(_hyphenated, language_at(element)))
    for code in tree.iter("code"):
        if next(code.iterancestors("pre"), None) is None:
            _replace(code, _spaced)
    for element in tree.iter("*"):
        if element.text and element.tag != "style":
            element.text = _ENDLESS.sub(_stepped, element.text)
        if element.tail:
            element.tail = _ENDLESS.sub(_stepped, element.tail)


def _replace(element: Element, change: Callable[[str], str]) -> None:
    """Change all text in an element, but for what is apart."""
    if element.text:
        element.text = change(element.text)
    for child in element:
        if child.tag not in _APART:
            _replace(child, change)
        if child.tail:
            child.tail = change(child.tail)


def _hyphenated(language: str, text: str) -> str:
    """Return a text with soft hyphens in its long words; patterns are read where there is one."""
    if not _LONG.search(text):
        return text
    hyphenator = Hyphenator(language, _LIMITS, {}, frozenset())
    return _LONG.sub(lambda word: _divided(word[0], hyphenator.places(word[0])), text)


def _divided(word: str, places: tuple[int, ...]) -> str:
    ends = (*places, len(word))
    return SOFT_HYPHEN.join(word[start:end] for start, end in zip((0, *places), ends, strict=True))


def _spaced(code: str) -> str:
    """Return code with places after the signs in what has no space."""
    return _LONG_CODE.sub(lambda found: _IN_CODE.sub(_ZERO_WIDTH_SPACE, found[0]), code)


def _stepped(found: re.Match[str]) -> str:
    """Return a run with places at even steps, no mark parted from its letter unless it has hundreds."""
    run, parts, start = found[0], [], 0
    for place in range(1, len(run)):
        step = place - start
        if step >= _MOST_MARKS or (step >= _STEP and not unicodedata.combining(run[place])):
            parts.append(run[start:place])
            start = place
    return _ZERO_WIDTH_SPACE.join((*parts, run[start:]))
