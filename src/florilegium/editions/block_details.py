"""Details of blocks that all editions set alike: lead-ins, labels of lists, columns of numbers, verse.

The lead-in is the first words of a text, in small capitals. A list's label that no style can make stands as
text. Columns of numbers whose source does not say how they stand are aligned on the right.

The lines of a stanza are divided by breaks (`br`), and an element such as `em` may go over several. Here each
line becomes a `span` of the class `line`, so that one which turns over can hang, with its break behind it:
where no style sheet is read, lines stay lines. What goes over a break is cut there, and only its first piece
keeps its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.bibliographic import VerseStyle
from florilegium.book.namespaces import EPUB_TYPE
from florilegium.editions.sections import Section, SectionKind
from florilegium.system.patterns import regex

#: A lead-in takes words until it has this many letters, and never more than the second number.
_LENGTH: Final = (16, 44)

#: A first paragraph of fewer letters that ends no sentence is a line by itself: a dedication, place and date.
_RUNNING: Final = 90

#: How a sentence ends, whatever closes behind it.
_SENTENCE_END: Final = regex(r"[.!?…:][^\w\s]*\s*$")

#: `W.`, `K.V.`: a point that ends no sentence.
_INITIALS: Final = regex(r"(?:[^\W\d_]\.)+")

#: Paragraphs that open a letter or a play and are no running text.
_OPENERS: Final = frozenset({"right", "salutation", "speaker", "speech", "stage"})


def set_lead_in(tree: Element, section: Section) -> None:
    """Set the first words of a text in small capitals, never breaking a name in two.

    Scripts without capitals have no lead-in: there would be nothing to see but letters held apart. What
    stands before the running text has none either: the date and the salutation of a letter, a dedication, a
    paragraph that is italic as a whole.
    """
    body = tree.find(".//div[@class='text']")
    first = body[0] if body is not None and len(body) else None
    if first is None or first.tag != "p" or section.kind is SectionKind.PART:
        return
    text = runs.text_of(first)
    if first.get("class") in _OPENERS or not _is_running(first, text):
        return
    letter = next((letter for letter in text if letter.isalpha()), "")
    if letter.upper() == letter.lower():
        return
    least, most = _LENGTH
    end = 0
    for word in re.finditer(r"\S+", text):
        if end >= least and not _goes_on(text[:end], word.group()):
            break
        if word.end() > most and end:
            break
        end = word.end()
    runs.wrap(first, 0, end, etree.Element("span", {"class": "lead-in"}))


def _is_running(first: Element, text: str) -> bool:
    """Return whether a first paragraph is of the running text, and no line before it."""
    plain = (first.text or "") + "".join(child.tail or "" for child in first)
    if len(first) and not any(map(str.isalpha, plain)):
        return False
    return len(text) >= _RUNNING or _SENTENCE_END.search(text) is not None


def _goes_on(before: str, word: str) -> bool:
    """Return whether a name may run on from the words before into the next: both are capitalised."""
    last = before.rsplit(maxsplit=1)[-1]
    runs_on = last[-1:].isalnum() or _INITIALS.fullmatch(last) is not None
    return last[:1].isupper() and word[:1].isupper() and runs_on


def show_labels(tree: Element) -> None:
    """Put the label of each item that has one before its text, in place; the item then has no number."""
    for item in [one for one in tree.iter("li") if one.get("data-marker")]:
        label = etree.Element("span", {"class": "marker"})
        label.text = f"{item.attrib.pop('data-marker')} "
        item.set("class", "marked")
        first = item[0] if len(item) and not (item.text or "").strip() else None
        holder = first if first is not None and first.tag == "p" else item
        if holder is item and first is not None and first.tag in runs.BLOCKS:
            holder = etree.Element("p")
            item.insert(0, holder)
        label.tail, holder.text = holder.text, None
        holder.insert(0, label)


def mark_terms(tree: Element, section: Section) -> None:
    """Say of a glossary's terms and meanings what they are (EPUB SSV 1.1), in place."""
    if section.kind is SectionKind.GLOSSARY:
        for tag, kind in (("dt", "glossterm"), ("dd", "glossdef")):
            for one in tree.iter(tag):
                one.set(EPUB_TYPE, kind)


#: The classes of cells whose text does not begin at the left.
ALIGNED: Final = frozenset({"right", "center"})

#: An amount, with its sign, currency and unit; its decimals come after the last point or comma.
_AMOUNT: Final = regex(
    r"[+\-−±≈~<>]?\s?[$€£¥₽]?\s?"
    r"\d{1,3}(?:[ ,.’\u00a0\u2009\u202f]?\d{3})*(?:[.,](?P<decimals>\d{1,2}|\d{4,}))?"
    r"\s?[%‰°$€£¥₽]?"
)

