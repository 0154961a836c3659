"""Verse of pages: lines that are preformatted, as WordPress keeps them, and lines that a style sets in.

The lines become breaks, and an indent as many em spaces, which the editions keep.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.tree.vocabulary import classes_of, is_verse, styles_of

#: What sets a line in, in ems, and the names by which Project Gutenberg does.
_INDENTS: Final = ("margin-left", "padding-left", "text-indent")
_EMS: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)r?em")
_NAMED: Final = re.compile(r"i(?:ndent)?-?(\d{1,2})\Z")

#: No line of verse is set in by more.
_MOST: Final = 20


def mend_verse(root: Element) -> None:
    """Make paragraphs with line breaks of preformatted verse, in place."""
    for block in [one for one in root.iter("pre") if is_verse(one)]:
        block.tag = "div"
        for element in list(block.iter(etree.Element)):
            _break_text(element)
            if element is not block:
                _break_tail(element)


def indent_lines(root: Element) -> None:
    """Write the indents of lines of verse, which styles or Project Gutenberg's names have, as em spaces."""
    for line in [one for one in root.iter("span", "p", "div") if any(map(is_verse, one.iterancestors()))]:
        style = styles_of(line)
        told = next((style[name] for name in _INDENTS if style.get(name)), "")
        named = filter(None, map(_NAMED.match, sorted(classes_of(line))))
        found = _EMS.match(told) or next(named, None)
        ems = round(float(found[1])) if found else 0
        if 0 < ems <= _MOST and (line.text or len(line)):
            line.text = "\N{EM SPACE}" * ems + (line.text or "").lstrip()


def _break_text(element: Element) -> None:
    first, *rest = (element.text or "").split("\n")
    element.text = first
    for place, line in enumerate(rest):
        break_ = etree.Element("br")
        break_.tail = line
        element.insert(place, break_)


def _break_tail(element: Element) -> None:
    first, *rest = (element.tail or "").split("\n")
    element.tail = first
    last = element
    for line in rest:
        break_ = etree.Element("br")
        last.addnext(break_)
        break_.tail = line
        last = break_
