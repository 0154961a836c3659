"""Verse in Word documents: one line a paragraph, or lines in a paragraph; indents by tabs, spaces or margins.

An indent comes out as em spaces at the beginning of its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.tree.white_space import FURTHEST_IN, LONGEST_LINE, keep_gaps, lines_of

_EM: Final = "\N{EM SPACE}"

#: An em in twentieths of a point, at the size of twelve points.
_TWIPS: Final = 240

#: Ems of a tab, and spaces that make an em.
_TAB: Final = 2
_SPACES: Final = 2

#: So many short lines at least show that they are verse.
_LINES: Final = 3
_COUPLET: Final = 2

#: How a sentence ends.
_ENDS: Final = (".", "!", "?", ":", "”", "’", '"', "»")


def looks_like_verse(quotation: Element) -> bool:
    """Return whether a quotation is all short lines: three or more, or two of which the first goes over."""
    lines = [line.strip() for paragraph in quotation for line in lines_of(paragraph)]
    couplet = len(lines) == _COUPLET and not lines[0].endswith(_ENDS)
    return (len(lines) >= _LINES or couplet) and all(0 < len(line) <= LONGEST_LINE for line in lines)


def set_lines_together(container: Element) -> None:
    """Make a quotation of paragraphs that stand together and are lines of verse by their tabs, in place.

    All are short, some begin with a tab or spaces and some do not, and half of them end as no sentence does:
    so talk whose paragraphs a typist began with tabs stays talk.
    """
    run: list[Element] = []
    for block in [*container.iterchildren(etree.Element), None]:
        if block is not None and _is_line(block):
            run.append(block)
            continue
        if len(run) >= _LINES and _are_verse([lines_of(one)[0] for one in run]):
            verse = etree.Element("blockquote", {"class": "verse"})
            verse.attrib.update({name: run[0].get(name, "") for name in ("data-at", "data-n", "data-gap")})
            run[0].addprevious(verse)
            verse.extend(run)
        run = []


def _is_line(block: Element) -> bool:
    """Return whether a block is a plain paragraph of one short line."""
    if block.tag != "p" or block.get("class") or block.find(".//br") is not None:
        return False
    return 0 < len(lines_of(block)[0].strip()) <= LONGEST_LINE


def _are_verse(lines: Sequence[str]) -> bool:
    """Return whether lines are set in by turns, and mostly end as no sentence does."""
    within = sum(line[:1] == "\t" or line[:2] == "  " for line in lines)
    open_ = sum(not line.rstrip().endswith(_ENDS) for line in lines)
    return 0 < within < len(lines) and open_ * 2 >= len(lines)


def is_verse_paragraph(paragraph: Element) -> bool:
    """Return whether a paragraph's lines are short and some of them are set in by tabs or spaces."""
    lines = lines_of(paragraph)
    short = len(lines) >= _LINES and all(len(line.strip()) <= LONGEST_LINE for line in lines)
    return short and any(line[:1] == "\t" or line[:2] == "  " for line in lines if line.strip())


def gather_verse(quotation: Element) -> None:
    """Make stanzas of a verse's paragraphs, in place: single lines are joined where no gap parts them."""
    paragraphs = [one for one in quotation if one.tag == "p"]
    least = min((int(one.get("data-left", "0")) for one in paragraphs), default=0)
    for paragraph in paragraphs:
        _indent_lines(paragraph, (int(paragraph.attrib.pop("data-left", "0")) - least) // _TWIPS)
    before: Element | None = None
    for paragraph in paragraphs:
        single = paragraph.find(".//br") is None
        parted = int(paragraph.get("data-gap", "0")) > 0
        if before is not None and single and not parted:
            _join(before, paragraph)
        else:
            before = paragraph if single else None


def _join(stanza: Element, line: Element) -> None:
    """Put a line at the end of a stanza."""
    etree.SubElement(stanza, "br").tail = line.text
    stanza.extend(list(line))
    parent = line.getparent()
    if parent is not None:
        parent.remove(line)


def _indent_lines(paragraph: Element, ems: int) -> None:
    """Set the lines of a paragraph in, by the white space that they begin with, and by `ems`."""
    for owner, tail in list(_beginnings(paragraph)):
        text = (owner.tail if tail else owner.text) or ""
        white = text[: len(text) - len(text.lstrip())]
        tabs, spaces = white.count("\t"), white.count(" ") + white.count("\N{NO-BREAK SPACE}")
        count = ems + tabs * _TAB + spaces // _SPACES + white.count(_EM)
        text = _EM * max(min(count, FURTHEST_IN), 0) + text.lstrip()
        if tail:
            owner.tail = text
        else:
            owner.text = text
    for one in paragraph.iter(etree.Element):
        one.text = keep_gaps(one.text, str) if one.text else None
        if one is not paragraph and one.tail:
            one.tail = keep_gaps(one.tail, str)


def _beginnings(paragraph: Element) -> Iterator[tuple[Element, bool]]:
    """Yield where each line's text begins: an element, and whether the text stands behind it."""
    fresh = True
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start" and element.tag == "br":
            fresh = True
            continue
        tail = event == "end"
        if tail and element is paragraph:
            return
        if fresh and ((element.tail if tail else element.text) or "").strip():
            fresh = False
            yield element, tail
