"""White space and marks without width: what a source has of them, and what a manuscript keeps.

Text pasted from the web is full of no-break spaces that mean nothing, of soft hyphens and of joiners. They
are turned into what the writer meant: one space, or none. A no-break space stays where it was put with
purpose: in French before `; : ! ? »`, and between a figure and its unit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.languages.folders import primary
from florilegium.languages.scripts import DIRECTION_MARKS, RIGHT_TO_LEFT_LETTERS, SPACELESS
from florilegium.system.patterns import regex

_WHITE: Final = regex(r"(\s+)")
_NO_BREAK: Final = regex("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]")
_SPECIAL: Final = regex("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{IDEOGRAPHIC SPACE}]")
_WIDTHLESS: Final = regex("[\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\ufeff]")
_DIRECTION: Final = regex(f"[{DIRECTION_MARKS}]")
_RIGHT_TO_LEFT: Final = regex(f"[{RIGHT_TO_LEFT_LETTERS}]")
_COMBINED: Final = regex("[^\\W\\d_][\u0300-\u036f]+")
_UNIT: Final = regex(
    r"(?:\d{3}(?!\d)|[%‰°€$£¥]|(?:[kcmµ]?m|[kmµ]?g|[kM]?W|km/h|mph|lb|oz|ft|ha|h|min|s|Hz|kHz|MHz|°C|°F"
    r"|am|pm|a\.m|p\.m|bn|Mio|Mrd|EUR|USD|GBP|CHF)\b)"
)
_EM: Final = "\N{EM SPACE}"

#: A line of verse, or one that somebody typed as a line, has at most so many letters.
LONGEST_LINE: Final = 68

#: No line of verse stands further in, in ems.
FURTHEST_IN: Final = 20
_CLOSING: Final = ".,;:!?)]}’”»›…"

#: A gap in a line of verse: a caesura, or what stands before the number of the line. No gap is wider, in ems.
_GAP: Final = regex(r"[ \N{NO-BREAK SPACE}]{3,}|\s*\t\s*")
_WIDEST: Final = 4


def clean(text: str, language: str) -> str:
    """Return a text without marks of no width, its accents joined to their letters. White space stays."""
    if text.isascii():
        return text
    if primary(language) not in SPACELESS:
        text = _WIDTHLESS.sub("", text)
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION.sub("", text)
    return _COMBINED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def collapse(text: str, language: str = "") -> str:
    """Return a plain text on one line, as a block would have it."""
    line = _Line(language)
    line.span(text)
    return line.spans()[0]


def keep_gaps(line: str, write: Callable[[str], str]) -> str:
    """Return a line of verse, its words written by `write` and the gaps between them as em spaces."""
    gaps = [_EM * _width(found[0]) for found in _GAP.finditer(line)]
    words = [write(words) for words in _GAP.split(line)]
    return "".join(f"{gap}{word}" for gap, word in zip(("", *gaps), words, strict=True))


def _width(gap: str) -> int:
    """Return the width of a gap in ems; two spaces are one."""
    return min(max((len(gap.expandtabs(4)) + 1) // 2, 1), _WIDEST)


def settle(block: Element, language: str) -> None:
    """Collapse the white space of a block of running text, in place.

    What stands at the ends of the block or beside a line break goes. White space before a note call goes or
    changes sides, since a call belongs to the text before it.
    """
    if block.tag == "pre":
        for run in runs.runs(block):
            run.put(clean(run.text, language))
        return
    verse = _is_verse(block)
    if not len(block) and not verse and not _SPECIAL.search(block.text or ""):
        block.text = " ".join(clean(block.text or "", language).split()) or None
        return
    line = _Line(language, keeps_indents=verse)
    owners: list[tuple[Element, bool]] = []
    for owner, tail in _walk(block):
        if owner.tag == "img" and not tail:
            line.picture()
        elif tail or owner.tag not in {"br", "call"}:
            owners.append((owner, tail))
            line.span((owner.tail if tail else owner.text) or "")
        elif owner.tag == "br":
            line.break_()
        else:
            line.call()
    for (owner, tail), text in zip(owners, line.spans(), strict=True):
        if tail:
            owner.tail = f"\n{text}" if owner.tag == "br" else text or None
        else:
            owner.text = text or None


def _is_verse(block: Element) -> bool:
    """Return whether a block is of a verse, whose lines may be set in by em spaces."""
    return any(one.get("class") == "verse" for one in block.iterancestors("blockquote"))


def _walk(block: Element) -> Iterator[tuple[Element, bool]]:
    """Yield every place of text in a block, in order: an element's own (False) and what follows it (True)."""
    yield block, False
    for child in block:
        yield from _walk(child)
        yield child, True


