"""Verse of pages: lines that are preformatted, that are an element each, or that a style sets in.

The lines become breaks, and an indent as many em spaces, which the editions keep.
"""

from __future__ import annotations

from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.sources.parts import content_of
from florilegium.sources.tree.vocabulary import classes_of, is_verse, styles_of
from florilegium.sources.tree.white_space import FURTHEST_IN, LONGEST_LINE, add_lines, keep_gaps
from florilegium.system.patterns import regex

_EM: Final = "\N{EM SPACE}"

#: What sets a line in, in ems, and the names by which Project Gutenberg does.
_INDENTS: Final = ("margin-left", "padding-left", "text-indent")
_EMPTY: Final = (*_INDENTS, "width")  # of an element without words, which is a gap
_EMS: Final = regex(r"(\d{1,3}(?:\.\d{1,2})?)\s*(r?em|px|pt)")
_UNITS: Final = {"em": 1.0, "rem": 1.0, "px": 1 / 16, "pt": 1 / 12}
_NAMED: Final = regex(r"i(?:ndent)?-?(\d{1,2})\Z")

#: Names of a line of verse, of a stanza and of the number of a line; white space that a style keeps.
_LINE: Final = frozenset(
    {"line", "verse-line", "verseline", "l", "poem-line", "poemline", "v", "ws-poem-line"}
)
_STANZA: Final = frozenset({"stanza", "strophe", "verse-group", "lg", "verse-stanza", "ws-poem-stanza"})
_NUMBER: Final = frozenset({"linenum", "linenumber", "line-number", "lineno", "line-no", "ln", "linenr"})
_KEPT: Final = frozenset({"pre", "pre-wrap", "pre-line", "break-spaces"})


def read_verse(root: Element) -> None:
    """Write the lines of the verse of a page as paragraphs with line breaks and indents, in place."""
    _mend_verse(root)
    _indent_lines(root)


def _mend_verse(root: Element) -> None:
    """Make paragraphs with line breaks of preformatted verse and of its single lines, in place."""
    for number in [one for one in root.iter("span", "a") if _NUMBER & classes_of(one)]:
        _set_apart(number)
    for holder in [one for one in root.iter("div", "section", "blockquote", "p") if _holds_lines(one)]:
        _join_lines(holder)
    kept = [one for one in root.iter("p", "div") if styles_of(one).get("white-space") in _KEPT]
    for block in [
        *(one for one in root.iter("pre") if any(map(is_verse, (one, *one.iterancestors("div"))))),
        *filter(_is_typed, kept),
    ]:
        block.tag = "div" if block.tag == "pre" else block.tag
        _break_lines(block)


def _set_apart(number: Element) -> None:
    """Part the number of a line from its words by a gap."""
    number.text = f"{_EM * 2}{number.text or ''}"
    number.tail = f"{_EM * 2}{(number.tail or '').lstrip()}" if (number.tail or "").strip() else number.tail


def _holds_lines(element: Element) -> bool:
    """Return whether the elements in a verse are single lines: named so, or those of a stanza."""
    verse = [one for one in (element, *element.iterancestors()) if is_verse(one)]
    if not verse:
        return False
    stanza = bool(_STANZA & classes_of(element)) or verse[0] is not element
    lines = [one for one in element if isinstance(one.tag, str)]
    return len(lines) > 1 and all(_is_line(one, stanza) for one in lines)


def _is_line(element: Element, in_stanza: bool) -> bool:
    """Return whether an element is one line of verse."""
    if element.tag not in {"div", "p", "span"} or (element.tail or "").strip():
        return False
    single = (
        element.find(".//br") is None
        and next(element.iter("div", "p", "ul", "ol", "table"), element) is element
    )
    named = bool(_LINE & classes_of(element))
    return (
        single
        and len(list(element.iter("div", "p"))) <= 1
        and (named or (in_stanza and element.tag != "span"))
    )


def _join_lines(holder: Element) -> None:
    """Make one paragraph of the lines of a stanza, with a break between two."""
    stanza = etree.Element(
        "p", {name: holder.get(name, "") for name in ("data-at", "data-n") if holder.get(name)}
    )
    for line in list(holder):
        if line.tag in {"div", "p", "span"}:
            if len(stanza):
                etree.SubElement(stanza, "br")
            line.tag, line.tail = "span", None
        stanza.append(line)
    holder.insert(0, stanza)


def _is_typed(block: Element) -> bool:
    """Return whether a paragraph whose white space a style keeps has short lines, as somebody typed them."""
    lines = [line for line in content_of(block).strip().split("\n") if line.strip()]
    plain = next(block.iter("p", "div", "br"), block) is block and block.find(".//br") is None
    return plain and len(lines) > 1 and max(map(len, lines)) <= LONGEST_LINE


def _indent_lines(root: Element) -> None:
    """Write the indents of lines of verse, which styles or Project Gutenberg's names have, as em spaces."""
    for line in [one for one in root.iter("span", "p", "div") if any(map(is_verse, one.iterancestors()))]:
        style = styles_of(line)
        empty = line.tag == "span" and not content_of(line).strip()
        told = next((style[name] for name in (_EMPTY if empty else _INDENTS) if style.get(name)), "")
        named = filter(None, map(_NAMED.match, sorted(classes_of(line))))
        found = _EMS.match(told) or next(named, None)
        unit = _UNITS.get(found[2], 1.0) if found and found.lastindex == _EMS.groups else 1.0
        ems = round(float(found[1]) * unit) if found else 0
        if 0 < ems <= FURTHEST_IN and (line.text or len(line) or empty):
            line.text = _EM * ems + (line.text or "").lstrip()


def _break_lines(block: Element) -> None:
    """Write the lines of a block as they are typed with breaks between them, in place."""
    begins = True
    for event, element in list(etree.iterwalk(block, events=("start", "end")))[:-1]:
        inside = event == "start"
        begins = begins or (inside and element.tag == "br")
        first, *rest = _lines_of((element.text if inside else element.tail) or "", begins)
        if inside:
            element.text = first
        else:
            element.tail = first
        begins = not (rest[-1] if rest else first).strip() and (begins or bool(rest))
        add_lines(element, None if inside else element, rest)


def _lines_of(text: str, begins: bool) -> list[str]:
    """Return a text's lines. The first goes on with an open line unless it `begins`; the last stays open."""
    *whole, last = text.split("\n")
    lines = [line.rstrip(" \t") for line in whole] + [last]
    return [_typed(line) if place or begins else keep_gaps(line, str) for place, line in enumerate(lines)]


def _typed(line: str) -> str:
    """Return the beginning of a preformatted line with its indent and its gaps as em spaces."""
    words = line.lstrip(" \t")
    indent = len(line[: len(line) - len(words)].expandtabs(4))
    return _EM * min((indent + 1) // 2, FURTHEST_IN) + keep_gaps(words, str)