#: What stands in a cell for which there is no amount.
_NOTHING: Final = frozenset({"", "-", "–", "—", "−", "…", "n/a", "n.a."})


def align_numbers(tree: Element) -> None:
    """Let the columns of numbers of a document's tables stand right, their heads with them, in place.

    The first column names the rows, and stays. Amounts that differ in their decimals stay too: at the right
    their points would not stand under one another.
    """
    for table in tree.iter("table"):
        cells = list(table.iter("td", "th"))
        joined = any(cell.get("colspan") or cell.get("rowspan") for cell in cells)
        if joined or any(cell.get("class") in ALIGNED for cell in cells):
            continue
        heads = table.findall("thead/tr")
        rows = [row for row in table.iter("tr") if row not in heads]
        for at in range(1, min(map(len, rows), default=0)):
            if _are_amounts([runs.text_of(row[at]).strip() for row in rows]):
                for row in (*heads, *rows):
                    if at < len(row):
                        row[at].set("class", "right")


def _are_amounts(texts: Sequence[str]) -> bool:
    """Return whether texts are amounts with the same number of decimals, or stand for none."""
    found = [_AMOUNT.fullmatch(text) for text in texts if text not in _NOTHING]
    decimals = {len(amount["decimals"] or "") if amount else -1 for amount in found}
    return len(decimals) == 1 and -1 not in decimals


#: A stanza of so many lines or fewer stands on one page; a longer one is a passage, and may go over.
_WHOLE: Final = 10


def set_verse(tree: Element, style: VerseStyle) -> None:
    """Divide the verse of a document into lines, in place, and number them as the house does.

    Numbers begin again with each poem. The verse of a play is one poem from heading to heading, though
    speakers' names stand between its pieces; on axes of their own these would stand askew, so they are
    set in. So is verse within verse, whose lines are those of the poem round it.
    """
    count = 0
    for one in tree.iter("blockquote", "h1", "h2", "h3", "h4"):
        if one.tag != "blockquote":
            count = 0
        elif _is_verse(one):
            spoken, around = _is_spoken(one), list(one.iterancestors("blockquote"))
            one.set("class", "verse indented" if spoken or around else f"verse {style.place}")
            if not any(map(_is_verse, around)):
                count = _set_poem(one, style, count if spoken else 0)


def _set_poem(poem: Element, style: VerseStyle, count: int) -> int:
    """Set one poem whose first line comes after `count` others; return the number of its last line."""
    for stanza in poem.iter("p"):
        lines = list(_lines_of(stanza))
        if len(lines) <= _WHOLE:
            stanza.set("class", " ".join(filter(None, (stanza.get("class"), "whole"))))
        for line in lines:
            count += 1
            if style.numbers and not count % style.numbers:
                line.set("data-line", str(count))
    if poem.find(".//span[@data-line]") is not None:
        poem.set("class", f"{poem.get('class')} numbered")
    return count


def _is_verse(quotation: Element) -> bool:
    return "verse" in (quotation.get("class") or "").split()


def _is_spoken(poem: Element) -> bool:
    """Return whether verse follows a speaker's name, a stage direction or other verse of the same speech."""
    before = poem.getprevious()
    return before is not None and before.get("class") in {"speaker", "stage", "speech"}


def _lines_of(stanza: Element) -> Iterator[Element]:
    """Make a `span` of each line of a stanza, in place, and yield them."""
    pieces = _pieces(stanza)
    stanza.text = None
    stanza[:] = []
    for at, piece in enumerate(pieces):
        piece.tag = "span"
        piece.attrib.clear()
        piece.set("class", "line")
        piece.tail = None
        stanza.append(piece)
        if at < len(pieces) - 1:
            etree.SubElement(stanza, "br")
        yield piece


def _pieces(element: Element) -> list[Element]:
    """Return an element cut at the breaks in it: copies of it, one for each line."""
    pieces = [_shell(element)]
    pieces[0].text = element.text
    for child in element:
        if child.tag == "br":
            pieces.append(_shell(element))
            pieces[-1].text = child.tail
            continue
        first, *others = _pieces(child) if not runs.is_silent(child) and len(child) else [child]
        tail, first.tail = child.tail, None
        pieces[-1].append(first)
        for other in others:
            pieces.append(_shell(element))
            pieces[-1].append(other)
        pieces[-1][-1].tail = tail
    for piece in pieces[1:]:
        piece.attrib.pop("id", None)
    return pieces


def _shell(element: Element) -> Element:
    return element.makeelement(element.tag, dict(element.attrib))
