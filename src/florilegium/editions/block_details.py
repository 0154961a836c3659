"""Details of blocks that all editions set alike: lead-ins, labels of lists, columns of numbers.

The lead-in is the first words of a text, in small capitals. A list's label that no style can make stands as
text. Columns of numbers whose source does not say how they stand are aligned on the right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from florilegium.book import runs
from florilegium.book.namespaces import EPUB_TYPE
from florilegium.editions.sections import Section, SectionKind

#: A lead-in takes words until it has this many letters, and never more than the second number.
_LENGTH: Final = (16, 44)

#: `W.`, `K.V.`: a point that ends no sentence.
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+")


def set_lead_in(tree: Element, section: Section) -> None:
    """Set the first words of a text in small capitals, never breaking a name in two.

    Scripts without capitals have no lead-in: there would be nothing to see but letters held apart. The date
    and the salutation of a letter have none either.
    """
    body = tree.find(".//div[@class='text']")
    first = body[0] if body is not None and len(body) else None
    if first is None or first.tag != "p" or section.kind is SectionKind.PART:
        return
    text = runs.text_of(first)
    if first.get("class") == "right" or text.rstrip().endswith(","):
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
_AMOUNT: Final = re.compile(
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