def _plain_tokens(text: str) -> tuple[str, str, str]:
    """Return the white space before a text, its words with single spaces, and the white space after it."""
    words = " ".join(text.split())
    if not words:
        return text, "", ""
    return text[: len(text) - len(text.lstrip())], words, text[len(text.rstrip()) :]


def sets_lines_in(block: Element) -> bool:
    """Return whether a block has short lines, some of which begin with spaces that no mark-up takes away."""
    if next(block.iter("br"), None) is None:
        return False
    lines = lines_of(block)
    short = len(lines) > 1 and all(len(line.strip()) <= LONGEST_LINE for line in lines)
    return short and any(_ems(line[: len(line) - len(line.lstrip())]) for line in lines if line.strip())


def lines_of(block: Element) -> list[str]:
    """Return the text of a block's lines."""
    lines = [""]
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            if element.tag == "br":
                lines.append("")
            lines[-1] += element.text or ""
        elif element is not block:
            lines[-1] += element.tail or ""
    return lines


def _ems(white: str) -> int:
    """Return how many ems of white space a page shows; of en and of no-break spaces two are one."""
    half = white.count("\N{NO-BREAK SPACE}") + white.count("\N{EN SPACE}") + white.count("\N{FIGURE SPACE}")
    return white.count(_EM) + white.count("\N{EM QUAD}") + half // 2


class _Line:
    """Text as it is written out span by span, with at most one space between two words."""

    def __init__(self, language: str, *, keeps_indents: bool = False) -> None:
        self._language = language
        self._keeps_indents = keeps_indents
        self._out: list[list[str]] = []
        self._last = ""  # the last letter written on this line
        self._white = ""  # white space read and not yet written …
        self._at = 0  # … and the span that will hold it
        self._before_call = False

    def spans(self) -> list[str]:
        """Return the text of each span."""
        return ["".join(parts) for parts in self._out]

    def span(self, text: str) -> None:
        """Take the next span."""
        self._out.append([])
        text = clean(text, self._language)
        special = self._keeps_indents or _SPECIAL.search(text)
        for token in _WHITE.split(text) if special else _plain_tokens(text):
            if token.isspace():
                self._at = self._at if self._white else len(self._out) - 1
                self._white += token
                self._before_call = False
            elif token:
                self._flush(token)
                self._out[-1].append(token)
                self._last = token[-1]

    def break_(self) -> None:
        """Take a line break: no space stands on either side of it."""
        self._last = self._white = ""
        self._before_call = False

    def picture(self) -> None:
        """Take a picture, which counts as a word."""
        self._flush("\N{OBJECT REPLACEMENT CHARACTER}")
        self._last = "\N{OBJECT REPLACEMENT CHARACTER}"

    def call(self) -> None:
        """Take a note call: a space before it moves behind it, into the next span."""
        if self._white:
            self._at = len(self._out)
            self._before_call = True

    def _flush(self, word: str) -> None:
        lost = not self._last or (self._before_call and word[0] in _CLOSING)
        if self._white and not lost:
            self._out[self._at].append(self._space(word))
        elif self._keeps_indents and not self._last:
            self._out[-1].append(_ems(self._white) * _EM)
        self._white = ""
        self._before_call = False

    def _space(self, word: str) -> str:
        """Return the one space for the white space between the last letter and a word."""
        gap = _ems(self._white) if self._keeps_indents else 0
        if gap and (_EM in self._white or self._white.count("\N{NO-BREAK SPACE}") > 2):
            return _EM * min(gap, _WIDEST)
        no_break = _NO_BREAK.search(self._white)
        if no_break:
            measure = self._last.isdigit() and _UNIT.match(word)
            french = self._language.startswith("fr") and (word[0] in ";:!?»%" or self._last == "«")
            if measure or french:
                return no_break[0]
        return "\N{IDEOGRAPHIC SPACE}" if "\N{IDEOGRAPHIC SPACE}" in self._white else " "


def add_lines(element: Element, last: Element | None, lines: Iterable[str]) -> None:
    """Add lines, each behind a break: behind an element, or else before all that stands in it."""
    for line in lines:
        break_ = etree.Element("br")
        if last is None:
            element.insert(0, break_)
        else:
            last.addnext(break_)
        break_.tail = line
        last = break_
